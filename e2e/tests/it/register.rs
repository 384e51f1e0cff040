//! A register of other agencies: one person and one shop, over HTTP on this machine, that can stop to answer.

use anyhow::Result;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The person and the shop that it knows.
pub const NIK: &str = "3517010101900001";
pub const NIB: &str = "9120001234567";

/// Answers as long as it is not down.
pub struct Register {
    base: String,
    down: watch::Sender<bool>,
}

impl Register {
    /// Starts it.
    pub async fn open() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = format!("http://{}", listener.local_addr()?);
        let (down, state) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                if !*state.borrow() {
                    tokio::spawn(answer(caller));
                }
            }
        });
        Ok(Self { base, down })
    }

    /// Ends every call at once, or answers again.
    pub fn down(&self, down: bool) {
        self.down.send_replace(down);
    }

    /// What the configuration of a city says of it.
    pub fn settings(&self) -> String {
        let base = &self.base;
        format!(
            r#"
[dukcapil]
nama  = "Dukcapil"
url   = "{base}/orang"
kunci = "nik"
ambil = {{ nama = "/nama", alamat_ktp = "/alamat" }}

[oss]
nama  = "OSS"
url   = "{base}/usaha"
kunci = "nib"
ambil = {{ nama_usaha = "/nama", kbli = "/kbli" }}
"#
        )
    }
}

async fn answer(mut caller: TcpStream) -> Result<()> {
    let mut read = Vec::new();
    let asked = loop {
        let mut piece = [0; 4096];
        let count = caller.read(&mut piece).await?;
        read.extend_from_slice(piece.get(..count).unwrap_or_default());
        let body = read.windows(4).position(|four| four == b"\r\n\r\n").and_then(|at| read.get(at + 4..));
        match body.and_then(|body| serde_json::from_slice::<Value>(body).ok()) {
            Some(asked) => break asked,
            None if count == 0 => return Ok(()),
            None => {}
        }
    };
    let said = if asked["nik"] == NIK {
        json!({ "nama": "BU SULASTRI", "alamat": "JL. MELATI NO. 3" })
    } else if asked["nib"] == NIB {
        json!({ "nama": "Warung Maju Jaya", "kbli": "47111" })
    } else {
        Value::Null
    };
    let status = if said.is_null() { "404 Not Found" } else { "200 OK" };
    let said = said.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        said.len()
    );
    caller.write_all(format!("{head}{said}").as_bytes()).await?;
    Ok(caller.shutdown().await?)
}
