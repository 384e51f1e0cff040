//! Peers on loopback: an HTTP gateway and an SMTP server that behave as told.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How a peer behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes everything.
    Takes,
    /// Refuses this message for good.
    Refuses,
    /// Does not work just now.
    Breaks,
    /// Answers what nobody can read.
    Rubbish,
    /// Never answers.
    Hangs,
    /// Sends elsewhere.
    Redirects,
}

type Shared<T> = Arc<Mutex<T>>;

/// An HTTP gateway.
pub struct Http {
    pub port: u16,
    pub mood: Shared<Mood>,
    /// The bodies that came in.
    pub heard: Shared<Vec<serde_json::Value>>,
}

impl Http {
    pub async fn start(mood: Mood) -> Self {
        let (listener, port) = listen().await;
        let (mood, heard) = (Arc::new(Mutex::new(mood)), Shared::<Vec<serde_json::Value>>::default());
        let shared = (Arc::clone(&mood), Arc::clone(&heard));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mood, heard) = (Arc::clone(&shared.0), Arc::clone(&shared.1));
                tokio::spawn(answer_http(stream, mood, heard));
            }
        });
        Self { port, mood, heard }
    }

    pub fn becomes(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn texts(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard.iter().map(|body| body["text"].as_str().unwrap_or("").to_owned()).collect()
    }

    /// Its description, as an operator would write it.
    pub fn described(&self) -> String {
        format!(
            "saluran='wa'\nmetode='POST'\nalamat='http://127.0.0.1:{}/kirim'\nbatas_waktu=1\n[isi]\nbentuk='json'\n\
             [isi.nilai]\nto='{{tujuan}}'\ntext='{{teks}}'\nonce='{{sekali}}'\n[berhasil]\nstatus=[200]\njalur='/status'\n\
             nilai=['ok']\nid='/id'\n",
            self.port
        )
    }
}

async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

async fn answer_http(mut stream: TcpStream, mood: Shared<Mood>, heard: Shared<Vec<serde_json::Value>>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    let body = loop {
        let Ok(count) = stream.read(&mut chunk).await else {
            return;
        };
        request.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            break body.to_owned();
        }
    };
    let mood = *mood.lock().unwrap();
    heard.lock().unwrap().push(serde_json::from_str(&body).unwrap());
    let said = match mood {
        Mood::Takes => "HTTP/1.1 200 OK\r\ncontent-length: 29\r\n\r\n{\"status\":\"ok\",\"id\":\"wamid1\"}",
        Mood::Refuses => "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n",
        Mood::Breaks => "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n",
        Mood::Rubbish => "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n<html>sampah<>!",
        Mood::Redirects => "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
        Mood::Hangs => return std::future::pending().await,
    };
    drop(stream.write_all(said.as_bytes()).await);
}

/// An SMTP server.
pub struct Smtp {
    pub port: u16,
    pub mood: Shared<Mood>,
    /// The mails that came in.
    pub heard: Shared<Vec<String>>,
}

impl Smtp {
    pub async fn start(mood: Mood) -> Self {
        let (listener, port) = listen().await;
        let (mood, heard) = (Arc::new(Mutex::new(mood)), Shared::<Vec<String>>::default());
        let shared = (Arc::clone(&mood), Arc::clone(&heard));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (mood, heard) = (*shared.0.lock().unwrap(), Arc::clone(&shared.1));
                tokio::spawn(answer_smtp(stream, mood, heard));
            }
        });
        Self { port, mood, heard }
    }
}

async fn answer_smtp(stream: TcpStream, mood: Mood, heard: Shared<Vec<String>>) -> std::io::Result<()> {
    if mood == Mood::Hangs {
        return std::future::pending().await;
    }
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let greeting = if mood == Mood::Rubbish { "sampah apa ini\r\n" } else { "220 uji\r\n" };
    writer.write_all(greeting.as_bytes()).await?;
    while let Some(line) = lines.next_line().await? {
        let said = match line.split(' ').next().unwrap_or("") {
            "EHLO" => "250 uji\r\n",
            "RCPT" if mood == Mood::Refuses => "550 no such user\r\n",
            "RCPT" if mood == Mood::Breaks => "451 try later\r\n",
            "DATA" => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                heard.lock().unwrap().push(mail);
                "250 taken\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        writer.write_all(said.as_bytes()).await?;
    }
    Ok(())
}
