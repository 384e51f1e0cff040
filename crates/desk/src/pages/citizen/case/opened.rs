//! All of a case, for the resident: where it stands, what happened, what can be done now.

use super::{Head, Line, lines};
use crate::model::CaseFile;
use crate::pages::citizen::said::Said;
use crate::pages::citizen::{Counter, access, mandate, sources, track, words};
use crate::queries::{CaseView, Offered};
use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::Viewer;
use crate::sources::Asking;
use askama::Template;
use axum::http::StatusCode;
use cases::doors::CaseLetter;
use cases::{ClockRef, ClockState, ClockView};
use definition::model::Reason;
use definition::{Definition, Stage};
use kernel::clock::Measure;
use kernel::{CaseNumber, Unit};
use web::form::{Drawn, Form};
use web::{Answer, FormKey, FormToken, Markup, View};

/// How the page is shown beside the case itself: what was just done, or a form with its mistakes.
#[derive(Debug, Default)]
pub(in crate::pages::citizen) struct Shown {
    /// Key of the sentence of thanks; empty without.
    pub thanks: &'static str,
    /// Which form is shown again, by its name.
    pub form: String,
    /// What was in it.
    pub said: Said,
    /// Its key.
    pub key: Option<FormKey>,
}

/// An action that the resident may take, drawn.
struct ActionView {
    id: String,
    step: String,
    title: String,
    help: String,
    token: FormToken,
    drawn: Drawn,
    corrects: bool,
    /// Some buttons stand before the one that sends.
    asks: bool,
    /// What the officer wrote who sent it back.
    asked: String,
    files: bool,
    handle: String,
    codes: Vec<(String, String, bool)>,
    reason: Markup,
    rating: bool,
    second: bool,
    blocked: String,
}

/// A clock in words.
struct ClockRow {
    name: String,
    used: String,
    state: String,
    why: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "citizen/case.html")]
struct Page<'a> {
    v: &'a View,
    head: Head,
    thanks: &'a str,
    notice: &'a str,
    summary: Markup,
    actions: Vec<ActionView>,
    lines: Vec<Line>,
    answers: Vec<(String, String)>,
    found: Vec<(String, String)>,
    identity: String,
    /// How the contact was proved, in words; empty where nothing is asked.
    proof: String,
    secret: bool,
    anonymous: bool,
    files: Vec<(String, String)>,
    clocks: Vec<ClockRow>,
    deliveries: Vec<(String, String, String)>,
    letters: &'a [CaseLetter],
    days: i64,
    add: Option<AddForm>,
    rate: Option<FormToken>,
    rating: Option<u8>,
    appeal: Option<AppealForm>,
    renew: Option<(String, String)>,
    follows: Option<(String, bool)>,
    followed_by: Option<(String, bool)>,
    withdraw: String,
    /// Both names and the last day, and whether that has passed.
    mandate: Option<(String, bool)>,
    may_mandate: bool,
    close: String,
}

/// The form for an objection.
struct AppealForm {
    token: FormToken,
    until: String,
    text: String,
    error: String,
}

/// The form for additions.
struct AddForm {
    token: FormToken,
    text: String,
    text_error: String,
    handle: String,
    kept: Vec<String>,
    uploads: Markup,
}

