//! What happened in the demonstration city, as data. Every text begins with [contoh].

/// A demonstration account.
pub struct DemoOfficer {
    /// Name for signing in.
    pub sign_in: &'static str,
    /// Name that colleagues see.
    pub name: &'static str,
    /// Role words.
    pub roles: &'static [&'static str],
    /// Unit.
    pub unit: &'static str,
    /// What can be seen with it.
    pub about: &'static str,
}

/// One account for each role, and an office for each kind of case.
pub const OFFICERS: &[DemoOfficer] = &[
    DemoOfficer {
        sign_in: "verifikator",
        name: "Sari (contoh)",
        roles: &["verifikator"],
        unit: "dinas-kominfo",
        about: "memeriksa laporan baru dan meneruskannya",
    },
    DemoOfficer {
        sign_in: "pupr",
        name: "Bagus (contoh)",
        roles: &["petugas-lapangan", "penghubung"],
        unit: "dinas-pupr",
        about: "jalan dan drainase: survei, perbaikan, jawaban",
    },
    DemoOfficer {
        sign_in: "kepala.pupr",
        name: "Retno (contoh)",
        roles: &["kepala"],
        unit: "dinas-pupr",
        about: "diberi tahu bila tenggat lewat",
    },
    DemoOfficer {
        sign_in: "dlh",
        name: "Yudi (contoh)",
        roles: &["petugas-lapangan", "penghubung"],
        unit: "dinas-lingkungan-hidup",
        about: "sampah dan pohon",
    },
    DemoOfficer {
        sign_in: "perkim",
        name: "Dewi (contoh)",
        roles: &["petugas-lapangan", "penghubung"],
        unit: "dinas-perkim",
        about: "lampu jalan",
    },
    DemoOfficer {
        sign_in: "admin",
        name: "Agus (contoh)",
        roles: &["admin-kota"],
        unit: "dinas-kominfo",
        about: "petugas, dinas, kalender",
    },
    DemoOfficer {
        sign_in: "pimpinan",
        name: "Bupati (contoh)",
        roles: &["pimpinan"],
        unit: "setda",
        about: "angka seluruh dinas",
    },
    DemoOfficer {
        sign_in: "perencana",
        name: "Wulan (contoh)",
        roles: &["perencana"],
        unit: "bappeda",
        about: "rencana induk: program, target, usulan warga",
    },
    DemoOfficer {
        sign_in: "pemeriksa",
        name: "Inspektur (contoh)",
        roles: &["pemeriksa"],
        unit: "inspektorat",
        about: "membaca semua, tidak mengubah apa pun",
    },
];

/// One sample case.
pub struct Sample {
    /// Days before today, and hour of the day.
    pub opened: (i64, i64),
    /// Service.
    pub service: &'static str,
    /// Landmark.
    pub place: &'static str,
    /// Other answers.
    pub answers: &'static [(&'static str, &'static str)],
    /// Anonymous, secret.
    pub flags: (bool, bool),
    /// What followed: days after opening (same hour plus the place in the list).
    pub acts: &'static [(i64, Act)],
}

