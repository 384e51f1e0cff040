//! `gapura aplikasi`: the inventory of the agencies' applications.

use clap::Subcommand;
use std::path::PathBuf;

/// `aplikasi`.
#[derive(Debug, Subcommand)]
pub enum Aplikasi {
    /// Masukkan daftar aplikasi (CSV atau XLSX); yang sama dua kali tidak mengubah apa pun
    Impor {
        /// Berkas daftar
        berkas: PathBuf,
        /// Peta kolom, nama dinas, dan kata (TOML); tanpa itu ditebak dari judul kolom
        #[arg(long)]
        peta: Option<PathBuf>,
    },
    /// Isi seratus aplikasi contoh, untuk mencoba
    Contoh,
}
