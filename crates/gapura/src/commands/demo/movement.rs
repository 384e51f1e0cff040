//! The sample of an installation that steers regions: the cohorts as published, the five regions of the articles with their dates
//! and sources, one selection with three assessors, one evaluation. What is invented begins with [contoh].

use super::PASSWORD;
use crate::commands::OPERATOR;
use crate::config::Config;
use crate::data::{self, World};
use crate::report::Report;
use crate::serve::House;
use anyhow::Context as _;
use cases::doors::Agencies as _;
use identity::NewOfficer;
use identity::model::officer::Grant;
use kernel::{Actor, Clock as _, OfficerId, Role, SystemClock};
use movement::model::evaluation::Texts;
use movement::model::record::Kind;
use movement::model::signed::SecretKey;
use movement::model::summary::{Figure, Summary, write};
use movement::{Chosen, EVERYBODY, Movement, NewCohort, NewEvaluation, NewScores};
use places::Regency;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use web::Session;

/// Name for signing in, name, role, unit, what can be seen with it.
const OFFICERS: [(&str, &str, Role, &str, &str); 7] = [
    (
        "sekretariat",
        "Wulan (contoh)",
        Role::Planner,
        "bappeda",
        "sekretariat gerakan: angkatan, nota, evaluasi, ringkasan",
    ),
    ("penilai1", "Asesor satu (contoh)", Role::Assessor, "dinas-kominfo", "menilai seleksi yang ditugaskan kepadanya"),
    ("penilai2", "Asesor dua (contoh)", Role::Assessor, "dinas-kominfo", "menilai seleksi yang ditugaskan kepadanya"),
    ("penilai3", "Asesor tiga (contoh)", Role::Assessor, "dinas-kominfo", "menilai seleksi yang ditugaskan kepadanya"),
    (
        "nganjuk",
        "Penghubung Nganjuk (contoh)",
        Role::Liaison,
        "daerah-35.18",
        "hanya melihat dan mengisi daerahnya sendiri",
    ),
    ("pimpinan", "Pimpinan (contoh)", Role::Leader, "setda", "membaca semua daerah"),
    ("admin", "Agus (contoh)", Role::CityAdmin, "dinas-kominfo", "petugas dan unit"),
];

/// Whether a demonstration of this region is one of an installation that steers others.
pub(super) fn is_meant(region: &str) -> bool {
    !region.contains('.')
}

/// Year, size, total, note, source: as published.
const COHORTS: [(i64, i64, Option<i64>, &str, &str); 5] = [
    (2017, 25, None, "Penilaian 80 daerah undangan oleh 20 penilai dengan wawancara, 2–3 Mei 2017", "rtikkediri.or.id"),
    (2018, 50, None, "Dipilih dari 165 daerah yang dinilai", "aptika.kominfo.go.id/2019/08/6545"),
    (2019, 25, Some(100), "Sasaran 100 daerah sampai 2019", "aptika.kominfo.go.id/2019/08/6545"),
    (
        2021,
        48,
        None,
        "Kawasan pariwisata prioritas dan kawasan ibu kota negara; nota 20 Mei 2021",
        "Berita Kabupaten Kutai Kartanegara dan Kota Pasuruan, 20 Mei 2021",
    ),
    (2022, 50, Some(191), "Nota ditandatangani daring pada 21 April 2022", "Berita Kabupaten Nganjuk, 21 April 2022"),
];

/// Cohort, region, source.
const MEMBERS: [(i64, &str, &str); 5] = [
    (2017, "64.02", "rtikkediri.or.id, daftar daerah 2017"),
    (2018, "32.12", "Berita Kabupaten Indramayu, 8 Mei 2018"),
    (2021, "64.02", "Berita Kabupaten Kutai Kartanegara, 20 Mei 2021"),
    (2021, "35.75", "Berita Kota Pasuruan, 20 Mei 2021"),
    (2022, "35.18", "Berita Kabupaten Nganjuk, 21 April 2022"),
];

