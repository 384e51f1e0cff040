//! `gapura umpan`: what can be typed about feeds of old systems.

use clap::Subcommand;
use std::path::PathBuf;

/// `umpan`.
#[derive(Debug, Subcommand)]
pub enum Umpan {
    /// Periksa berkas atau folder pemetaan
    Cek {
        /// Berkas .toml atau folder; tanpa ini: umpan/ di folder data
        path: Vec<PathBuf>,
    },
    /// Jelaskan satu kode pemeriksaan, misalnya E621; tanpa kode: daftar semuanya
    Jelaskan {
        /// Kode yang dicetak `umpan cek`
        kode: Option<String>,
    },
    /// Baca satu umpan sekarang
    Jalan {
        /// Id umpan
        id: String,
        /// Baca dan periksa tanpa menyimpan apa pun
        #[arg(long)]
        coba: bool,
    },
    /// Hapus semua isi umpan yang berkas pemetaannya sudah tidak ada
    Lupakan {
        /// Id umpan
        id: String,
    },
}
