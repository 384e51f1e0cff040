//! One report through the whole house, by pages alone: resident, verifier, agency, resident; what everyone sees of it, and
//! that nobody sees whose it is.

use crate::house::{Fields, Home, Page, Visitor, databases, set};
use crate::town::Town;
use http::StatusCode;
use kernel::Role;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

const NAME: &str = "Sulastri Wijayaningrum";
const PHONE: &str = "081234509876";
const SERVICE: &str = "/layanan/jalan-rusak";

/// Everything that the program writes to its log in this process.
static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_env_filter("debug").with_ansi(false).with_writer(move || writer.clone());
    subscriber.try_init().unwrap();
    log
});

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What nobody may find in events, logs and addresses.
fn assert_nothing_personal(what: &str, text: &str) {
    for secret in [NAME, "Sulastri", PHONE, "1234509876", "1234-509876"] {
        assert!(!text.contains(secret), "{secret} in {what}");
    }
}

struct Story<'a> {
    home: &'a Home,
    number: String,
    /// The tracking code of the receipt.
    code: String,
    addresses: Vec<String>,
}

impl<'a> Story<'a> {
    /// A resident reports; the receipt opens in the same browser.
    async fn reported(home: &'a Home, resident: &mut Visitor) -> Self {
        let page = resident.get(SERVICE).await;
        let mut fields = page.fields(SERVICE);
        for (name, value) in [
            ("lokasi.desa", "35.17.09.2003"),
            ("lokasi.patokan", "depan pasar, sisi timur"),
            ("jenis_rusak", "lubang"),
            ("bahaya", "tidak"),
            ("_nama", NAME),
            ("_hp", PHONE),
        ] {
            set(&mut fields, name, value);
        }
        let photo = desk::photo::sample(320, 240, 40).unwrap();
        let sent = resident.upload(SERVICE, &fields, Some(("foto", &photo))).await;
        let number = sent.to().split('/').nth(2).unwrap().to_owned();
        let receipt = resident.get(sent.to()).await;
        assert!(receipt.text().contains(&number), "{}", receipt.text());
        let text = receipt.text();
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
        let mut codes = words.filter(|word| word.len() == 11 && word.matches('-').count() == 2);
        let mut story = Self {
            home,
            number,
            code: codes.next().unwrap_or_else(|| panic!("{text}")).to_owned(),
            addresses: page.links(),
        };
        story.addresses.extend(receipt.links());
        story.addresses.push(sent.to().to_owned());
        story
    }

    /// An officer takes an action in the form that the page shows.
    async fn act(&mut self, who: &str, action: &str, put: &[(&str, &str)], photo: Option<&str>) {
        let mut officer = self.home.officer(who).await;
        let case = format!("/kerja/kasus/{}", self.number);
        let inbox = officer.get("/kerja").await;
        assert!(inbox.text().contains(&self.number), "{who}: {}", inbox.text());
        let page = officer.get(&format!("{case}?tindakan={action}")).await;
        self.addresses.extend(inbox.links().into_iter().chain(page.links()));
        let path = format!("{case}/tindakan/{action}");
        let mut fields = page.fields(&path);
        put.iter().for_each(|(name, value)| set(&mut fields, name, value));
        let picture = desk::photo::sample(320, 240, 90).unwrap();
        let photo = photo.map(|name| (name, picture.as_slice()));
        let done = officer.upload(&path, &fields, photo).await;
        self.addresses.push(done.to().to_owned());
    }

    async fn answer(&mut self, who: &str, text: &str) {
        let mut officer = self.home.officer(who).await;
        let case = format!("/kerja/kasus/{}", self.number);
        let path = format!("{case}/jawaban");
        let mut fields = officer.get(&case).await.fields(&path);
        set(&mut fields, "teks", text);
        assert_eq!(officer.form(&path, &fields).await.status, StatusCode::SEE_OTHER);
    }

