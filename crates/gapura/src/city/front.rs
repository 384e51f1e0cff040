//! The program's own front door, for the console of the portal: calls go in as if they came over the network.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use cases::doors::Answer;
use http::{Request, header};
use http_body_util::BodyExt as _;
use portal::{Call, Called, Caller, MOST};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use tower::ServiceExt as _;

/// How long a call may take before its caller is told so.
const PATIENCE: Duration = Duration::from_secs(40);

/// Known once all pages stand under one roof. It does not keep them: a house that is closed is gone.
#[derive(Clone, Default)]
pub(super) struct FrontDoor {
    kept: Arc<OnceLock<Arc<Router>>>,
    seen: Arc<OnceLock<Weak<Router>>>,
}

impl FrontDoor {
    /// What the portal gets: it leads to the door for as long as this one keeps it.
    pub fn caller(&self) -> Arc<dyn Caller> {
        Arc::new(Way(self.seen.clone()))
    }

    /// From now on calls go to this router.
    pub fn lead_to(&self, router: &Router) {
        let kept = self.kept.get_or_init(|| Arc::new(router.clone()));
        self.seen.get_or_init(|| Arc::downgrade(kept));
    }
}

struct Way(Arc<OnceLock<Weak<Router>>>);

impl Caller for Way {
    fn call(&self, call: Call) -> Answer<'_, Result<Called, String>> {
        let router = self.0.get().and_then(Weak::upgrade);
        Box::pin(async move {
            let router = router.ok_or("the front door is not open yet")?;
            let answered = async {
                let Ok(answer) = Router::clone(&router).oneshot(request(call)?).await;
                read(answer).await
            };
            tokio::time::timeout(PATIENCE, answered).await.map_err(|_| "the call took too long".to_owned())?
        })
    }
}

fn request(call: Call) -> Result<Request<Body>, String> {
    let mut request = Request::builder().method(call.method.as_str()).uri(&call.path);
    for (name, value) in &call.headers {
        request = request.header(*name, value);
    }
    let mut request = request.body(Body::from(call.body)).map_err(|error| error.to_string())?;
    request.headers_mut().insert(header::HOST, header::HeaderValue::from_static("localhost"));
    // IPv6 comes as a network: `2001:db8::/64`.
    let address = call.from.split('/').next().and_then(|text| text.parse::<IpAddr>().ok());
    let peer = SocketAddr::new(address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)), 0);
    request.extensions_mut().insert(ConnectInfo(peer));
    Ok(request)
}

/// The head, and as much of the body as is shown.
async fn read(answer: Response) -> Result<Called, String> {
    let (head, mut body) = answer.into_parts();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    let mut called = Called { status: head.status.as_u16(), headers: headers.collect(), body: Vec::new(), whole: true };
    while let Some(frame) = body.frame().await {
        let Ok(piece) = frame.map_err(|error| error.to_string())?.into_data() else {
            continue;
        };
        let room = MOST - called.body.len();
        called.body.extend_from_slice(&piece[..piece.len().min(room)]);
        if piece.len() > room {
            called.whole = false;
            break;
        }
    }
    Ok(called)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::post;

    fn call(path: &str) -> Call {
        Call {
            method: "POST".into(),
            path: path.into(),
            headers: vec![("x-satu", "1".into())],
            body: "isi".into(),
            from: "203.0.113.9".into(),
        }
    }

    async fn echo(ConnectInfo(peer): ConnectInfo<SocketAddr>, request: Request<Body>) -> String {
        let one = request.headers()["x-satu"].to_str().unwrap().to_owned();
        let body = axum::body::to_bytes(request.into_body(), 100).await.unwrap();
        format!("{} {one} {}", peer.ip(), String::from_utf8_lossy(&body))
    }

    fn router() -> Router {
        Router::new().route("/gema", post(echo)).route("/banyak", post(|| async { "x".repeat(MOST + 1) }))
    }

    #[tokio::test]
    async fn a_call_comes_in_whole_and_for_the_person_who_made_it() {
        let door = FrontDoor::default();
        let caller = door.caller();
        assert!(caller.call(call("/gema")).await.is_err(), "nothing stands behind it yet");
        door.lead_to(&router());
        let called = caller.call(call("/gema")).await.unwrap();
        assert_eq!((called.status, called.whole), (200, true));
        assert_eq!(String::from_utf8(called.body).unwrap(), "203.0.113.9 1 isi");
        assert_eq!(caller.call(call("/tidak-ada")).await.unwrap().status, 404);
    }

    #[tokio::test]
    async fn a_long_answer_is_cut_and_a_closed_house_answers_no_more() {
        let door = FrontDoor::default();
        let caller = door.caller();
        door.lead_to(&router());
        let called = caller.call(call("/banyak")).await.unwrap();
        assert_eq!((called.body.len(), called.whole), (MOST, false));
        drop(door);
        assert!(caller.call(call("/gema")).await.is_err());
    }
}
