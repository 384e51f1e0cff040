//! `gapura gerakan`: signed summaries between a region and whoever steers it.

use clap::Subcommand;
use std::path::PathBuf;

/// `gerakan`.
#[derive(Debug, Subcommand)]
pub enum Gerakan {
    /// Cetak ringkasan daerah ini dengan tanda tangannya; arahkan ke berkas
    Ringkasan {
        /// Tahun; bawaan: tahun ini
        #[arg(long)]
        tahun: Option<i64>,
    },
    /// Cetak kunci publik daerah ini dan sidiknya; kunci dibuat sekali
    Kunci,
    /// Periksa berkas ringkasan dengan kunci publik daerah, tanpa menyimpannya
    Periksa {
        /// Berkas ringkasan
        berkas: PathBuf,
        /// Kunci publik daerah (base64)
        #[arg(long)]
        kunci: String,
    },
    /// Terima berkas ringkasan pada pemasangan yang mengarahkan: periksa dengan kunci terdaftar, lalu simpan
    Terima {
        /// Berkas ringkasan
        berkas: PathBuf,
    },
}
