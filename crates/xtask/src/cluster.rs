//! A PostgreSQL of our own for one test run: new, on a free port, gone afterwards.

use crate::tools;
use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; dropping it stops the server and removes its folder.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    port: u16,
    password: String,
}

impl Cluster {
    /// Makes and starts a cluster with the programs in `programs`.
    pub fn start(programs: &Path) -> Result<Self> {
        let password = random_hex()?;
        let folder = std::env::temp_dir().join(format!("gapura-postgres-{}", random_hex()?));
        std::fs::create_dir(&folder)?;
        let account = account();
        let made = make(programs, &folder, account.as_deref(), &password);
        let port = free_port()?;
        let server = made.and_then(|()| serve(programs, &folder, account.as_deref(), port));
        let server = match server {
            Ok(server) => server,
            Err(error) => {
                let _ = std::fs::remove_dir_all(&folder);
                return Err(error);
            }
        };
        let mut cluster = Self { server, folder, port, password };
        cluster.wait()?;
        Ok(cluster)
    }

    /// The address that tests are given; the account may create databases.
    pub fn url(&self) -> String {
        let Self { password, port, .. } = self;
        format!("postgres://gapura:{password}@127.0.0.1:{port}/postgres")
    }

    fn wait(&mut self) -> Result<()> {
        let started = Instant::now();
        let address = (Ipv4Addr::LOCALHOST, self.port);
        while TcpStream::connect(address).is_err() {
            if let Some(status) = self.server.try_wait()? {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL ended at once ({status}): {}", log.trim());
            }
            if started.elapsed() > Duration::from_secs(60) {
                bail!("PostgreSQL does not answer after a minute");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// PostgreSQL refuses to run as root; then it runs as this account instead.
fn account() -> Option<String> {
    if !tools::is_root() {
        return None;
    }
    let known = |name: &&str| tools::output(Command::new("id").args(["-u", name])).is_ok();
    let name = ["postgres", "nobody"].into_iter().find(known)?;
    Some(name.to_owned())
}

/// A command as that account, which ends when this process ends.
fn as_account(account: Option<&str>, program: &Path) -> Command {
    if tools::find(&["setpriv"]).is_none() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if let Some(name) = account {
        command.args([&format!("--reuid={name}"), "--clear-groups"]);
        if let Ok(group) = tools::output(Command::new("id").args(["-g", name])) {
            command.arg(format!("--regid={}", group.trim()));
        }
    }
    command.arg("--").arg(program);
    command
}

fn make(programs: &Path, folder: &Path, account: Option<&str>, password: &str) -> Result<()> {
    let secret = folder.join("password");
    let mut file = std::fs::File::create(&secret)?;
    file.write_all(password.as_bytes())?;
    if let Some(name) = account {
        tools::output(Command::new("chown").args(["-R", name]).arg(folder))?;
    }
    let mut command = as_account(account, &programs.join("initdb"));
    command
        .current_dir(folder)
        .args(["-U", "gapura", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"])
        .arg(format!("--pwfile={}", secret.display()))
        .arg("-D")
        .arg(folder.join("data"));
    tools::output(&mut command)?;
    Ok(())
}

fn serve(programs: &Path, folder: &Path, account: Option<&str>, port: u16) -> Result<Child> {
    let log = std::fs::File::create(folder.join("log"))?;
    as_account(account, &programs.join("postgres"))
        .current_dir(folder)
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        // A test cluster that is thrown away need not survive a power cut.
        .args(["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=300"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .context("cannot start PostgreSQL")
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 12];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_when_dropped() {
        let Some(programs) = tools::postgres() else {
            return;
        };
        let cluster = Cluster::start(&programs).unwrap();
        let (folder, port) = (cluster.folder.clone(), cluster.port);
        assert!(cluster.url().starts_with("postgres://gapura:"));
        assert!(folder.join("data").is_dir());
        drop(cluster);
        assert!(!folder.exists());
        assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    }

    #[test]
    fn two_random_names_differ() {
        assert_ne!(random_hex().unwrap(), random_hex().unwrap());
    }
}
