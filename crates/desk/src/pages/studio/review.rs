//! Everything that is shown about a text before it is published: findings, form, flow, standard, scenarios, difference,
//! running cases.

use super::Counter;
use crate::studio::{Examined, RehearsalPage};
use askama::Template;
use cases::Fate;
use definition::diagnostic::{Diagnostic, Severity};
use definition::model::RunningCases;
use definition::{Definition, Stage};
use kernel::Lang;
use web::form::{Drawn, Form};
use web::{Markup, View};

/// So many running cases are shown at once.
pub(super) const CASES_SHOWN: u32 = 50;

/// A part of the editor's page and of a proposal's page.
#[derive(Template)]
#[template(path = "studio/review.html")]
struct Part<'a> {
    v: &'a View,
    definition: &'a Definition,
    form: Drawn,
    drawing: Option<Markup>,
    standard: Markup,
    scenarios: Vec<(bool, String)>,
    ran: i64,
    parts: i64,
    never: Vec<String>,
    is_new: bool,
    groups: Vec<(String, Vec<Line>)>,
    cases: Cases,
}

struct Line {
    sign: char,
    words: String,
}

/// Running cases held against the text.
struct Cases {
    running: i64,
    /// Whether the text moves cases at all.
    moves: bool,
    broken: i64,
    more: bool,
    rows: Vec<CaseRow>,
}

struct CaseRow {
    number: String,
    secret: bool,
    version: u32,
    steps: String,
    fate: (&'static str, String),
    misfits: Vec<String>,
}

/// One finding as the list shows it.
pub(super) struct Remark {
    pub kind: &'static str,
    pub word: &'static str,
    pub code: &'static str,
    pub line: usize,
    pub column: usize,
    pub path: String,
    pub words: String,
    pub help: String,
    pub excerpt: String,
}

/// The findings in the reader's language, each with its line.
pub(super) fn remarks(v: &View, source: &str, findings: &[Diagnostic]) -> Vec<Remark> {
    findings.iter().map(|finding| remark(v.lang(), source, finding)).collect()
}

fn remark(lang: Lang, source: &str, finding: &Diagnostic) -> Remark {
    let (line, column) = finding.position(source).unwrap_or((0, 0));
    let kind = match finding.severity() {
        Severity::Error => "stop",
        Severity::Warning => "wait",
        Severity::Note => "plain",
    };
    Remark {
        kind,
        word: finding.severity().word(lang),
        code: finding.code,
        line,
        column,
        path: finding.path.clone(),
        words: finding.say.lang(lang).to_owned(),
        help: finding.label.as_ref().map(|label| label.lang(lang).to_owned()).unwrap_or_default(),
        excerpt: line
            .checked_sub(1)
            .and_then(|index| source.lines().nth(index))
            .unwrap_or_default()
            .trim_end()
            .to_owned(),
    }
}

/// The review of a sound text; nothing where it cannot be read.
pub(super) async fn review(v: &View, counter: &Counter, examined: &Examined) -> Result<Option<Markup>, web::Error> {
    let Some(definition) = &examined.definition else { return Ok(None) };
    let desk = &counter.desk;
    let page = desk.rehearse(definition, "", CASES_SHOWN).await?;
    let running = desk.running_cases(&definition.id).await?;
    let form = Form::new(v, desk.lists(), &counter.villages).of(definition, &Stage::Opening).draw()?;
    let units = super::super::citizen::standing::offices(desk, definition);
    let (ran, parts) = examined.coverage.count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let part = Part {
        v,
        definition,
        form,
        drawing: Markup::drawing(definition::diagram(definition, &units, v.lang())),
        standard: web::component::standard(v, &definition::standard(definition, &units))?,
        scenarios: examined.scenarios.iter().map(|one| (one.passed(), one.name.clone())).collect(),
        ran: number(ran),
        parts: number(parts),
        never: examined.coverage.missing().map(ToString::to_string).collect(),
        is_new: examined.running.is_none(),
        groups: groups(v, examined),
        cases: Cases { moves: matches!(definition.running_cases, RunningCases::Move(_)), ..cases(v, running, &page) },
    };
    Ok(Some(Markup::of(&part)?))
}

fn groups(v: &View, examined: &Examined) -> Vec<(String, Vec<Line>)> {
    let groups = examined.difference.groups().into_iter().filter(|(_, changes)| !changes.is_empty());
    let shown = groups.map(|(audience, changes)| {
        let lines =
            changes.iter().map(|change| Line { sign: change.mark.sign(), words: change.say.lang(v.lang()).to_owned() });
        (audience.title().lang(v.lang()).to_owned(), lines.collect())
    });
    shown.collect()
}

fn cases(v: &View, running: i64, page: &RehearsalPage) -> Cases {
    let rows = page.rows.iter().map(|one| CaseRow {
        // A secret case is counted; its number is for those who work on it.
        number: if one.head.secret { String::new() } else { one.head.number.to_string() },
        secret: one.head.secret,
        version: one.version,
        steps: one.head.holders.iter().map(|holder| holder.step_name.as_str()).collect::<Vec<_>>().join(", "),
        fate: match (one.rehearsal.fate, one.rehearsal.breaks()) {
            (_, true) => ("stop", v.t("studio-nasib-patah").to_owned()),
            (Fate::Moves, _) => ("work", v.t("studio-nasib-pindah").to_owned()),
            (Fate::Stays, _) => ("plain", v.t("studio-nasib-tetap").to_owned()),
            (Fate::Same, _) => ("good", v.t("studio-nasib-sama").to_owned()),
        },
        misfits: one.rehearsal.misfits.iter().map(|misfit| misfit.say.lang(v.lang()).to_owned()).collect(),
    });
    let broken = page.rows.iter().filter(|one| one.rehearsal.breaks()).count();
    Cases {
        running,
        moves: false,
        broken: i64::try_from(broken).unwrap_or(i64::MAX),
        more: !page.next.is_empty(),
        rows: rows.collect(),
    }
}
