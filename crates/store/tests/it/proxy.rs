//! A wire that breaks after the server has committed and before the answer arrives.

use crate::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::Store;
use testkit::{Engine, Ledger};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Forwards to `server`; while `cuts` is above 0, each `COMMIT` is carried out and its answer is swallowed.
async fn wire(server: String, cuts: Arc<AtomicU64>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let upstream = TcpStream::connect(&server).await.unwrap();
            tokio::spawn(forward(client, upstream, Arc::clone(&cuts)));
        }
    });
    address
}

async fn forward(mut client: TcpStream, mut server: TcpStream, cuts: Arc<AtomicU64>) {
    let (mut up, mut down) = (vec![0; 65_536], vec![0; 65_536]);
    let holds = |bytes: &[u8], text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    // Only the writer asks for the id of its transaction; the sequencer's wire stays whole.
    let mut writer = false;
    loop {
        tokio::select! {
            read = client.read(&mut up) => match read {
                Ok(size) if size > 0 => {
                    writer |= holds(&up[..size], b"txid_current");
                    let commits = writer && holds(&up[..size], b"COMMIT\0");
                    server.write_all(&up[..size]).await.unwrap();
                    if commits && cuts.load(Ordering::SeqCst) > 0 {
                        cuts.fetch_sub(1, Ordering::SeqCst);
                        // The server has answered, so it has committed; the answer goes nowhere.
                        let _ = server.read(&mut down).await;
                        return;
                    }
                }
                _ => return,
            },
            read = server.read(&mut down) => match read {
                Ok(size) if size > 0 => {
                    if client.write_all(&down[..size]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_was_lost_is_found_and_neither_repeated_nor_refused() {
    if std::env::var_os("GAPURA_TEST_POSTGRES").is_none() {
        return;
    }
    let ledger = Ledger::new(Engine::Postgres, MIGRATIONS, |_| ()).await;
    let now = ledger.now();
    let (head, rest) = ledger.settings.url.split_once('@').unwrap();
    let (server, tail) = rest.split_once('/').unwrap();
    let cuts = Arc::new(AtomicU64::new(0));
    let wire = wire(server.to_owned(), Arc::clone(&cuts)).await;
    let mut settings = ledger.settings.clone();
    settings.url = format!("{head}@{wire}/{tail}");
    let store = Store::open(&settings, MIGRATIONS).await.unwrap();
    for round in 0..10 {
        cuts.store(1, Ordering::SeqCst);
        let commits = (0..20).map(|i| opening(&format!("case/{round}/{i}"), now)).collect();
        for receipt in store.commit_all(commits, now).await {
            assert!(!receipt.unwrap().repeated);
        }
        assert_eq!(cuts.load(Ordering::SeqCst), 0, "the wire did break");
    }
    assert!(store.metrics().reconnects >= 10);
    assert_eq!(count(&ledger.store, "store_events").await, 200);
    assert_eq!(count(&ledger.store, "trial_cases").await, 200);
    ledger.store.sequence(REGION).await.unwrap();
    assert_eq!(ledger.store.check_all().await.unwrap(), []);
}
