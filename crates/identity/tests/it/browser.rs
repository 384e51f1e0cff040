//! A visitor with a cookie jar, without a browser.

use super::*;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// The room behind the whole frame.
pub struct Site {
    pub router: axum::Router,
    pub identity: Identity,
}

impl Site {
    pub async fn of(ledger: &Ledger) -> Self {
        let identity = city(ledger).await;
        let settings = web::Settings {
            doorkeeper: Arc::new(identity.clone()),
            clock: Arc::new(ledger.clock.clone()),
            chance: Arc::new(ledger.chance.clone()),
            ..web::testing::settings(ledger.now(), web::testing::Sessions::default())
        };
        let frame = web::Frame::new(settings).unwrap();
        let router = web::assemble(frame, vec![identity::room(identity.clone())]).unwrap();
        Self { router, identity }
    }
}

/// One visitor.
pub struct Browser<'a> {
    site: &'a Site,
    cookie: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub html: String,
}

impl<'a> Browser<'a> {
    pub fn new(site: &'a Site) -> Self {
        Self { site, cookie: String::new() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, String::new()).await
    }

    /// Fetches `page`, takes the token of its form for `action`, and sends these fields there.
    pub async fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let drawn = self.get(page).await;
        let form = drawn
            .html
            .split("<form")
            .find(|form| form.contains("method=\"post\"") && form.contains(&format!("action=\"{action}\"")))
            .expect(action);
        let token = form.split("name=\"_tanda\" value=\"").nth(1).unwrap_or("").split('"').next().unwrap_or("");
        let mut body = format!("_tanda={token}");
        for (name, value) in fields {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            body.push_str(&format!("&{name}={value}"));
        }
        self.send("POST", action, body).await
    }

    pub async fn send(&mut self, method: &str, path: &str, body: String) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::ORIGIN, "http://127.0.0.1:8080")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        self.keep_cookie(&response);
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let location = parts.headers.get(header::LOCATION).map_or("", |value| value.to_str().unwrap()).to_owned();
        Page {
            status: parts.status,
            location,
            headers: parts.headers,
            html: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    fn keep_cookie(&mut self, response: &Response<Body>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
    }

    pub async fn sign_in(&mut self, name: &str) -> Page {
        self.fill("/masuk", "/masuk", &[("nama", name), ("sandi", PASSWORD), ("ke", "/akun")]).await
    }
}
