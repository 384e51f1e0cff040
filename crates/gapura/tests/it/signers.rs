//! Sixty-four signers end cases while the program is killed: every ended case has one letter, and the register counts
//! without gap or double, on each database.

use crate::house::databases;
use crate::http::{Client, Gone, Reply};
use crate::town::{Server, Town};
use kernel::ids::Chance as _;
use serde_json::json;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use testkit::SeededChance;
use tokio::sync::Mutex;
use tokio::task::JoinSet;

const SIGNERS: usize = 64;
const CASES: usize = 512;
/// While cases are signed.
const KILLS: u64 = 12;
/// While letters are made: when the register holds so many; at last all.
const MADE: [usize; 4] = [CASES / 4, CASES / 2, CASES * 3 / 4, CASES];
const PASSWORD: &str = "pintu-gerbang-contoh";

/// One step, one signature, one letter.
const SERVICE: &str = r#"#: format layanan 1
[layanan]
id      = "surat-uji"
jenis   = "permohonan"
nama    = "Surat keterangan uji"
versi   = 1
berlaku = 2026-01-05
pemilik = "dinas-kominfo"

[isian.keperluan]
label = "Untuk apa?"
tipe  = "teks"
maks  = 40
wajib = true

[tenggat]
total = "5 hari kerja"

[langkah.tanda_tangan]
nama    = "Tanda tangan"
oleh    = "kepala@dinas-kominfo"
mulai   = true
tenggat = "5 hari kerja"
aksi.terbitkan = { ke = "terbit" }

[akhir]
terbit = { nama = "Terbit", hasil = "berhasil" }

[surat.keterangan]
pada    = "terbit"
nomor   = "470/{urut:04}/{kode_unit}/{tahun}"
templat = "templat/uji.typ"
qr      = { tampil = ["nomor", "status"] }

[[uji]]
nama  = "ditandatangani"
jalan = ["terbitkan"]
harap = { akhir = "terbit" }
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_signers_and_a_dozen_kills_leave_register_numbers_without_gap_or_double() {
    for database in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let more = database.iter().flat_map(|url| ["--database", url.as_str()]).collect::<Vec<_>>();
        let town = Town::found(folder.path(), &more);
        let link = prepared(&town, folder.path());
        let server = town.serve().await;
        let cookie = signed_in(town.address, &link).await;
        let waiting = Arc::new(Mutex::new(apply(town.address).await));
        let mut server = Some(server);
        for kill in 0..KILLS {
            let running = match server.take() {
                Some(first) => first,
                None => town.serve().await,
            };
            until_killed(running, &town, &cookie, &waiting, kill).await;
        }
        let server = town.serve().await;
        sign_all(town.address, &cookie, &waiting).await;
        server.kill();
        for made in MADE {
            let server = town.serve().await;
            until_made(town.address, &cookie, made).await;
            server.kill();
        }
        settle(&town).await;
        assert_register(&letters(&town).await);
        assert_eq!(town.findings(), Vec::<String>::new());
    }
}

/// The service is published and its signer employed; gives the path of the signer's link.
fn prepared(town: &Town, folder: &Path) -> String {
    let file = folder.join("surat-uji.toml");
    std::fs::create_dir(folder.join("templat")).unwrap();
    std::fs::write(
        folder.join("templat/uji.typ"),
        "#set document(title: \"Surat keterangan uji\")\nSurat keterangan uji\n",
    )
    .unwrap();
    std::fs::write(&file, SERVICE).unwrap();
    town.run(&["layanan", "terbitkan", &file.display().to_string()]);
    let names = ["--nama", "Retno", "--peran", "kepala", "--opd", "dinas-kominfo"];
    let said = town.run(&[&["petugas", "tambah", "retno"][..], &names[..]].concat());
    format!("/akun/atur/{}", said.split("/akun/atur/").nth(1).unwrap().trim())
}

async fn signed_in(address: SocketAddr, link: &str) -> String {
    let mut client = Client::open(address).await.unwrap();
    let page = client.get(link, "").await.unwrap();
    let fields = [("_tanda", &*token(&page, link)), ("sandi", PASSWORD), ("ulang", PASSWORD)];
    client.form(link, "", &fields, None).await.unwrap();
    let page = client.get("/masuk", "").await.unwrap();
    let fields = [("_tanda", &*token(&page, "/masuk")), ("nama", "retno"), ("sandi", PASSWORD), ("ke", "/kerja")];
    let reply = client.form("/masuk", "", &fields, None).await.unwrap();
    assert!(reply.status.is_redirection(), "{}", reply.text());
    reply.cookie()
}

/// As many applications as are to be signed; gives their numbers.
async fn apply(address: SocketAddr) -> Vec<String> {
    const CLIENTS: usize = 8;
    let mut clients = JoinSet::new();
    for first in 0..CLIENTS {
        clients.spawn(async move {
            let mut client = Client::open(address).await.unwrap();
            let mut numbers = Vec::new();
            for place in (first..CASES).step_by(CLIENTS) {
                let answers = json!({ "keperluan": format!("Keperluan {place}") });
                let body = json!({ "service": "surat-uji", "answers": answers }).to_string();
                let key = format!("kunci-{place:05}");
                let headers = [("content-type", "application/json"), ("idempotency-key", key.as_str())];
                let reply = client.post("/api/v1/laporan", &headers, body).await.unwrap();
                numbers.push(reply.json()["number"].as_str().unwrap_or_else(|| panic!("{}", reply.text())).to_owned());
            }
            numbers
        });
    }
    clients.join_all().await.into_iter().flatten().collect()
}

