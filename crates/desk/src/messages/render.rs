//! Filling the `kabar` templates of a definition (semantics R58).

use cases::doors::Agencies;
use cases::{Case, ClockRef};
use definition::model::{By, Definition, FieldKind, Options, Part, Template, UnitRef};
use definition::{Answers, Value};
use kernel::Calendar;
use web::Words;

/// What a template can name.
pub(crate) struct Scene<'a> {
    pub words: Words,
    pub definition: &'a Definition,
    pub case: &'a Case,
    /// Known answers, opened; a personal one is never named (the checker refuses it).
    pub answers: &'a Answers,
    pub calendar: &'a Calendar,
    pub agencies: &'a dyn Agencies,
    pub number: &'a str,
    pub link: &'a str,
    pub reason: Option<&'a str>,
    pub step: Option<&'a str>,
}

/// The template with its slots filled.
pub(crate) fn fill(template: &Template, scene: &Scene<'_>) -> String {
    let mut text = String::with_capacity(160);
    for part in &template.parts {
        match part {
            Part::Text(plain) => text.push_str(plain),
            Part::Slot(name) => text.push_str(&scene.slot(name)),
        }
    }
    text
}

impl Scene<'_> {
    fn slot(&self, name: &str) -> String {
        match name {
            "nomor" => self.number.to_owned(),
            "tautan" => self.link.to_owned(),
            "alasan" => self.reason.unwrap_or("tanpa keterangan").to_owned(),
            "pemilik" => self.owner(),
            "layanan.nama" => self.definition.name.clone(),
            "akhir.nama" => self.end_name(),
            "tenggat.total" => self.due(&ClockRef::Total),
            "tenggat.langkah" => self.step_due(self.step.unwrap_or_default()),
            other => self.named(other),
        }
    }

    fn named(&self, name: &str) -> String {
        if let Some(field) = name.strip_prefix("isian.") {
            return self.answer(field);
        }
        let Some((id, what)) = name.strip_prefix("langkah.").and_then(|rest| rest.split_once('.')) else {
            return String::new();
        };
        let Some(step) = self.definition.steps.get(id) else {
            return String::new();
        };
        match what {
            "nama" => step.name.clone(),
            "tenggat" => self.step_due(id),
            _ => self.holder(id, &step.by),
        }
    }

    fn owner(&self) -> String {
        let UnitRef::Named(unit) = &self.definition.owner else {
            return self.definition.owner.to_string();
        };
        self.agencies.agency(unit).map_or_else(|| unit.clone(), |agency| agency.name)
    }

    fn end_name(&self) -> String {
        let end = self.case.ended.as_ref().and_then(|ended| self.definition.ends.get(&ended.end));
        end.map(|end| end.name.clone()).unwrap_or_default()
    }

    /// The title's name in the unit that holds the step now, or that held it last.
    fn holder(&self, id: &str, by: &By) -> String {
        let By::Office(office) = by else {
            return match self.words.lang {
                kernel::Lang::Id => "pelapor".to_owned(),
                kernel::Lang::En => "the reporter".to_owned(),
            };
        };
        let stay = self.case.stays.iter().rev().find(|stay| stay.step == id);
        let unit = stay.map(|stay| stay.unit.clone()).unwrap_or_else(|| office.unit.to_string());
        self.agencies.title_name(&office.title, &unit)
    }

    /// A due instant in words; a clock that stands still waits for the resident.
    fn due(&self, clock: &ClockRef) -> String {
        let english = self.words.lang == kernel::Lang::En;
        let Some(found) = self.case.clock(clock) else {
            return if english { "no time limit".into() } else { "tanpa batas waktu".into() };
        };
        match found.due(self.calendar) {
            Ok(Some(due)) => self.words.moment(due),
            Ok(None) if english => "stopped, waiting for you".to_owned(),
            Ok(None) => "berhenti menunggu Anda".to_owned(),
            Err(missing) if english => format!("waiting for the calendar of {}", missing.0),
            Err(missing) => format!("menunggu kalender {}", missing.0),
        }
    }

    /// The due instant of a step's clock, or its budget where it does not run yet.
    fn step_due(&self, id: &str) -> String {
        let clock = ClockRef::Step(id.to_owned());
        if self.case.clock(&clock).is_some_and(cases::CaseClock::is_running) {
            return self.due(&clock);
        }
        let budget = self.definition.steps.get(id).and_then(|step| step.deadlines.last());
        budget.map(|entry| self.words.duration(entry.duration)).unwrap_or_default()
    }

    fn answer(&self, id: &str) -> String {
        let kind = self.definition.fields.get(id).map(|field| &field.kind);
        self.answers.get(id).map_or_else(|| "–".to_owned(), |value| in_words(kind, value, self.words))
    }
}

/// A value as people read it. A place is its landmark; its village is named where the gazetteer is at hand.
pub(crate) fn in_words(kind: Option<&FieldKind>, value: &Value, words: Words) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => {
            let number = number.to_string().replace('.', if words.lang == kernel::Lang::Id { "," } else { "." });
            match kind {
                Some(FieldKind::Number { unit: Some(unit), .. }) => format!("{number} {unit}"),
                _ => number,
            }
        }
        Value::Date(date) => words.date(*date),
        Value::Option(option) => label(kind, option),
        Value::Set(options) => options.iter().map(|option| label(kind, option)).collect::<Vec<_>>().join(", "),
        Value::Point(point) => point.landmark.clone().unwrap_or_default(),
        Value::Address(address) => address.text.clone(),
    }
}

fn label(kind: Option<&FieldKind>, option: &str) -> String {
    let inline = match kind.and_then(FieldKind::options) {
        Some(Options::Inline(options)) => options.get(option).cloned(),
        _ => None,
    };
    inline.unwrap_or_else(|| definition::model::humanise(option))
}
