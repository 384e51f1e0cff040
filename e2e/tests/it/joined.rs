//! Three applications of agencies become one system, in the browser: one has an API, one is only a table in MariaDB, one is only
//! an Excel file. They are inventoried, connected, granted, called, subscribed and signed on to; then one is retired.

mod calls;
mod mariadb;
mod party;
mod simpus;
mod subscriber;

use crate::browser::{Browser, Screen, in_window};
use crate::inspection::{Inspector, OFFICER};
use crate::machine::is_there;
use crate::people::{act, report, sign_in};
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use calls::{Asked, ask, token};
use fantoccini::Locator;
use party::{Party, Settings};
use simpus::Simpus;
use std::path::PathBuf;
use subscriber::Subscriber;

/// The officers of the agencies, beside those of every town.
const PEOPLE: [(&str, &str, &str, &str); 5] = [
    ("kartini", "Kartini, kepala dinas", "kepala", "dinas-kesehatan"),
    ("slamet", "Slamet", "penghubung", "bkpsdm"),
    ("umi", "Umi", "penghubung", "dinas-pendidikan"),
    ("hendra", "Hendra, kepala dinas", "kepala", "dinas-kominfo"),
    ("laila", "Laila", "penghubung", "dinas-kominfo"),
];

/// Name, owner, purpose.
const APPLICATIONS: [(&str, &str, &str); 4] = [
    ("SIMPUS", "dinas-kesehatan", "Mencatat kunjungan puskesmas"),
    ("SIMPEG", "bkpsdm", "Mencatat pegawai daerah"),
    ("Data Sekolah", "dinas-pendidikan", "Mencatat sekolah dan siswanya dengan Excel"),
    ("Dasbor Kota", "dinas-kominfo", "Menampilkan keadaan kota kepada pimpinan"),
];

/// The service that Health offers.
const VISITS: &str = "dinas-kesehatan/simpus/kunjungan/v1";

/// What stands in MariaDB.
const TABLE: &str = "CREATE TABLE pegawai (nip VARCHAR(18), nama VARCHAR(100), golongan VARCHAR(5)); \
    INSERT INTO pegawai VALUES ('198001012005011001', 'Siti Aminah', 'III/c'), ('198502022010012002', 'Budi', 'III/a'); \
    CREATE VIEW v_pegawai AS SELECT nip, nama, golongan FROM pegawai;";

/// Pages that are looked over at the end, with everything on them.
const PAGES: [(&str, &str); 14] = [
    ("aplikasi", "/aplikasi"),
    ("aplikasi-graf", "/aplikasi/graf"),
    ("aplikasi-rinci", "/aplikasi/data-sekolah"),
    ("aplikasi-dinas", "/aplikasi/dinas"),
    ("aplikasi-kemajuan", "/aplikasi/kemajuan"),
    ("pertukaran", "/pertukaran"),
    ("pertukaran-layanan", "/pertukaran/layanan/dinas-kesehatan/simpus/kunjungan/v1"),
    ("pertukaran-izin", "/pertukaran/izin"),
    ("panggilan", "/pertukaran/panggilan"),
    ("panggilan-catatan", "/pertukaran/panggilan/catatan"),
    ("langganan", "/langganan"),
    ("umpan", "/umpan/sekolah"),
    ("kunci", "/pengembang/kunci"),
    ("pengembang", "/pengembang"),
];

fn staff_mapping(socket: &str) -> String {
    format!(
        "#: format umpan 1\n[umpan]\nid = \"pegawai\"\nnama = \"Pegawai daerah\"\naplikasi = \"simpeg\"\n\
         unit = \"bkpsdm\"\nkunci = [\"nip\"]\nsetiap = \"15 menit\"\n\n[sumber]\n\
         sql = \"mysql://pembaca@{socket}/simpeg\"\nsandi_dari = \"simpeg\"\npandangan = \"v_pegawai\"\n\n\
         [kolom.nip]\njenis = \"teks\"\nwajib = true\npribadi = \"umum\"\n\n[kolom.nama]\njenis = \"teks\"\npribadi = \"umum\"\n\n\
         [kolom.golongan]\njenis = \"teks\"\ncari = true\n"
    )
}

const SCHOOLS: &str = "#: format umpan 1\n[umpan]\nid = \"sekolah\"\nnama = \"Sekolah\"\naplikasi = \"data-sekolah\"\n\
    unit = \"dinas-pendidikan\"\nkunci = [\"npsn\"]\nsetiap = \"1 hari\"\n\n[sumber]\nfolder = \"sekolah\"\npola = \"*.xlsx\"\n\n\
    [kolom.npsn]\ndari = \"NPSN\"\njenis = \"teks\"\nwajib = true\n\n[kolom.sekolah]\ndari = \"Nama sekolah\"\njenis = \"teks\"\n\
    wajib = true\n\n[kolom.siswa]\ndari = \"Jumlah siswa\"\njenis = \"bulat\"\n";

