//! What a letter says, sealed in the register until it is typeset or printed.

use crate::issue::file_hash;
use crate::letters::{Deps, Letters};
use crate::model::validity::last_day;
use crate::queries::Letter;
use crate::refusal::Refused;
use cases::doors::ShownAnswer;
use definition::Definition;
use definition::model::Rule;
use jiff::civil::Date;
use kernel::{Instant, Lang};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use web::Words;

/// The sealed part of a letter: answers in words and who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub answers: Vec<Line>,
    /// Name of the officer who decided; empty if silence did.
    pub signer: String,
    /// The title as people read it.
    pub title: String,
    /// For whom that officer stood in; letters from before substitutes were kept have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<String>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub field: String,
    pub label: String,
    pub text: Option<String>,
}

impl From<&ShownAnswer> for Line {
    fn from(answer: &ShownAnswer) -> Self {
        Self { field: answer.field.clone(), label: answer.label.clone(), text: answer.text.clone() }
    }
}

impl Sheet {
    /// The sheet with corrected answers; `None` where nothing differs. A correction to nothing takes the answer away.
    pub fn corrected(&self, wished: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let mut sheet = self.clone();
        for line in &mut sheet.answers {
            if let Some(text) = wished(&line.field) {
                let text = text.trim().to_owned();
                line.text = (!text.is_empty()).then_some(text);
            }
        }
        (sheet != *self).then_some(sheet)
    }

    pub fn parse(json: &str) -> Result<Self, Refused> {
        serde_json::from_str(json).map_err(|error| Refused::Failed(error.to_string()))
    }

    pub fn json(&self) -> Result<String, Refused> {
        serde_json::to_string(self).map_err(|error| Refused::Failed(error.to_string()))
    }
}

/// Across a sheet that is not the letter itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It is the letter.
    None,
    /// What the letter would be.
    Draft,
    /// Sample data.
    Sample,
}

impl Mark {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Draft => Some("DRAF"),
            Self::Sample => Some("CONTOH"),
        }
    }
}

/// What stands at the head of a letter.
pub(crate) struct Head<'a> {
    pub number: &'a str,
    pub service: &'a str,
    pub issuer: &'a str,
    pub dated: Date,
    /// The first day, where that is another day.
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    /// How it is to be signed: [`INK`] or [`ELECTRONIC`].
    pub way: &'a str,
}

/// Signed by hand: the sheet leaves room for ink and a stamp.
pub(crate) const INK: &str = "cetak";
/// Signed by the sign service: no room for ink, and the letter says where its signature is.
pub(crate) const ELECTRONIC: &str = "elektronik";

impl<'a> From<&'a Letter> for Head<'a> {
    fn from(letter: &'a Letter) -> Self {
        let &Letter { dated, valid_from, valid_until, .. } = letter;
        let Letter { number, service_name, issuer, .. } = letter;
        Self { number, service: service_name, issuer, dated, valid_from, valid_until, way: INK }
    }
}

/// The values of a template, in the shape that the README of `paper` describes.
pub(crate) fn values(deps: &Deps, head: &Head<'_>, sheet: &Sheet, (code, mark): (&str, Mark)) -> Value {
    let words = Words { lang: Lang::Id, zone: deps.zone };
    let answers: Map<String, Value> = sheet.answers.iter().map(|line| (line.field.clone(), json!(line.text))).collect();
    let address = (!deps.address.is_empty()).then_some(&deps.address);
    let proof = code.split('#').next().unwrap_or_default();
    json!({
        "data": {
            "nomor": head.number, "tanggal": words.date(head.dated),
            "berlaku_sejak": head.valid_from.map(|date| words.date(date)),
            "berlaku_sampai": head.valid_until.map(|date| words.date(date)),
            "kota": deps.city, "tempat": deps.place, "layanan": head.service, "status": "disiapkan",
            "cara": head.way, "tanda_air": mark.word(),
            "unit": { "nama": head.issuer, "alamat": address, "telepon": null, "induk": null },
            "penanda_tangan": { "nama": sheet.signer, "jabatan": sheet.title, "atas_nama": sheet.on_behalf },
        },
        "isian": answers, "qr": drawn(code), "periksa": proof, "sidik": fingerprint(code), "lambang": deps.crest,
        "zona": deps.zone.name(),
    })
}

/// The code as a drawing that stands by itself.
fn drawn(code: &str) -> Option<String> {
    let markup = web::qr_svg(code, "")?;
    Some(markup.as_str().replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1))
}

/// What people compare between the paper and its public page: the first 16 hexadecimal digits of the SHA-256 of the
/// signed words behind `#`, in fours.
pub(crate) fn fingerprint(code: &str) -> String {
    let hash = file_hash(code.split_once('#').map_or(code, |(_, digest)| digest).as_bytes());
    let fours: Vec<&str> = (0..4).filter_map(|index| hash.get(index * 4..index * 4 + 4)).collect();
    fours.join(" ")
}

