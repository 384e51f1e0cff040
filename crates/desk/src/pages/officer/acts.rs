//! `POST /kerja/kasus/{number}/tindakan/{step.action}`: an officer takes an action of the definition.

use super::at_case::AtCase;
use super::case::{Notice, Shown, draw};
use super::forms::Again;
use super::forms::{CODE, KEPT, MARKS, REASON, TOKEN, condition, photo_items};
use super::{Stamp, open, parts, refusal, refused_words, stamp};
use crate::pages::citizen::sources;
use crate::sources::Asking;
use crate::{Acting, ActionForm, CaseView, Desk, DeskRefusal, DraftFor, Filled, NewFile, Offered, Officer};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use cases::CaseRefusal;
use definition::Stage;
use kernel::{CaseNumber, Instant, Refusal, RefusalKind};
use web::form::{Mistake, input};
use web::{Answer, Submission, View};

pub(super) async fn send(
    AtCase(who): AtCase,
    State(desk): State<Desk>,
    Path((number, action)): Path<(String, String)>,
    form: Submission,
) -> Answer {
    let officer = desk.officer(&who.session).await;
    let (number, case) = open(&desk, &number, &officer).await?;
    let (step, id) = action.split_once('.').ok_or_else(web::Error::not_found)?;
    let offered = case.offered.iter().find(|offered| offered.step == step && offered.id == id).cloned();
    let stamped = stamp(&who.view, TOKEN, form.text("_tanda"));
    let mut again = Again::new(&action, form);
    let key = match stamped {
        Stamp::Strange => return strange(&who.view, &desk, &officer, case, again),
        Stamp::Good(key) | Stamp::Old(key) => key,
    };
    again.key = Some(key);
    if let Some(offered) = &offered {
        keep_photos(&who.view, &desk, &number, &case, offered, &mut again).await?;
    }
    if matches!(stamped, Stamp::Old(_)) {
        return old(&who.view, &desk, &officer, case, again);
    }
    if !again.mistakes.is_empty() {
        return mended(&who.view, &desk, &officer, case, again);
    }
    if asked(&who.view, &desk, &case, step, &mut again).await {
        let shown = Shown { again: Some(again), ..Shown::default() };
        return draw(StatusCode::OK, who.view.clone(), &desk, &officer, case, shown);
    }
    let acting = acting(&officer, &again, &case);
    let filled = filled(&again.typed, &again.draft, None);
    let act = ActionForm { step: Some(step.to_owned()), action: id.to_owned(), filled };
    match desk.act_as_officer(&number, &acting, act).await {
        Ok(()) => web::redirect(&format!("/kerja/kasus/{number}?tersimpan={action}")),
        Err(error) => refuse(&who.view, &desk, &officer, &number, again, refusal(error)?).await,
    }
}

/// Asks the source whose button was pressed; the form then holds what came of it.
async fn asked(v: &View, desk: &Desk, case: &CaseView, step: &str, again: &mut Again) -> bool {
    let stage = Stage::Step(step.to_owned());
    let asking = Asking::of_case(&case.definition, &stage, &case.answers);
    let Some((sent, note)) = sources::ask(v, desk, &asking, again.typed.text(sources::ASK), &again.typed).await else {
        return false;
    };
    (again.typed, again.asked) = (sent, Some(note));
    true
}

/// Who acts, with the version of the case that the form showed.
pub(super) fn acting(officer: &Officer, again: &Again, case: &CaseView) -> Acting {
    Acting {
        officer: officer.clone(),
        seen: again.typed.text("_versi").parse().unwrap_or(0).min(case.head.version),
        form_key: again.key.map(|key| key.to_string()).unwrap_or_default(),
    }
}

fn filled(typed: &Submission, draft: &str, device_at: Option<Instant>) -> Filled {
    let own = typed.texts().iter().filter(|(name, _)| !name.starts_with('_')).cloned();
    Filled {
        input: input(&Submission::of(own)),
        draft: draft.to_owned(),
        marks: typed.all(MARKS).map(str::to_owned).collect(),
        reason_code: typed.text(CODE).to_owned(),
        reason: typed.text(REASON).to_owned(),
        rating: None,
        device_at,
    }
}

