//! `/dasbor/aksi/isi/{unit}/{year}/{month}`: a month in two minutes on a phone, saved step by step or all at once.

use super::{agency_name, month_name, numbered, person};
use crate::monev::model::budget::money as amount;
use crate::monev::model::course::{owes, quarter_of};
use crate::monev::model::step::thousandths;
use crate::monev::report::percent;
use crate::monev::{Action, EnterMonths, Entry, NewEntry, QuarterState, Refused, Wrong};
use crate::pages::{genuine, money};
use crate::programme::Programme;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use web::{Answer, May, Submission, View};

/// Steps on one page: so many fit a phone's patience, and a form's fields.
const SHOWN: usize = 15;

#[derive(Template)]
#[template(path = "monev/isi.html")]
struct Page {
    v: View,
    unit: String,
    year: i16,
    month: u8,
    title: String,
    name: String,
    months: Vec<(String, String, bool)>,
    closed: bool,
    error: String,
    done: String,
    steps: Vec<Step>,
    after: String,
    next: String,
}

impl Page {
    fn action(&self) -> String {
        format!("/dasbor/aksi/isi/{}/{}/{}", self.unit, self.year, self.month)
    }
}

/// One step of the form.
struct Step {
    id: String,
    name: String,
    promise: String,
    proof: String,
    planned: String,
    before: String,
    seen: i64,
    /// Share, money, evidence, obstacle.
    typed: [String; 4],
    errors: [String; 4],
    /// Who wrote what stands there, and when.
    by: String,
    /// What somebody else wrote while this was typed.
    other: String,
}

impl Step {
    fn field(&self, name: &str) -> String {
        format!("{name}-{}", self.id)
    }
}

pub(super) async fn page(
    officer: May<EnterMonths>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String, String)>,
) -> Answer {
    let at = numbered(&programme, &officer.session, &path, 12)?;
    let done = match officer.view.asked("tersimpan").parse::<i64>() {
        Ok(count) => officer.view.t1("aksi-tersimpan-n", "jumlah", count),
        Err(_) => String::new(),
    };
    let page = drawn(officer.view, &programme, at, (&Submission::default(), &[])).await?;
    web::page(&Page { done, ..page })
}

/// The form: what stands there, or what was typed where something is wrong.
async fn drawn(
    v: View,
    programme: &Programme,
    (unit, year, month): (String, i16, u8),
    (sent, wrong): (&Submission, &[Wrong]),
) -> Result<Page, Refused> {
    let plan = programme.action_plan(&unit, year).await?.filter(|plan| plan.locked > 0).ok_or(Refused::NotThere)?;
    let state = programme.quarter_state(&unit, year, quarter_of(month)).await?.state;
    let standing = programme.entries_of(&unit, year, month).await?;
    let all = programme.actions(&unit, year, plan.locked).await?;
    let due: Vec<Action> = all
        .into_iter()
        .map(|(_, action)| action)
        .filter(|action| owes(&action.step, &action.told, month) || standing.contains_key(&action.id))
        .collect();
    let after = if sent.texts().is_empty() { v.asked("setelah") } else { sent.text("setelah").to_owned() };
    let from = due.iter().position(|action| action.id == after).map_or(0, |at| at + 1);
    let shown: Vec<&Action> = due.iter().skip(from).take(SHOWN).collect();
    let mut steps = Vec::new();
    for action in &shown {
        steps.push(step(&v, programme, (action, month), standing.get(&action.id), (sent, wrong)).await);
    }
    let more = due.len() > from + shown.len();
    let last = shown.last().filter(|_| more).map(|action| action.id.clone());
    let today = programme.today();
    let newest = if today.year() == year { today.month().unsigned_abs() } else { 12 };
    let link = |month: u8| format!("/dasbor/aksi/isi/{unit}/{year}/{month}");
    Ok(Page {
        title: month_name(&v, year, month),
        name: agency_name(programme, &unit),
        months: (1..=newest)
            .map(|one| (link(one), v.t(&format!("aksi-bulan-{one}")).to_owned(), one == month))
            .collect(),
        closed: matches!(state, QuarterState::Sent | QuarterState::Locked),
        next: last.map_or_else(String::new, |id| format!("{}?setelah={id}", link(month))),
        error: String::new(),
        done: String::new(),
        steps,
        after,
        unit,
        year,
        month,
        v,
    })
}

