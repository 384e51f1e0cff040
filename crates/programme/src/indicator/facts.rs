//! Facts of this system: what can be counted of its ledger in a month, each with its exact meaning.
//!
//! Every fact is of the month in which its event **happened** in the region's own time (an import: when it was reported,
//! answered or ended), and of the unit that held the case after the commit that carries the event. What cannot be known
//! is not counted: an imported end without a time, an answer from before its report, a time that needs the holidays of a
//! year that nobody entered.

use definition::Say;
use std::sync::LazyLock;

/// What kind of event a fact counts; the word stands in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `case.opened`.
    Opened,
    /// `clock.stopped` of the clock `verifikasi`.
    Verified,
    /// The first `answer.given`, unless it lies before its report.
    Answered,
    /// `case.ended`, unless nobody knows when.
    Ended,
    /// `case.returned`.
    Returned,
    /// `case.transferred`.
    Transferred,
    /// A rating by the resident, with an action or by itself.
    Rated,
    /// `case.escalated`.
    Escalated,
    /// `clock.lapsed`.
    Lapsed,
    /// `support.added`.
    Supported,
    /// `letter.issued`.
    Issued,
    /// `letter.revoked` of a letter to a resident.
    Revoked,
    /// A service came to run, or was withdrawn.
    Service,
    /// An account was opened, closed or opened again.
    Account,
    /// An officer's first sign-in of a month.
    SeenInMonth,
    /// An officer's first sign-in of a quarter.
    SeenInQuarter,
    /// An officer's first sign-in of a year.
    SeenInYear,
    /// `sign_in.failed`.
    Failed,
}

impl Kind {
    /// The word in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "masuk",
            Self::Verified => "verifikasi",
            Self::Answered => "jawab",
            Self::Ended => "selesai",
            Self::Returned => "kembali",
            Self::Transferred => "pindah",
            Self::Rated => "nilai",
            Self::Escalated => "eskalasi",
            Self::Lapsed => "lewat",
            Self::Supported => "dukung",
            Self::Issued => "terbit",
            Self::Revoked => "cabut",
            Self::Service => "layanan",
            Self::Account => "akun",
            Self::SeenInMonth => "hadir-bulan",
            Self::SeenInQuarter => "hadir-triwulan",
            Self::SeenInYear => "hadir-tahun",
            Self::Failed => "gagal-masuk",
        }
    }

    /// Whether it is about a case, which a page may link to.
    pub const fn of_case(self) -> bool {
        !matches!(
            self,
            Self::Service
                | Self::Account
                | Self::SeenInMonth
                | Self::SeenInQuarter
                | Self::SeenInYear
                | Self::Failed
                | Self::Issued
                | Self::Revoked
        )
    }
}

/// Marks on events of a kind, which tell facts of one kind apart; bits, because an event may carry several.
pub mod mark {
    /// Opened on the web.
    pub const WEB: i64 = 1;
    /// Opened at a counter.
    pub const COUNTER: i64 = 2;
    /// Brought by an import.
    pub const IMPORTED: i64 = 4;
    /// A complaint.
    pub const COMPLAINT: i64 = 8;
    /// An application.
    pub const REQUEST: i64 = 16;
    /// An objection to the end of an earlier case.
    pub const OBJECTION: i64 = 32;
    /// The renewal of a letter.
    pub const RENEWAL: i64 = 64;

    /// In time.
    pub const IN_TIME: i64 = 1;
    /// Late.
    pub const LATE: i64 = 2;
    /// Its working time cannot be computed: the holidays of a year are missing.
    pub const UNTIMED: i64 = 4;

    /// Ended with success.
    pub const SUCCESS: i64 = 8;
    /// Refused.
    pub const REFUSED: i64 = 16;
    /// Ended because the resident was silent.
    pub const SILENCE: i64 = 32;
    /// Taken back by the applicant.
    pub const WITHDRAWN: i64 = 64;
    /// All its times are known.
    pub const TIMED: i64 = 128;
}

/// What is read off the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many there were.
    Events,
    /// The sum of what they carry: stars of ratings, working seconds of ends.
    Amount,
    /// The sum of the seconds in which ended cases waited for the resident.
    Paused,
    /// How many there are at the end of the period: everything that came less everything that went, since the beginning.
    Standing,
    /// How many different officers there were; a quarter counts each once.
    Different,
    /// So many per cent of the working times are at most this (nearest rank, cut down to its bucket).
    Percentile(i64),
}

/// One fact.
#[derive(Debug)]
pub struct Fact {
    /// Its name in formulas.
    pub id: &'static str,
    /// What it counts.
    pub kind: Kind,
    /// Only events with one of these marks; 0: all.
    pub marks: i64,
    /// What is read off them.
    pub measure: Measure,
    /// Unit of its value.
    pub unit: &'static str,
    /// What exactly it means.
    pub means: Say,
}

/// Id, kind, marks, measure, unit, Indonesian, English.
type Line = (&'static str, Kind, i64, Measure, &'static str, &'static str, &'static str);

