//! JSON Schema of the language, for editors: completion, short help, the shape of values. It knows nothing of what
//! one key says about another; that is the checker's.

use super::flow::CLOCK;
use super::{fields, flow, head, letters, scenarios, step};
use kernel::duration::Unit;
use serde_json::{Map, Value, json};

const ID: &str = "^[a-z][a-z0-9_]{0,39}$";
const SLUG: &str = "^[a-z][a-z0-9-]{0,59}$";

/// A key, its help, and the shape of its value.
type Key = (&'static str, &'static str, Value);

/// The schema (draft 7) as one JSON object.
pub fn schema() -> Value {
    let mut all = object(&["layanan", "langkah", "akhir"], tables());
    let map = all.as_object_mut();
    if let Some(map) = map {
        map.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        map.insert("title".to_owned(), json!("Layanan Gapura, tata bahasa 1"));
    }
    all
}

fn tables() -> Vec<Key> {
    vec![
        ("layanan", "Nama, pemilik, dan saluran layanan.", heading()),
        ("standar", "Bagian Standar Pelayanan yang tidak dapat diturunkan.", standard()),
        ("isian", "Pertanyaan formulir.", keyed(ID, field())),
        ("berkas", "Berkas yang dilampirkan.", keyed(ID, file())),
        ("biaya", "Gratis, atau baris-baris biaya.", fees()),
        ("gabung", "Laporan kembar menjadi dukungan.", duplicates()),
        ("tenggat", "Janji waktu untuk seluruh kasus.", deadline()),
        ("langkah", "Alur: siapa memegang kasus, berapa lama, lalu ke mana.", keyed(ID, steps())),
        ("akhir", "Cara kasus berakhir.", keyed(ID, end())),
        ("surat", "Surat yang terbit.", keyed(ID, letter())),
        ("kabar", "Pesan kepada warga.", keyed("^(diterima|(masuk|akhir|lewat):[a-z][a-z0-9_]{0,39})$", text())),
        ("simpan", "Masa simpan dan data terbuka.", retention()),
        ("uji", "Skenario yang membuktikan berkas ini.", list(scenario())),
    ]
}

fn object(required: &[&str], keys: Vec<Key>) -> Value {
    let mut properties = Map::new();
    for (key, help, mut shape) in keys {
        if let Some(shape) = shape.as_object_mut() {
            shape.insert("description".to_owned(), json!(help));
        }
        properties.insert(key.to_owned(), shape);
    }
    let mut all = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if let (Some(map), false) = (all.as_object_mut(), required.is_empty()) {
        map.insert("required".to_owned(), json!(required));
    }
    all
}

