//! One row of a file becomes one report, or is refused with a reason.

mod agency;
mod place;

use crate::mapping::{Bound, End, Field, Mapping, REST, table_key};
use crate::report::Note;
use crate::run::{Doors, Region};
use crate::times::{self, SourceZone};
use cases::doors::{ImportedCase, ImportedEnd};
use kernel::Instant;
use serde_json::{Map, Value};
use sheet::table::Row;
use std::collections::HashMap;

/// No report is older: 1990-01-01T00:00:00Z. Spreadsheets write 1900 for an empty date.
const OLDEST: Instant = Instant::from_seconds(631_152_000);

/// A report, and what has to be said about its row.
pub(crate) struct Converted {
    pub case: ImportedCase,
    pub notes: Vec<Note>,
}

/// Turns rows into reports; remembers what names meant.
pub(crate) struct Converter<'a> {
    mapping: &'a Mapping,
    bound: Bound,
    header: Vec<String>,
    doors: &'a Doors,
    region: &'a Region,
    now: Instant,
    places: HashMap<(String, String), place::Placed>,
    agencies: HashMap<(String, String), Option<String>>,
}

/// A row under way.
#[derive(Default)]
struct Draft {
    notes: Vec<Note>,
    flags: Vec<String>,
}

impl Draft {
    fn flag(&mut self, flag: &str) {
        if !self.flags.iter().any(|one| one == flag) {
            self.flags.push(flag.to_owned());
        }
    }

    fn remark(&mut self, kind: &'static str, column: &str, value: &str, reason: impl Into<String>) {
        self.notes.push(Note::new(kind, column, value, reason));
    }
}

impl<'a> Converter<'a> {
    pub(crate) fn new(
        mapping: &'a Mapping,
        bound: Bound,
        header: Vec<String>,
        job: (&'a Doors, &'a Region, Instant),
    ) -> Self {
        let (doors, region, now) = job;
        Self { mapping, bound, header, doors, region, now, places: HashMap::new(), agencies: HashMap::new() }
    }