    /// Days later the resident comes back with number and code, confirms and rates.
    async fn confirm(&mut self, resident: &mut Visitor) -> Page {
        let case = format!("/lacak/{}", self.number);
        let mut fields = resident.get(&case).await.fields(&case);
        set(&mut fields, "kode", &self.code);
        let opened = resident.form(&case, &fields).await;
        self.addresses.push(opened.to().to_owned());
        let path = format!("{case}/tindakan/puas");
        let page = resident.get(&case).await;
        let mut fields: Fields = page.fields(&path);
        self.addresses.extend(page.links());
        set(&mut fields, "_nilai-puas", "5");
        let done = resident.form(&path, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        resident.get(&case).await
    }
}

async fn staffed(folder: &Path, database: Option<String>) -> Home {
    let home = Home::found(folder, database, "http://127.0.0.1:8017").await;
    home.hire("sari", Role::Verifier, "dinas-kominfo").await;
    home.hire("bagus", Role::FieldOfficer, "dinas-pupr").await;
    home.hire("ratna", Role::Liaison, "dinas-pupr").await;
    home
}

#[tokio::test]
async fn a_report_goes_through_the_whole_house_and_leaves_no_personal_word_outside_the_seal() {
    LazyLock::force(&LOG);
    for database in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let home = staffed(folder.path(), database).await;
        let mut resident = home.visitor();
        let mut story = Story::reported(&home, &mut resident).await;
        story.act("sari", "verifikasi.teruskan", &[("status_jalan", "kabupaten")], None).await;
        home.clock.advance(24 * 3600);
        home.settle().await;
        let during = backed_up(&home, "tengah").await;
        let measures = [("panjang_m", "3,5"), ("lebar_m", "2"), ("kedalaman_cm", "12")];
        story.act("bagus", "survei.jadwalkan", &measures, Some("foto_survei")).await;
        story.answer("ratna", "Regu perbaikan datang besok pagi.").await;
        home.clock.advance(24 * 3600);
        story.act("bagus", "perbaikan.selesai", &[], Some("foto_sesudah")).await;
        let mine = story.confirm(&mut resident).await.text();
        home.settle().await;
        for said in ["Regu perbaikan datang besok pagi.", "Anda menutup laporan ini"] {
            assert!(mine.contains(said), "{said}: {mine}");
        }
        seen_by_everyone(&home, &mut story).await;
        called(&home, &story).await;
        kept(&home, &during).await;
        let addresses = story.addresses.join("\n");
        assert_nothing_personal("addresses", &addresses);
        assert!(!addresses.contains(&story.code), "the code stands in an address");
        home.house.store.close().await;
    }
    let log = String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("dijawab"), "the log was heard");
    assert_nothing_personal("the log", &log);
}

/// Strangers read where it stands and what the city keeps, and nothing of whose it is.
async fn seen_by_everyone(home: &Home, story: &mut Story<'_>) {
    let mut stranger = home.visitor();
    let figures = stranger.get("/api/v1/transparansi").await.json();
    let counts = &figures["all"]["counts"];
    for key in ["received", "answered", "answered_in_time", "ended", "in_time", "succeeded", "by_resident", "ratings"] {
        assert_eq!(counts[key], 1, "{key}: {counts}");
    }
    for key in ["open", "overdue", "late", "by_silence", "time_unknown"] {
        assert_eq!(counts[key], 0, "{key}: {counts}");
    }
    assert_eq!(counts["rating_sum"], 5);
    let unit = &figures["units"][0];
    assert_eq!((&unit["code"], &unit["counts"]["received"]), (&"dinas-pupr".into(), &1.into()));
    let days = figures["all"]["median_working_days_to_answer"].as_f64().unwrap();
    assert!((days - 0.067).abs() < 0.1, "Monday 08:00 to Tuesday 08:00 is half an hour of Tuesday: {days}");
    for path in
        [format!("/lacak/{}", story.number), format!("/api/v1/laporan/{}", story.number), "/transparansi".to_owned()]
    {
        let page = stranger.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_nothing_personal(&path, &page.text());
        story.addresses.extend(page.links());
    }
}

/// Without a channel every message waits on the call list, with the number to call, for those who may see it.
async fn called(home: &Home, story: &Story<'_>) {
    let mut verifier = home.officer("sari").await;
    let mut liaison = home.officer("ratna").await;
    let lists = [verifier.get("/kerja/panggilan").await, liaison.get("/kerja/panggilan").await];
    let calls = lists.iter().map(Page::text).find(|text| text.contains(&story.number));
    let calls = calls.unwrap_or_else(|| panic!("{}", lists[1].text()));
    assert!(calls.contains("+6281234509876") && calls.contains(NAME), "{calls}");
}

/// `gapura backup` beside the running house, as an operator would.
async fn backed_up(home: &Home, name: &str) -> std::path::PathBuf {
    let to = home.data.with_file_name(name);
    run(town(&home.data), &["backup", to.to_str().unwrap()]).await;
    to
}

/// A command in a process of its own. The house in this one goes on meanwhile: it may hold the lock that the command is
/// waiting for.
async fn run(town: Town, arguments: &[&str]) {
    let arguments: Vec<String> = arguments.iter().map(|&one| one.to_owned()).collect();
    let run = move || town.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    tokio::task::spawn_blocking(run).await.unwrap();
}

fn town(data: &Path) -> Town {
    Town { data: data.to_owned(), address: "127.0.0.1:0".parse().unwrap() }
}

/// A backup is restored elsewhere (always into the embedded database) and is the same city, whatever it came from.
async fn kept(home: &Home, during: &Path) {
    let last = backed_up(home, "akhir").await;
    for (from, name) in [(during, "pulih-tengah"), (&last, "pulih-akhir")] {
        for entry in std::fs::read_dir(from.join("tables")).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            assert_nothing_personal("the backup", &String::from_utf8_lossy(&bytes));
        }
        let elsewhere = town(&home.data.with_file_name(name));
        let key = gapura::data::beside(&elsewhere.data);
        std::fs::copy(gapura::data::beside(&home.data), key).unwrap();
        run(elsewhere.clone(), &["restore", from.to_str().unwrap(), "--database", "sqlite:gapura.db"]).await;
        if from == last {
            let store = elsewhere.store().await;
            let (there, here) = (store.state_hash().await, home.house.store.state_hash().await);
            assert_eq!(there.unwrap(), here.unwrap());
            store.close().await;
        }
    }
}