/// The opened page; 422 where a form has to be mended.
pub(in crate::pages::citizen) async fn opened(
    v: &View,
    counter: &Counter,
    number: &CaseNumber,
    shown: Shown,
) -> Answer {
    let view = match counter.desk.view(number, &Viewer::Reporter).await {
        Ok(view) => view,
        Err(DeskError::Refused(DeskRefusal::NoSuchCase)) => {
            return track::unknown(v, number, String::new());
        }
        Err(failure) => return Err(failure.into()),
    };
    let v = &v.about(view.definition.kind);
    let files = named(v, number, &view.definition, &view.files);
    let actions = view.offered.iter().enumerate().map(|(at, offered)| action(v, counter, &view, offered, at, &shown));
    let actions = actions.collect::<Result<Vec<_>, _>>()?;
    let wrong = !shown.said.mistakes.is_empty() || shown.said.notice.is_some();
    let page = Page {
        v,
        head: Head::of(v, &counter.desk, &view),
        thanks: if shown.thanks.is_empty() { "" } else { v.t(shown.thanks) },
        notice: shown.said.notice(v),
        summary: web::form::named_summary(v, &shown.said.mistakes, |field| label(&view.definition, field))?,
        actions,
        lines: lines(v, &view.history, |id| {
            view.files.iter().zip(&files).find(|(file, _)| file.id == id).map(|(_, named)| named.clone())
        }),
        answers: words::answers(v, &counter.desk, &view, true),
        found: words::answers(v, &counter.desk, &view, false),
        identity: identity(v, &view),
        proof: view.proof.map(|proof| v.t(&format!("warga-bukti-{}", proof.word())).to_owned()).unwrap_or_default(),
        secret: view.head.secret,
        anonymous: view.head.anonymous,
        clocks: view.clocks.iter().map(|clock| clock_row(v, &view, clock)).collect(),
        deliveries: deliveries(v, &view),
        letters: &view.letters,
        days: view.days_lived,
        add: view.can.add_info.then(|| add_form(v, number, &shown)),
        rate: view.can.rate.then(|| v.token(&format!("nilai {number}"))),
        rating: view.rating,
        appeal: view.can.appeal.map(|until| appeal_form(v, number, v.words().moment(until), &shown)),
        renew: view.can.renew.map(|last| {
            (format!("/lacak/{number}/perpanjangan"), v.t1("warga-perpanjang-kata", "tanggal", v.words().date(last)))
        }),
        follows: view.follows.clone(),
        followed_by: view.followed_by.clone(),
        mandate: view.mandate.as_ref().map(|one| (mandate::in_words(v, one), one.over)),
        may_mandate: view.can.mandate,
        withdraw: if view.can.withdraw { format!("/lacak/{number}/penarikan") } else { String::new() },
        close: format!("/lacak/{number}/penutupan"),
        files,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    access::unkept(web::page_with(status, &page)?)
}

/// The page with one form as it was sent, and a refusal beside it.
pub(in crate::pages::citizen) fn said_again(form: String, said: Said, key: FormKey) -> Shown {
    Shown { form, said, key: Some(key), ..Shown::default() }
}

fn named(v: &View, number: &CaseNumber, definition: &Definition, files: &[CaseFile]) -> Vec<(String, String)> {
    let all = files.iter().enumerate().map(|(at, file)| {
        let from = if file.from_reporter { "warga-foto-anda" } else { "warga-foto-petugas" };
        let (known, at, date) = (label(definition, &file.field), at + 1, v.words().date_of(file.added_at));
        let name = if known.is_empty() { v.t("warga-foto") } else { known };
        let label = v.tf(from, &[("nama", &name), ("nomor", &at), ("tanggal", &date)]);
        (format!("/lacak/{number}/berkas/{}", file.id), label)
    });
    all.collect()
}

fn add_form(v: &View, number: &CaseNumber, shown: &Shown) -> AddForm {
    let name = format!("tambahan {number}");
    let own = shown.form == "tambahan";
    let said = own.then_some(&shown.said);
    AddForm {
        token: token(v, &name, shown.key.filter(|_| own)),
        text: said.map(|said| said.sent.text("teks").to_owned()).unwrap_or_default(),
        text_error: said.map(|said| said.mistake("teks").to_owned()).unwrap_or_default(),
        handle: said.map(|said| said.draft().to_owned()).unwrap_or_default(),
        kept: said.map(|said| said.kept(v).into_iter().map(|kept| kept.name).collect()).unwrap_or_default(),
        uploads: web::form::upload_attributes(v, &format!("/lacak/{number}/unggahan")),
    }
}

fn appeal_form(v: &View, number: &CaseNumber, until: String, shown: &Shown) -> AppealForm {
    let own = shown.form == "banding";
    let said = own.then_some(&shown.said);
    AppealForm {
        token: token(v, &format!("banding {number}"), shown.key.filter(|_| own)),
        until,
        text: said.map(|said| said.sent.text("alasan").to_owned()).unwrap_or_default(),
        error: said.map(|said| said.mistake("alasan").to_owned()).unwrap_or_default(),
    }
}

fn token(v: &View, name: &str, key: Option<FormKey>) -> FormToken {
    key.map_or_else(|| v.token(name), |key| v.token_for(name, key))
}

/// The form of one action: only marked fields may change (semantics R44), and an action that ends the case changes none.
fn action(
    v: &View,
    counter: &Counter,
    view: &CaseView,
    offered: &Offered,
    at: usize,
    shown: &Shown,
) -> Result<ActionView, web::Error> {
    let form = format!("tindakan {} {}", offered.step, offered.id);
    let own = shown.form == form;
    let corrects = !view.marks.is_empty() && !offered.action.ends_case();
    let known = web::form::texts(&view.answers);
    let none = Said::default();
    let said = if own { &shown.said } else { &none };
    let kept = said.kept(v);
    let stage = Stage::Correction(view.marks.clone());
    let uploads = format!("/lacak/{}/unggahan", view.head.number);
    let mut drawing = Form::new(v, counter.desk.lists(), &counter.villages);
    let mut offers = Vec::new();
    if corrects {
        drawing = drawing.of(&view.definition, &stage);
        let asking = Asking::of_case(&view.definition, &stage, &view.answers);
        let typed = (if own { &said.sent } else { &known }, said.asked.as_ref());
        let action = format!("/lacak/{}/tindakan/{}", view.head.number, offered.id);
        offers = sources::offers_on(v, &counter.desk, &asking, typed, (&action, &drawing.asked()))?;
    }
    let drawing = sources::with_offers(drawing, &offers)
        .items(&offered.action.evidence, offered.binding)
        .values(if own { &said.sent } else { &known })
        .known(&view.answers)
        .mistakes(&said.mistakes)
        .kept(&kept)
        .uploads(&uploads);
    let chosen = said.sent.text(&format!("_kode-{}", offered.id));
    Ok(ActionView {
        title: titled(v, "warga-aksi", &offered.id, &offered.label),
        help: titled(v, "warga-aksi-kata", &offered.id, ""),
        token: token(v, &form, shown.key.filter(|_| own)),
        drawn: drawing.draw()?,
        corrects,
        asks: !offers.is_empty(),
        asked: if corrects { asked(view) } else { String::new() },
        files: corrects || !offered.action.evidence.is_empty(),
        handle: said.draft().to_owned(),
        codes: codes(counter, &offered.action.reason, chosen),
        reason: reason(v, offered, said),
        rating: offered.action.rating,
        second: at > 0,
        blocked: offered
            .blocked
            .as_ref()
            .map(|refusal| words::refusal(v, &DeskRefusal::Engine(refusal.clone())))
            .unwrap_or_default(),
        step: offered.step.clone(),
        id: offered.id.clone(),
    })
}

/// What the definition calls a field or file; empty for what it does not know.
fn label<'a>(definition: &'a Definition, field: &str) -> &'a str {
    let file = || definition.files.get(field).map(|file| file.label.as_str());
    definition.fields.get(field).map(|field| field.label.as_str()).or_else(file).unwrap_or_default()
}

