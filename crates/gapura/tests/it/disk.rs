//! A full disk (R5): writing is refused in words, reading goes on, and freed space is all that it takes to recover.

use crate::http::Client;
use crate::sending::Report;
use crate::town::Town;
use hyper::StatusCode;
use serde_json::json;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Room for a city with some hundred reports.
const MIB: usize = 48;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_reports_are_refused_in_words_and_taken_again_when_there_is_space() {
    let folder = tempfile::tempdir().unwrap();
    let disk = match Disk::mount(&folder.path().join("disk")) {
        Ok(disk) => disk,
        Err(reason) => {
            // Past the capture of the test harness, so that whoever runs the tests can list it.
            let line = format!("\nABSENT: full disk: not possible on this machine: {reason}\n");
            return std::io::stdout().write_all(line.as_bytes()).unwrap();
        }
    };
    let town = Town::found(&disk.0, &[]);
    let server = town.serve().await;
    let mut client = Client::open(town.address).await.unwrap();
    let mut first = Report::by_api("sebelum-penuh");
    first.send(&mut client).await.unwrap();
    assert!(first.is_acknowledged());
    let ballast = disk.fill();
    let mut taken = vec![first];
    let refused = loop {
        let name = format!("penuh-{}", taken.len());
        let mut report = Report::by_api(&name);
        report.send(&mut client).await.unwrap();
        if !report.is_acknowledged() {
            break report;
        }
        assert!(taken.len() < 5000, "the disk does not fill");
        taken.push(report);
    };
    let path = format!("/api/v1/laporan/{}", taken[0].number());
    assert_eq!(client.get(&path, "").await.unwrap().status, StatusCode::OK);
    let headers = [("content-type", "application/json"), ("idempotency-key", "lagi-penuh")];
    let body = json!({ "service": "lainnya", "answers": { "kejadian": "Penuh", "bidang": "lain" } });
    let reply = client.post("/api/v1/laporan", &headers, body.to_string()).await.unwrap();
    assert!(matches!(reply.status.as_u16(), 503 | 507), "{}", reply.status);
    assert!(reply.header("content-type").starts_with("application/problem+json"));
    assert!(!reply.json()["title"].as_str().unwrap().is_empty());
    std::fs::remove_file(ballast).unwrap();
    taken.push(refused);
    for report in &mut taken {
        report.check(&mut client).await;
    }
    server.kill();
    assert_eq!(town.findings(), Vec::<String>::new());
}

/// A small file system in memory; unmounted when it falls.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(folder).unwrap();
        let options = format!("size={MIB}m");
        let output = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "gapura-test"]).arg(folder).output();
        match output {
            Ok(output) if output.status.success() => Ok(Self(folder.to_owned())),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Takes all but the last few pages.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("ballast");
        let mut file = std::fs::File::create(&path).unwrap();
        let page = [7; 4096];
        while file.write_all(&page).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(64 * 4096)).unwrap();
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(&self.0).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
        }
    }
}
