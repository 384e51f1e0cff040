//! A city in a data folder of its own, and its running server.

use crate::http::{Client, Reply};
use serde_json::Value as Json;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to its first healthy answer before a test gives up; what it should take is measured.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub(crate) struct Town {
    pub data: PathBuf,
    pub address: SocketAddr,
}

impl Town {
    /// Kabupaten Jombang with the starter services and one officer; `more` are further arguments of `init`.
    pub fn found(folder: &Path, more: &[&str]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let town = Self { data: folder.join("kota"), address: listener.local_addr().unwrap() };
        town.run(&[&["init", "--region", "35.17"], more].concat());
        let services = concat!(env!("CARGO_MANIFEST_DIR"), "/../../layanan");
        town.run(&["layanan", "terbitkan", services]);
        town.run(&["petugas", "tambah", "sari", "--nama", "Sari", "--peran", "verifikator", "--opd", "dinas-kominfo"]);
        town.raise_limits();
        town
    }

    /// All clients of a test come from one address.
    fn raise_limits(&self) {
        let path = self.data.join("gapura.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("# kali = 1"), "{text}");
        std::fs::write(path, text.replace("# kali = 1", "kali = 100000")).unwrap();
    }

    /// Runs a command to its end.
    pub fn output(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gapura"))
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .env("RUST_LOG", "warn")
            .output()
            .unwrap()
    }

    /// The same; it must succeed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complained = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}{complained}");
        said
    }

    /// What `doctor` finds.
    pub fn findings(&self) -> Vec<String> {
        let output = self.output(&["doctor", "--json"]);
        let said = String::from_utf8_lossy(&output.stdout);
        let last = said.lines().last().unwrap_or_default();
        let Ok(Json::Object(last)) = serde_json::from_str(last) else {
            panic!("{said}{}", String::from_utf8_lossy(&output.stderr));
        };
        serde_json::from_value(last["findings"].clone()).unwrap()
    }

    /// Starts the server and waits until it is healthy.
    pub async fn serve(&self) -> Server {
        let begun = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_gapura"))
            .args(["serve", "--listen", &self.address.to_string(), "--data"])
            .arg(&self.data)
            .env("RUST_LOG", "off")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut server = Server { child, ready: Duration::ZERO };
        while !self.is_healthy().await {
            assert!(server.child.try_wait().unwrap().is_none(), "it ended");
            assert!(begun.elapsed() < PATIENCE, "it does not become healthy");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.ready = begun.elapsed();
        server
    }

    async fn is_healthy(&self) -> bool {
        let Ok(mut client) = Client::open(self.address).await else {
            return false;
        };
        let reply = client.get("/healthz", "").await;
        reply.is_ok_and(|Reply { status, .. }| status.is_success())
    }

    /// The store of the stopped city.
    pub async fn store(&self) -> store::Store {
        let config = gapura::config::Config::read(&self.data).unwrap();
        gapura::data::open(&config, &self.data).await.unwrap()
    }
}

/// A running server; killed when it falls.
pub(crate) struct Server {
    child: Child,
    /// Time from its start to the first healthy answer.
    pub ready: Duration,
}

impl Server {
    /// SIGKILL: nothing is finished, nothing is tidied.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
