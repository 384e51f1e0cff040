//! The indicators that come with the program: the files of `indikator/`, one for each pillar.

use super::check::check;
use super::model::Library;
use std::sync::LazyLock;

macro_rules! carried {
    ($($name:literal,)*) => { &[$((concat!($name, ".toml"), include_str!(concat!("../../../../indikator/", $name, ".toml")))),*] };
}

/// Every shipped file with its name.
pub const TEXTS: &[(&str, &str)] = carried!["branding", "economy", "environment", "governance", "living", "society",];

static LIBRARY: LazyLock<Library> = LazyLock::new(|| check(&files()).0.unwrap_or_default());

/// The shipped files, as [`check`] takes them.
pub fn files() -> Vec<(String, String)> {
    TEXTS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// The shipped library; a test proves that it is whole.
pub fn library() -> &'static Library {
    &LIBRARY
}
