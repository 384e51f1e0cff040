//! The program under measurement: started, watched through `/proc`, stopped.

use anyhow::{Context, Result, bail, ensure};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks of `/proc/PID/stat` in a second; Linux answers 100 to `getconf CLK_TCK` on every architecture we serve.
const TICKS: f64 = 100.0;

/// The built binary and a data folder of its own.
pub struct City {
    gapura: PathBuf,
    /// The data folder.
    pub data: PathBuf,
}

impl City {
    /// A folder initialised for `region` in `parent`.
    pub fn init(gapura: &Path, parent: &Path, region: &str) -> Result<Self> {
        let city = Self { gapura: gapura.to_owned(), data: parent.join("kota") };
        city.run(&["init", "--region", region])?;
        Ok(city)
    }

    /// Runs one command to its end and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = Command::new(&self.gapura)
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .output()
            .context("start gapura")?;
        if !output.status.success() {
            bail!(
                "gapura {}: {}{}",
                arguments.join(" "),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Raises every throttle by the documented setting: all load comes from one address.
    pub fn raise_limits(&self) -> Result<()> {
        let path = self.data.join("gapura.toml");
        let old = std::fs::read_to_string(&path)?;
        ensure!(old.contains("# kali = 1"), "{} has no `# kali = 1`", path.display());
        Ok(std::fs::write(path, old.replace("# kali = 1", "kali = 100000"))?)
    }

    /// Bytes of the database file with its log.
    pub fn database_bytes(&self) -> u64 {
        let size = |name: &str| std::fs::metadata(self.data.join(name)).map_or(0, |file| file.len());
        size("gapura.db") + size("gapura.db-wal")
    }

    /// Serves on a free port and waits until it is healthy; `more` are further arguments.
    pub async fn serve(&self, more: &[&str]) -> Result<Server> {
        let address = free_address()?;
        let start = Instant::now();
        let child = Command::new(&self.gapura)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(&self.data)
            .args(more)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .spawn()
            .context("start gapura serve")?;
        let mut server = Server { child, address, ready: Duration::ZERO };
        while start.elapsed() < Duration::from_secs(30) {
            if let Ok(mut connection) = crate::load::Connection::open(address, None).await {
                let shot = crate::load::Shot::get("/healthz");
                if connection.send(&shot).await.is_ok_and(|(answer, _)| answer.status().is_success()) {
                    server.ready = start.elapsed();
                    return Ok(server);
                }
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("gapura serve did not become healthy in 30 s")
    }
}

fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// Time from start to the first healthy answer.
    pub ready: Duration,
}

impl Server {
    /// User and system time used so far, in seconds.
    pub fn cpu(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        Ok((ticks(11) + ticks(12)) / TICKS)
    }

    /// CPU seconds that it uses in one second without load: what its worker does anyway.
    pub async fn idle(&self) -> Result<f64> {
        let before = self.cpu()?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(self.cpu()? - before)
    }

    /// Memory in use now, in MiB: anonymous pages (what the machine must provide) and all resident pages.
    pub fn memory(&self) -> Result<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = |key: &str| {
            let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0)
        };
        Ok((kib("RssAnon:") / 1024.0, kib("VmRSS:") / 1024.0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
