//! `gapura instrumen`: what can be typed about instruments and indices.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `instrumen`.
#[derive(Debug, Subcommand)]
pub enum Instrumen {
    /// Periksa berkas atau folder instrumen; hasil terbit di dalamnya dihitung ulang
    Cek {
        /// Berkas .toml atau folder; tanpa ini: instrumen bawaan program
        path: Vec<PathBuf>,
    },
    /// Hitung indeks dari nilai: simulasi, bukan hasil resmi
    Hitung(Hitung),
    /// Cetak tabel kosong (CSV) untuk diisi
    Lembar {
        /// Id instrumen bawaan atau berkas .toml
        instrumen: String,
    },
    /// Instrumen bawaan program
    Daftar,
    /// Jelaskan satu kode pemeriksaan, misalnya E210; tanpa kode: daftar semuanya
    Jelaskan {
        /// Kode yang dicetak `instrumen cek`
        kode: Option<String>,
    },
}

/// `instrumen hitung`.
#[derive(Debug, Args)]
pub struct Hitung {
    /// Id instrumen bawaan (lihat: gapura instrumen daftar) atau berkas .toml
    pub instrumen: String,
    /// Nilai per indikator: .toml, atau .csv dengan kolom indikator dan nilai
    pub nilai: PathBuf,
    /// Tunjukkan tiga hal yang paling menaikkan indeks
    #[arg(long)]
    pub andai: bool,
    /// Indeks yang terbit, untuk dibandingkan, misalnya 2.59
    #[arg(long)]
    pub terbit: Option<String>,
    /// Indeks penilaian sebelumnya, untuk melihat perbaikannya
    #[arg(long)]
    pub sebelum: Option<String>,
}