use Measure::{Amount, Different, Events, Paused, Percentile, Standing};

const LINES: &[Line] = &[
    (
        "kasus_masuk",
        Kind::Opened,
        0,
        Events,
        "kasus",
        "Laporan dan permohonan yang dibuka, termasuk impor.",
        "Reports and applications opened, imports included.",
    ),
    (
        "kasus_masuk_web",
        Kind::Opened,
        mark::WEB,
        Events,
        "kasus",
        "Kasus yang dibuka warga lewat web.",
        "Cases that residents opened on the web.",
    ),
    (
        "kasus_masuk_loket",
        Kind::Opened,
        mark::COUNTER,
        Events,
        "kasus",
        "Kasus yang dibuka petugas di loket.",
        "Cases that officers opened at a counter.",
    ),
    (
        "kasus_impor",
        Kind::Opened,
        mark::IMPORTED,
        Events,
        "kasus",
        "Kasus yang dimasukkan dari sistem lain, menurut waktu laporannya.",
        "Cases imported from other systems, by the time of their report.",
    ),
    (
        "pengaduan_masuk",
        Kind::Opened,
        mark::COMPLAINT,
        Events,
        "kasus",
        "Kasus yang dibuka pada layanan pengaduan.",
        "Cases opened under a complaint service.",
    ),
    (
        "permohonan_masuk",
        Kind::Opened,
        mark::REQUEST,
        Events,
        "kasus",
        "Kasus yang dibuka pada layanan permohonan.",
        "Cases opened under an application service.",
    ),
    (
        "keberatan_masuk",
        Kind::Opened,
        mark::OBJECTION,
        Events,
        "kasus",
        "Keberatan atas akhir kasus sebelumnya.",
        "Objections to the end of an earlier case.",
    ),
    (
        "perpanjangan_masuk",
        Kind::Opened,
        mark::RENEWAL,
        Events,
        "kasus",
        "Perpanjangan surat dari kasus sebelumnya.",
        "Renewals of a letter of an earlier case.",
    ),
    (
        "verifikasi_selesai",
        Kind::Verified,
        0,
        Events,
        "kasus",
        "Kasus yang jam verifikasinya berhenti karena diteruskan.",
        "Cases whose verification clock stopped because they were forwarded.",
    ),
    (
        "verifikasi_tepat",
        Kind::Verified,
        mark::IN_TIME,
        Events,
        "kasus",
        "Di antaranya yang jam verifikasinya belum pernah lewat.",
        "Of these, those whose verification clock had not lapsed.",
    ),
    (
        "jawaban_pertama",
        Kind::Answered,
        0,
        Events,
        "kasus",
        "Jawaban publik pertama; jawaban impor yang lebih tua dari laporannya tidak dihitung.",
        "First public answers; imported ones from before their report are left out.",
    ),
    (
        "jawaban_tepat",
        Kind::Answered,
        mark::IN_TIME,
        Events,
        "kasus",
        "Jawaban pertama yang tepat waktu.",
        "First answers in time.",
    ),
    (
        "jawaban_terlambat",
        Kind::Answered,
        mark::LATE,
        Events,
        "kasus",
        "Jawaban pertama yang terlambat.",
        "First answers that were late.",
    ),
    (
        "jawaban_tanpa_waktu",
        Kind::Answered,
        mark::UNTIMED,
        Events,
        "kasus",
        "Jawaban pertama yang waktu kerjanya tidak dapat dihitung: kalender tahunnya belum ada.",
        "First answers whose working time cannot be computed: the calendar of a year is missing.",
    ),
    (
        "median_jawab",
        Kind::Answered,
        0,
        Percentile(50),
        "hari kerja",
        "Median waktu kerja sampai jawaban pertama, tanpa jeda (peringkat terdekat, dipotong ke sepersepuluh hari).",
        "Median working time to the first answer, without pauses (nearest rank, cut to a tenth of a day).",
    ),
    (
        "p90_jawab",
        Kind::Answered,
        0,
        Percentile(90),
        "hari kerja",
        "Waktu kerja yang tidak dilampaui 90 persen jawaban pertama.",
        "The working time within which 90 per cent of first answers came.",
    ),
    (
        "kasus_selesai",
        Kind::Ended,
        0,
        Events,
        "kasus",
        "Kasus yang berakhir, termasuk ditolak dan ditarik; impor dengan waktu akhir tak diketahui tidak dihitung.",
        "Cases that ended, refused and withdrawn ones included; imports with an unknown end are left out.",
    ),
    (
        "selesai_tepat",
        Kind::Ended,
        mark::IN_TIME,
        Events,
        "kasus",
        "Kasus yang berakhir tepat waktu; yang ditarik pemohon tidak dihitung.",
        "Cases that ended in time; withdrawn ones are left out.",
    ),
    (
        "selesai_terlambat",
        Kind::Ended,
        mark::LATE,
        Events,
        "kasus",
        "Kasus yang berakhir terlambat.",
        "Cases that ended late.",
    ),
    (
        "selesai_berhasil",
        Kind::Ended,
        mark::SUCCESS,
        Events,
        "kasus",
        "Kasus yang berakhir dengan hasil berhasil.",
        "Cases that ended with success.",
    ),
    ("selesai_ditolak", Kind::Ended, mark::REFUSED, Events, "kasus", "Kasus yang ditolak.", "Cases that were refused."),
    (
        "selesai_diam",
        Kind::Ended,
        mark::SILENCE,
        Events,
        "kasus",
        "Kasus yang tertutup karena warga diam; bukan persetujuan.",
        "Cases closed because the resident was silent; never consent.",
    ),
    (
        "selesai_ditarik",
        Kind::Ended,
        mark::WITHDRAWN,
        Events,
        "kasus",
        "Permohonan yang ditarik pemohonnya.",
        "Applications that their applicants took back.",
    ),
    (
        "detik_kerja",
        Kind::Ended,
        mark::TIMED,
        Amount,
        "detik kerja",
        "Jumlah detik kerja kasus yang berakhir pada waktu yang diketahui, tanpa jeda.",
        "Working seconds of cases whose times are all known, without pauses.",
    ),
    (
        "detik_jeda",
        Kind::Ended,
        mark::TIMED,
        Paused,
        "detik kerja",
        "Jumlah detik kerja ketika kasus yang sama menunggu warga.",
        "Working seconds in which the same cases waited for the resident.",
    ),
    (
        "kasus_dikembalikan",
        Kind::Returned,
        0,
        Events,
        "kasus",
        "Pengembalian kasus ke unit sebelumnya.",
        "Returns of a case to the unit before.",
    ),
    (
        "kasus_dipindahkan",
        Kind::Transferred,
        0,
        Events,
        "kasus",
        "Pemindahan kasus ke unit lain.",
        "Transfers of a case to another unit.",
    ),
    (
        "penilaian_warga",
        Kind::Rated,
        0,
        Events,
        "penilaian",
        "Penilaian 1 sampai 5 yang diberikan warga.",
        "Ratings from 1 to 5 given by residents.",
    ),
    ("jumlah_nilai", Kind::Rated, 0, Amount, "bintang", "Jumlah nilai yang diberikan.", "Sum of the ratings."),
    (
        "eskalasi",
        Kind::Escalated,
        0,
        Events,
        "kasus",
        "Kasus yang naik ke atasan karena tenggatnya lewat.",
        "Cases that went to a superior because a deadline passed.",
    ),
    (
        "tenggat_lewat",
        Kind::Lapsed,
        0,
        Events,
        "tenggat",
        "Jam yang melewati batasnya, masing-masing satu kali.",
        "Clocks that passed their deadline, each once.",
    ),
    (
        "dukungan_warga",
        Kind::Supported,
        0,
        Events,
        "dukungan",
        "Warga lain yang menyatakan ikut mengalami.",
        "Other residents who said that they are affected too.",
    ),
    ("surat_terbit", Kind::Issued, 0, Events, "surat", "Surat yang ditandatangani.", "Letters that were signed."),
    ("surat_dicabut", Kind::Revoked, 0, Events, "surat", "Surat yang dicabut.", "Letters that were withdrawn."),
    (
        "layanan_berjalan",
        Kind::Service,
        0,
        Standing,
        "layanan",
        "Layanan yang terbit dan belum ditarik pada akhir periode.",
        "Services published and not withdrawn at the end of the period.",
    ),
    (
        "petugas_terdaftar",
        Kind::Account,
        0,
        Standing,
        "petugas",
        "Akun petugas yang terbuka pada akhir periode.",
        "Open accounts of officers at the end of the period.",
    ),
    (
        "petugas_aktif",
        Kind::SeenInMonth,
        0,
        Different,
        "petugas",
        "Petugas yang masuk paling sedikit sekali dalam periode.",
        "Officers who signed in at least once in the period.",
    ),
    (
        "masuk_gagal",
        Kind::Failed,
        0,
        Amount,
        "percobaan",
        "Percobaan masuk yang gagal.",
        "Attempts to sign in that failed.",
    ),
];

static FACTS: LazyLock<Vec<Fact>> = LazyLock::new(|| LINES.iter().map(fact).collect());

fn fact((id, kind, marks, measure, unit, said, english): &Line) -> Fact {
    Fact { id, kind: *kind, marks: *marks, measure: *measure, unit, means: Say::new(*said, *english) }
}

/// Every fact.
pub fn all() -> &'static [Fact] {
    &FACTS
}

/// The fact with this id.
pub fn fact_of(id: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_facts_have_one_name_and_each_may_stand_in_a_formula() {
        let names: BTreeSet<&str> = all().iter().map(|fact| fact.id).collect();
        assert_eq!(names.len(), all().len());
        assert!(names.iter().all(|name| definition::names::is_id(name)));
    }

    #[test]
    fn only_what_comes_and_goes_is_a_standing() {
        let standing: Vec<&str> =
            all().iter().filter(|fact| fact.measure == Standing).map(|fact| fact.kind.word()).collect();
        assert_eq!(standing, ["layanan", "akun"]);
    }
}
