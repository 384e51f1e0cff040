//! Servers that stand in for agencies' applications: one that answers, and one that plays a script of raw bytes.

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A server that answers every request with what the closure says.
pub async fn answering<R, F>(answer: F) -> String
where
    R: IntoResponse + Send + 'static,
    F: Fn(Request) -> R + Clone + Send + Sync + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(move |request: Request| {
        let answer = answer(request);
        async move { answer.into_response() }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A server that reads a request's head and then writes these bytes, slice by slice, and closes; and how many
/// connections it has seen.
pub async fn scripted(script: Vec<Vec<u8>>) -> (String, Arc<AtomicUsize>) {
    let (address, seen, _) = playing(script, true).await;
    (format!("http://{address}"), seen)
}

/// The same, but it never closes.
pub async fn hanging(script: Vec<Vec<u8>>) -> String {
    let (address, _, _) = playing(script, false).await;
    format!("http://{address}")
}

type Heads = Arc<Mutex<Vec<String>>>;

/// The same, and the heads of requests as they came in.
pub async fn listening(script: Vec<Vec<u8>>) -> (String, Heads) {
    let (address, _, heads) = playing(script, true).await;
    (format!("http://{address}"), heads)
}

async fn playing(script: Vec<Vec<u8>>, closes: bool) -> (SocketAddr, Arc<AtomicUsize>, Heads) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, heads) = (Arc::new(AtomicUsize::new(0)), Heads::default());
    let (counted, kept) = (seen.clone(), heads.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(play(stream, script.clone(), closes, kept.clone()));
        }
    });
    (address, seen, heads)
}

async fn play(mut stream: TcpStream, script: Vec<Vec<u8>>, closes: bool, heads: Heads) {
    let mut head = Vec::new();
    let mut byte = [0; 1];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte).await {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    heads.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    for piece in script {
        if stream.write_all(&piece).await.is_err() {
            return;
        }
    }
    if closes {
        let _ = stream.shutdown().await;
        return;
    }
    // Holds the line until the other side gives up.
    let _ = stream.read(&mut byte).await;
}

/// A server that sends a body of this many bytes in chunks.
pub async fn streaming(bytes: usize, with_length: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(pour(stream, bytes, with_length));
        }
    });
    format!("http://{address}")
}

async fn pour(mut stream: TcpStream, bytes: usize, with_length: bool) {
    let mut head = [0; 4096];
    let _ = stream.read(&mut head).await;
    let kind = if with_length { format!("content-length: {bytes}") } else { "connection: close".to_owned() };
    if stream.write_all(format!("HTTP/1.1 200 OK\r\n{kind}\r\n\r\n").as_bytes()).await.is_err() {
        return;
    }
    let piece = vec![b'a'; 64 * 1024];
    let mut left = bytes;
    while left > 0 {
        let now = left.min(piece.len());
        if stream.write_all(&piece[..now]).await.is_err() {
            return;
        }
        left -= now;
    }
    let _ = stream.shutdown().await;
}
