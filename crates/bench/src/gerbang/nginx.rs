//! nginx as the upstream, and nginx as what people use today in front of one.

use super::peladen::TOKEN;
use super::proses::{free_address, listens};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One nginx with one worker.
pub struct Nginx {
    folder: PathBuf,
    /// Its first port.
    pub address: SocketAddr,
}

impl Nginx {
    /// Serves files of these sizes (in KiB) and one large one, on processor 1.
    pub fn upstream(folder: &Path, sizes: &[usize], large: usize) -> Result<Self> {
        let files = folder.join("isi");
        std::fs::create_dir_all(&files)?;
        for size in sizes {
            std::fs::write(files.join(format!("{size}k")), vec![b'a'; size * 1024])?;
        }
        std::fs::write(files.join("besar"), vec![b'a'; large])?;
        let address = free_address()?;
        let server = format!(
            "access_log off; sendfile on; tcp_nopush on; default_type application/json;\n\
             open_file_cache max=100;\n\
             server {{ listen {address}; root {}; keepalive_requests 100000000; }}\n",
            files.display()
        );
        Self::start(folder, address, 1, &server)
    }

    /// Four servers in front of it on neighbouring ports, on processor 0: plain; with a token map and a log; with a log and
    /// `auth_request` to `judge` as nginx's own documentation has it; the same with kept connections.
    pub fn front(folder: &Path, upstream: SocketAddr, judge: SocketAddr) -> Result<Self> {
        let address = four_free()?;
        let port = |add: u16| SocketAddr::new(address.ip(), address.port() + add);
        let pass = "proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_buffering on;";
        let bare = "proxy_pass_request_body off; proxy_set_header Content-Length \"\"; proxy_set_header X-Original-URI $request_uri;";
        let log = format!("access_log {} catatan;", folder.join("catatan.log").display());
        let server = format!(
            "access_log off; keepalive_requests 100000000;\n\
             log_format catatan escape=json '{{\"at\":\"$msec\",\"uri\":\"$uri\",\"status\":$status,\"bytes\":$body_bytes_sent,\"took\":$request_time}}';\n\
             map_hash_bucket_size 256;\n\
             map $http_authorization $known {{ default 0; \"Bearer {TOKEN}\" 1; }}\n\
             upstream asal {{ server {upstream}; keepalive 128; keepalive_requests 100000000; }}\n\
             upstream hakim {{ server {judge}; keepalive 128; keepalive_requests 100000000; }}\n\
             server {{ listen {}; location / {{ {pass} proxy_pass http://asal; }} }}\n\
             server {{ listen {}; {log} location / {{ if ($known = 0) {{ return 401; }} {pass} proxy_pass http://asal; }} }}\n\
             server {{ listen {}; {log} location / {{ auth_request /hakim; {pass} proxy_pass http://asal; }}\n\
             location = /hakim {{ internal; proxy_pass http://{judge}/periksa; {bare} }} }}\n\
             server {{ listen {}; {log} location / {{ auth_request /hakim; {pass} proxy_pass http://asal; }}\n\
             location = /hakim {{ internal; {pass} proxy_pass http://hakim/periksa; {bare} }} }}\n",
            port(0),
            port(1),
            port(2),
            port(3),
        );
        Self::start(folder, address, 0, &server)
    }

    fn start(folder: &Path, address: SocketAddr, processor: u8, servers: &str) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let at = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {at}/{kind};\n"))
            .concat();
        let text = format!(
            "user root; worker_processes 1; pid {at}/pid; error_log {at}/salah.log;\n\
             events {{ worker_connections 4096; }}\nhttp {{\n{temporary}{servers}}}\n"
        );
        let path = folder.join("nginx.conf");
        std::fs::write(&path, text)?;
        let started = Command::new("taskset")
            .args(["-c", &processor.to_string(), "/usr/sbin/nginx", "-c"])
            .arg(&path)
            .stderr(Stdio::inherit())
            .status()
            .context("start nginx (Debian: nginx-light)")?;
        ensure!(started.success(), "nginx refused {}", path.display());
        Ok(Self { folder: folder.to_owned(), address })
    }

    /// Waits until it listens.
    pub async fn ready(&self) -> Result<()> {
        listens(self.address).await
    }

    /// Its workers.
    pub fn pids(&self) -> Vec<u32> {
        let master = std::fs::read_to_string(self.folder.join("pid")).unwrap_or_default();
        let master = master.trim();
        let children = std::fs::read_to_string(format!("/proc/{master}/task/{master}/children")).unwrap_or_default();
        children.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
    }
}

/// A port of this machine that nobody uses, nor the three behind it.
fn four_free() -> Result<SocketAddr> {
    for _ in 0..50 {
        let address = free_address()?;
        let behind = |add: u16| {
            let port = address.port().checked_add(add)?;
            std::net::TcpListener::bind(SocketAddr::new(address.ip(), port)).ok()
        };
        if (1..4).all(|add| behind(add).is_some()) {
            return Ok(address);
        }
    }
    anyhow::bail!("no four ports in a row are free")
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = Command::new("/usr/sbin/nginx").args(["-s", "stop", "-c"]).arg(self.folder.join("nginx.conf")).status();
    }
}
