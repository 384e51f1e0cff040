//! `[isian.ID]` and `[berkas.ID]`.

use super::values;
use crate::condition::{FieldType, Types};
use crate::model::{Exif, Field, FieldKind, FileField, FileKind, Options, Personal, Prefill, Rule, TextLimits};
use crate::reader::{Ids, Item, Reader, Table};
use crate::value::SELF_ENTERED;
use indexmap::IndexMap;
use toml::de::DeValue;

/// Fields read without their conditions; `with_conditions` gives them.
pub(super) struct Half<'a> {
    pub fields: IndexMap<String, Field>,
    rules: Vec<(String, Option<Item<'a>>, Option<Item<'a>>)>,
}

pub(super) fn read<'a>(root: &Table<'a>) -> Half<'a> {
    let mut half = Half { fields: IndexMap::new(), rules: Vec::new() };
    let Some(all) = root.table("isian") else {
        return half;
    };
    for (id, item) in all.entries(Ids::Strict, 100) {
        let Some(table) = item.table() else { continue };
        half.rules.push((id.clone(), table.get("wajib"), table.get("tampil")));
        half.fields.insert(id, field(&table));
        table.done();
    }
    half
}

pub(super) fn with_conditions(half: Half, types: &TypeTable) -> IndexMap<String, Field> {
    let mut fields = half.fields;
    for (id, required, visible) in half.rules {
        if let Some(field) = fields.get_mut(&id) {
            field.required = rule(required.as_ref(), types, Rule::Never);
            field.visible = rule(visible.as_ref(), types, Rule::Always);
        }
    }
    fields
}

fn rule(item: Option<&Item>, types: &TypeTable, otherwise: Rule) -> Rule {
    let Some(item) = item else { return otherwise };
    match item.value.get_ref() {
        DeValue::Boolean(true) => Rule::Always,
        DeValue::Boolean(false) => Rule::Never,
        DeValue::String(_) => item.condition(types).map_or(otherwise, Rule::When),
        _ => {
            item.report(
                "E005",
                "di sini harus true, false, atau syarat dalam tanda kutip",
                "this has to be true, false, or a quoted condition",
            );
            otherwise
        }
    }
}

pub(super) const PERSONAL: [(&str, Personal); 2] = [("umum", Personal::General), ("spesifik", Personal::Specific)];

fn field(table: &Table) -> Field {
    Field {
        label: table.need("label").and_then(|item| item.text()).unwrap_or_default(),
        help: table.text("bantuan"),
        kind: table
            .need("tipe")
            .and_then(|item| kind(table, &item))
            .unwrap_or_else(|| FieldKind::Text(TextLimits::default())),
        required: Rule::Never,
        visible: Rule::Always,
        filled_at: table.text("diisi"),
        prefill: prefill(table),
        personal: table.get("pribadi").and_then(|item| item.word(&PERSONAL)),
    }
}

#[derive(Clone, Copy)]
pub(super) enum Word {
    Text,
    Paragraph,
    Number,
    Digits,
    Date,
    Choice,
    Many,
    YesNo,
    Point,
    Address,
    Nik,
    Phone,
    Email,
}

pub(super) const WORDS: [(&str, Word); 13] = [
    ("teks", Word::Text),
    ("paragraf", Word::Paragraph),
    ("angka", Word::Number),
    ("angka_tetap", Word::Digits),
    ("tanggal", Word::Date),
    ("pilih", Word::Choice),
    ("banyak", Word::Many),
    ("ya_tidak", Word::YesNo),
    ("titik", Word::Point),
    ("alamat", Word::Address),
    ("nik", Word::Nik),
    ("hp", Word::Phone),
    ("surel", Word::Email),
];

fn kind(table: &Table, item: &Item) -> Option<FieldKind> {
    let Some(word) = item.word(&WORDS) else {
        // The fault is the type's; the keys that go with it are not blamed too.
        for key in ["maks", "pola", "rentang", "satuan", "pilihan", "daftar", "dalam"] {
            let _ = table.get(key);
        }
        return None;
    };
    Some(match word {
        Word::Text => FieldKind::Text(limits(table)),
        Word::Paragraph => FieldKind::Paragraph(limits(table)),
        Word::Digits => FieldKind::Digits(limits(table)),
        Word::Number => {
            FieldKind::Number { range: table.get("rentang").and_then(|item| item.range()), unit: table.text("satuan") }
        }
        Word::Date => FieldKind::Date,
        Word::Choice => FieldKind::Choice(options(table)),
        Word::Many => FieldKind::Many(options(table)),
        Word::YesNo => FieldKind::YesNo,
        Word::Point => FieldKind::Point { within: table.get("dalam").and_then(|item| item.slug()) },
        Word::Address => FieldKind::Address,
        Word::Nik => FieldKind::Nik,
        Word::Phone => FieldKind::Phone,
        Word::Email => FieldKind::Email,
    })
}

fn limits(table: &Table) -> TextLimits {
    let mut limits =
        TextLimits { max: table.get("maks").and_then(|item| item.whole(1, 10_000)), ..TextLimits::default() };
    if let Some(pattern) = table.table("pola") {
        limits.digits = pattern.need("digit").and_then(|item| item.whole(1, 40));
        limits.message = pattern.text("pesan");
        pattern.done();
    }
    limits
}

