//! `unggah`: five files of 3 MB over a line of 100 kbit/s that breaks three times, in pieces, as the page's script sends
//! them. Nothing is lost, and little travels twice. Twenty minutes: the line is really that slow.

use crate::forms;
use crate::load::{Connection, Shot};
use crate::report::{self, round};
use crate::server::City;
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const FILES: u64 = 5;
/// 100 kbit/s.
const BYTES_PER_SECOND: u64 = 12_500;
/// After so many bytes in all the line breaks.
const BREAKS: [u64; 3] = [1_000_000, 7_300_000, 13_000_000];
const PIECE: usize = 64 * 1024;
const SERVICE: &str = "/layanan/jalan-rusak";

/// A service that takes five photos, a throttled line before the server, and a browser's requests.
pub async fn run(gapura: &Path, folder: &Path) -> Result<()> {
    let city = City::init(gapura, folder, "35.17")?;
    let road = std::fs::read_to_string("layanan/pengaduan/jalan-rusak.toml")?.replace("1..4", "1..5");
    let file = folder.join("jalan-rusak.toml");
    std::fs::write(&file, road)?;
    city.run(&["layanan", "terbitkan", &file.display().to_string()])?;
    let server = city.serve(&[]).await?;
    let travelled = Arc::new(AtomicU64::new(0));
    let line = line(server.address, Arc::clone(&travelled)).await?;
    let page = Connection::open(server.address, None).await?.send(&Shot::get(SERVICE)).await?;
    let token = forms::token(&forms::text(&page.1), SERVICE)?.to_owned();
    let mut sender = Sender { server: server.address, line, token, draft: String::new(), breaks: 0 };
    let (began, mut size) = (Instant::now(), 0);
    for number in 0..FILES {
        let file = picture(number)?;
        size += file.len() as u64;
        sender.send(&file, number).await?;
    }
    let seconds = began.elapsed().as_secs_f64();
    let kept = sender.kept(server.address).await?;
    let travelled = travelled.load(Ordering::SeqCst);
    report::print(
        "unggah",
        json!({
            "files": FILES, "files_kept": kept, "target_files_kept": FILES,
            "bytes": size, "bytes_travelled": travelled,
            "share_sent_twice": round((travelled.saturating_sub(size)) as f64 / size as f64),
            "seconds": round(seconds), "breaks": sender.breaks, "line_bits_per_s": BYTES_PER_SECOND * 8,
        }),
    );
    ensure!(kept == FILES && sender.breaks == BREAKS.len(), "{kept} files, {} breaks", sender.breaks);
    Ok(())
}

struct Sender {
    server: SocketAddr,
    line: SocketAddr,
    token: String,
    draft: String,
    breaks: usize,
}

impl Sender {
    /// One file to its end; a break is a new connection and a question how far it came.
    async fn send(&mut self, file: &[u8], number: u64) -> Result<()> {
        loop {
            match self.once(file, number).await {
                Ok(()) => return Ok(()),
                Err(error) if error.is::<hyper::Error>() => self.breaks += 1,
                Err(error) => return Err(error),
            }
            ensure!(self.breaks <= BREAKS.len(), "the line broke more often than planned");
        }
    }

    async fn once(&mut self, file: &[u8], number: u64) -> Result<()> {
        let mut wire = Connection::open(self.line, None).await?;
        let (mark, size) = (format!("berkas-{number}"), file.len().to_string());
        let fields = [
            ("_tanda", &*self.token),
            ("_draf", &*self.draft),
            ("isian", "foto"),
            ("sidik", &*mark),
            ("besar", &*size),
        ];
        let ask = Shot { more: accept(), ..Shot::form(format!("{SERVICE}/unggahan"), &fields) };
        let mut state = self.answered(&mut wire, &ask).await?;
        while state["berkas"].is_null() {
            let start = usize::try_from(state["sudah"].as_u64().context("sudah")?)?;
            let piece = file.get(start..(start + PIECE).min(file.len())).context("a piece beyond the file")?;
            let upload = state["unggahan"].as_str().context("unggahan")?;
            let mut more = accept();
            more.extend([("x-draf", self.draft.clone()), ("x-mulai", start.to_string())]);
            let body = Some(("application/octet-stream".to_owned(), Bytes::copy_from_slice(piece)));
            let shot = Shot { path: format!("{SERVICE}/unggahan/{upload}"), body, more };
            state = self.answered(&mut wire, &shot).await?;
        }
        Ok(())
    }

    async fn answered(&mut self, wire: &mut Connection, shot: &Shot) -> Result<Value> {
        let (answer, body) = wire.send_from(shot, &self.server.to_string()).await?;
        ensure!(answer.status().is_success(), "{}: {}", answer.status(), forms::text(&body));
        let state: Value = serde_json::from_slice(&body)?;
        self.draft = state["draf"].as_str().context("draf")?.to_owned();
        Ok(state)
    }

    /// How many files the form shows when this browser loads it anew.
    async fn kept(&self, server: SocketAddr) -> Result<u64> {
        let cookie = format!("draf=jalan-rusak.{}", self.draft);
        let (_, body) = Connection::open(server, Some(cookie)).await?.send(&Shot::get(SERVICE)).await?;
        Ok(forms::all(&forms::text(&body), "<img src=\"/draf/", "\"").count() as u64)
    }
}

fn accept() -> Vec<(&'static str, String)> {
    vec![("accept", "application/json".to_owned())]
}

/// A photo's worth of noise: about 3 MB that nothing makes smaller.
fn picture(number: u64) -> Result<Vec<u8>> {
    let mut state = 17_u32.wrapping_add(u32::try_from(number)?);
    let noise = image::RgbImage::from_fn(1000, 1000, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [r, g, b, _] = state.to_be_bytes();
        image::Rgb([r, g, b])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut png, image::ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// A line of `BYTES_PER_SECOND` upwards that ends whatever runs over it when `BREAKS` bytes have passed.
async fn line(server: SocketAddr, travelled: Arc<AtomicU64>) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if let Ok(upstream) = TcpStream::connect(server).await {
                tokio::spawn(forward(client, upstream, Arc::clone(&travelled)));
            }
        }
    });
    Ok(address)
}

async fn forward(mut client: TcpStream, mut server: TcpStream, travelled: Arc<AtomicU64>) {
    let (mut up, mut down) = (vec![0; 1250], vec![0; 65_536]);
    loop {
        tokio::select! {
            read = client.read(&mut up) => {
                let Ok(size @ 1..) = read else { return };
                let before = travelled.fetch_add(size as u64, Ordering::SeqCst);
                let after = before + size as u64;
                if BREAKS.iter().any(|mark| before < *mark && *mark <= after) {
                    return;
                }
                tokio::time::sleep(Duration::from_secs_f64(size as f64 / BYTES_PER_SECOND as f64)).await;
                if server.write_all(up.get(..size).unwrap_or_default()).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut down) => {
                let Ok(size @ 1..) = read else { return };
                if client.write_all(down.get(..size).unwrap_or_default()).await.is_err() {
                    return;
                }
            }
        }
    }
}
