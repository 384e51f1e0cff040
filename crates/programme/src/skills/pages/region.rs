//! `/dasbor/rencana/sdm`: which agencies lack whom, which skills the region lacks, and the table of both.

use super::{count, skill_name};
use crate::pages::{ReadDraft, agencies};
use crate::programme::Programme;
use crate::skills::export::{rows, to_csv, to_xlsx};
use crate::skills::rights::EnterOwn;
use crate::skills::trainings::{Training, TrainingState};
use askama::Template;
use axum::extract::State;
use web::{Answer, May, OrFail as _, Permission as _, View, download, media};

#[derive(Template)]
#[template(path = "sdm/daerah.html")]
struct Page {
    v: View,
    answer: String,
    agencies: Vec<Agency>,
    /// Address and name of agencies that entered nothing.
    silent: Vec<(String, String)>,
    silent_title: String,
    skills: Vec<Skill>,
    trained: String,
    enters: bool,
}

struct Agency {
    href: String,
    name: String,
    needed: String,
    missing: String,
    unsaid: String,
}

struct Skill {
    name: String,
    source: String,
    needed: String,
    held: String,
    missing: String,
}

pub(super) async fn page(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let v = officer.view;
    let standing = programme.skill_standing("").await?;
    let trainings = programme.trainings("").await?;
    let units = standing.by_unit();
    let lacking = units.values().filter(|(_, missing, unsaid)| *missing + *unsaid > 0).count();
    let people: i64 = units.values().map(|(_, missing, _)| missing).sum();
    let (mut said, mut silent) = (Vec::new(), Vec::new());
    for (unit, name) in agencies(&programme) {
        let href = format!("/dasbor/rencana/sdm/opd/{unit}");
        match units.get(unit.as_str()) {
            Some((needed, missing, unsaid)) => {
                let number = |value: &i64| v.words().count(*value);
                let (needed, short, unknown) = (number(needed), number(missing), number(unsaid));
                said.push((missing + unsaid, Agency { href, name, needed, missing: short, unsaid: unknown }));
            }
            // Nothing is known of it: neither that it lacks somebody nor that it does not.
            None => silent.push((href, name)),
        }
    }
    said.sort_by_key(|(lacks, _)| std::cmp::Reverse(*lacks));
    let skill = |(id, (numbers, missing)): (&str, (crate::skills::Numbers, i64))| Skill {
        name: skill_name(&v, id),
        source: crate::skills::skills().all.get(id).map(|named| named.source.clone()).unwrap_or_default(),
        needed: v.words().count(numbers.needed),
        held: count(&v, numbers.held()),
        missing: v.words().count(missing),
    };
    let page = Page {
        answer: match units.len() {
            0 => v.t("sdm-jawaban-kosong").to_owned(),
            _ => v.t2("sdm-jawaban", "dinas", lacking, "orang", people),
        },
        skills: standing.by_skill().into_iter().map(skill).collect(),
        agencies: said.into_iter().map(|(_, row)| row).collect(),
        silent_title: v.t1("sdm-belum-mengisi", "jumlah", silent.len()),
        silent,
        trained: trained(&v, &programme, &trainings),
        enters: EnterOwn::allows(&officer.session),
        v,
    };
    web::page(&page)
}

/// What was trained this year: trainings held, people, rupiah.
fn trained(v: &View, programme: &Programme, trainings: &[Training]) -> String {
    let year = programme.today().year();
    let held: Vec<&Training> =
        trainings.iter().filter(|one| one.state == TrainingState::Held && one.day.year() == year).collect();
    let people: i64 = held.iter().filter_map(|one| one.people).sum();
    let cost: i64 = held.iter().map(|one| one.cost).sum();
    v.tf(
        "sdm-terlatih",
        &[
            ("tahun", &year.to_string()),
            ("jumlah", &i64::try_from(held.len()).unwrap_or(0)),
            ("orang", &v.words().count(people)),
            ("biaya", &crate::pages::money(v, cost)),
        ],
    )
}

pub(super) async fn csv(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let standing = programme.skill_standing("").await?;
    let table = to_csv(&rows(&programme, &standing, officer.view.lang()));
    download(&format!("keahlian-{}.csv", programme.today()), media::CSV, table)
}

pub(super) async fn xlsx(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let standing = programme.skill_standing("").await?;
    let book = to_xlsx(&rows(&programme, &standing, officer.view.lang())).or_fail()?;
    download(&format!("keahlian-{}.xlsx", programme.today()), media::XLSX, book)
}