/// The reason with which the case last came to the resident.
fn asked(view: &CaseView) -> String {
    let acts = view.history.iter().filter(|entry| entry.what.key == "riwayat-aksi");
    acts.filter_map(|entry| entry.text.clone()).next_back().unwrap_or_default()
}

fn reason(v: &View, offered: &Offered, said: &Said) -> Markup {
    if offered.action.reason == Reason::None {
        return Markup::default();
    }
    let name = format!("_alasan-{}", offered.id);
    let error = said.mistake(&name);
    let (label, hint) = (v.t("warga-alasan"), v.t("warga-alasan-kata"));
    web::component::text_field(&name, label, said.sent.text(&name), "paragraf", hint, error)
}

/// The words that this page has for an action of this name; else those of the definition.
fn titled(v: &View, prefix: &str, id: &str, label: &str) -> String {
    let key = format!("{prefix}-{id}");
    if v.has(&key) { v.t(&key).to_owned() } else { label.to_owned() }
}

fn codes(counter: &Counter, reason: &Reason, chosen: &str) -> Vec<(String, String, bool)> {
    let list = match reason {
        Reason::List(list) => counter.desk.lists().get(list),
        _ => None,
    };
    let all = list.into_iter().flatten();
    all.map(|(code, label)| (code.clone(), label.clone(), code == chosen)).collect()
}

