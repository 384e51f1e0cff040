//! A letter looked at before there is one (semantics R57): by who is about to sign it, and by who writes its template.

use crate::letters::Letters;
use crate::model::number::Pattern;
use crate::model::validity::last_day;
use crate::refusal::Refused;
use crate::sheet::{Head, INK, Line, Mark, Sheet, values};
use cases::doors::{EndedCase, LetterDraft};

impl Letters {
    /// The sheet with a word across it; its code leads to the checking page and proves nothing.
    pub(crate) async fn draft(&self, draft: LetterDraft) -> Result<Vec<u8>, String> {
        let (deps, now, dated) = (self.deps(), self.now(), self.today());
        let signer = match &draft.officer {
            Some(officer) => deps.staff.name(officer).await.unwrap_or_default(),
            None => String::new(),
        };
        let named = |name: String, sample: &str| if draft.sample && name.is_empty() { sample.to_owned() } else { name };
        let title =
            if draft.title.is_empty() { String::new() } else { deps.agencies.title_name(&draft.title, &draft.unit) };
        let sheet = Sheet {
            answers: draft.answers.iter().map(Line::from).collect(),
            signer: named(signer, "Nama Pejabat"),
            title: named(title, "Jabatan Penanda Tangan"),
            // Whose place a substitute takes is written when the substitute acts.
            on_behalf: None,
        };
        let agency = deps.agencies.agency(&draft.unit).filter(|_| !draft.unit.is_empty()).map(|agency| agency.name);
        let issuer = match agency {
            None if draft.sample => "Unit Penerbit".to_owned(),
            agency => agency.unwrap_or_else(|| draft.unit.clone()),
        };
        let head = Head {
            number: &Pattern::new(&draft.letter.number, &self.place(&draft.unit), dated).number(0),
            service: &draft.service_name,
            issuer: &issuer,
            dated,
            valid_from: None,
            valid_until: draft.letter.validity.map(|validity| last_day(dated, validity)),
            way: INK,
        };
        let mark = if draft.sample { Mark::Sample } else { Mark::Draft };
        let code = format!("{}/surat/periksa", deps.public_url);
        let values = values(deps, &head, &sheet, (&code, mark));
        self.pressed(draft.template, values, now).await.map_err(|refused| match refused {
            Refused::Template(lines) => lines,
            other => other.to_string(),
        })
    }

    /// What the template of an ended case's letter errs in.
    pub(crate) async fn fault_of(&self, case: EndedCase) -> Option<String> {
        let now = self.now();
        for earned in &case.letters {
            let tried = self.trial(&case, earned, now).await;
            if let Err(Refused::Template(lines)) = tried {
                return Some(lines);
            }
        }
        None
    }
}