/// All signers at work until the program is killed, 300 to 2800 ms from now.
async fn until_killed(server: Server, town: &Town, cookie: &str, waiting: &Arc<Mutex<Vec<String>>>, round: u64) {
    let mut signers = JoinSet::new();
    for _ in 0..SIGNERS {
        signers.spawn(sign(town.address, cookie.to_owned(), waiting.clone()));
    }
    let mut bytes = [0; 2];
    SeededChance::new(round).fill(&mut bytes);
    tokio::time::sleep(Duration::from_millis(300 + u64::from(u16::from_le_bytes(bytes)) % 2500)).await;
    server.kill();
    signers.join_all().await;
}

async fn sign_all(address: SocketAddr, cookie: &str, waiting: &Arc<Mutex<Vec<String>>>) {
    let mut signers = JoinSet::new();
    for _ in 0..SIGNERS {
        signers.spawn(sign(address, cookie.to_owned(), waiting.clone()));
    }
    signers.join_all().await;
    assert!(waiting.lock().await.is_empty(), "all are signed");
}

/// Signs one case after the other; one whose answer did not come goes back to the others.
async fn sign(address: SocketAddr, cookie: String, waiting: Arc<Mutex<Vec<String>>>) {
    let Ok(mut client) = Client::open(address).await else { return };
    loop {
        let Some(number) = waiting.lock().await.pop() else { return };
        if signed(&mut client, &cookie, &number).await.is_err() {
            waiting.lock().await.push(number);
            return;
        }
    }
}

/// Ends one case; it may have been ended before the last kill.
async fn signed(client: &mut Client, cookie: &str, number: &str) -> Result<(), Gone> {
    let page = client.get(&format!("/kerja/kasus/{number}"), cookie).await?;
    let action = format!("/kerja/kasus/{number}/tindakan/tanda_tangan.terbitkan");
    if !page.text().contains(&format!("action=\"{action}\"")) {
        assert!(page.text().contains("Terbit"), "{number} has ended: {}", page.text());
        return Ok(());
    }
    let text = page.text();
    let form = text.split(&format!("action=\"{action}\"")).nth(1).unwrap();
    let hidden = |name: &str| {
        let after = form.split(&format!("name=\"{name}\" value=\"")).nth(1);
        after.and_then(|after| after.split('"').next()).unwrap_or_default().to_owned()
    };
    let (token, version) = (hidden("_tanda"), hidden("_versi"));
    let fields = [("_tanda", token.as_str()), ("_versi", version.as_str())];
    let reply = client.form(&action, cookie, &fields, None).await?;
    assert!(reply.status.is_redirection(), "{number}: {} {}", reply.status, reply.text());
    Ok(())
}

/// Waits until the register holds the letter with this count.
async fn until_made(address: SocketAddr, cookie: &str, count: usize) {
    let mut client = Client::open(address).await.unwrap();
    // The page repeats what was searched for, so that is a part of the number only.
    let (part, number) = (format!("/{count:04}/"), format!("470/{count:04}/"));
    let made = async {
        while !client.get(&format!("/kerja/surat?cari={part}"), cookie).await.unwrap().text().contains(&number) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(120), made).await.unwrap_or_else(|_| panic!("{number} is not made"));
}

/// What the worker would still do.
async fn settle(town: &Town) {
    let config = gapura::config::Config::read(&town.data).unwrap();
    // All letters are made; and this process is no typesetter.
    let world = gapura::data::World { press: None, ..gapura::data::World::real() };
    let house = gapura::serve::House::open(config, &town.data, town.store().await, world).await.unwrap();
    for city in house.cities.iter() {
        gapura::worker::settle(city, &house.store, &kernel::SystemClock).await;
    }
    house.store.close().await;
}

/// Number and case of each letter of the register.
async fn letters(town: &Town) -> Vec<(String, String)> {
    let store = town.store().await;
    let rows = store.heavy_rows("SELECT number, case_id FROM letters_letters", Vec::new()).await.unwrap();
    let letters = rows.iter().map(|row| (row.string(0).unwrap(), row.string(1).unwrap())).collect();
    store.close().await;
    letters
}

fn assert_register(letters: &[(String, String)]) {
    let counts: BTreeSet<usize> =
        letters.iter().map(|(number, _)| number.split('/').nth(1).unwrap().parse().unwrap()).collect();
    let cases: BTreeSet<&str> = letters.iter().map(|(_, case)| case.as_str()).collect();
    assert_eq!((letters.len(), cases.len()), (CASES, CASES), "one letter for each case");
    assert!(counts.into_iter().eq(1..=CASES), "without gap or double");
}

fn token(page: &Reply, action: &str) -> String {
    let text = page.text();
    let form = text.split(&format!("action=\"{action}\"")).nth(1);
    let after = form.and_then(|form| form.split("name=\"_tanda\" value=\"").nth(1));
    let token = after.and_then(|after| after.split('"').next());
    token.unwrap_or_else(|| panic!("no form for {action}: {text}")).to_owned()
}
