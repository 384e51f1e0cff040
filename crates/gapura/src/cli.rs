//! What can be typed. Words that residents and officers know are Indonesian; operator verbs are English.

mod aplikasi;
mod gerakan;
mod indikator;
mod instrumen;
mod pertukaran;
mod umpan;

pub use aplikasi::Aplikasi;
pub use gerakan::Gerakan;
pub use indikator::{HitungIndikator, Indikator};
pub use instrumen::{Hitung, Instrumen};
pub use pertukaran::Pertukaran;
pub use umpan::Umpan;

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Gapura: satu gerbang antara warga, dinas, dan sistemnya.
#[derive(Debug, Parser)]
#[command(name = "gapura", version, long_about = None, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    /// Folder data kota (berkas gapura.toml, basis data, lampiran)
    #[arg(long, global = true, env = "GAPURA_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Baris terakhir keluaran berupa satu objek JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Bahasa pesan: id atau en
    #[arg(long, global = true, default_value = "id", value_parser = ["id", "en"])]
    pub bahasa: String,
    /// Kode wilayah, bila pemasangan melayani beberapa
    #[arg(long, global = true)]
    pub wilayah: Option<String>,
    /// Yang dikerjakan
    #[command(subcommand)]
    pub command: Command,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Buat kota contoh dan jalankan
    Demo(Demo),
    /// Siapkan folder data untuk satu wilayah
    Init(Init),
    /// Jalankan layanan web (dan pekerja latar)
    Serve(Serve),
    /// Jalankan hanya pekerja latar: tenggat, kabar, angka
    Worker,
    /// Mutakhirkan susunan basis data
    Migrate,
    /// Periksa kesehatan pemasangan ini
    Doctor,
    /// Wilayah yang dilayani
    #[command(subcommand)]
    Region(Region),
    /// Masukkan data dari luar
    #[command(subcommand)]
    Import(Import),
    /// Keluarkan data
    #[command(subcommand)]
    Export(Export),
    /// Akun petugas
    #[command(subcommand)]
    Petugas(Petugas),
    /// Definisi layanan: periksa, uji, terbitkan
    #[command(subcommand)]
    Layanan(Layanan),
    /// Surat yang terbit: periksa templatnya
    #[command(subcommand)]
    Surat(Surat),
    /// Instrumen penilaian (SPBE, Pemdi, SKM, …): periksa, hitung indeks
    #[command(subcommand)]
    Instrumen(Instrumen),
    /// Indikator rencana: periksa, hitung dari buku besar
    #[command(subcommand)]
    Indikator(Indikator),
    /// Umpan dari sistem lama: periksa berkas pemetaan, baca
    #[command(subcommand)]
    Umpan(Umpan),
    /// Daftar aplikasi dinas: masukkan dari lembar kerja
    #[command(subcommand)]
    Aplikasi(Aplikasi),
    /// Gerakan: ringkasan bertanda tangan antara daerah dan yang mengarahkannya
    #[command(subcommand)]
    Gerakan(Gerakan),
    /// Layanan data antardinas: periksa dan bandingkan uraiannya (OpenAPI)
    #[command(subcommand)]
    Pertukaran(Pertukaran),
    /// Cadangkan basis data dan lampiran ketika layanan berjalan
    Backup {
        /// Folder tujuan yang belum ada
        tujuan: PathBuf,
    },
    /// Pulihkan cadangan ke folder data yang kosong, lalu periksa
    Restore {
        /// Folder cadangan
        asal: PathBuf,
        /// Basis data tujuan; bawaan: seperti tertulis di cadangan
        #[arg(long)]
        database: Option<String>,
    },
    /// Kunci induk: ganti atau periksa
    #[command(subcommand)]
    Kunci(Kunci),
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Kode kabupaten/kota, salah satu dari 514
    #[arg(long, default_value = "35.17")]
    pub region: String,
    /// Pemasangan yang mengarahkan banyak daerah (kementerian), dengan angkatan dan lima daerah contoh
    #[arg(long, conflicts_with_all = ["region", "real"])]
    pub gerakan: bool,
    /// Kota Surabaya dengan laporan nyata dari folder data bersama
    #[arg(long)]
    pub real: bool,
    /// Porta; 0 memilih yang bebas
    #[arg(long, default_value_t = 8017)]
    pub port: u16,
    /// Folder kota contoh; bawaan: folder sementara yang dibuat baru
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// Siapkan lalu berhenti tanpa menjalankan layanan
    #[arg(long)]
    pub siapkan_saja: bool,
}