fn options(table: &Table) -> Options {
    let inline = table.get("pilihan");
    let list = table.get("daftar");
    match (inline, list) {
        (Some(inline), None) => {
            let Some(inner) = inline.table() else {
                return Options::Inline(IndexMap::new());
            };
            let entries = inner.entries(Ids::Strict, 300);
            if entries.is_empty() {
                inline.report("E006", "belum ada pilihan", "there are no options");
            }
            let labels = entries.into_iter().map(|(id, item)| (id, item.text().unwrap_or_default()));
            Options::Inline(labels.collect())
        }
        (None, Some(list)) => Options::List(list.slug().unwrap_or_default()),
        (Some(_), Some(list)) => {
            list.report("E006", "pakai `pilihan` atau `daftar`, tidak keduanya", "use `pilihan` or `daftar`, not both");
            Options::Inline(IndexMap::new())
        }
        (None, None) => {
            let _ = table.need("pilihan");
            Options::Inline(IndexMap::new())
        }
    }
}

fn prefill(table: &Table) -> Option<Prefill> {
    let inner = table.table("isi_dari")?;
    let source = inner.need("sumber").and_then(|item| item.id());
    let take = inner.texts("ambil");
    let fallback = inner.get("gagal").and_then(|item| item.word(&[(SELF_ENTERED, SELF_ENTERED)]));
    inner.done();
    Some(Prefill { source: source?, take, fallback: fallback.unwrap_or(SELF_ENTERED).to_owned() })
}

pub(super) const KINDS: [(&str, FileKind); 5] = [
    ("jpg", FileKind::Jpg),
    ("png", FileKind::Png),
    ("webp", FileKind::Webp),
    ("heic", FileKind::Heic),
    ("pdf", FileKind::Pdf),
];

pub(super) const EXIF: [(&str, Exif); 2] = [("ya", Exif::Drop), ("kecuali_lokasi", Exif::SuggestPosition)];

pub(super) fn files(root: &Table, types: &TypeTable) -> IndexMap<String, FileField> {
    let Some(all) = root.table("berkas") else {
        return IndexMap::new();
    };
    let mut files = IndexMap::new();
    for (id, item) in all.entries(Ids::Strict, 50) {
        let Some(table) = item.table() else { continue };
        files.insert(id, file(&table, types));
        table.done();
    }
    files
}

fn file(table: &Table, types: &TypeTable) -> FileField {
    let kinds = table.need("jenis").map(|item| item.list()).unwrap_or_default();
    let pixels = table.get("perkecil").and_then(|item| values::size(&item, &[("px", 1)]));
    FileField {
        label: table.need("label").and_then(|item| item.text()).unwrap_or_default(),
        help: table.text("bantuan"),
        kinds: kinds.iter().filter_map(|item| item.word(&KINDS)).collect(),
        max_bytes: table
            .need("maks")
            .and_then(|item| values::size(&item, &[("KB", 1024), ("MB", 1024 * 1024)]))
            .unwrap_or(1024 * 1024),
        count: table.get("jumlah").and_then(|item| values::counts(&item, 50)).unwrap_or((1, 1)),
        required: rule(table.get("wajib").as_ref(), types, Rule::Never),
        visible: rule(table.get("tampil").as_ref(), types, Rule::Always),
        shrink_px: pixels.and_then(|pixels| u32::try_from(pixels).ok()),
        exif: table.get("buang_exif").and_then(|item| item.word(&EXIF)).unwrap_or_default(),
        example: table.text("contoh"),
        personal: table.get("pribadi").and_then(|item| item.word(&PERSONAL)),
    }
}

/// The types of a definition's fields, for conditions.
pub(crate) struct TypeTable {
    fields: IndexMap<String, FieldType>,
    sources: IndexMap<String, Vec<String>>,
}

impl TypeTable {
    pub fn of(fields: &IndexMap<String, Field>, reader: &Reader) -> Self {
        let kinds = fields.iter().map(|(id, field)| {
            let unread = reader.unread(&[&format!("isian.{id}")]);
            let kind = if unread { FieldType::Unreadable } else { field_type(&field.kind) };
            (id.clone(), kind)
        });
        let mut sources: IndexMap<String, Vec<String>> = IndexMap::new();
        for (id, field) in fields {
            let Some(prefill) = &field.prefill else {
                continue;
            };
            // A field that is filled together with the one that fetches has the same source.
            for target in std::iter::once(id).chain(&prefill.take) {
                sources.entry(target.clone()).or_default().push(prefill.source.clone());
            }
        }
        Self { fields: kinds.collect(), sources }
    }
}

fn field_type(kind: &FieldKind) -> FieldType {
    let ids = |options: &IndexMap<String, String>| options.keys().cloned().collect();
    match kind {
        FieldKind::Number { .. } => FieldType::Number,
        FieldKind::Date => FieldType::Date,
        FieldKind::YesNo => FieldType::Option(vec!["ya".into(), "tidak".into()]),
        FieldKind::Choice(Options::Inline(options)) => FieldType::Option(ids(options)),
        FieldKind::Choice(Options::List(_)) => FieldType::Coded,
        FieldKind::Many(Options::Inline(options)) => FieldType::Set(ids(options)),
        FieldKind::Many(Options::List(_)) => FieldType::CodedSet,
        FieldKind::Point { .. } => FieldType::Place,
        _ => FieldType::Text,
    }
}

impl Types for TypeTable {
    fn field(&self, id: &str) -> Option<FieldType> {
        self.fields.get(id).cloned()
    }

    fn sources(&self, id: &str) -> Vec<String> {
        let mut sources = self.sources.get(id).cloned().unwrap_or_default();
        sources.push(SELF_ENTERED.to_owned());
        sources
    }

    fn names(&self) -> Vec<String> {
        self.fields.keys().cloned().collect()
    }
}
