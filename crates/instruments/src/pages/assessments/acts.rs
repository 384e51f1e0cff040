//! What is done to one indicator. Whoever was overtaken sees what happened and their own words still in the form, and sends
//! again knowing it.

use super::indicator::{Page, form};
use super::levels::{read, scale_of};
use super::said;
use crate::Assessments;
use crate::assessment::claim::Claim;
use crate::assessment::decide::Command;
use crate::assessment::evidence::Number;
use crate::assessment::rights::{Judge, ReadAssessments};
use crate::assessment::{Given, Spoken};
use crate::refusal::Refused;
use axum::extract::{Path, State};
use definition::Say;
use kernel::FactAsked;
use web::{Answer, Sent, Session, Submission, View, in_time, unsent};

type Place = Path<(String, String)>;

/// What came of a form of one indicator: back to its page, or the page again with what was typed.
async fn answered(
    (v, session): (View, Session),
    assessments: &Assessments,
    (id, indicator): (&str, &str),
    (wrong, sent): (&'static str, Submission),
    done: Sent<(), Refused>,
) -> Answer {
    let Err(refused) = done else {
        return web::redirect(&format!("/dasbor/penilaian/{id}/indikator/{indicator}"));
    };
    let (status, error) = unsent(&v, refused.clone(), |one| said(&v, one))?;
    let mut page = Page::read(v, &session, assessments, (id, indicator)).await?;
    page.error = error;
    if refused == Some(Refused::Overtaken) {
        page.overtaken = page.latest();
    }
    let typed: Vec<String> = sent.all("tingkat").map(str::to_owned).filter(|text| !text.is_empty()).collect();
    let asked = match wrong {
        "isian" => Some(&mut page.level),
        "nilai" => Some(&mut page.verdict),
        _ => None,
    };
    if let Some(asked) = asked {
        asked.chosen = typed;
        if let Some(Refused::Level(say)) = &refused {
            asked.error = say.lang(page.v.lang()).to_owned();
        }
    }
    (page.wrong, page.typed) = (wrong, sent);
    web::page_with(status, &page)
}

/// What a form says of the level, on the scale of its indicator.
async fn claimed(
    session: &Session,
    assessments: &Assessments,
    (id, indicator): (&str, &str),
    sent: &Submission,
) -> Result<Option<Claim>, Refused> {
    let (_, pinned, _) = assessments.seen(session, id).await?;
    let scale = scale_of(&pinned.instrument, indicator).ok_or(Refused::NoIndicator)?;
    let say = || Say::new("tulis angka, misalnya 3,31", "write a number, for example 3.31");
    read(sent, scale).map_err(|()| Refused::Level(Box::new(say())))
}

fn seen(sent: &Submission) -> i64 {
    sent.text("_versi").parse().unwrap_or(-1)
}

pub(super) async fn fill(
    officer: web::May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let claim = claimed(&session, &assessments, (&id, &indicator), &sent).await?;
        let (seen, text) = (seen(&sent), sent.text("penjelasan").to_owned());
        let spoken = Spoken::Fill { indicator: indicator.clone(), seen, claim, text };
        assessments.say(&session, &id, spoken).await
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("isian", sent), done).await
}

pub(super) async fn prove(
    officer: web::May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let level = sent.text("untuk").parse().ok();
        let given = given(&session, &assessments, &id, &sent).await?;
        assessments.prove(&session, &id, (&indicator, level), sent.text("nama"), given).await
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("bukti", sent), done).await
}

/// The evidence of a form: exactly one of a file, an address and a fact.
async fn given(session: &Session, assessments: &Assessments, id: &str, sent: &Submission) -> Result<Given, Refused> {
    let file = sent.files_of("berkas").next();
    let (link, fact) = (sent.text("tautan").trim(), sent.text("fakta"));
    match (file, link, fact) {
        (Some(file), "", "") => Ok(Given::File(file.name.clone(), file.bytes.to_vec())),
        (None, link, "") if !link.is_empty() => Ok(Given::Link(link.to_owned())),
        (None, "", fact) if !fact.is_empty() => {
            let (one, _, _) = assessments.seen(session, id).await?;
            let kinds = assessments.deps().facts.kinds();
            let by_unit = kinds.iter().any(|kind| kind.id == fact && kind.by_unit);
            let unit = Some(sent.text("milik").to_owned()).filter(|unit| by_unit && !unit.is_empty());
            Ok(Given::Fact(asked(assessments, fact, one.year, unit)))
        }
        _ => Err(Refused::OneProof),
    }
}

/// A fact over the year that is assessed, as far as it has come.
fn asked(assessments: &Assessments, fact: &str, year: u32, unit: Option<String>) -> FactAsked {
    let today = assessments.today();
    let first = i16::try_from(year).ok().and_then(|year| jiff::civil::Date::new(year, 1, 1).ok());
    let from = first.filter(|first| *first <= today).unwrap_or_else(|| today.first_of_year());
    FactAsked { fact: fact.to_owned(), from, to: from.last_of_year().min(today), unit }
}

pub(super) async fn withdraw(
    officer: web::May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        match Number::parse(sent.text("nomor")) {
            Some(number) => {
                let reason = sent.text("alasan").to_owned();
                let spoken = Spoken::Withdraw { indicator: indicator.clone(), number, reason };
                assessments.say(&session, &id, spoken).await
            }
            None => Err(Refused::NoEvidence),
        }
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("penarikan", sent), done).await
}

/// Send, accept, return: which, the pressed button says; who may, `decide` knows.
pub(super) async fn review(
    officer: web::May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let (seen, indicator) = (seen(&sent), indicator.clone());
        match sent.text("keputusan") {
            "kirim" => assessments.act(&session, &id, Command::Send { indicator, seen }).await,
            "terima" => assessments.act(&session, &id, Command::Accept { indicator, seen }).await,
            _ => {
                let reason = sent.text("alasan").to_owned();
                assessments.say(&session, &id, Spoken::Return { indicator, seen, reason }).await
            }
        }
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("tinjauan", sent), done).await
}

pub(super) async fn comment(
    officer: web::May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let spoken = Spoken::Comment { indicator: indicator.clone(), text: sent.text("tanggapan").to_owned() };
        assessments.say(&session, &id, spoken).await
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("tanggapan", sent), done).await
}

pub(super) async fn judge(
    officer: web::May<Judge>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Place,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let act = async {
        let claim = claimed(&session, &assessments, (&id, &indicator), &sent).await?;
        let (seen, text) = (seen(&sent), sent.text("alasan-nilai").to_owned());
        let spoken = Spoken::Judge { indicator: indicator.clone(), seen, claim, text };
        assessments.say(&session, &id, spoken).await
    };
    let done = in_time(&v, &form(&id, &indicator), &sent, act).await?;
    answered((v, session), &assessments, (&id, &indicator), ("nilai", sent), done).await
}