/// `init`.
#[derive(Debug, Default, Args)]
pub struct Init {
    /// Kode kabupaten/kota; kode provinsi (35) atau 00 untuk pemasangan yang mengarahkan banyak daerah
    #[arg(long)]
    pub region: String,
    /// Basis data: kosong = berkas di folder data; atau postgres://…
    #[arg(long)]
    pub database: Option<String>,
    /// Berkas kunci induk, di luar folder data yang dicadangkan
    #[arg(long)]
    pub kunci: Option<PathBuf>,
    /// Garis dasar indikator dari tabel CSV: indikator, tahun, nilai
    #[arg(long, value_name = "BERKAS")]
    pub garis_dasar: Option<PathBuf>,
}

/// `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Alamat dengar
    #[arg(long, default_value = "127.0.0.1:8017")]
    pub listen: SocketAddr,
    /// Tanpa pekerja latar (dijalankan terpisah dengan `gapura worker`)
    #[arg(long)]
    pub tanpa_pekerja: bool,
}

/// `region`.
#[derive(Debug, Subcommand)]
pub enum Region {
    /// Tambah wilayah pada pemasangan ini
    Add {
        /// Kode kabupaten/kota
        kode: String,
        /// Nama host yang menuju wilayah ini
        #[arg(long)]
        host: Option<String>,
    },
    /// Daftar wilayah yang dilayani
    List,
}

/// `import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Garis batas wilayah (GeoJSON)
    Boundaries {
        /// Berkas .geojson
        berkas: PathBuf,
    },
    /// Ekspor SP4N-LAPOR! (.csv atau .csv.gz)
    Lapor {
        /// Berkas ekspor
        berkas: PathBuf,
        /// Tempat baris yang ditolak ditulis
        #[arg(long)]
        tolakan: Option<PathBuf>,
    },
    /// Laporan dari CSV apa pun dengan berkas pemetaan
    Cases {
        /// Berkas .csv atau .csv.gz
        berkas: PathBuf,
        /// Berkas pemetaan .toml
        #[arg(long)]
        mapping: PathBuf,
        /// Tempat baris yang ditolak ditulis
        #[arg(long)]
        tolakan: Option<PathBuf>,
    },
    /// Daftar dinas (unit.toml atau CSV)
    Agencies {
        /// Berkas .toml atau .csv
        berkas: PathBuf,
    },
    /// Hari libur satu tahun atau lebih (CSV)
    Holidays {
        /// Berkas .csv
        berkas: PathBuf,
    },
}

/// `export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Tata letak ekspor SP4N-LAPOR!
    Lapor {
        /// Berkas tujuan; tanpa ini ke keluaran baku
        #[arg(long)]
        ke: Option<PathBuf>,
        /// Beri tanda petik pada sel yang dapat dijalankan lembar kerja (mengubah isinya)
        #[arg(long)]
        aman_lembar_kerja: bool,
    },
    /// Buku besar: setiap kejadian satu baris JSON, tanpa data pribadi
    Peristiwa {
        /// Berkas tujuan; tanpa ini ke keluaran baku
        #[arg(long)]
        ke: Option<PathBuf>,
    },
}

/// `petugas`.
#[derive(Debug, Subcommand)]
pub enum Petugas {
    /// Tambah petugas; mencetak tautan sekali pakai untuk membuat kata sandi
    Tambah {
        /// Nama masuk, huruf kecil
        nama_masuk: String,
        /// Nama yang ditampilkan
        #[arg(long)]
        nama: String,
        /// Peran: verifikator, penghubung, petugas-lapangan, kepala, admin-kota, pimpinan, pemeriksa
        #[arg(long, required = true)]
        peran: Vec<String>,
        /// Unit, misalnya dinas-pupr
        #[arg(long)]
        opd: String,
        /// Surel untuk pemberitahuan
        #[arg(long)]
        surel: Option<String>,
    },
    /// Tautan baru untuk membuat kata sandi
    Tautan {
        /// Nama masuk
        nama_masuk: String,
    },
    /// Nonaktifkan petugas dan akhiri semua sesinya
    Nonaktif {
        /// Nama masuk
        nama_masuk: String,
    },
    /// Daftar petugas
    Daftar,
}