    /// The row's number in its source, if it has one; for lists, also of refused rows.
    pub(crate) fn number<'r>(&self, row: &'r Row) -> &'r str {
        self.values(row, Field::Number).next().map_or("", |(_, value)| value)
    }

    /// Reads a row.
    pub(crate) fn convert(&mut self, row: &Row) -> Result<Converted, Note> {
        let mut draft = Draft::default();
        self.width(row)?;
        if row.stray_quote {
            let reason = "tanda kutip di tengah isian dibiarkan apa adanya";
            draft.remark("tanda_kutip", "", "", reason);
        }
        let missing = |field, kind, reason| Note::new(kind, self.column(field), "", reason);
        let outside = Some(self.number(row)).filter(|number| !number.is_empty());
        let outside = outside.ok_or_else(|| missing(Field::Number, "nomor_kosong", "nomor kosong"))?;
        let opened_at = self.time(row, Field::Reported)?;
        let opened_at = opened_at.ok_or_else(|| missing(Field::Reported, "waktu_kosong", "waktu laporan kosong"))?;
        let answered_at = self.answered(row, opened_at, &mut draft)?;
        let end = self.end(row, opened_at, answered_at, &mut draft)?;
        let (village, district) = self.place(row, &mut draft)?;
        let unit = self.unit(row, &mut draft);
        let case = ImportedCase {
            source: self.mapping.source.clone(),
            outside: outside.to_owned(),
            service: self.service(row),
            opened_at,
            answered_at,
            end,
            unit,
            village,
            district,
            anonymous: self.is(row, Field::Anonymous),
            secret: self.is(row, Field::Secret),
            text: self.text(row),
            address: self.joined(row, Field::Address, ", "),
            answer: Some(self.joined(row, Field::Answer, "\n\n")).filter(|text| !text.is_empty()),
            original: self.original(row),
            flags: draft.flags,
        };
        Ok(Converted { case, notes: draft.notes })
    }

    /// When it was answered; an answer before its report is kept and flagged.
    fn answered(&self, row: &Row, opened: Instant, draft: &mut Draft) -> Result<Option<Instant>, Note> {
        let answered = self.time(row, Field::Answered)?;
        if answered.is_some_and(|answered| answered < opened) {
            let flag = "jawaban_sebelum_laporan";
            let reason = "ditanggapi sebelum dilaporkan; disimpan, tidak dihitung dalam median";
            draft.flag(flag);
            draft.remark(flag, self.column(Field::Answered), "", reason);
        }
        Ok(answered)
    }

    fn width(&self, row: &Row) -> Result<(), Note> {
        let (has, needs) = (row.fields.len(), self.header.len());
        let extra = row.fields.get(needs..).unwrap_or_default();
        if has < needs || extra.iter().any(|field| !field.trim().is_empty()) {
            let reason = format!("baris berisi {has} isian, judul kolom {needs}");
            return Err(Note::new("jumlah_kolom", "", "", reason));
        }
        Ok(())
    }

    /// The name of the (first) column of a field.
    fn column(&self, field: Field) -> &str {
        let at = self.bound.columns.get(&field).and_then(|all| all.first());
        at.and_then(|at| self.header.get(*at)).map_or("", String::as_str)
    }

    /// Columns and values of a field that say something.
    fn values<'r>(&self, row: &'r Row, field: Field) -> impl Iterator<Item = (usize, &'r str)> + use<'_, 'a, 'r> {
        let columns = self.bound.columns.get(&field).map(Vec::as_slice).unwrap_or_default();
        columns.iter().filter_map(move |at| {
            let value = row.fields.get(*at)?.trim();
            let nothing = value.is_empty() || self.mapping.empty.iter().any(|empty| empty == value);
            (!nothing).then_some((*at, value))
        })
    }

    fn joined(&self, row: &Row, field: Field, joint: &str) -> String {
        let values: Vec<&str> = self.values(row, field).map(|(_, value)| value).collect();
        values.join(joint)
    }

    fn time(&self, row: &Row, field: Field) -> Result<Option<Instant>, Note> {
        let text = self.joined(row, field, " ");
        if text.is_empty() {
            return Ok(None);
        }
        let refuse = |kind, reason: String| Note::new(kind, self.column(field), &text, reason);
        let zone = match self.mapping.zone {
            SourceZone::Offset(seconds) => seconds,
            SourceZone::Region | SourceZone::Written => i64::from(self.region.zone.offset_seconds()),
        };
        let instant =
            times::read(&text, &self.mapping.times, zone).map_err(|error| refuse("waktu_salah", error.to_string()))?;
        if instant > self.now {
            return Err(refuse("waktu_masa_depan", "waktu ini belum terjadi".to_owned()));
        }
        if instant < OLDEST {
            return Err(refuse("waktu_salah", "sebelum tahun 1990".to_owned()));
        }
        Ok(Some(instant))
    }

    fn end(
        &self,
        row: &Row,
        opened: Instant,
        answered: Option<Instant>,
        draft: &mut Draft,
    ) -> Result<ImportedEnd, Note> {
        let finished = self.time(row, Field::Finished)?;
        let finished = finished.filter(|finished| {
            let possible = *finished >= opened;
            if !possible {
                draft.flag("selesai_sebelum_laporan");
                draft.remark(
                    "selesai_sebelum_laporan",
                    self.column(Field::Finished),
                    "",
                    "selesai sebelum dilaporkan; waktu selesai dianggap tidak diketahui",
                );
            }
            possible
        });
        let end = match (self.status(row, draft), finished) {
            (Some(End::Open), _) => ImportedEnd::Open,
            (Some(End::Refused), _) => ImportedEnd::Refused,
            (Some(End::Finished) | None, Some(at)) => ImportedEnd::At(at),
            (Some(End::Finished | End::Unknown), _) => ImportedEnd::Unknown,
            (None, None) if answered.is_some() || draft.flags.iter().any(|flag| flag == "selesai_sebelum_laporan") => {
                ImportedEnd::Unknown
            }
            (None, None) => ImportedEnd::Open,
        };
        if end == ImportedEnd::Unknown {
            draft.flag("selesai_tidak_diketahui");
        }
        Ok(end)
    }

    fn status(&self, row: &Row, draft: &mut Draft) -> Option<End> {
        let columns = self.bound.columns.get(&Field::Status)?;
        let at = *columns.first()?;
        let value = row.fields.get(at).map(|value| value.trim()).unwrap_or_default();
        let known = self.mapping.statuses.get(&table_key(value));
        if known.is_none() {
            draft.flag("status_tidak_dikenal");
            let column = self.header.get(at).cloned().unwrap_or_default();
            draft.remark("status_tidak_dikenal", &column, value, "status tidak ada pada pemetaan; dipakai baris \"*\"");
        }
        let status = known.or_else(|| self.mapping.statuses.get(REST))?;
        if let Some(flag) = &status.flag {
            draft.flag(flag);
        }
        Some(status.end)
    }

    fn service(&self, row: &Row) -> String {
        let mut topics = self.values(row, Field::Topic);
        let named = topics.find_map(|(_, topic)| self.mapping.services.get(&table_key(topic)));
        named.or_else(|| self.mapping.services.get(REST)).cloned().unwrap_or_default()
    }

    fn is(&self, row: &Row, field: Field) -> bool {
        let Some((at, part)) = self.bound.flags.get(&field) else {
            return false;
        };
        let value = row.fields.get(*at).map(|value| value.to_lowercase()).unwrap_or_default();
        value.split(|c: char| !c.is_alphanumeric()).any(|word| word == part) || value.trim() == part
    }

    /// The text of the report; the later wording follows where it says something else.
    fn text(&self, row: &Row) -> String {
        let mut text = self.joined(row, Field::Text, "\n\n");
        let later = self.joined(row, Field::FinalText, "\n\n");
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        if !later.is_empty() && !letters(&text).ends_with(&letters(&later)) {
            text.push_str("\n\n[isi akhir]\n");
            text.push_str(&later);
        }
        text
    }

    /// Every field under the name of its column, exactly as it came in.
    fn original(&self, row: &Row) -> Value {
        let fields = self.header.iter().zip(&row.fields);
        let fields: Map<String, Value> =
            fields.map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
        Value::Object(fields)
    }
}
