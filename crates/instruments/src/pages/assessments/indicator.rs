//! `/dasbor/penilaian/{id}/indikator/{indicator}`: one indicator with its level, evidence, review and thread.

use super::levels::{Asked, scale_of, words};
use super::told::{Told, told};
use super::{review_tag, stage_tag, unit_name, unproved_words};
use crate::Assessments;
use crate::assessment::decide::levels_of;
use crate::assessment::evidence::{Evidence, Proof, Words};
use crate::assessment::model::{Assessment, Item, Review};
use crate::assessment::rights::{Coordinate, ReadAssessments, fills, is_assessor, sees};
use crate::assessment::{Act, Pinned};
use crate::model::Scale;
use crate::pages::simulation::labelled;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use kernel::FactAsked;
use std::collections::HashMap;
use web::{Answer, Markup, May, Permission as _, Session, Submission, View};

/// Acts of the thread that are shown; the history has them all.
const THREAD: i64 = 50;

#[derive(Template)]
#[template(path = "assessments/indicator.html")]
pub(super) struct Page {
    pub v: View,
    id: String,
    indicator: String,
    name: String,
    title: String,
    unit: String,
    stage_tag: Markup,
    item: Item,
    tag: Markup,
    claim: String,
    judged: String,
    text: String,
    reason: String,
    judged_text: String,
    unproved: String,
    outside: String,
    can: Can,
    pub level: Asked,
    pub verdict: Asked,
    /// Levels for which evidence can be given, with their names.
    levels: Vec<(String, String)>,
    evidence: Vec<Shown>,
    facts: Vec<(String, String)>,
    units: Vec<(String, String)>,
    thread: Vec<Told>,
    /// Which form is wrong, and what is wrong with it.
    pub wrong: &'static str,
    pub error: String,
    /// What happened since the form was drawn.
    pub overtaken: Option<Told>,
    pub typed: Submission,
}

/// What the reader may do here now.
#[derive(Clone, Copy, Debug, Default)]
struct Can {
    fill: bool,
    send: bool,
    accept: bool,
    give_back: bool,
    comment: bool,
    judge: bool,
}

/// A piece of evidence, ready to be read.
struct Shown {
    number: String,
    title: String,
    kind: String,
    /// Where it is: a file of ours or an address elsewhere.
    href: String,
    about: String,
    when: String,
    withdrawn: Option<String>,
}

impl Page {
    pub async fn read(
        v: View,
        session: &Session,
        assessments: &Assessments,
        (id, indicator): (&str, &str),
    ) -> Result<Self, Refused> {
        let (one, pinned, _) = assessments.seen(session, id).await?;
        let item = one.items.get(indicator).filter(|item| sees(session, &one, item)).ok_or(Refused::NoIndicator)?;
        let about = pinned.instrument.indicators.get(indicator).ok_or(Refused::NoIndicator)?;
        let scale = scale_of(&pinned.instrument, indicator).ok_or(Refused::NoIndicator)?;
        let acts = assessments.acts(id, Some(&[indicator]), i64::MAX, THREAD).await?;
        let texts = assessments.opened(references(item)).await?;
        let open =
            |text: Option<&kernel::TextRef>| text.and_then(|text| texts.get(&text.id)).cloned().unwrap_or_default();
        let can = can(session, &one, item);
        Ok(Self {
            id: id.to_owned(),
            indicator: indicator.to_owned(),
            name: labelled(indicator, about),
            title: format!("{} {}", pinned.instrument.name, one.year),
            unit: item
                .unit
                .as_ref()
                .map_or_else(|| v.t("penilaian-belum-dibagi").to_owned(), |unit| unit_name(assessments, unit)),
            stage_tag: stage_tag(&v, one.stage),
            tag: review_tag(&v, item.review),
            claim: words(&v, Some(scale), item.claim.as_ref()),
            judged: item.judged.as_ref().map(|claim| words(&v, Some(scale), Some(claim))).unwrap_or_default(),
            text: open(item.text.as_ref()),
            reason: open(item.reason.as_ref()),
            judged_text: open(item.judged_text.as_ref()),
            unproved: unproved_words(&v, &pinned.instrument, indicator, item),
            outside: about
                .outside
                .as_ref()
                .map(|from| v.t1("indeks-luar", "sumber", from.as_str()))
                .unwrap_or_default(),
            level: Asked::new(&v, scale, item.claim.as_ref()),
            verdict: Asked::new(&v, scale, item.judged.as_ref().or(item.claim.as_ref())),
            levels: level_choices(&v, scale, &levels_of(&pinned.instrument, indicator)),
            evidence: by_number(item).map(|one| shown(&v, assessments, (id, &texts), one)).collect(),
            facts: if can.fill { offered(&v, assessments) } else { Vec::new() },
            units: if can.fill {
                item.unit.iter().map(|unit| (unit.clone(), unit_name(assessments, unit))).collect()
            } else {
                Vec::new()
            },
            thread: thread(&v, assessments, (id, &pinned), &acts).await?,
            item: item.clone(),
            can,
            wrong: "",
            error: String::new(),
            overtaken: None,
            typed: Submission::default(),
            v,
        })
    }