fn keyed(pattern: &str, entry: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "patternProperties": { pattern: entry } })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn shaped(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn whole(low: u32, high: u32) -> Value {
    json!({ "type": "integer", "minimum": low, "maximum": high })
}

fn date() -> Value {
    shaped("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
}

fn instant() -> Value {
    shaped("^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+[+][0-9]{2}:[0-9]{2}$")
}

fn list(entry: Value) -> Value {
    json!({ "type": "array", "items": entry })
}

fn either(shapes: &[Value]) -> Value {
    json!({ "anyOf": shapes })
}

fn words<T>(known: &[(&str, T)]) -> Value {
    let all: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    json!({ "enum": all })
}

fn duration(units: &[Unit]) -> Value {
    let names: Vec<&str> = units.iter().map(|unit| unit.name()).collect();
    shaped(&format!("^[1-9][0-9]{{0,3}} ({})$", names.join("|")))
}

fn rule() -> Value {
    either(&[flag(), text()])
}

fn office() -> Value {
    shaped("^[a-z][a-z0-9-]*@[a-z][a-z0-9._-]*$")
}

fn heading() -> Value {
    let moves = object(&["pindah"], vec![("pindah", "Langkah lama menjadi langkah baru.", keyed(ID, shaped(ID)))]);
    let reporter = vec![
        ("anonim", "Boleh tanpa nama.", flag()),
        ("rahasia", "Boleh minta disembunyikan dari daftar umum.", flag()),
        ("wajib_kontak", "Nomor ponsel atau surel wajib.", flag()),
    ];
    let least = vec![(
        "minimal",
        "Yang dibuktikan sebelum dikirim lewat situs: kode ke ponsel atau surel.",
        words(&head::SIGN_INS),
    )];
    object(
        &["id", "jenis", "nama", "versi", "berlaku", "pemilik"],
        vec![
            ("id", "Nama pendek layanan, dipakai di alamat halaman.", shaped(SLUG)),
            ("jenis", "Pengaduan, permohonan, atau informasi.", words(&head::KINDS)),
            ("nama", "Nama layanan bagi warga.", text()),
            ("versi", "Nomor versi.", whole(1, 1_000_000)),
            ("berlaku", "Tanggal mulai berlaku.", date()),
            ("kasus_lama", "Nasib kasus yang sedang berjalan.", either(&[json!({ "enum": ["tetap"] }), moves])),
            ("pemilik", "Unit pemilik, misalnya dinas-pupr.", shaped("^@?[a-z][a-z0-9.-]*$")),
            ("saluran", "Pintu masuk layanan.", list(words(&head::CHANNELS))),
            ("pelapor", "Pilihan bagi pelapor.", object(&[], reporter)),
            ("masuk", "Syarat masuk.", object(&["minimal"], least)),
        ],
    )
}

fn standard() -> Value {
    let basis = vec![
        ("nama", "Nama peraturan.", text()),
        ("diperiksa_oleh", "Siapa yang memeriksanya.", text()),
        ("pada", "Kapan diperiksa.", date()),
    ];
    let complaints = vec![
        ("surel", "Surel pengaduan.", text()),
        ("telepon", "Telepon pengaduan.", text()),
        ("lapor", "SP4N-LAPOR! disebut.", flag()),
    ];
    let decree = vec![("nomor", "Nomor surat keputusan.", text()), ("tanggal", "Tanggalnya.", date())];
    object(
        &[],
        vec![
            ("dasar_hukum", "Dasar hukum.", list(either(&[text(), object(&["nama"], basis)]))),
            ("produk", "Apa yang diterima warga.", text()),
            ("bukan_pengganti", "Apa yang tidak digantikan produk ini.", text()),
            ("pengaduan", "Ke mana mengadu.", object(&[], complaints)),
            ("penetapan", "Keputusan yang menetapkan standar ini.", object(&["nomor", "tanggal"], decree)),
            ("sarana", "Sarana dan prasarana.", text()),
            ("kompetensi", "Kompetensi pelaksana.", text()),
            ("pengawasan", "Pengawasan internal.", text()),
            ("jumlah_pelaksana", "Jumlah pelaksana.", text()),
            ("jaminan", "Jaminan pelayanan.", text()),
            ("keamanan", "Jaminan keamanan.", text()),
            ("evaluasi", "Evaluasi kinerja.", text()),
        ],
    )
}

fn field() -> Value {
    let pattern = vec![("digit", "Jumlah angka.", whole(1, 40)), ("pesan", "Yang dikatakan bila tidak cocok.", text())];
    let prefill = vec![
        ("sumber", "Sistem asal.", shaped(ID)),
        ("ambil", "Isian yang ikut terisi.", list(shaped(ID))),
        ("gagal", "Bila sistem itu tidak menjawab.", json!({ "enum": ["isi_sendiri"] })),
    ];
    object(
        &["label", "tipe"],
        vec![
            ("label", "Pertanyaan bagi warga.", text()),
            ("bantuan", "Satu kalimat bantuan.", text()),
            ("tipe", "Jenis jawaban.", words(&fields::WORDS)),
            ("wajib", "true, false, atau syarat.", rule()),
            ("tampil", "Ditampilkan bila syarat ini benar.", rule()),
            ("diisi", "Diisi petugas pada langkah ini.", shaped(ID)),
            ("isi_dari", "Diisi dari sistem lain.", object(&["sumber"], prefill)),
            ("pribadi", "Data pribadi umum atau spesifik.", words(&fields::PERSONAL)),
            ("maks", "Panjang teks paling banyak.", whole(1, 10_000)),
            ("pola", "Jumlah angka yang pasti.", object(&["digit"], pattern)),
            ("rentang", "Angka dari..sampai.", shaped("^.+[.][.].+$")),
            ("satuan", "Satuan di belakang angka.", text()),
            ("pilihan", "Pilihan dan labelnya.", keyed(ID, text())),
            ("daftar", "Pilihan dari daftar CSV.", shaped(SLUG)),
            ("dalam", "Garis wilayah untuk titik.", shaped(SLUG)),
        ],
    )
}

fn file() -> Value {
    object(
        &["label", "jenis", "maks"],
        vec![
            ("label", "Nama berkas bagi warga.", text()),
            ("bantuan", "Satu kalimat bantuan.", text()),
            ("jenis", "Jenis berkas yang diterima.", list(words(&fields::KINDS))),
            ("maks", "Ukuran tiap berkas.", shaped("^[1-9][0-9]{0,5} (KB|MB)$")),
            ("jumlah", "Banyaknya bila dilampirkan.", shaped("^[0-9]+[.][.][0-9]+$")),
            ("wajib", "true, false, atau syarat.", rule()),
            ("tampil", "Ditampilkan bila syarat ini benar.", rule()),
            ("perkecil", "Sisi terpanjang sesudah diperkecil.", shaped("^[1-9][0-9]{0,5} px$")),
            ("buang_exif", "Data tersembunyi di foto.", words(&fields::EXIF)),
            ("contoh", "Contoh berkas.", text()),
            ("pribadi", "Data pribadi umum atau spesifik.", words(&fields::PERSONAL)),
        ],
    )
}

fn fees() -> Value {
    let payment = vec![
        ("pada", "setelah:LANGKAH.", shaped("^setelah:[a-z][a-z0-9_]*$")),
        ("cara", "Cara membayar.", list(text())),
        ("batas", "Batas membayar.", duration(&CLOCK)),
    ];
    let line = vec![
        ("nama", "Nama biaya.", text()),
        ("rumus", "Rumus dari isian.", text()),
        ("min", "Paling sedikit, rupiah.", whole(0, u32::MAX)),
        ("bebas", "Dibebaskan bila syarat ini benar.", text()),
        ("bayar", "Kapan dan bagaimana dibayar.", object(&["pada"], payment)),
    ];
    let mut all = object(&[], vec![("gratis", "Tidak dipungut biaya.", flag())]);
    if let Some(map) = all.as_object_mut() {
        map.insert("additionalProperties".to_owned(), object(&["nama", "rumus"], line));
    }
    all
}

fn duplicates() -> Value {
    object(
        &["radius", "dalam"],
        vec![
            ("radius", "Jarak paling jauh.", shaped("^[1-9][0-9]{0,5} (m|km)$")),
            ("dalam", "Selang waktu.", duration(&[Unit::Day, Unit::WorkingDay])),
            ("sama", "Isian yang harus sama.", list(shaped(ID))),
        ],
    )
}

fn deadline() -> Value {
    object(
        &[],
        vec![
            ("total", "Janji untuk seluruh kasus.", duration(&CLOCK)),
            ("verifikasi", "Pengaduan: diteruskan paling lambat.", duration(&CLOCK)),
            ("jawaban", "Pengaduan: jawaban pertama paling lambat.", duration(&CLOCK)),
            ("kalender", "Kalender kerja.", shaped(SLUG)),
            ("hitung", "Berhenti saat menunggu warga, atau jalan terus.", words(&flow::COUNTING)),
            ("lewat", "Yang terjadi bila janji lewat.", lapse()),
        ],
    )
}

fn lapse() -> Value {
    object(
        &[],
        vec![
            ("umumkan", "Masuk daftar terlambat untuk umum.", flag()),
            ("naik", "Atasan yang diberi tahu.", office()),
            ("aksi", "Aksi yang diambil sistem.", shaped("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$")),
            ("catat", "Catatan pada peristiwanya.", text()),
            ("dasar", "Dasar hukumnya.", text()),
        ],
    )
}

fn steps() -> Value {
    let entry = vec![("jika", "Syarat.", text()), ("waktu", "Lama waktu.", duration(&CLOCK))];
    object(
        &["nama", "oleh"],
        vec![
            ("nama", "Nama langkah bagi warga.", text()),
            ("oleh", "jabatan@unit, @pelapor, atau @pemohon.", shaped("^(@pelapor|@pemohon|[a-z][a-z0-9-]*@[a-z].*)$")),
            ("tenggat", "Waktu langkah ini.", either(&[duration(&CLOCK), list(object(&["waktu"], entry))])),
            ("lewat", "Yang terjadi bila waktunya lewat.", lapse()),
            ("mulai", "Langkah pertama.", flag()),
            ("gabung", "Menunggu cabang-cabang.", shaped("^(semua|satu|[0-9]+ dari [0-9]+)$")),
            ("lewati", "Dilewati bila syarat ini benar.", text()),
            ("pengganti", "Siapa yang boleh menggantikan.", list(office())),
            ("bukan", "Bukan orang yang bertindak di langkah ini.", list(shaped(ID))),
            ("massal", "Boleh dikerjakan sekaligus banyak.", flag()),
            ("luring", "Boleh diisi tanpa sinyal.", flag()),
            ("daftar_periksa", "id:tipe, dengan ! bila wajib.", checks()),
            ("tanda_tangan", "Cara menandatangani.", words(&step::SIGNATURES)),
            ("cara", "Lewat tautan sekali pakai.", json!({ "enum": ["tautan_sekali"] })),
            ("aksi", "Jalan keluar dari langkah ini.", keyed(ID, action())),
        ],
    )
}

fn checks() -> Value {
    list(shaped("^[a-z][a-z0-9_]*:(angka|ya_tidak|teks|foto)!?$"))
}

fn action() -> Value {
    let target = shaped("^(gabung:)?[a-z][a-z0-9_]*$");
    object(
        &["ke"],
        vec![
            ("ke", "Tujuan; daftar berarti bercabang.", either(&[target.clone(), list(target)])),
            ("jika", "Hanya bila syarat ini benar.", text()),
            ("alasan", "true, atau nama daftar alasan.", rule()),
            ("maks", "Paling banyak dipakai dalam satu kasus.", whole(1, 99)),
            ("tandai_isian", "Petugas menandai isian yang perlu diperbaiki.", flag()),
            ("bukti", "id:tipe, dengan ! bila wajib.", checks()),
            ("nilai", "Warga boleh memberi nilai.", flag()),
        ],
    )
}

fn end() -> Value {
    object(
        &["nama", "hasil"],
        vec![
            ("nama", "Nama akhir bagi warga.", text()),
            ("hasil", "Berhasil, gagal, atau netral.", words(&flow::OUTCOMES)),
            ("boleh_banding", "Warga boleh berkeberatan selama ini.", duration(&CLOCK)),
        ],
    )
}

fn letter() -> Value {
    let renewal = vec![
        ("isi_ulang", "Terisi dari kasus lama.", flag()),
        ("mulai", "Boleh diperpanjang sejak.", duration(&letters::CALENDAR)),
        ("lewati", "Langkah yang dilewati.", list(shaped(ID))),
    ];
    object(
        &["pada", "nomor", "templat"],
        vec![
            ("pada", "Akhir yang menerbitkan surat.", shaped(ID)),
            ("nomor", "Nomor surat dengan {urut}.", text()),
            ("templat", "Berkas templat.", text()),
            ("qr", "Yang terbaca di QR.", object(&[], vec![("tampil", "Isian dan status.", list(shaped(ID)))])),
            ("berlaku", "Masa berlaku.", duration(&letters::CALENDAR)),
            ("ingatkan", "Diingatkan sekian hari sebelumnya.", list(duration(&[Unit::Day]))),
            ("perpanjang", "Perpanjangan.", object(&["mulai"], renewal)),
        ],
    )
}

fn retention() -> Value {
    let kept = "^[1-9][0-9]{0,3} (hari|bulan|tahun)( setelah surat tidak berlaku)?$";
    object(
        &[],
        vec![
            ("data_pribadi", "Lama data pribadi disimpan.", shaped(kept)),
            ("terbuka", "Yang menjadi data terbuka.", list(shaped("^[a-z][a-z0-9_]*(~[1-9][0-9]*m)?$"))),
        ],
    )
}

fn scenario() -> Value {
    let act = shaped("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)?$");
    let entry = vec![
        ("aksi", "Aksi yang diambil.", act.clone()),
        ("isi", "Jawaban yang menyertainya.", json!({ "type": "object" })),
        ("tandai", "Isian yang ditandai.", list(shaped(ID))),
        ("oleh", "Orang yang bertindak.", text()),
        ("jawab", "Petugas menjawab.", flag()),
        ("tunggu", "Waktu berlalu.", duration(&CLOCK)),
        ("sampai", "Waktu berlalu sampai saat ini.", instant()),
    ];
    object(
        &["nama", "harap"],
        vec![
            ("nama", "Apa yang dibuktikan.", text()),
            ("mulai", "Saat kasus dibuka.", instant()),
            ("perpanjangan", "Kasus ini perpanjangan.", flag()),
            ("isi", "Jawaban.", json!({ "type": "object" })),
            ("jalan", "Yang terjadi, berurutan.", list(either(&[act, object(&[], entry)]))),
            ("harap", "Yang harus terjadi.", expectation()),
        ],
    )
}

fn expectation() -> Value {
    let names = || list(text());
    let measure = || shaped("^[0-9]+([.][0-9]+)? [a-z ]+$");
    let due = || either(&[duration(&CLOCK), instant()]);
    object(
        &[],
        vec![
            ("akhir", "Akhir yang dicapai.", shaped(ID)),
            ("langkah", "Langkah yang memegang kasus.", either(&[shaped(ID), names()])),
            ("terpakai", "Waktu total yang terpakai.", measure()),
            ("terpakai_langkah", "Waktu langkah yang terpakai.", measure()),
            ("tenggat_total", "Lama atau saat tenggat total.", due()),
            ("tenggat_langkah", "Lama atau saat tenggat langkah.", due()),
            ("lewati", "Langkah yang dilewati.", names()),
            ("berkas_wajib", "Berkas yang wajib.", names()),
            ("isian_wajib", "Isian yang wajib.", names()),
            ("tampil", "Isian yang tampil.", names()),
            ("biaya", "Biaya, rupiah.", whole(0, u32::MAX)),
            ("naik", "Atasan yang diberi tahu, berurutan.", list(office())),
            ("terlampaui", "Jam yang lewat.", names()),
            ("tolak", "Kode penolakan aksi terakhir.", json!({ "enum": scenarios::REFUSALS })),
        ],
    )
}
