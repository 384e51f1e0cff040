//! `/kerja/kasus/{number}`: one case. What is it, where does it stand, what can I do now, what happened.

use super::changes::{Resent, changes};
use super::forms::{self, Again, Given, Panel};
use super::parts::{self, Attached, ClockRow, Happened, HolderLine, JointView, Sent};
use super::speak::{Speak, transfer_targets};
use super::words;
use crate::pages::citizen::mandate::in_words;
use crate::{CaseView, Desk, Officer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use definition::Value;
use kernel::Role;
use web::{Answer, Signed, View};

#[derive(Template)]
#[template(path = "officer/case.html")]
struct Page {
    v: View,
    case: CaseView,
    number: String,
    status: (&'static str, String),
    marks: Vec<(&'static str, String)>,
    holders: Vec<HolderLine>,
    total: Option<words::DueWords>,
    notice: Option<Notice>,
    /// Why there are no buttons; empty where there are.
    quiet: String,
    panel: Panel,
    joints: Vec<JointView>,
    /// Whether form and documents can be read side by side.
    beside: bool,
    /// Whether a form here may be filled in without a signal.
    carried: bool,
    speak: Speak,
    identity: Vec<(String, String)>,
    /// How the contact was proved, in words.
    proof: Option<String>,
    anonymous: bool,
    answers: Vec<Given>,
    changes: Vec<Resent>,
    /// Both names and the last day, and whether that has passed.
    mandate: Option<(String, bool)>,
    place: String,
    coordinate: String,
    geo: String,
    files: Vec<Attached>,
    /// Addresses of letters as they would be.
    previews: Vec<String>,
    history: Vec<Happened>,
    clocks: Vec<ClockRow>,
    shares: Vec<(String, String)>,
    sent: Vec<Sent>,
    channel: String,
    hash: String,
    done: String,
    keep: bool,
}

/// What stands above everything: done, or why not.
pub(super) struct Notice {
    pub kind: &'static str,
    pub title: String,
    pub text: String,
    /// What others did meanwhile.
    pub meanwhile: Vec<Happened>,
    /// Words that have no form any more and must not be lost.
    pub typed: Vec<String>,
}

impl Notice {
    pub fn new(kind: &'static str, title: String, text: String) -> Self {
        Self { kind, title, text, meanwhile: Vec::new(), typed: Vec::new() }
    }
}

pub(super) async fn page(who: Signed, State(desk): State<Desk>, Path(number): Path<String>) -> Answer {
    let officer = desk.officer(&who.session).await;
    let (_, case) = super::open(&desk, &number, &officer).await?;
    let done = done(&who.view);
    let notice = (!done.is_empty()).then(|| {
        let text =
            if case.offered.is_empty() { who.t("meja-tersimpan-selesai") } else { who.t("meja-tersimpan-lanjut") };
        Notice::new("good", who.t("meja-tersimpan").to_owned(), text.to_owned())
    });
    draw(StatusCode::OK, who.view, &desk, &officer, case, Shown { notice, again: None, done })
}

/// Which form was just kept, so that the browser forgets its draft.
fn done(v: &View) -> String {
    let done = super::query(v.query(), "tersimpan");
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if done.chars().all(known) { done } else { String::new() }
}

/// What is special about this drawing of the page.
#[derive(Default)]
pub(super) struct Shown {
    pub notice: Option<Notice>,
    pub again: Option<Again>,
    pub done: String,
}

/// The page with a status: 200, or why a form was not taken.
pub(super) fn draw(
    status: StatusCode,
    v: View,
    desk: &Desk,
    officer: &Officer,
    case: CaseView,
    shown: Shown,
) -> Answer {
    if shown.again.as_ref().is_some_and(|again| again.typed.text("_halaman") == "periksa") {
        return super::review::draw(status, v, desk, case, shown);
    }
    let v = v.about(case.definition.kind);
    let head = &case.head;
    let open = head.status.is_open();
    let again = shown.again.as_ref();
    let page = Page {
        number: head.number.to_string(),
        status: words::status(&v, head),
        marks: super::inbox::marks(&v, head),
        holders: parts::holders(&v, desk, &case),
        total: (open && !head.dormant).then(|| words::due(&v, head.total_due)),
        quiet: quiet(&v, officer, &case),
        panel: Panel::of(&v, desk, &case, again, false)?,
        joints: parts::joints(&v, desk, &case),
        beside: super::review::offered(&case),
        carried: super::field::offered(&case),
        speak: Speak::of(&v, &case, again, transfer_targets(desk, &case)),
        identity: identity(&v, &case),
        proof: case.proof.map(|proof| v.t(&format!("meja-bukti-{}", proof.word())).to_owned()),
        anonymous: head.anonymous,
        answers: forms::answers(&v, desk, &case),
        changes: changes(&v, desk, &case),
        mandate: case.mandate.as_ref().map(|mandate| (in_words(&v, mandate), mandate.over)),
        place: words::place(desk, head),
        geo: format!("geo:{}", coordinate(&case).replace(' ', "")),
        coordinate: coordinate(&case),
        files: parts::files(&v, &case),
        previews: previews(desk, &case),
        history: parts::history(&v, &case),
        clocks: parts::clocks(&v, &case),
        shares: parts::shares(&v, desk, &case),
        sent: parts::deliveries(&v, &case),
        channel: channel(&v, &case),
        hash: case.definition.hash.chars().take(12).collect(),
        keep: !head.secret && !head.anonymous,
        notice: shown.notice,
        done: shown.done,
        case,
        v,
    };
    web::page_with(status, &page)
}

/// Letters that whoever decides this case may look at before.
fn previews(desk: &Desk, case: &CaseView) -> Vec<String> {
    let decides = case.head.status.is_open() && case.sight.text && !case.offered.is_empty() && desk.typesets();
    let keys = case.definition.letters.keys().filter(|_| decides);
    keys.map(|key| format!("/kerja/kasus/{}/surat/{key}", case.head.number)).collect()
}

/// Why this reader has no buttons here.
fn quiet(v: &View, officer: &Officer, case: &CaseView) -> String {
    let speaks = case.can.answer || case.can.note || case.can.take_over;
    if !case.offered.is_empty() || speaks {
        return String::new();
    }
    let key = match () {
        () if !case.head.status.is_open() => "meja-tanpa-tindakan-berakhir",
        () if officer.working_units().is_empty() && officer.has(Role::Auditor) => "meja-tanpa-tindakan-pemeriksa",
        () if officer.working_units().is_empty() => "meja-tanpa-tindakan-kepala",
        () => "meja-tanpa-tindakan-lain",
    };
    v.t(key).to_owned()
}

fn identity(v: &View, case: &CaseView) -> Vec<(String, String)> {
    let Some(known) = &case.identity else {
        return Vec::new();
    };
    let parts = [("meja-nama", &known.name), ("meja-telepon", &known.phone), ("meja-surel", &known.email)];
    parts.into_iter().filter_map(|(key, value)| Some((v.t(key).to_owned(), value.clone()?))).collect()
}

/// The exact point, for those who may read the text: `-7.54612, 112.23398`.
pub(super) fn coordinate(case: &CaseView) -> String {
    let points = case.answers.values.values().filter_map(|value| match value {
        Value::Point(point) => point.coordinate,
        _ => None,
    });
    points.map(|(lat, lon)| format!("{lat:.5}, {lon:.5}")).next().unwrap_or_default()
}

fn channel(v: &View, case: &CaseView) -> String {
    let key = format!("meja-saluran-{}", case.head.channel);
    let name = if v.has(&key) { v.t(&key).to_owned() } else { case.head.channel.clone() };
    match &case.sent_by {
        Some(by) => format!("{name} ({}, {})", by.application, by.unit),
        None if case.head.is_imported() => format!("{name} ({}, {})", case.head.source, case.head.outside),
        None => name,
    }
}
