//! `gapura indikator`: what can be typed about indicators.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `indikator`.
#[derive(Debug, Subcommand)]
pub enum Indikator {
    /// Periksa berkas atau folder indikator, semuanya bersama-sama
    Cek {
        /// Berkas .toml atau folder; tanpa ini: indikator bawaan program
        path: Vec<PathBuf>,
    },
    /// Indikator bawaan program
    Daftar,
    /// Fakta yang dapat disebut rumus, dengan artinya
    Fakta,
    /// Jelaskan satu kode pemeriksaan, misalnya E313; tanpa kode: daftar semuanya
    Jelaskan {
        /// Kode yang dicetak `indikator cek`
        kode: Option<String>,
    },
    /// Masukkan garis dasar dari tabel CSV: indikator, tahun, nilai, alasan
    GarisDasar {
        /// Berkas CSV
        berkas: PathBuf,
    },
    /// Hitung nilai dari buku besar kota ini
    Hitung(HitungIndikator),
}

/// `indikator hitung`.
#[derive(Debug, Args)]
pub struct HitungIndikator {
    /// Id indikator; tanpa ini: semuanya
    pub id: Vec<String>,
    /// Bulan, triwulan atau tahun: 2026-11, 2026-T4, 2026
    #[arg(long)]
    pub periode: String,
    /// Hanya kejadian unit ini, misalnya dinas-pupr
    #[arg(long)]
    pub unit: Option<String>,
}
