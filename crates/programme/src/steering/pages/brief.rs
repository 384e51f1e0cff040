//! `/dasbor/rencana/ringkas`: one page for the regent, which begins with the last decisions and what became of them. The page,
//! the PDF and the DOCX say the same.

use crate::indicator::pages::{measured, spoken};
use crate::model::verdict::Verdict;
use crate::pages::{agency_name, money};
use crate::papers::{Form, answer};
use crate::programme::Programme;
use crate::steering::brief::{Brief, Moved};
use crate::steering::model::agenda::Cause;
use crate::steering::model::task::{TaskState, late_days};
use crate::steering::{ReadBrief, Refused, model::agenda::Item};
use askama::Template;
use axum::extract::State;
use paper::book::{Binding, Block, Book, Cell, Table, Tone};
use web::{Answer, May, View};

/// Letters of a line: what is longer is cut, so that the page stays one.
const LINE: usize = 90;
/// Letters where there is half a page.
const HALF: usize = 50;
/// Verdicts in the order in which they are told.
const TOLD: [Verdict; 6] =
    [Verdict::Kept, Verdict::Broken, Verdict::Silent, Verdict::OnTrack, Verdict::Running, Verdict::Open];

#[derive(Template)]
#[template(path = "rapat/ringkas.html")]
struct Page {
    v: View,
    said: Said,
    /// Whether this program can make a PDF.
    prints: bool,
}

/// The brief in words.
struct Said {
    day: String,
    /// What was decided, who owes it, until when, where it stands and how that is to be taken.
    decided: Vec<([String; 4], Tone)>,
    decided_more: String,
    promises: Vec<String>,
    worst: Vec<[String; 3]>,
    quick: Vec<String>,
    money: String,
    moved: Vec<String>,
    asked: Vec<String>,
}