/// `layanan`.
#[derive(Debug, Subcommand)]
pub enum Layanan {
    /// Periksa berkas atau folder definisi
    Cek(Cek),
    /// Jelaskan satu kode pemeriksaan, misalnya E023; tanpa kode: daftar semuanya
    Jelaskan {
        /// Kode yang dicetak `layanan cek`
        kode: Option<String>,
    },
    /// Cetak JSON Schema bahasa layanan untuk penyunting teks
    Skema,
    /// Jalankan skenario [[uji]] di dalam definisi dan tunjukkan bagian yang belum diuji
    Uji(Uji),
    /// Apa yang berubah dari definisi A ke definisi B bagi warga, petugas, dan kasus yang berjalan
    Beda {
        /// Definisi lama
        lama: PathBuf,
        /// Definisi baru
        baru: PathBuf,
    },
    /// Gambar alur layanan (SVG)
    Gambar {
        /// Satu berkas definisi
        #[command(flatten)]
        berkas: Berkas,
        /// Berkas tujuan; tanpa ini ke keluaran baku
        #[arg(long)]
        ke: Option<PathBuf>,
    },
    /// Tampilkan Standar Pelayanan yang diturunkan dari definisi
    Standar(Standar),
    /// Tulis berkas definisi pertama; menanyakan yang tidak disebut di baris perintah
    Baru(Baru),
    /// Uji coba versi baru pada kasus yang berjalan; tidak mengubah apa pun
    Coba {
        /// Berkas definisi versi baru
        berkas: PathBuf,
    },
    /// Jalankan jejak waktu pada definisi, tanpa basis data
    Simulasi {
        /// Berkas atau folder definisi
        path: PathBuf,
        /// Berkas jejak (bentuk clock_vectors.json)
        #[arg(long)]
        jejak: PathBuf,
    },
    /// Terbitkan definisi sehingga warga dapat memakainya
    Terbitkan {
        /// Berkas atau folder definisi; tanpa ini: semua layanan bawaan program
        path: Option<PathBuf>,
    },
    /// Tarik layanan; laporan yang berjalan tetap diselesaikan
    Tarik {
        /// Id layanan
        id: String,
    },
    /// Layanan yang terbit
    Daftar,
}

/// `surat`.
#[derive(Debug, Subcommand)]
pub enum Surat {
    /// Cetak templat dengan isian contoh dan tunjukkan apa yang salah, dengan baris dan kolomnya
    Cek {
        /// Berkas layanan (.toml), templat (.typ), atau folder
        #[arg(required = true)]
        path: Vec<PathBuf>,
        /// Folder tempat PDF contoh ditulis
        #[arg(long)]
        ke: Option<PathBuf>,
    },
    /// Pencetak yang dijalankan oleh `serve` sebagai proses tersendiri
    #[command(hide = true)]
    Tukang,
}

/// `layanan cek`.
#[derive(Debug, Args)]
pub struct Cek {
    /// Yang diperiksa
    #[command(flatten)]
    pub berkas: Berkas,
    /// Awasi berkas dan periksa lagi setiap kali disimpan; berhenti dengan Ctrl-C
    #[arg(long, conflicts_with = "json")]
    pub awasi: bool,
}

/// Where definitions stand, and whose units they name.
#[derive(Debug, Args)]
pub struct Berkas {
    /// Berkas .toml atau folder
    pub path: PathBuf,
    /// Kode wilayah yang unitnya dipakai; bawaan: wilayah/baku
    #[arg(long)]
    pub region: Option<String>,
}

/// `layanan standar`.
#[derive(Debug, Args)]
pub struct Standar {
    /// Where the definitions stand.
    #[command(flatten)]
    pub berkas: Berkas,
    /// Bentuk keluaran: teks, halaman HTML, CSV untuk katalog nasional SIPPN, atau PDF (dengan --ke)
    #[arg(long, value_enum, default_value_t)]
    pub bentuk: Bentuk,
    /// Folder tempat PDF ditulis, satu untuk setiap layanan
    #[arg(long, required_if_eq("bentuk", "pdf"))]
    pub ke: Option<PathBuf>,
}

/// How a standard is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Bentuk {
    /// For a terminal.
    #[default]
    Teks,
    /// One page.
    Html,
    /// CSV.
    Sippn,
    /// One file for each service.
    Pdf,
}

/// `layanan baru`.
#[derive(Debug, Args)]
pub struct Baru {
    /// Berkas .toml yang belum ada
    pub berkas: PathBuf,
    /// Jenis: pengaduan, permohonan, informasi
    #[arg(long)]
    pub jenis: Option<String>,
    /// Nama layanan
    #[arg(long)]
    pub nama: Option<String>,
    /// Unit pemilik, misalnya dinas-pupr
    #[arg(long)]
    pub pemilik: Option<String>,
    /// Pertanyaan kepada warga, dengan tipe sesudah titik dua terakhir: "Sejak kapan?:tanggal"
    #[arg(long)]
    pub isian: Vec<String>,
    /// Batas penyelesaian dalam hari kerja, paling sedikit 3
    #[arg(long)]
    pub hari: Option<u32>,
    /// Kode wilayah yang unitnya dipakai; bawaan: wilayah/baku
    #[arg(long)]
    pub region: Option<String>,
}

/// `layanan uji`.
#[derive(Debug, Args)]
pub struct Uji {
    /// Where the definitions stand.
    #[command(flatten)]
    pub berkas: Berkas,
    /// Cetak skenario untuk langkah dan aksi yang belum diuji, siap ditempel di akhir berkas
    #[arg(long)]
    pub lengkapi: bool,
}

/// `kunci`.
#[derive(Debug, Subcommand)]
pub enum Kunci {
    /// Buat kunci induk baru dan bungkus ulang semua kunci wilayah
    Putar {
        /// Berkas kunci baru yang belum ada
        baru: PathBuf,
    },
}
