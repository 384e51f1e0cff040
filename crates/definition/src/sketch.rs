//! A first definition: small, complete and sound, to be written on. What `gapura layanan baru` and the studio begin with.

use crate::model::Kind;

/// What a first definition is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// `layanan.jenis`.
    pub kind: Kind,
    /// `layanan.nama`; the id is made of it.
    pub name: String,
    /// `layanan.pemilik`: a unit of the region.
    pub owner: String,
    /// What residents are asked beside the place: questions, each with its type (`teks`, `paragraf`, `angka`, `tanggal`,
    /// `ya_tidak`).
    pub questions: Vec<(String, String)>,
    /// `tenggat.total` in working days, at least 3: one to verify, the rest to work.
    pub days: u32,
    /// `layanan.berlaku`, as `2026-12-01`.
    pub from: String,
}

impl Default for Sketch {
    fn default() -> Self {
        Self {
            kind: Kind::Complaint,
            name: "Layanan baru".to_owned(),
            owner: "dinas-kominfo".to_owned(),
            questions: vec![("Ceritakan singkat".to_owned(), "paragraf".to_owned())],
            days: 5,
            from: "2027-01-04".to_owned(),
        }
    }
}

/// Types that a question may have without further keys.
pub const QUESTION_TYPES: [&str; 5] = ["teks", "paragraf", "angka", "tanggal", "ya_tidak"];

/// `Jalan rusak (desa)` is `jalan-rusak-desa`: an id of `layanan`, or `layanan-…` where the name has no letter at first.
pub fn id_of(name: &str) -> String {
    words(name, '-', "layanan", 60)
}

/// Letters and digits of a text, joined by `between`.
fn words(text: &str, between: char, first: &str, most: usize) -> String {
    let lower = text.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let mut id = parts.join(&between.to_string());
    if !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        id = if id.is_empty() { first.to_owned() } else { format!("{first}{between}{id}") };
    }
    id.truncate(most);
    id.trim_end_matches(between).to_owned()
}

/// Writes the definition: a form, four steps, three ends, messages, and a scenario for each way through them.
pub fn sketch(about: &Sketch) -> String {
    let days = about.days.max(3);
    let work = days - 1;
    let complaint = if about.kind == Kind::Complaint {
        format!("verifikasi = \"1 hari kerja\"\njawaban    = \"{} hari kerja\"\n", work.min(5))
    } else {
        String::new()
    };
    let mut text = format!(
        "#: format layanan 1\n[layanan]\nid      = {id}\njenis   = \"{kind}\"\nnama    = {name}\nversi   = 1\nberlaku = {from}\npemilik = {owner}\nsaluran = [\"web\", \"loket\"]\npelapor = {{ anonim = false, rahasia = true, wajib_kontak = false }}\n\n\
         [standar]\nproduk    = {product}\npengaduan = {{ lapor = true }}\ndasar_hukum = [\"UU 25/2009 tentang Pelayanan Publik\"]\n\n\
         # ---------- formulir ----------\n[isian.lokasi]\nlabel = \"Di mana tempatnya?\"\ntipe  = \"titik\"\nwajib = true\n\n",
        id = quoted(&id_of(&about.name)),
        kind = about.kind.key(),
        name = quoted(&about.name),
        from = about.from,
        owner = quoted(&about.owner),
        product = quoted(&format!("{}: penyelesaian atau penjelasan tertulis", about.name)),
    );
    text.push_str(&questions(&about.questions));
    text.push_str(&format!(
        "# ---------- alur ----------\n[tenggat]\ntotal      = \"{days} hari kerja\"\n{complaint}kalender   = \"hari-kerja-pemda\"\nhitung     = \"jeda\"\n\n"
    ));
    let (sent, who) = match about.kind {
        Kind::Complaint => ("Laporan", "pelapor"),
        Kind::Request | Kind::Information => ("Permohonan", "pemohon"),
    };
    text.push_str(&FLOW.replace("HARI", &work.to_string()).replace("KIRIMAN", sent).replace("PENGIRIM", who));
    text
}

fn questions(questions: &[(String, String)]) -> String {
    let mut used: Vec<String> = vec!["lokasi".to_owned()];
    let mut text = String::new();
    for (label, kind) in questions {
        let stem = words(label, '_', "isian", 34);
        let taken = |id: &String| used.contains(id) || RESERVED.contains(&id.as_str());
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let Some(id) = std::iter::once(stem.clone()).chain(numbered).find(|id| !taken(id)) else { continue };
        text.push_str(&format!("[isian.{id}]\nlabel = {}\ntipe  = \"{kind}\"\nwajib = true\n", quoted(label)));
        if kind == "paragraf" {
            text.push_str("maks  = 1000\n");
        }
        text.push('\n');
        used.push(id);
    }
    text
}

