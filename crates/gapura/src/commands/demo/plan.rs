//! The sample plan: thirty-one programmes with quick wins in all six pillars, in force since last year, so that promises are
//! kept, broken and not reported. Every text begins with [contoh].

use crate::city::City;
use cases::doors::{Agencies as _, Gazetteer as _};
use jiff::civil::date;
use kernel::Instant;
use programme::entries::{Kind, NewEntry};
use programme::model::plan::{Decree, DecreeKind};
use programme::proposals::{Decision, NewProposal, State};
use programme::sheet::NotBrought;
use programme::{Filter, Programme};
use web::Session;

const TABLE: &str = include_str!("../../../../../rencana/contoh/program.csv");
/// Who owes what the region has no agency for.
const ANYBODY: &str = "dinas-kominfo";

/// What was reported of last year: the beginning of a name and the figure. The others stay silent.
const REPORTED: [(&str, &str); 16] = [
    ("[contoh] Satu pintu", "74"),
    ("[contoh] Data antardinas", "4"),
    ("[contoh] Kalender", "101"),
    ("[contoh] Pasar tanpa", "33"),
    ("[contoh] Antrean", "58"),
    ("[contoh] Sekolah aman", "61"),
    ("[contoh] Sampah", "301"),
    ("[contoh] Lampu", "4950"),
    ("[contoh] Mal pelayanan", "17"),
    ("[contoh] Tanda tangan", "58"),
    ("[contoh] Musrenbang", "61"),
    ("[contoh] Izin usaha", "3"),
    ("[contoh] Bantuan sosial", "86"),
    ("[contoh] Ibu hamil", "70"),
    ("[contoh] Jalan rusak", "63"),
    ("[contoh] Perpustakaan", "66"),
];
/// Quick wins that are there: month and day of last year.
const QUICK: [(&str, (i8, i8)); 6] = [
    ("[contoh] Satu pintu", (9, 12)),
    ("[contoh] Kalender", (6, 20)),
    ("[contoh] Antrean", (9, 15)),
    ("[contoh] Sekolah aman", (10, 30)),
    ("[contoh] Mal pelayanan", (11, 3)),
    ("[contoh] Bantuan sosial", (8, 10)),
];
const EVIDENCE: &str = "[contoh] Angka buatan untuk kota contoh, bukan laporan nyata.";

/// Writes the plan as `planner`, lets `leader` approve it, decrees it, and reports what became of it.
pub async fn play(city: &City, (planner, leader): (&Session, &Session), now: Instant) -> anyhow::Result<()> {
    let programme = &city.programme;
    let start = now.date(city.regency.zone).year() - 1;
    programme.begin(planner, &format!("[contoh] Rencana Induk Kota Cerdas {start}–{}", start + 9), start).await?;
    for (kind, pillar, title, body) in ANALYSIS {
        programme.write_entry(planner, kind, NewEntry { pillar, title, body, ..NewEntry::default() }).await?;
    }
    programme.bring_in(planner, &table(city, start)?).await.map_err(|error| match error {
        NotBrought::Refused(refused) => anyhow::Error::from(refused),
        faulty => anyhow::anyhow!("{faulty:?}"),
    })?;
    programme.submit(planner).await?;
    programme.approve(leader).await?;
    programme.decree(planner, Decree { kind: DecreeKind::Regulation, number: 7, day: date(start, 2, 15) }).await?;
    report(programme, planner, start).await?;
    beside(programme, planner).await
}

const ANALYSIS: [(Kind, &str, &str, &str); 14] = [
    (
        Kind::Vision,
        "",
        "[contoh] Daerah yang menjawab",
        "[contoh] Setiap warga tahu ke mana bertanya, dan dijawab tepat waktu.",
    ),
    (
        Kind::Potential,
        "economy",
        "[contoh] Warga muda dan pasar ramai",
        "[contoh] Sebagian besar warga sudah memakai telepon pintar.",
    ),
    (
        Kind::Potential,
        "branding",
        "[contoh] Wisata religi dan kuliner",
        "[contoh] Peziarah datang sepanjang tahun, tetapi jarang menginap.",
    ),
    (
        Kind::Potential,
        "society",
        "[contoh] Pesantren dan karang taruna",
        "[contoh] Ribuan santri dan pemuda dapat menjadi relawan digital di desa.",
    ),
    (
        Kind::Problem,
        "governance",
        "[contoh] Dinas bekerja sendiri-sendiri",
        "[contoh] Data yang sama diminta berulang kali.",
    ),
    (
        Kind::Problem,
        "living",
        "[contoh] Waktu tunggu di puskesmas",
        "[contoh] Pasien menunggu rata-rata satu setengah jam sebelum diperiksa.",
    ),
    (
        Kind::Problem,
        "environment",
        "[contoh] Tempat pembuangan akhir hampir penuh",
        "[contoh] Dengan laju sekarang, tempat pembuangan akhir penuh dalam tiga tahun.",
    ),
    (
        Kind::Readiness,
        "",
        "[contoh] Jaringan sampai ke semua kecamatan",
        "[contoh] Tenaga teknologi informasi masih kurang.",
    ),
    (
        Kind::Readiness,
        "",
        "[contoh] Suprastruktur: peraturan",
        "[contoh] Peraturan bupati tentang sistem pemerintahan elektronik sudah ada; pedoman datanya belum.",
    ),
    (
        Kind::Readiness,
        "",
        "[contoh] Struktur: keuangan",
        "[contoh] Belanja teknologi informasi kurang dari satu persen APBD dan tersebar di dua puluh dinas.",
    ),
    (Kind::Gap, "", "[contoh] Layanan daring belum merata", "[contoh] Desa terluar belum terjangkau layanan daring."),
    (
        Kind::Gap,
        "governance",
        "[contoh] Jawaban aduan",
        "[contoh] Baru separuh aduan dijawab tepat waktu; yang dituju sembilan dari sepuluh.",
    ),
    (
        Kind::Gap,
        "economy",
        "[contoh] Pembayaran digital",
        "[contoh] Satu dari delapan pedagang pasar menerima pembayaran digital.",
    ),
    (Kind::Gap, "environment", "[contoh] Pemilahan sampah", "[contoh] Bank sampah ada di satu dari lima kelurahan."),
];