/// One act on a case.
pub enum Act {
    /// An officer takes an action: account, action, inputs, reason code, reason.
    Officer(&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str, &'static str),
    /// As before, marking fields for the resident.
    Mark(&'static str, &'static str, &'static [&'static str], &'static str),
    /// The resident takes an action: action, reason, rating.
    Reporter(&'static str, &'static str, u8),
    /// A public answer.
    Answer(&'static str, &'static str),
    /// An internal note.
    Note(&'static str, &'static str),
    /// The resident adds information.
    Info(&'static str),
}

use Act::{Answer, Info, Mark, Note, Officer, Reporter};

const TO_SURVEY: Act = Officer("verifikator", "teruskan", &[("status_jalan", "kabupaten")], "", "");
const SCHEDULED: Act =
    Officer("pupr", "jadwalkan", &[("panjang_m", "3"), ("lebar_m", "2"), ("kedalaman_cm", "12")], "", "");
const REPAIRED: Act = Officer("pupr", "selesai", &[], "", "");

/// Cases at every stage, oldest first.
pub const SAMPLES: &[Sample] = &[
    Sample {
        opened: (52, 8),
        service: "jalan-rusak",
        place: "[contoh] depan pasar, sisi timur",
        answers: &[("jenis_rusak", "lubang"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[
            (0, TO_SURVEY),
            (2, Answer("pupr", "[contoh] Terima kasih. Petugas kami sudah mengukur lubangnya.")),
            (3, SCHEDULED),
            (8, REPAIRED),
            (9, Reporter("puas", "", 5)),
        ],
    },
    Sample {
        opened: (45, 9),
        service: "jalan-rusak",
        place: "[contoh] jembatan kecil dekat balai desa",
        answers: &[
            ("jenis_rusak", "jembatan"),
            ("bahaya", "ya"),
            ("rincian_bahaya", "[contoh] Papan jembatan patah, sepeda motor sulit lewat."),
        ],
        flags: (false, false),
        acts: &[
            (0, TO_SURVEY),
            (
                1,
                Officer(
                    "pupr",
                    "anggarkan",
                    &[("rencana", "2027-03-31")],
                    "",
                    "[contoh] Perlu jembatan baru; masuk anggaran tahun depan",
                ),
            ),
        ],
    },
    Sample {
        opened: (40, 10),
        service: "sampah",
        place: "[contoh] tanah kosong samping lapangan",
        answers: &[("masalah", "liar"), ("saluran_tertutup", "tidak")],
        flags: (true, false),
        acts: &[
            (1, Officer("verifikator", "teruskan", &[("pengelola", "dinas")], "", "")),
            (3, Answer("dlh", "[contoh] Truk dijadwalkan besok pagi.")),
            (4, Officer("dlh", "selesai", &[], "", "")),
        ],
    },
    Sample {
        opened: (34, 11),
        service: "lampu-jalan",
        place: "[contoh] tikungan dekat sekolah",
        answers: &[("gangguan", "mati"), ("jumlah", "sederet"), ("bahaya", "ya")],
        flags: (false, false),
        acts: &[(
            0,
            Officer(
                "verifikator",
                "limpahkan",
                &[("pemilik_lampu", "provinsi")],
                "",
                "[contoh] Jalan ini milik provinsi; laporan diteruskan ke balai",
            ),
        )],
    },
    Sample {
        opened: (30, 8),
        service: "jalan-rusak",
        place: "[contoh] gang dekat sumur umum",
        answers: &[("jenis_rusak", "retak"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[(
            2,
            Officer("verifikator", "tolak", &[], "bukan-kewenangan", "[contoh] Gang ini berada di tanah pribadi"),
        )],
    },
    Sample {
        opened: (27, 13),
        service: "jalan-rusak",
        place: "[contoh] perempatan sebelah utara terminal",
        answers: &[("jenis_rusak", "lubang"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[
            (0, TO_SURVEY),
            (1, SCHEDULED),
            (5, REPAIRED),
            (6, Reporter("belum", "[contoh] Lubangnya hanya ditutup tanah, sudah terbuka lagi", 0)),
            (7, Note("pupr", "[contoh] Minta aspal dingin dari gudang")),
        ],
    },
    Sample {
        opened: (20, 9),
        service: "drainase-banjir",
        place: "[contoh] saluran depan pos ronda",
        answers: &[("masalah", "tersumbat"), ("terjebak", "tidak")],
        flags: (false, false),
        acts: &[(1, Officer("verifikator", "teruskan", &[("kewenangan", "kabupaten")], "", ""))],
    },
    Sample {
        opened: (12, 15),
        service: "jalan-rusak",
        place: "[contoh] depan puskesmas",
        answers: &[
            ("jenis_rusak", "lubang"),
            ("bahaya", "ya"),
            ("rincian_bahaya", "[contoh] Kemarin ada pengendara yang jatuh."),
        ],
        flags: (false, false),
        acts: &[
            (0, TO_SURVEY),
            (1, SCHEDULED),
            (6, Answer("pupr", "[contoh] Perbaikan dikerjakan pekan ini.")),
            (8, REPAIRED),
        ],
    },
    Sample {
        opened: (8, 10),
        service: "lampu-jalan",
        place: "[contoh] jalan menuju pasar hewan",
        answers: &[("gangguan", "berkedip"), ("jumlah", "beberapa"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[(
            1,
            Mark(
                "verifikator",
                "minta_data",
                &["lokasi"],
                "[contoh] Tiang yang mana? Sebutkan nomor atau rumah terdekat",
            ),
        )],
    },
    Sample {
        opened: (6, 9),
        service: "jalan-rusak",
        place: "[contoh] jalan dusun sebelah selatan masjid",
        answers: &[("jenis_rusak", "lubang"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[(1, Officer("verifikator", "ke_desa", &[("status_jalan", "desa")], "", ""))],
    },
    Sample {
        opened: (5, 14),
        service: "sampah",
        place: "[contoh] tempat sampah umum belakang pasar",
        answers: &[("masalah", "tps_penuh"), ("saluran_tertutup", "ya")],
        flags: (false, true),
        acts: &[
            (1, Officer("verifikator", "teruskan", &[("pengelola", "dinas")], "", "")),
            (2, Info("[contoh] Baunya sampai ke sekolah")),
        ],
    },
    Sample {
        opened: (3, 8),
        service: "lainnya",
        place: "[contoh] kantor pelayanan terpadu",
        answers: &[("kejadian", "[contoh] Antrean dimulai pukul berapa pada hari Jumat?"), ("bidang", "perizinan")],
        flags: (false, false),
        acts: &[
            (0, Officer("verifikator", "terima", &[("golongan", "informasi")], "", "")),
            (0, Answer("verifikator", "[contoh] Antrean dibuka pukul 07.30 pada setiap hari kerja.")),
        ],
    },
    Sample {
        opened: (2, 16),
        service: "jalan-rusak",
        place: "[contoh] depan gudang lama",
        answers: &[("jenis_rusak", "longsor"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[(1, TO_SURVEY)],
    },
    Sample {
        opened: (1, 10),
        service: "pohon",
        place: "[contoh] tepi lapangan kecamatan",
        answers: &[],
        flags: (false, false),
        acts: &[],
    },
    Sample {
        opened: (0, 0),
        service: "jalan-rusak",
        place: "[contoh] depan warung pojok",
        answers: &[("jenis_rusak", "lubang"), ("bahaya", "tidak")],
        flags: (false, false),
        acts: &[],
    },
];