    /// The latest act of the thread: what somebody who was overtaken has to know.
    pub fn latest(&mut self) -> Option<Told> {
        if self.thread.is_empty() { None } else { Some(self.thread.remove(0)) }
    }

    /// What was typed into a form, or what stands.
    fn typed_or<'a>(&'a self, form: &str, field: &str, stands: &'a str) -> &'a str {
        if self.wrong == form { self.typed.text(field) } else { stands }
    }

    fn action(&self, end: &str) -> String {
        format!("/dasbor/penilaian/{}/indikator/{}/{end}", self.id, self.indicator)
    }

    /// The name of this indicator's forms.
    fn form(&self) -> String {
        form(&self.id, &self.indicator)
    }

    fn back(&self) -> String {
        format!("/dasbor/penilaian/{}", self.id)
    }

    /// Words of a form that is not shown any more, because the assessment moved on meanwhile.
    fn lost(&self) -> Vec<&str> {
        let shown = match self.wrong {
            "isian" | "bukti" | "penarikan" => self.can.fill,
            "tinjauan" => self.can.give_back,
            "nilai" => self.can.judge,
            "tanggapan" => self.can.comment,
            _ => true,
        };
        let words = ["penjelasan", "nama", "alasan", "alasan-nilai", "tanggapan"];
        let typed = words.into_iter().map(|field| self.typed.text(field));
        typed.filter(|words| !shown && !words.is_empty()).collect()
    }

    /// Where on the page the form stands that is to be mended.
    fn place(&self) -> &'static str {
        match self.wrong {
            "bukti" => "tambah",
            "penarikan" => "bukti",
            "tinjauan" => "tinjau",
            other => other,
        }
    }

    fn is_wrong(&self, form: &str) -> bool {
        self.wrong == form
    }
}

/// The name of the forms of one indicator.
pub(super) fn form(id: &str, indicator: &str) -> String {
    format!("penilaian {id} {indicator}")
}

pub(super) async fn page(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, indicator)): Path<(String, String)>,
) -> Answer {
    web::page(&Page::read(officer.view, &officer.session, &assessments, (&id, &indicator)).await?)
}

fn can(session: &Session, one: &Assessment, item: &Item) -> Can {
    let (mine, coordinates) = (fills(session, item), Coordinate::allows(session));
    let judges = is_assessor(session, one) && one.stage.is_judged();
    let open = one.stage.is_open();
    let fill = mine && open && item.review != Review::Accepted;
    let foreign = item.filled_by.as_ref() != Some(&session.officer);
    Can {
        fill,
        send: fill && item.claim.is_some() && item.review != Review::Sent,
        accept: coordinates && open && item.review == Review::Sent && foreign,
        give_back: coordinates && open && matches!(item.review, Review::Sent | Review::Accepted),
        comment: one.stage.is_judged() && (mine || coordinates || judges),
        judge: judges,
    }
}

