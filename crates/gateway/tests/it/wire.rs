//! Raw bytes on the wire: what smugglers try.

use crate::gate::{KEY, gate};
use crate::upstream::answering;
use axum::extract::Request;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

async fn raw(address: SocketAddr, bytes: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(fields: &str, body: &str) -> String {
    format!("POST /x/{KEY}/pasien HTTP/1.1\r\nhost: a\r\nauthorization: Bearer sah\r\n{fields}\r\n{body}")
}

#[tokio::test]
async fn a_request_of_two_minds_about_its_length_reaches_no_upstream() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let upstream = answering(move |_: Request| {
        counted.fetch_add(1, Ordering::SeqCst);
        "isi"
    })
    .await;
    let gate = gate(&upstream).await;
    let address = gate.serve().await;
    let smuggled = "0\r\n\r\nGET /admin HTTP/1.1\r\nhost: a\r\n\r\n";
    for fields in [
        "content-length: 4\r\ncontent-length: 40\r\n",
        "content-length: 4, 40\r\n",
        "content-length: +4\r\n",
        "content-length: -1\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: xchunked\r\n",
        "transfer-encoding : chunked\r\n",
        " transfer-encoding: chunked\r\n",
    ] {
        let answer = raw(address, &post(fields, smuggled)).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{fields}: {answer}");
    }
    assert_eq!(seen.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_length_beside_chunks_is_never_passed_on() {
    let upstream = answering(|asked: Request| {
        let named = |name: &str| asked.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        format!("{:?} {:?}", named("content-length"), named("transfer-encoding"))
    })
    .await;
    let gate = gate(&upstream).await;
    let address = gate.serve().await;
    let both = post("content-length: 4\r\ntransfer-encoding: chunked\r\n", "3\r\nabc\r\n0\r\n\r\n");
    let answer = raw(address, &both).await;
    let safe = answer.is_empty() || answer.starts_with("HTTP/1.1 400") || answer.contains("None Some(\"chunked\")");
    assert!(safe, "{answer}");
}

#[tokio::test]
async fn a_second_request_behind_a_body_is_a_request_of_its_own_and_needs_its_own_token() {
    let seen = Arc::new(AtomicUsize::new(0));
    let counted = seen.clone();
    let upstream = answering(move |_: Request| {
        counted.fetch_add(1, Ordering::SeqCst);
        "isi"
    })
    .await;
    let gate = gate(&upstream).await;
    let address = gate.serve().await;
    let second = format!("GET /x/{KEY}/pasien HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let answer = raw(address, &(post("content-length: 3\r\n", "abc") + &second)).await;
    assert!(answer.contains("200 OK") && answer.contains("401 Unauthorized"), "{answer}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn path_tricks_reach_no_upstream_and_no_room() {
    let gate = gate(&answering(|_| "isi").await).await;
    let address = gate.serve().await;
    for path in ["/x/../masuk", "/x/a/b/c/v1/%2e%2e/admin", "/x/a/b/c/v1//admin", "/x/a/b/c/v1/a%2fb", "/x/a\\b/c/d/e"] {
        let asked = format!("GET {path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer sah\r\nconnection: close\r\n\r\n");
        let answer = raw(address, &asked).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{path}: {answer}");
    }
    let outside = raw(address, "GET /xx/a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(outside.starts_with("HTTP/1.1 404"), "the house answers what is no call: {outside}");
}

#[tokio::test]
async fn an_upgrade_is_not_passed_on() {
    let upstream = answering(|asked: Request| format!("{:?}", asked.headers().get("upgrade"))).await;
    let gate = gate(&upstream).await;
    let address = gate.serve().await;
    let asked = format!(
        "GET /x/{KEY}/pasien HTTP/1.1\r\nhost: a\r\nauthorization: Bearer sah\r\nconnection: upgrade, close\r\n\
         upgrade: websocket\r\n\r\n"
    );
    assert!(raw(address, &asked).await.ends_with("None"));
}