async fn step(
    v: &View,
    programme: &Programme,
    (action, month): (&Action, u8),
    standing: Option<&Entry>,
    (sent, wrong): (&Submission, &[Wrong]),
) -> Step {
    let id = action.id.as_str();
    let before = action.told.by(month - 1);
    let code = wrong.iter().find(|one| one.step == id).map_or("", |one| one.code);
    let stands = standing.map_or_else(Default::default, |entry| {
        [plain(entry.done), entry.spent.to_string(), entry.evidence.clone(), entry.obstacle.clone()]
    });
    let field = |name: &str| sent.get(&format!("{name}-{id}")).map(str::to_owned);
    let [share, spent, evidence, obstacle] = stands;
    let typed = [
        field("selesai").unwrap_or(share),
        field("belanja").unwrap_or(spent),
        field("bukti").unwrap_or(evidence),
        field("kendala").unwrap_or(obstacle),
    ];
    let said = |codes: &[&str]| match codes.contains(&code) {
        true => v.t(&format!("aksi-entri-{code}")).to_owned(),
        false => String::new(),
    };
    let by = match standing {
        Some(entry) => {
            let name = person(programme, &entry.by).await;
            v.t2("aksi-diisi-oleh", "nama", name, "waktu", v.words().moment(entry.at))
        }
        None => String::new(),
    };
    let other = standing.filter(|_| code == "didahului").map_or_else(String::new, |entry| {
        format!("{} · {} · {} {}", percent(v, Some(entry.done)), money(v, entry.spent), entry.evidence, entry.obstacle)
    });
    Step {
        id: id.to_owned(),
        name: action.step.name.clone(),
        promise: action.promise.clone(),
        proof: action.step.proof.clone(),
        planned: percent(v, Some(action.step.planned(month))),
        before: percent(v, Some(before)),
        seen: standing.map_or(0, |entry| entry.version),
        errors: [said(&["persen"]), said(&["uang"]), said(&["bukti", "panjang"]), said(&["mundur"])],
        typed,
        by,
        other,
    }
}

/// Thousandths as they are typed: `37,5`.
fn plain(done: i64) -> String {
    if done % 10 == 0 { (done / 10).to_string() } else { format!("{},{}", done / 10, done % 10) }
}

/// The entries of a form: of one step or of all whose share is filled in; and the ones that cannot be read.
fn entries(sent: &Submission) -> (Vec<NewEntry>, Vec<Wrong>) {
    let only = sent.text("simpan");
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    for step in sent.all("langkah").filter(|step| only.is_empty() || *step == only) {
        let text = |name: &str| kernel::text::normal(sent.text(&format!("{name}-{step}")));
        let share = text("selesai");
        if share.is_empty() && only.is_empty() {
            continue;
        }
        let bad = |code| Wrong { step: step.to_owned(), code };
        match (thousandths(&share), amount(&text("belanja"))) {
            (None, _) => wrong.push(bad("persen")),
            (_, Err(_)) => wrong.push(bad("uang")),
            (Some(done), Ok(spent)) => entries.push(NewEntry {
                step: step.to_owned(),
                seen: text("versi").parse().unwrap_or(0),
                done,
                spent,
                evidence: text("bukti"),
                obstacle: text("kendala"),
            }),
        }
    }
    (entries, wrong)
}

pub(super) async fn send(
    officer: May<EnterMonths>,
    State(programme): State<Programme>,
    Path(path): Path<(String, String, String)>,
    sent: Submission,
) -> Answer {
    let (v, session) = (officer.view, officer.session);
    genuine(&v, "aksi isi", &sent)?;
    let (unit, year, month) = numbered(&programme, &session, &path, 12)?;
    let (entries, unread) = entries(&sent);
    let saved = if unread.is_empty() {
        programme.enter_month(&session, (&unit, year, month), &entries).await
    } else {
        Err(Refused::Entries(unread))
    };
    let refused = match saved {
        Ok(count) => {
            let after = sent.text("setelah");
            let to = format!("/dasbor/aksi/isi/{unit}/{year}/{month}?tersimpan={count}&setelah={after}");
            return web::redirect(&to);
        }
        Err(refused) if super::mendable(&refused) => refused,
        Err(refused) => return Err(refused.into()),
    };
    let overtaken = matches!(&refused, Refused::Entries(wrong) if wrong.iter().any(|one| one.code == "didahului"));
    let status = if overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let error = v.said(&refused);
    let wrong = if let Refused::Entries(wrong) = refused { wrong } else { Vec::new() };
    let page = drawn(v, &programme, (unit, year, month), (&sent, &wrong)).await?;
    web::page_with(status, &Page { error, ..page })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_were_left_empty_are_left_alone_and_unreadable_ones_are_named() {
        let form = [("langkah", "a"), ("langkah", "b"), ("langkah", "c"), ("selesai-b", "120"), ("selesai-c", "50")];
        let (read, wrong) = entries(&Submission::of(form));
        assert_eq!(read.iter().map(|one| (one.step.as_str(), one.done)).collect::<Vec<_>>(), [("c", 500)]);
        assert_eq!(wrong, [Wrong { step: "b".into(), code: "persen" }]);
        let one = Submission::of(form).with("simpan", "c");
        assert_eq!(entries(&one).1, [], "one step is saved whatever stands in the others");
    }

    #[test]
    fn a_share_is_shown_as_it_is_typed() {
        assert_eq!([plain(0), plain(375), plain(1000)], ["0", "37,5", "100"]);
    }
}
