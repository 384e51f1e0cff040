//! `gapura pertukaran`: what can be typed about descriptions of services between agencies.

use clap::Subcommand;
use std::path::PathBuf;

/// `pertukaran`.
#[derive(Debug, Subcommand)]
pub enum Pertukaran {
    /// Periksa uraian layanan (OpenAPI 3.0 atau 3.1, JSON atau YAML)
    Cek {
        /// Berkas uraian
        #[arg(required = true)]
        berkas: Vec<PathBuf>,
    },
    /// Bandingkan dua uraian: apa yang memutus pemanggil
    Beda {
        /// Uraian yang berjalan
        lama: PathBuf,
        /// Uraian yang baru
        baru: PathBuf,
    },
    /// Jelaskan satu kode pemeriksaan, misalnya E028; tanpa kode: daftar semuanya
    Jelaskan {
        /// Kode yang dicetak `pertukaran cek`
        kode: Option<String>,
    },
}