/// The action `STEP.ACTION` as a script sends it that kept its form; `None` where the address names none.
pub(super) fn form_of(action: &str, typed: &Submission, device_at: Option<Instant>) -> Option<ActionForm> {
    let (step, id) = action.split_once('.')?;
    Some(ActionForm { step: Some(step.to_owned()), action: id.to_owned(), filled: filled(typed, "", device_at) })
}

/// What became of a form that was sent without its page.
pub(super) enum Sent {
    Taken,
    Mistakes(Vec<Mistake>),
    Refused(DeskRefusal),
}

/// Keeps the photos of such a form and takes its action.
pub(super) async fn act_on(
    v: &View,
    desk: &Desk,
    number: &CaseNumber,
    case: &CaseView,
    (acting, mut form, typed): (Acting, ActionForm, Submission),
) -> Result<Sent, web::Error> {
    let mut again = Again::new("", typed);
    let offered = case.offered.iter().find(|one| Some(&one.step) == form.step.as_ref() && one.id == form.action);
    if let Some(offered) = offered {
        keep_photos(v, desk, number, case, offered, &mut again).await?;
    }
    if !again.mistakes.is_empty() {
        return Ok(Sent::Mistakes(again.mistakes));
    }
    form.filled.draft = again.draft;
    match desk.act_as_officer(number, &acting, form).await {
        Ok(()) => Ok(Sent::Taken),
        Err(error) => Ok(Sent::Refused(refusal(error)?)),
    }
}

/// Puts the photos into the draft before anything is judged, so that no mistake loses them.
async fn keep_photos(
    v: &View,
    desk: &Desk,
    number: &CaseNumber,
    case: &CaseView,
    offered: &Offered,
    again: &mut Again,
) -> Result<(), web::Error> {
    let handle = again.typed.text("_draf").to_owned();
    let there = desk.draft(&handle).await?;
    again.draft = there.as_ref().map(|_| handle).unwrap_or_default();
    let mut kept: Vec<String> = there.into_iter().flat_map(|draft| draft.files).map(|file| file.field).collect();
    for item in photo_items(case, offered) {
        for upload in again.typed.files_of(&item.id) {
            let file = NewFile { field: item.id.clone(), bytes: upload.bytes.to_vec() };
            match desk.put_file(DraftFor::Case(number), &again.draft, file).await {
                Ok(draft) => {
                    draft.handle.secret().clone_into(&mut again.draft);
                    kept.push(item.id.clone());
                }
                Err(error) => {
                    let (what, advice) = refused_words(v, &refusal(error)?);
                    again.mistakes.push(Mistake::new(item.id.clone(), format!("{}: {what}. {advice}", upload.name)));
                }
            }
        }
    }
    let texts = again.typed.texts().iter().filter(|(name, _)| name != KEPT).cloned();
    let noted = kept.into_iter().map(|field| (KEPT.to_owned(), field));
    again.typed = Submission::of(texts.chain(noted));
    Ok(())
}

/// The form was made for another session: nothing was done, everything that was typed is still there.
pub(super) fn strange(v: &View, desk: &Desk, officer: &Officer, case: CaseView, again: Again) -> Answer {
    let notice = said(v, "meja-formulir-asing");
    shown_again(StatusCode::FORBIDDEN, v, desk, officer, case, (notice, again))
}

/// The form was open for too long.
pub(super) fn old(v: &View, desk: &Desk, officer: &Officer, case: CaseView, again: Again) -> Answer {
    let notice = said(v, "meja-formulir-lama");
    shown_again(StatusCode::UNPROCESSABLE_ENTITY, v, desk, officer, case, (notice, again))
}

