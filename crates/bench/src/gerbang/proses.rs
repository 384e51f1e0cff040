//! Processes under measurement: where they run, what they use.

use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks of `/proc/PID/stat` in a second on Linux.
const TICKS: f64 = 100.0;

/// A program that listens.
pub struct Process {
    child: Child,
    /// Where.
    pub address: SocketAddr,
}

impl Process {
    /// This program itself on processor 0, with its folder, its address and that of the upstream as arguments.
    pub fn ourselves(arguments: &[&str], folder: &Path, upstream: SocketAddr) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let address = free_address()?;
        let child = Command::new("taskset")
            .args(["-c", "0"])
            .arg(std::env::current_exe()?)
            .args(arguments)
            .arg(folder)
            .args([address.to_string(), upstream.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .context("start taskset (util-linux)")?;
        Ok(Self { child, address })
    }

    /// Its id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it listens.
    pub async fn ready(&self) -> Result<()> {
        listens(self.address).await
    }

    /// A line of `/proc/PID/status` in KiB.
    pub fn memory_kib(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        Ok(line.context("no such line")?.trim().trim_end_matches(" kB").trim().parse()?)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port of this machine that nobody uses.
pub fn free_address() -> Result<SocketAddr> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Waits until somebody listens there.
pub async fn listens(address: SocketAddr) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if tokio::net::TcpStream::connect(address).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("nobody listens at {address}")
}

/// Seconds of processor time that these processes have used so far, all their threads.
pub fn cpu(pids: &[u32]) -> Result<f64> {
    let mut ticks = 0;
    for pid in pids {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        let fields: Vec<&str> = stat.rsplit_once(") ").context("stat")?.1.split(' ').collect();
        for field in [11, 12] {
            ticks += fields.get(field).context("stat")?.parse::<u64>()?;
        }
    }
    Ok(ticks as f64 / TICKS)
}

/// Keeps this process, with all its threads, on one processor.
pub fn pin_self(processor: u8) -> Result<()> {
    let done = Command::new("taskset")
        .args(["-apc", &processor.to_string(), &std::process::id().to_string()])
        .stdout(Stdio::null())
        .status()
        .context("taskset (util-linux)")?;
    ensure!(done.success(), "taskset refused");
    Ok(())
}
