//! What a letter says, sealed in the register until it is typeset or printed.

use crate::letters::{Deps, Letters};
use crate::queries::Letter;
use crate::refusal::Refused;
use cases::doors::ShownAnswer;
use kernel::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use web::Words;

/// The sealed part of a letter: answers in words and who signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sheet {
    pub answers: Vec<Line>,
    /// Name of the officer who decided; empty if silence did.
    pub signer: String,
    /// The title as people read it.
    pub title: String,
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

/// The values of a template, in the shape that `paper` describes.
fn values(deps: &Deps, letter: &Letter, sheet: &Sheet, code: &str) -> Value {
    let words = Words { lang: Lang::Id, zone: deps.zone };
    let answers: Map<String, Value> = sheet.answers.iter().map(|line| (line.field.clone(), json!(line.text))).collect();
    let address = (!deps.address.is_empty()).then_some(&deps.address);
    let svg = |markup: &str| markup.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    let qr = web::qr_svg(code, "").map(|markup| svg(markup.as_str()));
    let proof = code.split('#').next().unwrap_or_default();
    json!({
        "data": {
            "nomor": letter.number, "tanggal": words.date(letter.dated),
            "berlaku_sampai": letter.valid_until.map(|date| words.date(date)),
            "kota": deps.city, "tempat": deps.place, "layanan": letter.service_name, "status": "disiapkan",
            "unit": { "nama": letter.issuer, "alamat": address, "telepon": null, "induk": null },
            "penanda_tangan": { "nama": sheet.signer, "jabatan": sheet.title, "atas_nama": null },
        },
        "isian": answers, "qr": qr, "periksa": proof, "lambang": deps.crest,
    })
}

/// Values for trying a template out (`gapura surat cek`): every field holds its own name.
pub fn sample(city: &str, fields: &[String], lang: Lang) -> Value {
    let words = Words { lang, zone: kernel::Zone::Wib };
    let day = jiff::civil::date(2027, 3, 5);
    let answers: Map<String, Value> = fields.iter().map(|field| (field.clone(), json!(format!("[{field}]")))).collect();
    json!({
        "data": {
            "nomor": "000/001/CONTOH/2027", "tanggal": words.date(day), "berlaku_sampai": words.date(day),
            "kota": city, "tempat": city.trim_start_matches("Kabupaten ").trim_start_matches("Kota "),
            "layanan": "Surat contoh", "status": "disiapkan",
            "unit": { "nama": "Dinas Contoh", "alamat": "Jalan Contoh 1", "telepon": "(0000) 123456", "induk": null },
            "penanda_tangan": { "nama": "Nama Pejabat", "jabatan": "Kepala Dinas", "atas_nama": null },
        },
        "isian": answers, "qr": null, "periksa": "", "lambang": null,
    })
}

impl Letters {
    /// The sealed words of a letter.
    pub(crate) async fn sheet(&self, letter: &Letter) -> Result<Sheet, Refused> {
        Sheet::parse(&self.opened(&letter.sheet).await?)
    }

    /// The letter as a PDF, unsigned. Takes a thread for some milliseconds.
    pub(crate) async fn typeset(&self, letter: &Letter) -> Result<Vec<u8>, Refused> {
        let (sheet, template) = (self.sheet(letter).await?, self.template(&letter.template).await?);
        self.press(letter, &sheet, template).await
    }

    pub(crate) async fn press(&self, letter: &Letter, sheet: &Sheet, template: String) -> Result<Vec<u8>, Refused> {
        let press = self.deps().press.clone().ok_or(Refused::NoPress)?;
        let values = values(self.deps(), letter, sheet, &self.code(letter));
        let at = letter.prepared_at;
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
    fn a_sample_holds_every_field_that_a_template_may_name() {
        let values = sample("Kabupaten Jombang", &["nama".into()], Lang::Id);
        assert_eq!(values["isian"]["nama"], "[nama]");
        assert_eq!(values["data"]["tempat"], "Jombang");
    }
}
