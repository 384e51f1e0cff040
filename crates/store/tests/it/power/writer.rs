//! The process that writes until it is stopped: this test binary, started again for one test.

use super::{Ack, REGION, settings};
use crate::*;
use kernel::ids::{Chance, Id, SystemChance};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;
use store::Store;

const TASKS: usize = 32;
/// Where the started process finds its image; it does nothing without.
const FOLDER: &str = "GAPURA_POWER_FOLDER";
const FAULT: &str = "GAPURA_POWER_FAULT";

/// Is no test of its own: the tests beside it start this binary again with this name as the only one to run.
#[test]
fn writes_until_the_power_is_cut_when_an_image_is_given() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let lossy = std::env::var_os(FAULT).is_some();
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap()
        .block_on(write(Path::new(&folder), lossy));
}

async fn write(folder: &Path, lossy: bool) {
    let store = Store::open(&settings(folder, lossy), MIGRATIONS).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            loop {
                let ack = one(&store, &SystemChance::new()).await;
                // One call, one write: a line is there wholly or not at all; the test harness does not catch it.
                let mut line = serde_json::to_vec(&ack).unwrap();
                line.push(b'\n');
                std::io::stdout().lock().write_all(&line).unwrap();
            }
        });
    }
    tasks.join_all().await;
}

/// A case with two events, a sealed text, a sealed attachment, a number and a send key.
async fn one(store: &Store, chance: &dyn Chance) -> Ack {
    let now = Instant::from_seconds(1_803_000_000);
    let id = Id::new(now, chance).to_string();
    let text = format!("Jalan rusak di depan rumah {id}");
    let vault = store.vault(REGION, now, chance).await.unwrap();
    let (person, keep_person) = vault.new_person(now, chance).unwrap();
    let (reference, keep_text) = vault.seal(&person, &text, now, chance).unwrap();
    let photo = Ack::photo(&id);
    let blob = store.put_sealed_blob(&person, &photo, now, chance).await.unwrap();
    let mut commit = opening(&format!("case/{id}"), now);
    commit.events.push(event("case.described", now, json!({ "text": reference })));
    let named = blob.named_by(REGION, &format!("case/{id}"));
    commit.statements.extend([keep_person, keep_text, named]);
    commit.send = Some(send(&id, &id));
    let receipt = store.commit(commit, now).await.unwrap();
    Ack {
        number: receipt.drawn.unwrap(),
        person: person.id().to_owned(),
        sealed: reference.id,
        blob: blob.as_str().to_owned(),
        text,
        id,
    }
}

/// A running writer; killed when it falls.
pub(super) struct Writer {
    child: Child,
    acks: Option<JoinHandle<Vec<Ack>>>,
    begun: mpsc::Receiver<()>,
}

impl Writer {
    /// Starts one on a mounted image; its acknowledgements are read from a pipe.
    pub fn start(folder: &Path, lossy: bool) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["power::writer::writes_until_the_power_is_cut_when_an_image_is_given"])
            .args(["--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        if lossy {
            command.env(FAULT, "1");
        }
        let mut child = command.spawn().unwrap();
        let pipe = child.stdout.take().unwrap();
        let (begin, begun) = mpsc::channel();
        let acks = std::thread::spawn(move || {
            let lines = BufReader::new(pipe).lines().map_while(Result::ok);
            let acks = lines.filter_map(|line| serde_json::from_str(&line).ok());
            acks.inspect(|_| {
                let _ = begin.send(());
            })
            .collect()
        });
        Self { child, acks: Some(acks), begun }
    }

    /// Waits for the first acknowledgement.
    pub fn begun(&self) {
        self.begun.recv().unwrap();
    }

    /// Stops every thread where it is; returns when all stand still, those in the kernel too.
    pub fn freeze(&self) {
        let pid = self.child.id();
        let kill = format!("kill -STOP {pid}");
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let stands = |stat: String| {
            let state = stat.rsplit(')').next().unwrap_or_default().trim_start();
            state.starts_with('T')
        };
        let all_stand = || {
            let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
            let stats = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("stat")));
            stats.flatten().all(stands)
        };
        while !all_stand() {
            std::thread::yield_now();
        }
    }

    /// Ends it and gives what it had acknowledged.
    pub fn kill(mut self) -> Vec<Ack> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.acks.take().unwrap().join().unwrap()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