/// Something in the form is to be mended.
pub(super) fn mended(v: &View, desk: &Desk, officer: &Officer, case: CaseView, again: Again) -> Answer {
    let notice = said(v, "meja-perbaiki");
    shown_again(StatusCode::UNPROCESSABLE_ENTITY, v, desk, officer, case, (notice, again))
}

fn said(v: &View, key: &str) -> Notice {
    Notice::new("bad", v.t(key).to_owned(), v.t(&format!("{key}.saran")).to_owned())
}

fn shown_again(
    status: StatusCode,
    v: &View,
    desk: &Desk,
    officer: &Officer,
    case: CaseView,
    (mut notice, again): (Notice, Again),
) -> Answer {
    if !super::speak::has_form(&case, &again.form) {
        notice.typed = words_of(&again);
    }
    draw(
        status,
        v.clone(),
        desk,
        officer,
        case,
        Shown { notice: Some(notice), again: Some(again), done: String::new() },
    )
}

/// What people wrote at length: it is shown even where its form is gone.
fn words_of(again: &Again) -> Vec<String> {
    let texts = again.typed.texts().iter().filter(|(name, _)| matches!(name.as_str(), REASON | "teks" | "alasan"));
    texts.map(|(_, text)| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

/// The desk will not: the page again, as the case stands now, with everything that was typed.
pub(super) async fn refuse(
    v: &View,
    desk: &Desk,
    officer: &Officer,
    number: &CaseNumber,
    mut again: Again,
    refused: DeskRefusal,
) -> Answer {
    if refused.kind() == RefusalKind::NotFound && !matches!(refused, DeskRefusal::NoSuchUnit) {
        return Err(refused.into());
    }
    let (_, case) = open(desk, number.as_str(), officer).await?;
    let (title, advice) = refused_words(v, &refused);
    let mut notice = Notice::new("bad", title, advice);
    match &refused {
        DeskRefusal::Moved { seen } => {
            notice.kind = "warn";
            let seen = again.typed.text("_versi").parse().unwrap_or(*seen);
            notice.meanwhile = parts::since(v, &case, seen);
        }
        DeskRefusal::Engine(engine) if engine.kind() == RefusalKind::Conflict => {
            notice.kind = "warn";
            let seen = again.typed.text("_versi").parse().unwrap_or(case.head.version);
            notice.meanwhile = parts::since(v, &case, seen);
        }
        _ => {
            let found = mistakes(v, &case, &again, &refused);
            if !found.is_empty() {
                notice = said(v, "meja-perbaiki");
            }
            again.mistakes = found;
        }
    }
    shown_again(status(refused.kind()), v, desk, officer, case, (notice, again))
}

const fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Which field of the form a refusal speaks of.
fn mistakes(v: &View, case: &CaseView, again: &Again, refused: &DeskRefusal) -> Vec<Mistake> {
    let (what, _) = refused_words(v, refused);
    let speaks = !again.form.contains('.');
    let at = |field: &str| vec![Mistake::new(field, what.clone())];
    match refused {
        DeskRefusal::Answers(errors) => Mistake::all(errors, v.lang()),
        DeskRefusal::BadText if speaks => at(if again.typed.get("teks").is_some() { "teks" } else { "alasan" }),
        DeskRefusal::NoSuchUnit => at("unit"),
        DeskRefusal::BadText | DeskRefusal::Engine(CaseRefusal::ReasonMissing) => at(REASON),
        DeskRefusal::NoSuchReason => at(CODE),
        DeskRefusal::Engine(CaseRefusal::MarksMissing | CaseRefusal::BadMark(_)) => at(MARKS),
        DeskRefusal::Engine(CaseRefusal::EvidenceMissing(field) | CaseRefusal::FieldMissing(field)) => at(field),
        DeskRefusal::Engine(CaseRefusal::ConditionNotMet) => {
            let offered = case.offered.iter().find(|offered| format!("{}.{}", offered.step, offered.id) == again.form);
            let named = offered.and_then(|offered| condition(v, case, offered));
            named.map(|(field, words)| vec![Mistake::new(field, words)]).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