async fn said(v: &View, programme: &Programme) -> Result<Said, Refused> {
    let today = programme.today();
    let brief = programme.brief(today).await?;
    let decided = brief.decided.iter().map(|one| {
        // What was reported as done waits for somebody else.
        let late = if one.state == TaskState::Open { late_days(one.state, one.due, today) } else { 0 };
        let word = match late {
            0 => v.t(&format!("rapat-tugas-{}", one.state.word())).to_owned(),
            days => v.t1("rapat-lewat-n", "hari", days),
        };
        let tone = match (late, one.state.tag()) {
            (1.., _) => Tone::Bad,
            (_, "good") => Tone::Good,
            (_, "wait") => Tone::Warn,
            _ => Tone::Plain,
        };
        ([cut(&one.text, LINE), agency_name(programme, &one.unit), v.words().date(one.due), word], tone)
    });
    Ok(Said {
        day: v.words().day(today),
        decided: decided.collect(),
        decided_more: if brief.more > 0 {
            v.t1("rapat-ringkas-lainnya", "jumlah", count(brief.more))
        } else {
            String::new()
        },
        promises: promises(v, &brief),
        worst: brief.worst.iter().map(|one| worst(v, programme, one)).collect(),
        quick: quick(v, programme, &brief),
        money: paid(v, &brief),
        moved: brief.moved.iter().map(|one| moved(v, one)).collect(),
        asked: asked(v, &brief),
    })
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// A text that fits in a line.
fn cut(text: &str, most: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most { line } else { line.chars().take(most - 1).chain(['…']).collect() }
}

/// `2026: 4 ditepati, 2 tidak ditepati, 1 tidak dilaporkan, 3 berjalan`.
fn promises(v: &View, brief: &Brief) -> Vec<String> {
    let year = |(year, tally): &(i16, crate::standings::Tally)| {
        let some = TOLD.into_iter().filter(|verdict| tally.of(*verdict) > 0);
        let words: Vec<String> = some
            .map(|verdict| {
                let word = v.t(&format!("rencana-nasib-{}", verdict.word())).to_lowercase();
                format!("{} {word}", v.words().count(tally.of(verdict)))
            })
            .collect();
        format!("{year}: {}", words.join(", "))
    };
    brief.years.iter().map(year).collect()
}

/// A promise that needs somebody: its name, why, and who acts next.
fn worst(v: &View, programme: &Programme, one: &Item) -> [String; 3] {
    let why = one.causes.iter().map(|cause| match cause {
        Cause::Promise { verdict, year, .. } => {
            format!("{} {year}", v.t(&format!("rencana-nasib-{verdict}")))
        }
        Cause::Quarter { light, quarter, .. } => {
            format!("{}, T{quarter}", v.t(&format!("rapat-lampu-{light}")))
        }
        Cause::QuickWin { .. } => v.t("rapat-quick-terlambat").to_owned(),
        _ => String::new(),
    });
    let why: Vec<String> = why.filter(|word| !word.is_empty()).take(2).collect();
    [cut(&one.title, LINE), why.join(", "), agency_name(programme, &one.unit)]
}

fn quick(v: &View, programme: &Programme, brief: &Brief) -> Vec<String> {
    let [there, late, coming] = brief.quick;
    if there + late + coming == 0 {
        return vec![v.t("rencana-quick-win-kosong").to_owned()];
    }
    let counts = v.tf("rapat-ringkas-quick", &[("ada", &there), ("lewat", &late), ("belum", &coming)]);
    let named = brief.quick_late.iter().map(|(name, owner, day)| {
        format!("{} ({}, {})", cut(name, HALF), agency_name(programme, owner), v.words().date(*day))
    });
    std::iter::once(counts).chain(named).collect()
}

fn paid(v: &View, brief: &Brief) -> String {
    let Some((year, quarter, planned, spent)) = brief.money else {
        return v.t("rapat-ringkas-tanpa-dana").to_owned();
    };
    v.tf(
        "rapat-ringkas-dana",
        &[
            ("ke", &i64::from(quarter)),
            ("tahun", &year.to_string()),
            ("rencana", &money(v, planned)),
            ("nyata", &money(v, spent)),
        ],
    )
}

fn moved(v: &View, one: &Moved) -> String {
    let value = |number| measured(v, number, &one.one.unit, one.one.decimals);
    let word = match one.better {
        Some(true) => v.t("rapat-membaik"),
        Some(false) => v.t("rapat-memburuk"),
        None => v.t("rapat-bergerak"),
    };
    let name = cut(one.one.name.lang(v.lang()), LINE);
    format!("{name}: {} → {} ({}, {word})", value(one.from), value(one.to), spoken(v, one.period))
}

/// What the reader is asked for.
fn asked(v: &View, brief: &Brief) -> Vec<String> {
    let [late, reported, more_time] = brief.waiting;
    let mut lines = Vec::new();
    for (key, number) in
        [("rapat-minta-lewat", late), ("rapat-minta-konfirmasi", reported), ("rapat-minta-tambahan", more_time)]
    {
        if number > 0 {
            lines.push(v.t1(key, "jumlah", count(number)));
        }
    }
    if !brief.worst.is_empty() {
        lines.push(v.t1("rapat-minta-janji", "jumlah", count(brief.worst.len())));
    }
    if let Some(body) = brief.irregular.first() {
        lines.push(v.t1("rapat-minta-irama", "badan", cut(body, HALF)));
    }
    match &brief.next {
        Some((day, body)) => {
            lines.push(v.t2("rapat-minta-pimpin", "badan", cut(body, HALF), "hari", v.words().day(*day)))
        }
        None => lines.push(v.t("rapat-minta-jadwal").to_owned()),
    }
    lines
}

pub(super) async fn page(officer: May<ReadBrief>, State(programme): State<Programme>) -> Answer {
    let v = officer.view;
    let said = said(&v, &programme).await?;
    web::page(&Page { said, prints: programme.prints(), v })
}

pub(super) async fn pdf(officer: May<ReadBrief>, State(programme): State<Programme>) -> Answer {
    let book = book(&officer.view, said(&officer.view, &programme).await?);
    answer(&programme, &book, Form::Pdf, "ringkas").await
}

pub(super) async fn docx(officer: May<ReadBrief>, State(programme): State<Programme>) -> Answer {
    let book = book(&officer.view, said(&officer.view, &programme).await?);
    answer(&programme, &book, Form::Docx, "ringkas").await
}

/// The same as a document.
fn book(v: &View, said: Said) -> Book {
    let t = |key: &str| v.t(key).to_owned();
    let table = |caption: &str, heads: &[(&str, u16)], rows: Vec<Vec<Cell>>| {
        let columns = heads.iter().map(|(key, width)| (v.t(key).to_owned(), *width)).collect();
        let caption = if caption.is_empty() { String::new() } else { v.t(caption).to_owned() };
        Block::Table(Table { caption, columns, rows })
    };
    let mut blocks = vec![Block::Heading(1, t("rapat-ringkas-putusan"))];
    if said.decided.is_empty() {
        blocks.push(Block::Text(t("rapat-ringkas-tanpa-putusan")));
    } else {
        let row = |(cells, tone): ([String; 4], Tone)| {
            let last = cells.len() - 1;
            let cell =
                |(at, text): (usize, String)| if at == last { Cell::text(text).toned(tone) } else { Cell::text(text) };
            cells.into_iter().enumerate().map(cell).collect()
        };
        let heads = [("rapat-putusan", 5), ("rapat-dinas", 3), ("rapat-tenggat", 2), ("rapat-keadaan", 2)];
        blocks.push(table("", &heads, said.decided.into_iter().map(row).collect()));
    }
    if !said.decided_more.is_empty() {
        blocks.push(Block::Text(said.decided_more));
    }
    blocks.extend([Block::Heading(1, t("rapat-ringkas-janji")), Block::Points(said.promises)]);
    if !said.worst.is_empty() {
        let heads = [("rapat-janji", 5), ("rapat-sebab", 3), ("rapat-giliran", 3)];
        let rows = said.worst.into_iter().map(|cells| cells.into_iter().map(Cell::text).collect()).collect();
        blocks.push(table("rapat-ringkas-terburuk", &heads, rows));
    }
    blocks.extend([Block::Heading(1, t("rencana-quick-win")), Block::Points(said.quick)]);
    blocks.extend([Block::Heading(1, t("rapat-ringkas-uang")), Block::Text(said.money)]);
    if !said.moved.is_empty() {
        blocks.extend([Block::Heading(1, t("rapat-ringkas-bergerak")), Block::Points(said.moved)]);
    }
    blocks.extend([Block::Heading(1, t("rapat-ringkas-minta")), Block::Points(said.asked)]);
    Book {
        title: t("rapat-ringkas-judul"),
        subtitle: String::new(),
        issuer: format!("{} {}", v.t("web-pemerintah"), v.city().name),
        day: said.day,
        lang: v.lang(),
        binding: Binding::Brief,
        landscape: false,
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_its_line_and_a_short_one_is_not() {
        assert_eq!(cut(&"a".repeat(91), LINE), format!("{}…", "a".repeat(89)));
        assert_eq!(cut("dua\n  baris", HALF), "dua baris");
    }
}
