//! The file as a whole: its size, its first line, its TOML.

use super::{Reader, Spans, Table};
use crate::diagnostic::Diagnostic;
use crate::say::Say;
use toml::de::DeTable;

/// A file is at most so long, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What reading gave: the model with gaps filled, where each key stands, and what is wrong.
#[derive(Debug)]
pub struct Reading<T> {
    /// Complete only if `faults` is empty.
    pub model: Option<T>,
    /// Where keys and values stand.
    pub spans: Spans,
    /// What can be seen in one place.
    pub faults: Vec<Diagnostic>,
}

/// Reads a text whose first line has to be `format`; `model` asks for every key it knows.
pub fn read<T>(text: &str, format: &str, model: impl FnOnce(&Reader, &Table) -> T) -> Reading<T> {
    let mut faults = Vec::new();
    if text.len() > MAX_BYTES {
        let say = Say::new("berkas lebih dari 1 MB", "the file is larger than 1 MB");
        faults.push(Diagnostic::new("E001", "", say));
        return Reading { model: None, spans: Spans::default(), faults };
    }
    format_line(text, format, &mut faults);
    let (root, errors) = DeTable::parse_recoverable(text);
    // What follows from the first fault of the TOML itself cannot be told from further ones.
    if let Some(error) = errors.first() {
        faults.push(syntax(error));
        return Reading { model: None, spans: Spans::default(), faults };
    }
    let reader = Reader::new(text);
    let read = {
        let root = Table::root(&reader, root.get_ref());
        let read = model(&reader, &root);
        root.done();
        read
    };
    let (spans, found, limits) = reader.finish();
    if !limits.is_empty() {
        return Reading { model: None, spans, faults: limits };
    }
    faults.extend(found);
    // A table whose name is unknown hides what the rest of the file names.
    if faults.iter().any(|fault| fault.code == "E002" && fault.path.is_empty()) {
        faults.retain(|fault| fault.code.starts_with("E00"));
        return Reading { model: None, spans, faults };
    }
    Reading { model: Some(read), spans, faults }
}

fn format_line(text: &str, format: &str, faults: &mut Vec<Diagnostic>) {
    let first = text.lines().next().unwrap_or("");
    let first = first.strip_prefix('\u{feff}').unwrap_or(first);
    let rest = first.strip_prefix(format);
    let fits = rest.is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || (rest.starts_with('#') && first.len() > format.len() + rest.len())
    });
    if !fits {
        let say = Say::new(format!("baris pertama harus `{format}`"), format!("the first line has to be `{format}`"));
        faults.push(Diagnostic::new("E008", "", say).at(Some(0..first.len())));
    }
}

/// A fault of the TOML itself.
pub fn syntax(error: &toml::de::Error) -> Diagnostic {
    let message = error.message();
    if message.contains("duplicate key") {
        let say = Say::new("kunci ini ditulis dua kali", "this key is written twice");
        return Diagnostic::new("E009", "", say).at(error.span());
    }
    let say = Say::new(format!("bukan TOML yang benar: {}", translated(message)), format!("not valid TOML: {message}"));
    Diagnostic::new("E001", "", say).at(error.span())
}

/// The commonest messages of the TOML parser in Indonesian; others are given as they are.
fn translated(message: &str) -> String {
    let known = [
        ("unclosed table", "kurung `]` judul tabel tidak ditutup"),
        ("unclosed array", "kurung `]` daftar tidak ditutup"),
        ("unclosed inline table", "kurung `}` tidak ditutup"),
        ("missing comma", "kurang koma"),
        ("missing assignment", "kurang `=`"),
        ("missing value", "nilai sesudah `=` tidak ada"),
        ("key with no value", "kunci tanpa `=` dan nilai"),
        ("invalid basic string", "teks dalam tanda kutip tidak benar atau tidak ditutup"),
        ("invalid literal string", "teks dalam tanda kutip tunggal tidak ditutup"),
        ("string values must be quoted", "teks harus di dalam tanda kutip"),
        ("unexpected key or value", "kunci atau nilai di tempat yang salah"),
        ("recursion limit", "bersarang terlalu dalam"),
        ("newline", "baris berganti di tempat yang salah"),
    ];
    known
        .iter()
        .find(|(english, _)| message.contains(english))
        .map_or_else(|| message.to_owned(), |(_, indonesian)| (*indonesian).to_owned())
}

/// The SHA-256 of a text, in hexadecimal digits: versions are told apart by it.
pub fn hash(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
