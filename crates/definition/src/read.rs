//! From TOML to the model. Every key is known or refused; everything is read even after a fault,
//! so that many faults are shown at once.

mod fields;
mod flow;
mod head;
mod letters;
mod scenarios;
mod schema;
mod step;
mod table;
mod units;
mod values;

pub(crate) use schema::schema;
pub(crate) use table::Spans;
pub(crate) use units::units;
pub(crate) use values::template;

use crate::diagnostic::Diagnostic;
use crate::model::Definition;
use crate::say::Say;
use table::{Reader, Table};
use toml::de::DeTable;

/// The first line of every definition.
pub const FORMAT: &str = "#: format layanan 1";
/// A definition is at most so long, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// What reading gave: the model with gaps filled, where each key stands, and what is wrong.
pub(crate) struct Reading {
    /// Complete only if `faults` is empty.
    pub definition: Option<Definition>,
    /// Where keys and values stand.
    pub spans: Spans,
    /// Families E00, E01, E03 and what else can be seen in one place.
    pub faults: Vec<Diagnostic>,
}

pub(crate) fn read(text: &str) -> Reading {
    let mut faults = Vec::new();
    if text.len() > MAX_BYTES {
        let say = Say::new("berkas lebih dari 1 MB", "the file is larger than 1 MB");
        faults.push(Diagnostic::new("E001", "", say));
        return Reading { definition: None, spans: Spans::default(), faults };
    }
    format_line(text, &mut faults);
    let (root, errors) = DeTable::parse_recoverable(text);
    // What follows from the first fault of the TOML itself cannot be told from further ones.
    if let Some(error) = errors.first() {
        faults.push(syntax(error));
        return Reading { definition: None, spans: Spans::default(), faults };
    }
    let reader = Reader::new(text);
    let definition = definition(&reader, &Table::root(&reader, root.get_ref()));
    let (spans, found, limits) = reader.finish();
    if !limits.is_empty() {
        return Reading { definition: None, spans, faults: limits };
    }
    faults.extend(found);
    // A table whose name is unknown hides what the rest of the file names.
    if faults.iter().any(|fault| fault.code == "E002" && fault.path.is_empty()) {
        faults.retain(|fault| fault.code.starts_with("E00"));
        return Reading { definition: None, spans, faults };
    }
    Reading { definition: Some(definition), spans, faults }
}

fn format_line(text: &str, faults: &mut Vec<Diagnostic>) {
    let first = text.lines().next().unwrap_or("");
    let first = first.strip_prefix('\u{feff}').unwrap_or(first);
    let rest = first.strip_prefix(FORMAT);
    let fits = rest.is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || (rest.starts_with('#') && first.len() > FORMAT.len() + rest.len())
    });
    if !fits {
        let say = Say::new(format!("baris pertama harus `{FORMAT}`"), format!("the first line has to be `{FORMAT}`"));
        faults.push(Diagnostic::new("E008", "", say).at(Some(0..first.len())));
    }
}

/// A fault of the TOML itself.
fn syntax(error: &toml::de::Error) -> Diagnostic {
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

fn definition(reader: &Reader, root: &Table) -> Definition {
    let fields = fields::read(root);
    let types = fields::TypeTable::of(&fields.fields, reader);
    let fields = fields::with_conditions(fields, &types);
    let files = fields::files(root, &types);
    let head = head::read(root);
    let deadline = flow::case_deadline(root, head.kind);
    let steps = step::all(root, &types);
    let deadline = flow::resolve_lapse(deadline, &steps);
    let ends = flow::ends(root);
    let fees = letters::fees(root, &types);
    let definition = Definition {
        id: head.id,
        kind: head.kind,
        name: head.name,
        version: head.version,
        valid_from: head.valid_from,
        running_cases: head.running_cases,
        owner: head.owner,
        channels: head.channels,
        reporter: head.reporter,
        least_sign_in: head.least_sign_in,
        standard: head::standard(root),
        scenarios: scenarios::read(root, &fields),
        fields,
        files,
        fees,
        duplicates: flow::duplicates(root),
        deadline,
        steps: flow::resolve_targets(steps, &ends),
        ends,
        letters: letters::letters(root),
        messages: letters::messages(root),
        retention: letters::retention(root),
        hash: hash(reader.text()),
    };
    root.done();
    definition
}

fn hash(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