/// Evidence in the order of its numbers.
fn by_number(item: &Item) -> impl Iterator<Item = &Evidence> {
    let mut sorted: Vec<&Evidence> = item.evidence.iter().collect();
    sorted.sort_by_key(|one| &one.number);
    sorted.into_iter()
}

/// Every sealed text of an indicator.
fn references(item: &Item) -> impl Iterator<Item = &str> {
    let own = [&item.text, &item.reason, &item.judged_text].into_iter().flatten();
    let evidence = item.evidence.iter().flat_map(|one| std::iter::once(&one.words).chain(one.withdrawn.as_ref()));
    own.chain(evidence).map(|text| text.id.as_str())
}

fn shown(v: &View, assessments: &Assessments, (id, texts): (&str, &HashMap<String, String>), one: &Evidence) -> Shown {
    let words: Words = texts.get(&one.words.id).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let number = one.number.to_string();
    let (kind, href, about) = match &one.proof {
        Proof::File { bytes, .. } => {
            let href = format!("/dasbor/penilaian/{id}/bukti/{number}");
            ("penilaian-jenis-berkas", href, format!("{} · {}", words.file, v.words().size(*bytes)))
        }
        Proof::Link => ("penilaian-jenis-tautan", words.link.clone(), words.link),
        Proof::Fact { asked, told } => ("penilaian-jenis-fakta", String::new(), fact(v, assessments, asked, told)),
    };
    Shown {
        number,
        title: words.title,
        kind: v.t(kind).to_owned(),
        href,
        about,
        when: v.words().moment(one.added_at),
        withdrawn: one.withdrawn.as_ref().map(|why| texts.get(&why.id).cloned().unwrap_or_default()),
    }
}

/// A fact with its value, its period and how it came about.
pub(super) fn fact(v: &View, assessments: &Assessments, asked: &FactAsked, told: &kernel::Fact) -> String {
    let kinds = assessments.deps().facts.kinds();
    let kind = kinds.iter().find(|kind| kind.id == asked.fact);
    let name = kind.map_or(asked.fact.as_str(), |kind| kind.name.lang(v.lang()));
    let how = kind.map_or_else(|| v.t("penilaian-fakta-hilang"), |kind| kind.how.lang(v.lang()));
    let unit = asked.unit.as_ref().map(|unit| format!(", {}", unit_name(assessments, unit))).unwrap_or_default();
    let (value, as_of) = (v.words().fact(told.value), v.words().moment(told.as_of));
    if kind.is_some_and(|kind| !kind.over_time) {
        return format!("{name}{unit}: {value} ({as_of}). {how}");
    }
    let (from, to) = (v.words().date(asked.from), v.words().date(asked.to));
    format!("{name}{unit}: {value} ({from} – {to}). {how}")
}

/// Facts to choose from.
fn offered(v: &View, assessments: &Assessments) -> Vec<(String, String)> {
    let kinds = assessments.deps().facts.kinds();
    kinds.iter().map(|kind| (kind.id.to_owned(), kind.name.lang(v.lang()).to_owned())).collect()
}

fn level_choices(v: &View, scale: &Scale, levels: &[u32]) -> Vec<(String, String)> {
    let named = |level: &u32| {
        let claim = crate::assessment::claim::Claim::Level(definition::Number::whole(i64::from(*level)));
        (level.to_string(), words(v, Some(scale), Some(&claim)))
    };
    levels.iter().map(named).collect()
}

async fn thread(
    v: &View,
    assessments: &Assessments,
    (id, pinned): (&str, &Pinned),
    acts: &[Act],
) -> Result<Vec<Told>, Refused> {
    let mut lines = told(v, assessments, (id, &pinned.instrument), acts).await?;
    // Every line is about the indicator whose page this is.
    lines.iter_mut().for_each(|line| line.about = None);
    Ok(lines)
}