type Cells = &'static [(&'static str, &'static str)];

const MINISTRY: &str = "Kementerian Komunikasi dan Informatika; pemerintah daerah";

/// Region, kind, cells.
const RECORDS: [(&str, Kind, Cells); 16] = [
    (
        "64.02",
        Kind::Memorandum,
        &[
            ("hari", "2021-05-20"),
            ("tempat", "Tempatnya tidak disebut"),
            ("pihak", MINISTRY),
            ("sumber", "Berita Kabupaten Kutai Kartanegara, 20 Mei 2021"),
        ],
    ),
    (
        "32.12",
        Kind::Memorandum,
        &[
            ("hari", "2018-05-08"),
            ("tempat", "Jakarta"),
            ("pihak", MINISTRY),
            ("sumber", "Berita Kabupaten Indramayu, 8 Mei 2018"),
        ],
    ),
    (
        "35.75",
        Kind::Memorandum,
        &[
            ("hari", "2021-05-20"),
            ("tempat", "Daring"),
            ("pihak", MINISTRY),
            ("sumber", "Berita Kota Pasuruan, 20 Mei 2021"),
        ],
    ),
    (
        "35.17",
        Kind::Note,
        &[
            ("hari", "2019-05-02"),
            ("judul", "Rapat persiapan semua kepala perangkat daerah"),
            ("isi", "Narasumber dari Kantor Staf Presiden. Pada berita ini Jombang berada di luar angkatan."),
            ("sumber", "Berita Kabupaten Jombang, 2 Mei 2019"),
        ],
    ),
    (
        "32.12",
        Kind::Note,
        &[
            ("hari", "2018-05-08"),
            ("judul", "Aplikasi dan jaringan ketika dinilai"),
            ("isi", "63 aplikasi; 31 dari 31 kecamatan tersambung internet; rencana induk ada."),
            ("sumber", "Berita Kabupaten Indramayu, 8 Mei 2018"),
        ],
    ),
    (
        "35.18",
        Kind::Note,
        &[
            ("hari", "2022-04-21"),
            ("judul", "Satu dari 50 daerah tahun 2022"),
            ("isi", "Aplikasi Nganjuk Smart City sudah ada."),
            ("sumber", "Berita Kabupaten Nganjuk, 21 April 2022"),
        ],
    ),
    (
        "64.02",
        Kind::Note,
        &[
            ("hari", "2021-05-20"),
            ("judul", "Dua kali dalam angkatan"),
            (
                "isi",
                "Terdaftar pada 2017, dan lagi di antara 48 daerah kawasan pariwisata prioritas dan ibu kota negara.",
            ),
            ("sumber", "rtikkediri.or.id; berita Kabupaten Kutai Kartanegara, 20 Mei 2021"),
        ],
    ),
    (
        "35.18",
        Kind::Mentoring,
        &[
            ("hari", "2022-06-15"),
            ("pendamping", "[contoh] Akademisi dan praktisi pendamping"),
            ("topik", "[contoh] Analisis strategis dan pilihan quick win"),
            ("keluaran", "[contoh] Daftar masalah dan enam calon quick win"),
            ("berikut", "[contoh] Rancangan buku 1 dibahas pada sesi kedua"),
        ],
    ),
    (
        "35.18",
        Kind::Milestone,
        &[
            ("jenis", "rencana-induk"),
            ("judul", "[contoh] Rencana induk ditetapkan"),
            ("hari", "2022-12-31"),
            ("selesai", "2022-12-20"),
            ("bukti", "[contoh] Peraturan bupati"),
        ],
    ),
    (
        "35.18",
        Kind::Milestone,
        &[
            ("jenis", "quick-win"),
            ("judul", "[contoh] Antrean puskesmas daring di semua kecamatan"),
            ("hari", "2023-06-30"),
        ],
    ),
    (
        "35.18",
        Kind::Practice,
        &[
            ("judul", "[contoh] Antrean puskesmas lewat satu pintu"),
            ("isi", "[contoh] Warga mengambil nomor dari rumah; puskesmas melihat antrean yang sama."),
            ("tautan", "https://contoh.go.id/antrean"),
            ("kontak", "[contoh] Dinas Kesehatan Kabupaten Nganjuk"),
        ],
    ),
    (
        EVERYBODY,
        Kind::Partner,
        &[
            ("nama", "Kementerian Dalam Negeri"),
            ("golongan", "kementerian"),
            ("peran", "Pembinaan pemerintah daerah"),
            ("sumber", "Berita lima daerah 2018–2022"),
        ],
    ),
    (
        EVERYBODY,
        Kind::Partner,
        &[
            ("nama", "Kementerian Perencanaan Pembangunan Nasional/Bappenas"),
            ("golongan", "kementerian"),
            ("peran", "Perencanaan dan ukuran kota berkelanjutan"),
            ("sumber", "Berita lima daerah 2018–2022"),
        ],
    ),
    (
        EVERYBODY,
        Kind::Partner,
        &[
            ("nama", "Kantor Staf Presiden"),
            ("golongan", "kementerian"),
            ("peran", "Narasumber persiapan daerah"),
            ("sumber", "Berita Kabupaten Jombang, 2 Mei 2019"),
        ],
    ),
    (
        EVERYBODY,
        Kind::Partner,
        &[
            ("nama", "Kompas Gramedia"),
            ("golongan", "media"),
            ("peran", "Mitra media gerakan"),
            ("sumber", "Berita lima daerah 2018–2022"),
        ],
    ),
    (
        EVERYBODY,
        Kind::Partner,
        &[
            ("nama", "Akademisi dan praktisi pendamping"),
            ("golongan", "akademisi"),
            ("peran", "Mendampingi penyusunan rencana induk dan menilai"),
            ("sumber", "Berita lima daerah 2018–2022"),
        ],
    ),
];