fn identity(v: &View, view: &CaseView) -> String {
    let Some(known) = &view.identity else {
        return String::new();
    };
    let parts: Vec<&str> =
        [&known.name, &known.phone, &known.email].into_iter().flatten().map(String::as_str).collect();
    if parts.is_empty() { v.t("warga-tanpa-kontak").to_owned() } else { parts.join(", ") }
}

fn deliveries(v: &View, view: &CaseView) -> Vec<(String, String, String)> {
    use cases::doors::DeliveryState as State;
    let all = view.deliveries.iter().map(|delivery| {
        let key = match delivery.state {
            State::Queued => "warga-kabar-antre",
            State::Sent => "warga-kabar-terkirim",
            State::Failed => "warga-kabar-gagal",
            State::NoChannel => "warga-kabar-tanpa-kanal",
            State::Called => "warga-kabar-ditelepon",
        };
        (v.words().moment(delivery.at), v.t(key).to_owned(), delivery.text.clone().unwrap_or_default())
    });
    all.collect()
}

fn clock_row(v: &View, view: &CaseView, clock: &ClockView) -> ClockRow {
    let name = match &clock.name {
        ClockRef::Total => v.t("warga-jam-total").to_owned(),
        ClockRef::Verification => v.t("warga-jam-verifikasi").to_owned(),
        ClockRef::FirstAnswer => v.t("warga-jam-jawaban").to_owned(),
        ClockRef::Step(step) => view.definition.steps.get(step).map_or_else(|| step.clone(), |step| step.name.clone()),
    };
    let budget = v.words().duration(clock.budget);
    let used = match clock.consumed {
        Some(used) => v.t2("warga-jam-terpakai", "terpakai", amount(v, clock, used), "jatah", budget),
        None => budget,
    };
    let state = match clock.state {
        ClockState::Running => v.t1("warga-jam-jalan", "batas", words::due(v, clock.due, true)),
        ClockState::Paused => v.t("warga-jam-jeda").to_owned(),
        ClockState::Stopped => v.t("warga-jam-berhenti").to_owned(),
        ClockState::Unknown => v.t("warga-jam-tidak-diketahui").to_owned(),
    };
    let why = view.why.iter().filter(|line| line.clock == clock.name);
    let why = why.map(|line| (v.words().moment(line.at), words::said(v, &line.what)));
    ClockRow { name, used, state, why: why.collect() }
}

/// What was used up, in the unit of the budget.
fn amount(v: &View, clock: &ClockView, used: i64) -> String {
    let whole = f64::from(i32::try_from(used).unwrap_or(i32::MAX));
    let amount = match (clock.measure, clock.budget.unit) {
        (Measure::Perseribu, _) => whole / 1000.0,
        (Measure::Detik, Unit::Minute | Unit::WorkingMinute) => whole / 60.0,
        (Measure::Detik, _) => whole / 3600.0,
    };
    v.words().number(amount)
}