/// Values for trying a template out (`gapura surat cek`): every field holds its label. Without `whole` only what the form
/// always asks for is answered, so that a template shows how it bears what is absent.
pub fn sample(definition: &Definition, letter: &definition::model::Letter, whole: bool) -> Value {
    let words = Words { lang: Lang::Id, zone: kernel::Zone::Wib };
    let day = jiff::civil::date(2027, 3, 5);
    let answers: Map<String, Value> = definition
        .fields
        .iter()
        .map(|(field, kind)| {
            let always = kind.required == Rule::Always && kind.visible == Rule::Always;
            (field.clone(), json!((whole || always).then(|| format!("[{}]", kind.label))))
        })
        .collect();
    let code = "https://layanan.contoh.go.id/surat/CONTOH#contoh";
    json!({
        "data": {
            "nomor": "000/001/CONTOH/2027", "tanggal": words.date(day),
            "berlaku_sejak": null,
            "berlaku_sampai": letter.validity.map(|validity| words.date(last_day(day, validity))),
            "kota": "Kabupaten Contoh", "tempat": "Contoh", "layanan": definition.name, "status": "disiapkan",
            "cara": "cetak", "tanda_air": Mark::Sample.word(),
            "unit": { "nama": "Dinas Contoh", "alamat": "Jalan Contoh 1", "telepon": "(0000) 123456", "induk": null },
            "penanda_tangan": { "nama": "Nama Pejabat", "jabatan": "Kepala Dinas", "atas_nama": null },
        },
        "isian": answers, "qr": drawn(code), "periksa": "https://layanan.contoh.go.id/surat/CONTOH",
        "sidik": fingerprint(code), "lambang": null, "zona": "WIB",
    })
}

impl Letters {
    /// The sealed words of a letter.
    pub(crate) async fn sheet(&self, letter: &Letter) -> Result<Sheet, Refused> {
        Sheet::parse(&self.opened(&letter.sheet).await?)
    }

    /// The letter as a PDF, unsigned. Takes a thread for some milliseconds.
    pub(crate) async fn typeset(&self, letter: &Letter, way: &str) -> Result<Vec<u8>, Refused> {
        let (sheet, template) = (self.sheet(letter).await?, self.template(&letter.template).await?);
        self.press(letter, &sheet, template, way).await
    }

    pub(crate) async fn press(
        &self,
        letter: &Letter,
        sheet: &Sheet,
        template: String,
        way: &str,
    ) -> Result<Vec<u8>, Refused> {
        let head = Head { way, ..Head::from(letter) };
        let values = values(self.deps(), &head, sheet, (&self.code(letter), Mark::None));
        self.pressed(template, values, letter.prepared_at).await
    }

    /// Any values through any template, on a thread that may wait.
    pub(crate) async fn pressed(&self, template: String, values: Value, at: Instant) -> Result<Vec<u8>, Refused> {
        let press = self.deps().press.clone().ok_or(Refused::NoPress)?;
        let done = tokio::task::spawn_blocking(move || press(&template, &values, at)).await;
        done.map_err(|error| Refused::Failed(error.to_string()))?.map_err(Refused::Template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let line = |field: &str, text: &str| Line { field: field.into(), label: field.into(), text: Some(text.into()) };
        Sheet {
            answers: vec![line("nama", "Budi"), line("alamat", "Jl. Melati")],
            signer: "Siti".into(),
            title: "Camat".into(),
            on_behalf: None,
        }
    }

    #[test]
    fn a_correction_changes_what_was_corrected_and_nothing_else() {
        let fixed = sheet().corrected(|field| (field == "nama").then(|| " Budi Santoso ".into())).unwrap();
        assert_eq!(fixed.answers[0].text.as_deref(), Some("Budi Santoso"));
        assert_eq!(fixed.answers[1], sheet().answers[1]);
    }

    #[test]
    fn a_correction_without_a_difference_is_none() {
        assert_eq!(sheet().corrected(|field| (field == "nama").then(|| "Budi".into())), None);
    }

    #[test]
    fn a_sheet_survives_its_sealing() {
        assert_eq!(Sheet::parse(&sheet().json().unwrap()).unwrap(), sheet());
    }

    #[test]
    fn a_sample_answers_every_field_and_a_sparse_one_what_is_always_asked() {
        let text = definition::sketch(&definition::Sketch::default());
        let definition = definition::load(&text).unwrap();
        let letter = definition::model::Letter {
            at_end: "terbit".into(),
            number: definition::model::Template { parts: Vec::new() },
            template: "templat/a.typ".into(),
            qr: Vec::new(),
            validity: None,
            reminders: Vec::new(),
            renewal: None,
        };
        let count = |whole: bool| {
            let values = sample(&definition, &letter, whole);
            values["isian"].as_object().unwrap().values().filter(|value| !value.is_null()).count()
        };
        assert_eq!(count(true), definition.fields.len());
        assert!(count(false) <= count(true));
    }

    #[test]
    fn a_fingerprint_is_of_the_signed_words_and_not_of_the_address() {
        let print = fingerprint("https://a.go.id/surat/X#abc.def");
        assert_eq!(print.len(), 19);
        assert_eq!(print, fingerprint("https://b.go.id/surat/Y#abc.def"));
        assert_ne!(print, fingerprint("https://a.go.id/surat/X#abc.deg"));
    }
}