/// Words of conditions are no ids (semantics R1).
const RESERVED: [&str; 7] = ["dan", "atau", "bukan", "dalam", "memuat", "ada", "tidak"];

const FLOW: &str = r#"[langkah.verifikasi]
nama    = "Verifikasi"
oleh    = "penghubung@pemilik"
tenggat = "1 hari kerja"
lewat   = { naik = "kepala@pemilik" }
mulai   = true
aksi.terima     = { ke = "pengerjaan" }
aksi.minta_data = { ke = "tambahan", alasan = true, maks = 1, tandai_isian = true }
aksi.tolak      = { ke = "ditolak", alasan = true }

[langkah.pengerjaan]
nama    = "Pengerjaan"
oleh    = "penghubung@pemilik"
tenggat = "HARI hari kerja"
lewat   = { naik = "kepala@pemilik", umumkan = true }
aksi.selesai = { ke = "konfirmasi", alasan = true }

[langkah.konfirmasi]
nama    = "Konfirmasi Anda"
oleh    = "@PENGIRIM"
tenggat = "10 hari kerja"
lewat   = { aksi = "setuju" }
aksi.setuju = { ke = "selesai", nilai = true }
aksi.belum  = { ke = "pengerjaan", alasan = true, maks = 1 }

[langkah.tambahan]
nama    = "Menunggu tambahan dari Anda"
oleh    = "@PENGIRIM"
tenggat = "10 hari"
lewat   = { aksi = "tutup" }
aksi.kirim = { ke = "verifikasi" }
aksi.tutup = { ke = "ditutup" }

[akhir]
selesai = { nama = "Selesai", hasil = "berhasil" }
ditolak = { nama = "Tidak dapat ditindaklanjuti", hasil = "gagal" }
ditutup = { nama = "Ditutup tanpa tambahan", hasil = "netral" }

[kabar]
diterima           = "KIRIMAN {nomor} diterima. Batas penanganan {tenggat.total}. Lacak: {tautan}"
"masuk:tambahan"   = "KIRIMAN {nomor} perlu tambahan dari Anda: {alasan}. Lengkapi paling lambat {tenggat.langkah}: {tautan}"
"masuk:konfirmasi" = "KIRIMAN {nomor} dinyatakan selesai: {alasan}. Benarkah? Jawab di {tautan}"
"akhir:ditolak"    = "KIRIMAN {nomor} tidak dapat ditindaklanjuti: {alasan}."

[simpan]
data_pribadi = "2 tahun"
terbuka      = ["status", "desa"]

# ---------- uji: berkas ini membuktikan dirinya sendiri ----------
[[uji]]
nama  = "diterima, dikerjakan, dibenarkan PENGIRIM"
jalan = ["terima", "selesai", "setuju"]
harap = { akhir = "selesai" }

[[uji]]
nama  = "PENGIRIM berkata belum: dikerjakan sekali lagi"
jalan = ["terima", "selesai", "belum", "selesai", "setuju"]
harap = { akhir = "selesai" }

[[uji]]
nama  = "ditolak dengan alasan"
jalan = ["tolak"]
harap = { akhir = "ditolak" }

[[uji]]
nama  = "PENGIRIM diam setelah diminta tambahan"
jalan = ["minta_data", { tunggu = "11 hari" }]
harap = { akhir = "ditutup", terlampaui = ["langkah.tambahan"] }

[[uji]]
nama  = "PENGIRIM melengkapi: kembali diverifikasi, jamnya berlanjut"
jalan = ["minta_data", "kirim"]
harap = { langkah = "verifikasi" }
"#;

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.trim().chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_the_letters_of_a_name() {
        assert_eq!(id_of("Jalan rusak (desa)"), "jalan-rusak-desa");
        assert_eq!(id_of("24 jam"), "layanan-24-jam");
        assert_eq!(id_of("…"), "layanan");
    }

    #[test]
    fn two_questions_with_one_wording_get_two_ids() {
        let twice = [("Kapan?".to_owned(), "tanggal".to_owned()), ("Kapan?".to_owned(), "teks".to_owned())];
        let text = questions(&twice);
        assert!(text.contains("[isian.kapan]") && text.contains("[isian.kapan_2]"), "{text}");
    }
}