/// The table for this region: years counted from `start`, and nobody owes or changes what is not there.
fn table(city: &City, start: i16) -> anyhow::Result<Vec<u8>> {
    let mut text = TABLE.to_owned();
    for offset in 0..10_i16 {
        text = text.replace(&format!("{{{offset}}}"), &(start + offset).to_string());
    }
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers()?.clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&head)?;
    for record in reader.records() {
        let record = record?;
        out.write_record(head.iter().zip(&record).map(|(column, cell)| fitted(city, column, cell)))?;
    }
    Ok(out.into_inner().map_err(|error| error.into_error())?)
}

fn fitted(city: &City, column: &str, cell: &str) -> String {
    let there = |unit: &str| city.identity.agency(unit).is_some();
    let running = |id: &str| city.desk.catalogue().running().any(|service| service.id == id);
    match column {
        "opd" if !there(cell) => ANYBODY.to_owned(),
        "pendukung" if !there(cell) => String::new(),
        "layanan" if !running(cell) => String::new(),
        "kecamatan" => districts(city, cell),
        _ => cell.to_owned(),
    }
}

/// `#1; #3`: the first and the third district of this region.
fn districts(city: &City, cell: &str) -> String {
    let all = city.places.districts();
    let numbers = cell.split(';').filter_map(|part| part.trim().trim_start_matches('#').parse::<usize>().ok());
    let codes = numbers.filter_map(|number| all.get(number.checked_sub(1)?)).map(|district| district.code.clone());
    codes.collect::<Vec<_>>().join("; ")
}

/// What became of last year's promises; some stay silent.
async fn report(programme: &Programme, planner: &Session, start: i16) -> anyhow::Result<()> {
    let plan = programme.the_plan().await?;
    let promises = programme.promises(&plan, 1, &Filter::default(), 100).await?;
    for promise in &promises {
        let named = |beginning: &str| promise.sheet.name.starts_with(beginning);
        if let Some((_, value)) = REPORTED.iter().find(|(name, _)| named(name)) {
            programme.report(planner, &promise.id, start, value, EVIDENCE).await?;
        }
        if let Some((_, (month, day))) = QUICK.iter().find(|(name, _)| named(name)) {
            programme.report_quick(planner, &promise.id, date(start, *month, *day), EVIDENCE).await?;
        }
    }
    Ok(())
}

/// An innovation, and two proposals of residents: one answered, one that nobody has looked at.
async fn beside(programme: &Programme, planner: &Session) -> anyhow::Result<()> {
    let innovation = NewEntry {
        unit: ANYBODY,
        pillar: "society",
        title: "[contoh] Relawan digital",
        body: "[contoh] Mahasiswa mengajar warga memakai layanan daring di balai desa.",
        ..NewEntry::default()
    };
    programme.write_entry(planner, Kind::Innovation, innovation).await?;
    let propose =
        |key: &str, text| NewProposal { key: key.to_owned(), pillar: "living", text, ..NewProposal::default() };
    programme.propose(propose("contoh-1", "[contoh] Tambah jadwal angkutan sore untuk pelajar.")).await?;
    let sent = programme.proposals(State::New, None, true, 1).await?;
    if let Some(sent) = sent.first() {
        let text = "[contoh] Terima kasih. Jadwal sore masuk program angkutan umum terjadwal.";
        programme
            .decide(
                planner,
                &sent.id,
                sent.seen,
                Decision::Answer { text, promise: "[contoh] Angkutan umum terjadwal" },
            )
            .await?;
    }
    programme.propose(propose("contoh-2", "[contoh] Sediakan bangku di taman dekat puskesmas.")).await?;
    Ok(())
}
