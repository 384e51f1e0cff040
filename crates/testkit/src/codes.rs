//! Codes of findings as they stand in the sources, to be held against what is explained.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// Every code (`E201`, `W111`, `N303`) that a Rust file at or below `folder` has in quotes.
///
/// # Errors
/// The folder cannot be read.
pub fn codes_in(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(codes_in(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path)?;
            found.extend(text.split('"').filter(|part| is_code(part)).map(str::to_owned));
        }
    }
    Ok(found)
}

fn is_code(part: &str) -> bool {
    part.len() == 4 && part.starts_with(['E', 'W', 'N']) && part[1..].bytes().all(|byte| byte.is_ascii_digit())
}
