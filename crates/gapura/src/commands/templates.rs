//! `gapura surat`: templates of letters, tried out with sample data.

#[cfg(feature = "surat")]
mod trial;

use crate::cli::Surat;
use crate::report::Outcome;
use kernel::Lang;

#[cfg(feature = "surat")]
pub use trial::standard;

/// Runs what was typed.
#[cfg(feature = "surat")]
pub fn run(wish: Surat, lang: Lang) -> Outcome {
    match wish {
        Surat::Cek { path, ke } => trial::check(&path, ke.as_deref(), lang),
        Surat::Tukang => {
            crate::press::work()?;
            Ok(crate::report::Report::default())
        }
    }
}

/// Says which build can.
#[cfg(not(feature = "surat"))]
pub fn run(_wish: Surat, lang: Lang) -> Outcome {
    Err(missing(lang))
}

/// Says the same.
#[cfg(not(feature = "surat"))]
pub fn standard(_: &definition::Standard, _: &std::path::Path, lang: Lang) -> Result<(), crate::report::Failure> {
    Err(missing(lang))
}

#[cfg(not(feature = "surat"))]
fn missing(lang: Lang) -> crate::report::Failure {
    crate::report::Failure(match lang {
        Lang::Id => {
            "program ini dibangun tanpa pencetak surat; yang memuatnya: cargo build --release --package gapura \
                     --features surat"
                .to_owned()
        }
        Lang::En => "this program was built without the typesetter; the build that has it: cargo build --release \
                     --package gapura --features surat"
            .to_owned(),
    })
}
