//! Definition files on disk: one file, or a folder with all that is below it.

use crate::config::Config;
use crate::starter;
use definition::{Lists, Units};
use kernel::Lang;
use std::path::{Path, PathBuf};

/// A definition's text with the name under which messages show it.
#[derive(Debug)]
pub struct Source {
    /// As the person would type it.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What definitions are checked against.
#[derive(Debug)]
pub struct Surroundings {
    /// Offices.
    pub units: Units,
    /// Code lists.
    pub lists: Lists,
}

/// Reads a file, or all `.toml` files below a folder in the order of their names.
///
/// # Errors
/// Nothing is there, nothing can be read, or a text is not UTF-8.
pub fn sources(path: &Path) -> anyhow::Result<Vec<Source>> {
    let paths = paths(path)?;
    anyhow::ensure!(!paths.is_empty(), "{}: tidak ada berkas .toml di sini", path.display());
    paths.into_iter().map(text).collect()
}

/// The file itself, or all `.toml` files below a folder in the order of their names.
///
/// # Errors
/// Nothing is there, or a folder cannot be read.
pub fn paths(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    collect(path, &mut paths, 0)?;
    paths.sort();
    Ok(paths)
}

fn absent(path: &Path, error: &std::io::Error) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!("{} tidak ada; periksa nama dan foldernya", path.display()),
        _ => anyhow::anyhow!("{}: {error}", path.display()),
    }
}

fn collect(path: &Path, into: &mut Vec<PathBuf>, depth: u8) -> anyhow::Result<()> {
    let about = std::fs::metadata(path).map_err(|error| absent(path, &error))?;
    if about.is_file() {
        into.push(path.to_owned());
    } else if depth < 8 {
        for entry in std::fs::read_dir(path)? {
            let inner = entry?.path();
            if inner.is_dir() || inner.extension().is_some_and(|ending| ending == "toml") {
                collect(&inner, into, depth + 1)?;
            }
        }
    }
    Ok(())
}

/// Reads one file, whatever its ending.
///
/// # Errors
/// It is not there, cannot be read, or is not UTF-8.
pub fn text(path: PathBuf) -> anyhow::Result<Source> {
    let name = path.display().to_string();
    let bytes = std::fs::read(&path).map_err(|error| absent(&path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow::anyhow!("{name}: bukan teks UTF-8"))?;
    Ok(Source { name, text })
}

/// The templates that a definition's letters name and that stand beside it; a text that is no definition has none.
///
/// # Errors
/// A template cannot be read or stands above the definition's folder; the message names both files.
pub fn templates(source: &Source) -> anyhow::Result<Vec<(String, String)>> {
    let Ok(definition) = definition::load(&source.text) else {
        return Ok(Vec::new());
    };
    let folder = Path::new(&source.name).parent().unwrap_or(Path::new("."));
    let mut found = Vec::new();
    for (id, letter) in &definition.letters {
        let name = Path::new(&letter.template);
        let inside = name.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        anyhow::ensure!(inside, "{}: surat.{id}.templat: tulis jalur di bawah folder layanan ini", source.name);
        let path = folder.join(name);
        // A link that leads out of the folder would publish whatever it points at.
        let leads_out = path.canonicalize().is_ok_and(|real| folder_of(folder).is_ok_and(|own| !real.starts_with(own)));
        anyhow::ensure!(!leads_out, "{}: surat.{id}.templat: tautan keluar dari folder layanan ini", source.name);
        match std::fs::read_to_string(&path) {
            Ok(text) => found.push((letter.template.clone(), text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => anyhow::bail!("{}: surat.{id}.templat: {}: {error}", source.name, path.display()),
        }
    }
    Ok(found)
}

/// A line for each letter whose template is not among `found`: what is used instead.
pub fn plain_letters(source: &Source, found: &[(String, String)], lang: Lang) -> Vec<String> {
    let Ok(definition) = definition::load(&source.text) else {
        return Vec::new();
    };
    let brought = |name: &str| found.iter().any(|(known, _)| known == name);
    let plain = definition.letters.iter().filter(|(_, letter)| !brought(&letter.template));
    plain
        .map(|(id, letter)| match lang {
            Lang::Id => format!(
                "{}: surat.{id}: `{}` tidak ada di samping berkas ini; dipakai templat versi yang berjalan, atau susunan baku",
                source.name, letter.template
            ),
            Lang::En => format!(
                "{}: surat.{id}: `{}` is not beside this file; the running version's template is used, or the plain layout",
                source.name, letter.template
            ),
        })
        .collect()
}

/// The real folder; a file that was named without one lies here.
fn folder_of(folder: &Path) -> std::io::Result<PathBuf> {
    if folder.as_os_str().is_empty() { std::env::current_dir()?.canonicalize() } else { folder.canonicalize() }
}

/// Offices of `region` (or the standard ones), lists of the program and those beside the definitions (`*.csv`).
///
/// # Errors
/// A list or the region's `unit.toml` is wrong; the message shows where.
pub fn surroundings(region: Option<&str>, beside: Option<&Path>) -> anyhow::Result<Surroundings> {
    let (name, text) = starter::units(region.unwrap_or_default());
    let units = Units::parse(text).map_err(|faults| {
        anyhow::anyhow!(definition::diagnostic::render_all(&faults, &name, text, kernel::Lang::Id))
    })?;
    let mut lists = starter::lists()?;
    if let Some(path) = beside {
        add_lists(&mut lists, if path.is_dir() { path } else { path.parent().unwrap_or(path) })?;
    }
    Ok(Surroundings { units, lists })
}

/// Adds the sources that the installation in `data` has for this region, or for its first one; a folder without an
/// installation has none.
pub fn add_sources(lists: &mut Lists, data: &Path, region: Option<&str>) {
    let regions = Config::read(data).map(|config| config.wilayah).unwrap_or_default();
    let meant = regions.iter().find(|known| region.is_none_or(|code| known.kode == code));
    meant.into_iter().flat_map(|region| region.sumber.keys()).for_each(|source| lists.add_source(source));
}

/// Adds the code lists of a folder (`*.csv`), each under its file's name; a folder that is not there holds none.
///
/// # Errors
/// A list cannot be read; the message names its file and line.
pub fn add_lists(lists: &mut Lists, folder: &Path) -> anyhow::Result<()> {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let csv = std::fs::read_to_string(&path)?;
            lists.add(name, &csv).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}