/// The list of schools as the agency keeps it.
fn workbook() -> Result<PathBuf> {
    let path = crate::machine::pictures()?.join("sekolah.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows =
        [["NPSN", "Nama sekolah", "Jumlah siswa"], ["20501001", "SDN Jombatan 1", "312"], ["", "Tanpa nomor", "5"]];
    for (at, row) in (0..).zip(rows) {
        sheet.write_row(at, 0, row)?;
    }
    book.save(&path)?;
    Ok(path)
}

/// Kominfo writes down what there is.
async fn inventory(office: &Browser) -> Result<()> {
    sign_in(office, "laila").await?;
    for (name, owner, purpose) in APPLICATIONS {
        office.go("/aplikasi/baru").await?;
        let form = office.form("form#isian").await?;
        form.fill("nama", name).await?;
        form.select("pemilik", owner).await?;
        form.fill("fungsi", purpose).await?;
        form.select("pengguna", "dinas").await?;
        form.send().await?;
        office.sees(name).await?;
    }
    office.go("/aplikasi").await?;
    office.sees("Data Sekolah").await
}

/// Health offers the visits of its application: described, published.
async fn offer(office: &Browser, simpus: &Simpus) -> Result<()> {
    sign_in(office, "joko").await?;
    office.go("/pertukaran/layanan-baru").await?;
    let form = office.form("form[action='/pertukaran/layanan-baru']").await?;
    form.select("aplikasi", "simpus").await?;
    form.fill("nama", "Kunjungan puskesmas").await?;
    form.fill("layanan", "kunjungan").await?;
    form.fill("guna", "Kunjungan pasien di puskesmas, satu per satu").await?;
    form.fill("alamat", &simpus.base).await?;
    form.send().await?;
    let file = crate::machine::pictures()?.join("simpus.json");
    std::fs::write(&file, simpus::DESCRIPTION)?;
    let form = office.form("form[action$='/uraian']").await?;
    form.attach("berkas", &file).await?;
    form.send().await?;
    let form = office.form("form[action$='/rahasia']").await?;
    form.fill("kepala", "x-api-key").await?;
    form.fill("rahasia", simpus::KEY).await?;
    form.send().await?;
    let form = office.form("form[action$='/ketentuan']").await?;
    form.choose("terbuka", "ya").await?;
    form.send().await?;
    office.send("form[action$='/penerbitan']").await?;
    office.wait_for(Locator::Css("form[action$='/penghentian']")).await.map(|_| ()).context("it is published")
}

/// An agency offers the table of its old system.
async fn offer_table(office: &Browser, who: &str, application: &str, table: &str) -> Result<()> {
    sign_in(office, who).await?;
    office.go("/pertukaran/layanan-baru").await?;
    let form = office.form("form[action='/pertukaran/layanan-baru']").await?;
    form.select("aplikasi", application).await?;
    form.fill("nama", table).await?;
    form.fill("layanan", table).await?;
    form.fill("guna", "Tabel sistem lama").await?;
    form.select("umpan", table).await?;
    form.send().await?;
    let form = office.form("form[action$='/ketentuan']").await?;
    form.choose("terbuka", "ya").await?;
    form.send().await?;
    office.send("form[action$='/penerbitan']").await?;
    office.wait_for(Locator::Css("form[action$='/penghentian']")).await.map(|_| ()).context("it is published")
}

/// The old systems are read: the view by the clock, the file as it was brought; its bad row is told.
async fn read_old_systems(town: &Town, office: &Browser) -> Result<()> {
    sign_in(office, "umi").await?;
    office.go("/umpan/sekolah").await?;
    let form = office.form("form[action$='/berkas']").await?;
    form.attach("berkas", &workbook()?).await?;
    form.send().await?;
    sign_in(office, "slamet").await?;
    office.go("/umpan/pegawai").await?;
    office.send("form[action$='/permintaan']").await?;
    // Two looks at a file whose size stands still, then it is read.
    for _ in 0..3 {
        town.clock.advance(60);
        town.settle().await?;
    }
    office.go("/umpan/pegawai").await?;
    office.sees("Baris sekarang\n2").await?;
    sign_in(office, "umi").await?;
    office.go("/umpan/sekolah").await?;
    office.sees("Baris sekarang\n1").await
}

/// Ticks all of these boxes.
async fn tick(office: &Browser, css: &str) -> Result<()> {
    for one in office.client.find_all(Locator::Css(css)).await? {
        one.click().await?;
    }
    Ok(())
}

/// The number of the case that the page leads to.
async fn case_of(office: &Browser) -> Result<String> {
    let link = office.wait_for(Locator::Css("main a[href^='/kerja/kasus/']")).await?;
    let path = link.attr("href").await?.context("the page names its case")?;
    Ok(path.trim_start_matches("/kerja/kasus/").to_owned())
}

/// Kominfo asks for a service, its owner judges and its head agrees: the number of the case.
async fn granted(
    town: &Town,
    office: &Browser,
    (service, fields): (&str, &[&str]),
    (liaison, head): (&str, &str),
) -> Result<()> {
    sign_in(office, "laila").await?;
    office.go(&format!("/pertukaran/minta/{service}")).await?;
    let form = office.form("form[action^='/pertukaran/minta/']").await?;
    form.select("aplikasi", "dasbor-kota").await?;
    form.fill("tujuan", "Menampilkan angka di dasbor pimpinan").await?;
    form.fill("dasar", "Perpres 95/2018").await?;
    form.fill("bulan", "12").await?;
    tick(office, "input[name=operasi]").await?;
    if fields.is_empty() {
        form.choose("semua", "ya").await?;
    }
    for field in fields {
        form.choose("kolom", field).await?;
    }
    form.send().await?;
    town.settle().await?;
    let number = case_of(office).await?;
    sign_in(office, liaison).await?;
    act(office, &number, "penilaian.beri", &[]).await?;
    sign_in(office, head).await?;
    act(office, &number, "persetujuan.setujui", &[]).await?;
    town.settle().await
}

/// A key for Kominfo's dashboard: `client_id` and secret as the page shows them once.
async fn key(
    office: &Browser,
    fill: &[(&str, &str)],
    ticks: &[(&str, &str)],
    kind: &str,
    app: &str,
) -> Result<(String, String)> {
    office.go(&format!("/pengembang/kunci/baru?jenis={kind}&aplikasi={app}")).await?;
    let form = office.form("form#kunci").await?;
    form.select("aplikasi", app).await?;
    for (name, value) in fill {
        form.fill(name, value).await?;
    }
    for (name, value) in ticks {
        form.choose(name, value).await?;
    }
    if kind == "web" {
        form.select("petugas", "semua").await?;
    }
    form.send().await?;
    let secret = office.texts(".panel-good code").await?;
    let secret = secret.first().context("no secret is shown")?.clone();
    let codes = office.texts("dl.summary code").await?;
    Ok((codes.first().context("no client_id is shown")?.clone(), secret))
}

/// Programs call all three; what was not granted is refused.
async fn call(town: &Town, simpus: &Simpus, (client, secret): &(String, String)) -> Result<()> {
    let token = token(&town.base, client, secret, "layanan.panggil").await?;
    let base = &town.base;
    let visit =
        ask(&format!("{base}/x/dinas-kesehatan/simpus/kunjungan/v1/kunjungan/K-1"), Asked::With(&token)).await?;
    ensure!(visit.status == 200 && visit.json["poli"] == "Gigi", "visit: {visit:?}");
    ensure!(visit.json.get("nama_pasien").is_none(), "what was not granted does not pass: {visit:?}");
    ensure!(simpus.asked() == 1, "the upstream was asked {} times", simpus.asked());
    let staff = ask(&format!("{base}/x/bkpsdm/simpeg/pegawai/v1/"), Asked::With(&token)).await?;
    ensure!(staff.json.to_string().contains("III/c"), "{staff:?}");
    let none = ask(&format!("{base}/x/dinas-pendidikan/data-sekolah/sekolah/v1/"), Asked::With(&token)).await?;
    ensure!(none.status == 403, "not granted: {none:?}");
    Ok(())
}

/// The dashboard hears of cases.
async fn subscribe(town: &Town, office: &Browser, subscriber: &Subscriber) -> Result<()> {
    sign_in(office, "laila").await?;
    office.go("/langganan/baru").await?;
    let form = office.form("form#baru").await?;
    form.select("aplikasi", "dasbor-kota").await?;
    form.fill("tujuan", &format!("{}/terima", subscriber.base)).await?;
    form.send().await?;
    office.sees("whsec_").await?;
    office.follow("main .actions a").await?;
    office.send("form[action$='/uji']").await?;
    subscriber.away(true);
    office.go("/").await?;
    report(office, false, false).await?;
    town.settle().await?;
    ensure!(!subscriber.types().iter().any(|one| one.contains("case.opened")), "it was away");
    subscriber.away(false);
    town.clock.advance(600);
    town.settle().await?;
    let types = subscriber.types();
    ensure!(types.iter().any(|one| one.contains("case.opened")), "{types:?}");
    let came = subscriber.came();
    ensure!(came.iter().all(|one| one.headers.contains_key("webhook-signature")), "{came:?}");
    Ok(())
}

/// An officer of Health opens SIMPUS and is known there.
async fn sign_on(town: &Town, office: &Browser, party: &Party) -> Result<()> {
    sign_in(office, "joko").await?;
    let fields = [("nama", "Masuk SIMPUS"), ("kembali", party.redirect().as_str()), ("mulai", party.base.as_str())]
        .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (client, secret) = key(office, &fields, &[], "web", "simpus").await?;
    if office.has("form[action$='/persetujuan']").await? || !secret.is_empty() {
        sign_in(office, "hendra").await?;
        office.go(&format!("/pengembang/kunci/{client}")).await?;
        if office.has("form[action$='/persetujuan']").await? {
            office.press("Setujui").await?;
        }
    }
    party.set(Settings { issuer: town.base.clone(), client, secret });
    sign_in(office, "joko").await?;
    office.go("/aplikasi-saya").await?;
    office.press("SIMPUS").await?;
    if office.has("form[action='/oauth/persetujuan']").await? {
        office.press("Izinkan").await?;
    }
    office.sees("Selamat datang, Joko").await
}

/// The Excel list gives way to a definition: proposed by Kominfo, agreed by its owner, decided by the head.
async fn retire(town: &Town, office: &Browser) -> Result<()> {
    sign_in(office, "laila").await?;
    office.go("/aplikasi/data-sekolah").await?;
    let form = office.form("form#usul").await?;
    form.select("usulan", "ganti").await?;
    form.fill("alasan", "Layanan daring kota sudah mencakupnya").await?;
    form.send().await?;
    let number = case_of(office).await?;
    sign_in(office, "umi").await?;
    act(office, &number, "tanggapan.setuju", &[]).await?;
    sign_in(office, "hendra").await?;
    act(office, &number, "putusan.setujui", &[]).await?;
    town.settle().await?;
    office.go("/aplikasi/data-sekolah").await?;
    let form = office.form("form#daur").await?;
    form.select("tahap", "dipensiunkan").await?;
    form.fill("sebab", "Diganti layanan kota").await?;
    form.select("pengganti", "layanan:sekolah").await?;
    form.send().await?;
    office.sees("Dipensiunkan").await
}

#[tokio::test]
async fn three_applications_become_one_system_and_one_gives_way_to_a_definition() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let Some(database) = mariadb::open(TABLE)? else { return Ok(()) };
    let mappings = [
        ("pegawai.toml", staff_mapping(&database.socket().display().to_string())),
        ("sekolah.toml", SCHOOLS.to_owned()),
    ];
    let town = Town::with_old_systems(&mappings, &[("simpeg", mariadb::PASSWORD)]).await?;
    for officer in PEOPLE {
        town.hire(officer).await?;
    }
    let (simpus, subscriber, party) = (Simpus::open().await?, Subscriber::open().await?, Party::open().await?);
    in_window(&town.base, Screen::DESK, async |office: &Browser| {
        inventory(office).await.context("inventory")?;
        offer(office, &simpus).await.context("offer")?;
        read_old_systems(&town, office).await.context("old systems")?;
        offer_table(office, "slamet", "simpeg", "pegawai").await.context("table of MariaDB")?;
        offer_table(office, "umi", "data-sekolah", "sekolah").await.context("table of Excel")?;
        let health = ("joko", "kartini");
        granted(&town, office, (VISITS, &["nomor", "puskesmas", "poli"]), health).await.context("grant")?;
        town.hire(("dewi", "Dewi, kepala badan", "kepala", "bkpsdm")).await?;
        granted(&town, office, ("bkpsdm/simpeg/pegawai/v1", &[]), ("slamet", "dewi")).await.context("second grant")?;
        sign_in(office, "laila").await?;
        let scopes = [("cakupan", "layanan.panggil"), ("cakupan", "peristiwa.baca")];
        let keys = key(office, &[("nama", "Dasbor")], &scopes, "program", "dasbor-kota").await.context("key")?;
        call(&town, &simpus, &keys).await.context("calls")?;
        subscribe(&town, office, &subscriber).await.context("events")?;
        sign_on(&town, office, &party).await.context("sign-on")?;
        retire(&town, office).await.context("retirement")?;
        sign_in(office, "laila").await?;
        let mut inspector = Inspector::new(office, OFFICER)?;
        for (name, path) in PAGES {
            inspector.visit(name, path).await.with_context(|| path.to_owned())?;
        }
        inspector.finish()
    })
    .await
}
