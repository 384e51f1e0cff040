//! A small HTTP/1.1 client: one connection, one request after another.

use crate::house::multipart;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{HeaderMap, HeaderName};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;

/// The server went away before its answer was whole.
#[derive(Debug)]
#[expect(dead_code, reason = "read by whoever reads why a test failed")]
pub(crate) struct Gone(String);

fn gone(error: impl std::fmt::Debug) -> Gone {
    Gone(format!("{error:?}"))
}

pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The cookie that it sets, as it is sent back.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().unwrap_or("").to_owned()
    }
}

pub(crate) struct Client {
    sender: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    pub async fn open(address: SocketAddr) -> Result<Self, Gone> {
        let stream = tokio::net::TcpStream::connect(address).await.map_err(gone)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(gone)?;
        tokio::spawn(connection);
        let host = address.to_string();
        Ok(Self { sender, host })
    }

    pub async fn get(&mut self, path: &str, cookie: &str) -> Result<Reply, Gone> {
        self.send("GET", path, &[("cookie", cookie)], Bytes::new()).await
    }

    /// As a program with a token; `bearer` is the whole field.
    pub async fn bearer(&mut self, path: &str, bearer: &str) -> Result<Reply, Gone> {
        self.send("GET", path, &[("authorization", bearer)], Bytes::new()).await
    }

    /// The same, to take something away.
    pub async fn delete(&mut self, path: &str, bearer: &str) -> Result<Reply, Gone> {
        self.send("DELETE", path, &[("authorization", bearer)], Bytes::new()).await
    }

    pub async fn post(&mut self, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Result<Reply, Gone> {
        self.send("POST", path, headers, body.into()).await
    }

    /// A form as a browser sends it, with at most one photo.
    pub async fn form(
        &mut self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        photo: Option<(&str, &[u8])>,
    ) -> Result<Reply, Gone> {
        let (kind, body) = multipart(fields.iter().copied(), photo);
        let origin = format!("http://{}", self.host);
        let headers = [("content-type", kind.as_str()), ("origin", &origin), ("cookie", cookie)];
        self.post(path, &headers, body).await
    }

    async fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Result<Reply, Gone> {
        let mut request = Request::builder().method(method).uri(path).header("host", &self.host);
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            let name: HeaderName = name.parse().unwrap();
            request = request.header(name, *value);
        }
        self.sender.ready().await.map_err(gone)?;
        let answer = self.sender.send_request(request.body(Full::new(body)).unwrap());
        let (parts, body) = answer.await.map_err(gone)?.into_parts();
        // A body that breaks off is an error: what was not received wholly was not acknowledged.
        let body = body.collect().await.map_err(gone)?.to_bytes();
        Ok(Reply { status: parts.status, headers: parts.headers, body })
    }
}
