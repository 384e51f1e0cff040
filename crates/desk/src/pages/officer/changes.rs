//! Differences between submissions: what the resident changed when the case came back.

use super::words;
use crate::queries::Submission;
use crate::{CaseView, Desk};
use definition::Value;
use web::View;

/// One sending after the first.
pub(super) struct Resent {
    pub when: String,
    pub machine: String,
    /// Label, before, after.
    pub answers: Vec<(String, String, String)>,
    /// Label and what came.
    pub files: Vec<(String, String)>,
    /// The latest stands open, older ones behind a line.
    pub latest: bool,
}

/// The latest first: what an officer looks for is what has just come.
pub(super) fn changes(v: &View, desk: &Desk, case: &CaseView) -> Vec<Resent> {
    let latest = case.submissions.len().saturating_sub(1);
    let all = case.submissions.iter().enumerate().rev();
    all.map(|(at, one)| resent(v, desk, case, one, at == latest)).collect()
}

fn resent(v: &View, desk: &Desk, case: &CaseView, one: &Submission, latest: bool) -> Resent {
    let answers = one.answers.iter().map(|changed| {
        let field = case.definition.fields.get(&changed.field);
        let label = field.map_or_else(|| changed.field.clone(), |field| field.label.clone());
        let said = |value: &Option<Value>| match value {
            Some(value) => words::value(v, desk, field.map(|field| &field.kind), value),
            None => v.t("meja-ubah-kosong").to_owned(),
        };
        (label, said(&changed.before), said(&changed.after))
    });
    let files = one.files.iter().map(|added| {
        let field = case.definition.files.get(&added.field);
        let label = field.map_or_else(|| added.field.clone(), |field| field.label.clone());
        let key = if added.before > 0 { "meja-ubah-berkas-ganti" } else { "meja-ubah-berkas-baru" };
        (label, v.t2(key, "n", added.new, "lama", added.before))
    });
    Resent {
        when: v.words().moment(one.at),
        machine: v.words().machine(one.at),
        answers: answers.collect(),
        files: files.collect(),
        latest,
    }
}
