//! Every door of the house, tried by a stranger and by every role of the agency that holds the case and of another one.
//! What each answers stands in `tests/bukti/pintu.csv`: a door without a row fails, and so does a changed answer.

use crate::house::{Home, Page, Visitor, databases, set};
use http::StatusCode;
use kernel::Role;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bukti/pintu.csv");
/// The agency that holds the case, and one that has nothing to do with it.
const UNITS: [&str; 2] = ["dinas-pupr", "dinas-kesehatan"];

/// A house with one report, forwarded to an agency, and an officer of every role in two agencies.
struct Set {
    home: Home,
    number: String,
    file: String,
    officer: String,
    people: Vec<(String, Visitor)>,
}

impl Set {
    async fn built(folder: &std::path::Path) -> Self {
        let home = Home::found(folder, None, "http://127.0.0.1:8017").await;
        home.hire("sari", Role::Verifier, "dinas-kominfo").await;
        let (number, file) = forwarded(&home).await;
        let mut people = vec![("orang asing".to_owned(), home.visitor())];
        for (role, unit) in Role::ALL.iter().flat_map(|role| UNITS.map(|unit| (*role, unit))) {
            let name = format!("{}.{}", role.word(), unit.trim_start_matches("dinas-"));
            home.hire(&name, role, unit).await;
            let browser = home.officer(&name).await;
            people.push((format!("{}@{unit}", role.word()), browser));
        }
        // What the worker makes in its first round is there before anybody comes.
        home.settle().await;
        let city = home.house.cities.first().unwrap();
        let officer = city.identity.officer_named("sari").await.unwrap();
        Self { home, number, file, officer: officer.id.0, people }
    }

    /// The address of a door, with what stands in its place.
    fn address(&self, path: &str) -> String {
        let id = match path {
            _ if path.starts_with("/layanan") || path.starts_with("/api/v1/layanan") => "jalan-rusak",
            _ if path.starts_with("/lacak") => &self.file,
            _ if path.starts_with("/atur/petugas") => &self.officer,
            _ if path.starts_with("/dasbor/indikator") || path.starts_with("/rencana/indikator") => "set_data_terbuka",
            _ => "tidak-ada",
        };
        path.replace("{number}", &self.number)
            .replace("{id}", id)
            .replace("{file}", &self.file)
            .replace("{indicator}", "1")
            .replace("{hash}", "tidak-ada")
            .replace("{action}", "survei.jadwalkan")
            .replace("{key}", "AAECAwQFBgcICQoLDA0ODw")
            .replace("{token}", "tidak-ada")
            .replace("{period}", "2026-T4")
            .replace("{version}", "1")
    }

    /// Rooms' doors and those of the house itself.
    fn doors(&self) -> BTreeSet<(&'static str, &'static str, &'static str)> {
        let city = self.home.house.cities.first().unwrap();
        let rooms = city.doors();
        let own = [
            ("/gaya", "GET", "siapa-saja"),
            ("/gaya", "POST", "siapa-saja"),
            ("/healthz", "GET", "siapa-saja"),
            ("/metrics", "GET", "mesin-ini"),
        ];
        rooms.iter().map(|door| (door.path, door.method, door.who)).chain(own).collect()
    }
}