/// Levels that three assessors gave to the nine criteria; invented.
const SCORES: [(&str, [u8; 9]); 3] = [
    ("penilai1", [4, 3, 3, 4, 4, 3, 2, 4, 3]),
    ("penilai2", [5, 3, 3, 3, 4, 4, 3, 4, 3]),
    ("penilai3", [4, 4, 2, 3, 4, 3, 2, 5, 3]),
];
const CRITERIA: [&str; 9] = [
    "komitmen",
    "transparansi",
    "anggaran",
    "kebijakan",
    "perencanaan",
    "internet",
    "sdm-tik",
    "aplikasi",
    "infrastruktur",
];

/// Kota Kediri 2022, as published.
const KEDIRI: [(&str, &str); 5] =
    [("dasar", "3.60"), ("keluaran", "3.21"), ("hasil", "3.23"), ("dampak", "3.07"), ("quick-win", "3.65")];

/// Adds the accounts and plays the movement.
pub(super) async fn play(config: &Config, folder: &Path) -> anyhow::Result<()> {
    let store = data::open(config, folder).await?;
    let house = House::open(config.clone(), folder, store, World::real()).await?;
    let city = house.cities.first().context("tidak ada wilayah")?;
    let mut sessions = BTreeMap::new();
    for (sign_in, name, role, unit, _) in OFFICERS {
        if city.identity.agency(unit).is_some() {
            let new = NewOfficer {
                sign_in: sign_in.to_owned(),
                name: name.to_owned(),
                email: String::new(),
                grants: vec![Grant { role, unit: unit.to_owned() }],
            };
            let (id, _) = city.identity.add_officer(&new, &OPERATOR, city.desk.now()).await.with_context(|| sign_in)?;
            city.identity.set_password(&id, PASSWORD, &OPERATOR, city.desk.now()).await?;
            sessions.insert(sign_in, session(id, name, role, unit));
        }
    }
    let here =
        |code: &str| places::areas::steered(&city.regency.code).is_ok_and(|all| all.iter().any(|one| one.code == code));
    let stage = Stage { movement: &city.movement, sessions: &sessions };
    stage.play(&here).await?;
    house.store.close().await;
    Ok(())
}

