//! Files from an agency's server: fetched by OpenSSH's own program from OpenSSH's own server.

use crate::site::{BUDI, RINA, SITI, Town, csv, employees, towns};
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that lets this user in with one key, and ends with the test.
struct Server {
    port: u16,
    folder: tempfile::TempDir,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn key(path: &Path) {
    text(Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path));
}

fn server() -> Option<Server> {
    let Some(program) = std::env::var_os("GAPURA_TEST_SSHD") else {
        println!("not run with SFTP: GAPURA_TEST_SSHD names no program");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    for name in ["host", "kunci"] {
        key(&place(name));
    }
    std::fs::create_dir(place("keluar")).unwrap();
    // Started by root, the server wants this folder; Debian makes it at boot.
    let _ = std::fs::create_dir("/run/sshd");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(program)
        .args(["-D", "-e", "-f", "/dev/null", "-p", &port.to_string()])
        .args(["-o", "ListenAddress=127.0.0.1", "-o", "StrictModes=no", "-o", "UsePAM=no", "-o", "PermitRootLogin=yes"])
        .args(["-o", "Subsystem=sftp internal-sftp", "-o", "PidFile=none"])
        .arg(format!("-oHostKey={}", place("host").display()))
        .arg(format!("-oAuthorizedKeysFile={}", place("kunci.pub").display()))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("Server listening")), "sshd does not start");
    std::thread::spawn(move || lines.for_each(drop));
    Some(Server { port, folder, child })
}

impl Server {
    fn put(&self, name: &str, bytes: &str) {
        std::fs::write(self.folder.path().join("keluar").join(name), bytes).unwrap();
    }

    /// The employees, fetched from here with what is known of it.
    async fn town(&self, host_key: &str) -> Town {
        let user = text(Command::new("id").arg("-un"));
        let source = format!(
            "sftp = \"{user}@127.0.0.1:{}\"\nfolder_jauh = \"{}\"\nkunci_dari = \"kunci\"\nfolder      = \"simpeg\"",
            self.port,
            self.folder.path().join("keluar").display()
        );
        let town = towns(&[employees().replace("folder      = \"simpeg\"", &source)]).await.remove(0);
        assert_eq!(town.feeds.broken(), []);
        let secrets = town.drops.path().join("rahasia");
        std::fs::copy(self.folder.path().join("kunci"), secrets.join("kunci")).unwrap();
        std::fs::set_permissions(secrets.join("kunci"), std::fs::Permissions::from_mode(0o600)).unwrap();
        let public = std::fs::read_to_string(self.folder.path().join(host_key)).unwrap();
        std::fs::write(secrets.join("kunci.known_hosts"), format!("[127.0.0.1]:{} {public}", self.port)).unwrap();
        town
    }
}

#[tokio::test]
async fn a_file_is_fetched_once_it_looks_the_same_twice_and_again_when_it_changed() {
    let Some(server) = server() else { return };
    let town = server.town("host.pub").await;
    server.put("data pegawai.csv", &csv(&[SITI, BUDI]));
    server.put("catatan.txt", "bukan tabel");
    assert_eq!(town.run().await, [], "it may still be written");
    let ran = town.run().await;
    assert_eq!(
        (ran[0].outcome, ran[0].counts.inserted, ran[0].file.as_str()),
        ("baik", 2, "data pegawai.csv"),
        "{ran:?}"
    );
    assert_eq!(town.run().await, []);
    server.put("data pegawai.csv", &csv(&[SITI, BUDI, RINA]));
    assert_eq!(town.run().await, []);
    assert_eq!(town.run().await[0].counts.inserted, 1);
    assert!(server.folder.path().join("keluar/data pegawai.csv").exists(), "nothing is changed there");
}

#[tokio::test]
async fn a_server_with_another_key_is_not_trusted_and_a_folder_that_is_not_there_is_told() {
    let Some(server) = server() else { return };
    server.put("a.csv", &csv(&[SITI]));
    let town = server.town("kunci.pub").await;
    assert_eq!(town.run().await[0].notes, ["server menjawab dengan kesalahan kunci-server"]);
    let town = server.town("host.pub").await;
    std::fs::rename(server.folder.path().join("keluar"), server.folder.path().join("lain")).unwrap();
    assert_eq!(town.run().await[0].notes, ["folder titipan `jauh` tidak ada atau tidak terbaca"]);
    std::fs::remove_file(town.drops.path().join("rahasia/kunci")).unwrap();
    assert!(town.run().await[0].notes[0].contains("kredensial `kunci`"));
}