/// A report of a hole with a photo, forwarded to the road agency: its number, and the id of its photo.
async fn forwarded(home: &Home) -> (String, String) {
    let mut resident = home.visitor();
    let service = "/layanan/jalan-rusak";
    let mut fields = resident.get(service).await.fields(service);
    for (name, value) in [("lokasi.desa", "35.17.09.2003"), ("jenis_rusak", "lubang"), ("bahaya", "tidak")] {
        set(&mut fields, name, value);
    }
    set(&mut fields, "lokasi.patokan", "depan pasar");
    let photo = desk::photo::sample(320, 240, 40).unwrap();
    let sent = resident.upload(service, &fields, Some(("foto", &photo))).await;
    let number = sent.to().split('/').nth(2).unwrap().to_owned();
    let mut verifier = home.officer("sari").await;
    let case = format!("/kerja/kasus/{number}");
    let page = verifier.get(&format!("{case}?tindakan=verifikasi.teruskan")).await;
    let file = page.links().iter().find_map(|link| link.strip_prefix(&format!("{case}/berkas/")).map(str::to_owned));
    let path = format!("{case}/tindakan/verifikasi.teruskan");
    let mut fields = page.fields(&path);
    set(&mut fields, "status_jalan", "kabupaten");
    assert_eq!(verifier.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    (number, file.unwrap())
}

/// What came back, in one word: a way to the sign-in is no way in.
fn word(page: &Page) -> String {
    match page.status {
        StatusCode::SEE_OTHER if page.header("location").starts_with("/masuk") => "masuk".to_owned(),
        status => status.as_u16().to_string(),
    }
}

async fn tried(visitor: &Visitor, method: &str, path: &str) -> Page {
    // A copy: a door that ends the session ends it for this try alone, or not at all.
    let mut visitor = visitor.clone();
    match method {
        "GET" => visitor.get(path).await,
        "DELETE" => visitor.send("DELETE", path, "", Vec::new()).await,
        _ => visitor.form(path, &Vec::new()).await,
    }
}

#[tokio::test]
async fn every_door_answers_strangers_and_every_role_as_the_table_says() {
    let folder = tempfile::tempdir().unwrap();
    let set = Set::built(folder.path()).await;
    let names: Vec<&str> = set.people.iter().map(|(name, _)| name.as_str()).collect();
    let mut table = format!("pintu,cara,siapa,{}\n", names.join(","));
    let before = set.home.events().await;
    for (path, method, who) in set.doors() {
        // Signing out is tried last of all, with nobody behind the session that matters.
        let address = set.address(path);
        let mut row = format!("{path},{method},{who}");
        for (_, visitor) in &set.people {
            let answer = match path {
                "/keluar" => "303".to_owned(),
                _ => word(&tried(visitor, method, &address).await),
            };
            let _ = write!(row, ",{answer}");
            assert_ne!(answer, "500", "{path}");
            if set.home.events().await != before {
                panic!("CHANGED {method} {path}");
            }
        }
        table.push_str(&row);
        table.push('\n');
    }
    assert_eq!(set.home.events().await, before, "no door without its form changes anything");
    if std::env::var_os("GAPURA_TULIS").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let known = std::fs::read_to_string(TABLE).unwrap();
    for (line, row) in known.lines().zip(table.lines()) {
        assert_eq!(line, row, "tests/bukti/pintu.csv (GAPURA_TULIS=1 writes it anew)");
    }
    assert_eq!(known, table);
}

#[test]
fn the_table_denies_by_default() {
    let table = std::fs::read_to_string(TABLE).unwrap();
    let mut rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let stranger = head.iter().position(|name| *name == "orang asing").unwrap();
    let mut closed = 0;
    for row in rows {
        let (path, who) = (row[0], row[2]);
        if who == "siapa-saja" {
            assert!(!path.starts_with("/kerja") && !path.starts_with("/atur/"), "{path} is open to everyone");
            continue;
        }
        closed += 1;
        let answer = row[stranger];
        assert!(matches!(answer, "masuk" | "303" | "401" | "403" | "404"), "{path}: a stranger got {answer}");
        if path.contains("/kasus/{number}") {
            for (name, answer) in head.iter().zip(&row) {
                let foreign = name.ends_with("@dinas-kesehatan");
                let reads_all =
                    ["pemeriksa", "pimpinan", "admin-kota", "verifikator"].iter().any(|role| name.starts_with(role));
                assert!(!foreign || reads_all || matches!(*answer, "403" | "404"), "{path}: {name} got {answer}");
            }
        }
    }
    assert!(closed > 20, "{closed}");
}

/// The form of one who may, sent by one who may not.
#[tokio::test]
async fn a_form_of_the_holding_agency_is_worth_nothing_in_other_hands() {
    let folder = tempfile::tempdir().unwrap();
    let set = Set::built(folder.path()).await;
    let person = |wanted: &str| set.people.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
    let case = format!("/kerja/kasus/{}", set.number);
    let path = format!("{case}/jawaban");
    let mut own = person("penghubung@dinas-pupr");
    let mut fields = own.get(&case).await.fields(&path);
    crate::house::set(&mut fields, "teks", "Jawaban yang bukan dari dinas ini.");
    let before = set.home.events().await;
    for (name, visitor) in &set.people {
        if name.ends_with("@dinas-pupr") {
            continue;
        }
        let answer = visitor.clone().form(&path, &fields).await;
        let refused = answer.status.is_client_error() || word(&answer) == "masuk";
        assert!(refused, "{name}: {}", answer.status);
    }
    assert_eq!(set.home.events().await, before);
    let mut forged = own.clone();
    forged.origin = "https://jahat.example";
    assert_eq!(forged.form(&path, &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(set.home.events().await, before);
    assert_eq!(own.form(&path, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(set.home.events().await > before);
}

/// Headers that every answer must carry, with what they must say.
const SEALS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("content-security-policy", "default-src 'none'"),
];

fn assert_sealed(path: &str, page: &Page, secure: bool) {
    for (name, start) in SEALS {
        assert!(page.header(name).starts_with(start), "{path}: {name}: {:?}", page.headers);
    }
    assert!(!page.header("referrer-policy").is_empty(), "{path}");
    assert!(page.headers.get("server").is_none(), "{path}");
    let strict = page.header("strict-transport-security").starts_with("max-age=63072000");
    assert_eq!(strict, secure && !path.starts_with("/healthz") && !path.starts_with("/metrics"), "{path}");
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        let flags: Vec<&str> = cookie.split(';').skip(1).map(str::trim).collect();
        let has = |flag: &str| flags.iter().any(|known| known.eq_ignore_ascii_case(flag));
        assert!(has("HttpOnly") && has("Path=/"), "{path}: {cookie}");
        assert!(has("SameSite=Lax") || has("SameSite=Strict"), "{path}: {cookie}");
        assert_eq!(has("Secure") && cookie.starts_with("__Host-"), secure, "{path}: {cookie}");
    }
}

#[tokio::test]
async fn every_answer_is_sealed_and_every_cookie_is_closed_to_scripts() {
    for (address, secure) in [("http://127.0.0.1:8017", false), ("https://layanan.contoh.go.id", true)] {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::found(folder.path(), None, address).await;
        home.hire("sari", Role::Verifier, "dinas-kominfo").await;
        let mut visitor = home.visitor();
        (visitor.host, visitor.origin) = match secure {
            true => ("layanan.contoh.go.id", "https://layanan.contoh.go.id"),
            false => ("127.0.0.1:8017", "http://127.0.0.1:8017"),
        };
        let mut cookies = 0;
        let sign_in = visitor.get("/masuk").await;
        let mut fields = sign_in.fields("/masuk");
        set(&mut fields, "nama", "sari");
        set(&mut fields, "sandi", crate::house::PASSWORD);
        let mut answers = vec![("/masuk", sign_in), ("/masuk", visitor.form("/masuk", &fields).await)];
        for path in [
            "/",
            "/?bahasa=en",
            "/?tema=gelap",
            "/layanan",
            "/layanan/jalan-rusak",
            "/lacak",
            "/lacak/TIDAK-ADA",
            "/transparansi",
            "/transparansi.csv",
            "/api/v1/layanan",
            "/api/v1/transparansi",
            "/api/v1/openapi.json",
            "/tidak-ada",
            "/kerja",
            "/akun",
            "/favicon.ico",
            "/healthz",
            "/metrics",
            "/gaya",
            "/l/tidak-ada",
        ] {
            answers.push((path, visitor.get(path).await));
        }
        answers.push(("/keluar", visitor.form("/keluar", &Vec::new()).await));
        for (path, page) in &answers {
            assert_sealed(path, page, secure);
            cookies += page.headers.get_all("set-cookie").iter().count();
        }
        assert!(cookies >= 3, "session, language, theme: {cookies}");
    }
}

/// Follows every link from the front page and from the office as each person, and looks at what the ledger holds.
#[tokio::test]
async fn reading_everything_that_is_linked_changes_nothing() {
    for database in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::found(folder.path(), database, "http://127.0.0.1:8017").await;
        home.hire("sari", Role::Verifier, "dinas-kominfo").await;
        home.hire("agus", Role::CityAdmin, "dinas-kominfo").await;
        forwarded(&home).await;
        home.settle().await;
        let readers = [home.visitor(), home.officer("sari").await, home.officer("agus").await];
        let before = home.events().await;
        let mut read = BTreeSet::new();
        for mut reader in readers {
            read.extend(crawled(&mut reader).await);
        }
        assert!(read.len() > 60, "{}", read.len());
        assert_eq!(home.events().await, before, "a GET changed something");
        home.house.store.close().await;
    }
}

async fn crawled(reader: &mut Visitor) -> BTreeSet<String> {
    const MOST: usize = 250;
    let mut waiting = vec!["/".to_owned(), "/kerja".to_owned(), "/lacak".to_owned()];
    let mut read = BTreeSet::new();
    while let Some(link) = waiting.pop() {
        let path = link.split('#').next().unwrap_or("").to_owned();
        if !path.starts_with('/') || path.starts_with("//") || read.len() >= MOST || !read.insert(path.clone()) {
            continue;
        }
        let page = reader.get(&path).await;
        assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
        assert_ne!(page.status, StatusCode::NOT_FOUND, "{path} is linked and not there");
        if page.header("content-type").starts_with("text/html") {
            waiting.extend(page.links());
        }
    }
    read
}