fn session(officer: OfficerId, name: &str, role: Role, unit: &str) -> Session {
    Session {
        officer,
        name: name.to_owned(),
        grants: vec![web::Grant { role, unit: unit.to_owned() }],
        form_secret: Vec::new(),
        confirmed_at: SystemClock.now(),
    }
}

struct Stage<'a> {
    movement: &'a Movement,
    sessions: &'a BTreeMap<&'static str, Session>,
}

impl Stage<'_> {
    fn who(&self, name: &str) -> anyhow::Result<&Session> {
        self.sessions.get(name).with_context(|| name.to_owned())
    }

    /// Everything that happens in regions that are steered from here.
    async fn play(&self, here: &dyn Fn(&str) -> bool) -> anyhow::Result<()> {
        let secretariat = self.who("sekretariat")?;
        for (year, size, total, note, source) in COHORTS {
            self.movement.write_cohort(secretariat, NewCohort { year, size, total, note, source }, None).await?;
        }
        for (year, area, source) in MEMBERS.into_iter().filter(|(_, area, _)| here(area)) {
            self.movement.add_member(secretariat, year, area, source).await?;
        }
        for (area, kind, cells) in RECORDS.into_iter().filter(|(area, ..)| *area == EVERYBODY || here(area)) {
            let typed =
                |name: &str| cells.iter().find(|(found, _)| *found == name).map_or("", |(_, text)| text).to_owned();
            self.movement
                .write_record(secretariat, (area, kind), None, &typed)
                .await
                .with_context(|| format!("{area} {cells:?}"))?;
        }
        if here("35.18") {
            self.selected().await?;
            self.summarised().await?;
        }
        if here("35.71") {
            self.evaluated().await?;
        }
        Ok(())
    }

    /// Nganjuk is assessed by three, each alone, and chosen.
    async fn selected(&self) -> anyhow::Result<()> {
        let secretariat = self.who("sekretariat")?;
        let id = self.movement.open_selection(secretariat, "35.18", 2022, "gerakan-seleksi").await?;
        for (name, levels) in SCORES {
            let assessor = self.who(name)?;
            self.movement.name_assessor(secretariat, &id, &assessor.officer, true).await?;
            let level = |criterion: &str| {
                let at = CRITERIA.iter().position(|one| *one == criterion);
                at.and_then(|at| levels.get(at)).map_or_else(String::new, u8::to_string)
            };
            let note = "[contoh] Nilai buatan untuk contoh, bukan penilaian nyata.";
            self.movement.score(assessor, &id, NewScores { level: &level, note, seen: 0 }).await?;
        }
        let reason = "[contoh] Komitmen dan aplikasi kuat; anggaran dan SDM perlu pendampingan.";
        Ok(self.movement.decide(secretariat, &id, Chosen { accepted: true, reason }).await?)
    }

    /// Nganjuk signs with its key, and its summary arrives.
    async fn summarised(&self) -> anyhow::Result<()> {
        let secretariat = self.who("sekretariat")?;
        let seed = ring::digest::digest(&ring::digest::SHA256, b"[contoh] kunci daerah contoh");
        let seed: [u8; 32] = seed.as_ref().try_into().context("benih")?;
        let key = SecretKey::of_seed(&seed).context("kunci")?;
        let public = key.public().to_string();
        let typed = |name: &str| match name {
            "hari" => "2022-04-21".to_owned(),
            "tempat" => "Daring".to_owned(),
            "pihak" => MINISTRY.to_owned(),
            "kunci" => public.clone(),
            "sumber" => "Berita Kabupaten Nganjuk, 21 April 2022. Kuncinya [contoh].".to_owned(),
            _ => String::new(),
        };
        self.movement.write_record(secretariat, ("35.18", Kind::Memorandum), None, &typed).await?;
        let now = SystemClock.now();
        let today = now.date(kernel::Zone::Wib);
        let figure = |nama: &str, count| Figure {
            nama: format!("[contoh] {nama}"),
            nilai: kernel::FactValue::Count { count },
            per: now,
        };
        let figures = [
            ("rencana.versi", figure("Versi rencana induk yang berlaku", 1)),
            ("rencana.janji-ditepati", figure("Janji yang ditepati", 6)),
            ("rencana.janji-ingkar", figure("Janji yang tidak ditepati", 2)),
            ("rencana.quick-win-hadir", figure("Quick win yang ada", 4)),
        ];
        let summary = Summary {
            daerah: "35.18".to_owned(),
            nama: "Kabupaten Nganjuk".to_owned(),
            tahun: i64::from(today.year()),
            dari: today.first_of_year(),
            sampai: today,
            dibuat: now,
            angka: figures.into_iter().map(|(id, figure)| (id.to_owned(), figure)).collect(),
        };
        let file = write(&summary, &key).context("ringkasan")?;
        self.movement.take_summary(file.as_bytes(), &Actor::Operator).await?;
        Ok(())
    }

    /// Kota Kediri 2022: the published result, with its source.
    async fn evaluated(&self) -> anyhow::Result<()> {
        let level = |id: &str| KEDIRI.iter().find(|(found, _)| *found == id).map_or("", |(_, level)| level).to_owned();
        let new = NewEvaluation {
            year: 2022,
            instrument: "gerakan-evaluasi-b",
            level: &level,
            published: "3.31",
            before: "3.06",
            texts: Texts {
                source: "bangsaonline.com 113379, 28 Desember 2022; surat B-1003/DJAI/AI.01.04/12/2022".to_owned(),
                assessors: "Kementerian Komunikasi dan Informatika".to_owned(),
                strengths: "Peringkat 22 nasional; indeks pilar ekonomi 3,50".to_owned(),
                ..Texts::default()
            },
            seen: 0,
        };
        Ok(self.movement.evaluate(self.who("sekretariat")?, "35.71", new).await?)
    }
}

/// What to try first.
pub(super) fn welcome(regency: &Regency, address: &str, folder: &Path) -> Report {
    let mut lines = vec![
        String::new(),
        format!("{} — contoh pemasangan Gapura yang mengarahkan daerah", regency.name),
        format!("Buka:  {address}/gerakan"),
        String::new(),
        format!("Petugas masuk di {address}/masuk dengan sandi: {PASSWORD}"),
    ];
    lines.extend(OFFICERS.iter().map(|(sign_in, .., about)| format!("  {sign_in:<14} {about}")));
    lines.extend([
        String::new(),
        "Yang dapat dicoba:".to_owned(),
        format!("  1. {address}/gerakan: angkatan, jumlah resmi 191 di samping jumlah 198, dan penjelasannya"),
        format!("  2. Sebagai sekretariat: {address}/dasbor/gerakan, 514 daerah; buka Nganjuk"),
        "  3. Sebagai nganjuk: hanya daerahnya sendiri; catat tonggak yang tercapai".to_owned(),
        format!("  4. Sebagai sekretariat: {address}/dasbor/gerakan/banding, Kota Kediri 2022 terbit 3,31"),
        String::new(),
        format!("Yang bertanda [contoh] dibuat oleh program. Data di {}. Berhenti: Ctrl-C", folder.display()),
    ]);
    let officers: Vec<&str> = OFFICERS.iter().map(|(sign_in, ..)| *sign_in).collect();
    let json = json!({ "address": address, "region": regency.code, "officers": officers, "password": PASSWORD, "folder": folder });
    Report { lines, json, refused: false }
}
