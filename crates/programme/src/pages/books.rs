//! `/dasbor/rencana/buku` and `/rencana/buku`: the three books of the master plan, as PDF and as DOCX, made of a version as it
//! stands: the public sees what is decreed, officers also the draft, which says on every page that it is one.

mod first;
mod intro;
mod money;
mod pen;
mod roadmap;
mod second;
mod sheet;
mod source;
mod third;

use super::{ReadDraft, version_words};
use crate::entries::Kind;
use crate::model::plan::{Plan, Version};
use crate::papers::{Form, answer};
use crate::programme::Programme;
use crate::refusal::Refused;
use askama::Template;
use axum::extract::{Path, State};
use paper::book::{Binding, Block, Book};
use source::Source;
use web::{Answer, May, View, Visitor};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    First,
    Second,
    Third,
}

impl Number {
    const ALL: [Self; 3] = [Self::First, Self::Second, Self::Third];

    const fn digit(self) -> char {
        match self {
            Self::First => '1',
            Self::Second => '2',
            Self::Third => '3',
        }
    }

    /// `buku-2-rencana-induk`.
    const fn file(self) -> &'static str {
        match self {
            Self::First => "buku-1-analisis-strategis",
            Self::Second => "buku-2-rencana-induk",
            Self::Third => "buku-3-ringkasan-eksekutif",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::First => "buku1-judul",
            Self::Second => "buku2-judul",
            Self::Third => "buku3-judul",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::First => "buku1-isi",
            Self::Second => "buku2-isi",
            Self::Third => "buku3-isi",
        }
    }

    /// Pages to expect, roughly: a book of an empty plan, and what promises and entries of the analysis add.
    const fn pages(self, promises: usize, entries: usize) -> usize {
        match self {
            Self::First => 6 + entries / 8 + promises / 14,
            Self::Second => 14 + promises / 2 + promises / 12,
            Self::Third => 8 + promises / 14,
        }
    }

    /// `2.pdf`: which book, in which form.
    fn named(file: &str) -> Option<(Self, Form)> {
        let (digit, ending) = file.split_once('.')?;
        let number = Self::ALL.into_iter().find(|number| digit == number.digit().to_string())?;
        Some((number, Form::parse(ending)?))
    }
}

#[derive(Template)]
#[template(path = "buku.html")]
struct Page {
    v: View,
    back: (&'static str, String),
    about: String,
    draft: bool,
    /// Whether PDFs can be made here.
    prints: bool,
    books: Vec<Shown>,
    versions: Vec<(String, String)>,
}

struct Shown {
    title: String,
    about: String,
    pages: String,
    pdf: String,
    docx: String,
}

pub(super) async fn public(visitor: Visitor, State(programme): State<Programme>) -> Answer {
    let (v, plan) = (visitor.view, programme.the_plan().await?);
    let version = decreed(&v, &programme, &plan)?;
    let back = ("/rencana", v.t("rencana-judul").to_owned());
    shown(v, &programme, plan, version, ("/rencana/buku", back)).await
}

pub(super) async fn draft(officer: May<ReadDraft>, State(programme): State<Programme>) -> Answer {
    let (v, plan) = (officer.view, programme.the_plan().await?);
    let version = any(&v, &plan)?;
    let back = ("/dasbor/rencana", v.t("rencana-dasbor").to_owned());
    shown(v, &programme, plan, version, ("/dasbor/rencana/buku", back)).await
}

pub(super) async fn public_file(
    visitor: Visitor,
    State(programme): State<Programme>,
    Path(file): Path<String>,
) -> Answer {
    let (number, form) = Number::named(&file).ok_or(Refused::NotThere)?;
    let plan = programme.the_plan().await?;
    let version = decreed(&visitor.view, &programme, &plan)?;
    sent(&visitor.view, &programme, (plan, version), number, form).await
}

pub(super) async fn draft_file(
    officer: May<ReadDraft>,
    State(programme): State<Programme>,
    Path(file): Path<String>,
) -> Answer {
    let (number, form) = Number::named(&file).ok_or(Refused::NotThere)?;
    let plan = programme.the_plan().await?;
    let version = any(&officer.view, &plan)?;
    sent(&officer.view, &programme, (plan, version), number, form).await
}

/// The version that the address asks for, if it is decreed; else the one in force.
fn decreed(v: &View, programme: &Programme, plan: &Plan) -> Result<Version, Refused> {
    let found = match v.asked("versi").parse() {
        Ok(number) => plan.version(number).filter(|version| version.decree.is_some()),
        Err(_) => plan.in_force(programme.today()),
    };
    found.cloned().ok_or(Refused::NotThere)
}

/// The version that the address asks for; else the newest.
fn any(v: &View, plan: &Plan) -> Result<Version, Refused> {
    match v.asked("versi").parse() {
        Ok(number) => plan.version(number).cloned().ok_or(Refused::NotThere),
        Err(_) => Ok(plan.newest()),
    }
}

async fn shown(
    v: View,
    programme: &Programme,
    plan: Plan,
    version: Version,
    (base, back): (&'static str, (&'static str, String)),
) -> Answer {
    let (promises, _) = programme.count(&plan, version.number).await?;
    let mut entries = 0;
    for kind in Kind::ANALYSIS {
        entries += programme.entries(&plan, version.number, kind, "").await?.len();
    }
    let book = |number: Number| {
        let file = |form: Form| format!("{base}/{}.{}?versi={}", number.digit(), form.ending(), version.number);
        Shown {
            title: v.t(number.title()).to_owned(),
            about: v.t(number.about()).to_owned(),
            pages: v.t1("buku-kira-kira", "halaman", number.pages(promises, entries)),
            pdf: file(Form::Pdf),
            docx: file(Form::Docx),
        }
    };
    let open = |one: &&Version| one.number != version.number && (base.starts_with("/dasbor") || one.decree.is_some());
    let versions = plan.versions.iter().rev().filter(open);
    let page = Page {
        back,
        about: format!("{}: {}", plan.title, version_words(&v, &version)),
        draft: version.decree.is_none(),
        prints: programme.prints(),
        books: Number::ALL.into_iter().map(book).collect(),
        versions: versions.map(|one| (format!("{base}?versi={}", one.number), version_words(&v, one))).collect(),
        v,
    };
    web::page(&page)
}

async fn sent(v: &View, programme: &Programme, (plan, version): (Plan, Version), number: Number, form: Form) -> Answer {
    // Before anything is read: who waits for nothing need not make the database work.
    if form == Form::Pdf && !programme.prints() {
        return Err(Refused::NoPress.into());
    }
    let name = format!("{}-versi-{}", number.file(), version.number);
    let of = Source::read(v, programme, plan, version).await?;
    answer(programme, &written(&of, number), form, &name).await
}

/// A book of what was read.
fn written(of: &Source<'_>, number: Number) -> Book {
    let v = of.v;
    let mut blocks = match number {
        Number::First => first::write(of),
        Number::Second => second::write(of),
        Number::Third => third::write(of),
    };
    if of.draft() {
        blocks.insert(0, Block::Stamp(v.t("buku-rancangan").to_owned()));
    }
    Book {
        title: v.t(number.title()).to_owned(),
        subtitle: format!("{}\n{}", of.plan.title, version_words(v, &of.version)),
        issuer: v.t1("buku-penerbit", "kota", of.programme.deps().city.as_str()),
        day: v.t1("buku-disusun", "tanggal", v.words().date(of.programme.today())),
        lang: v.lang(),
        binding: Binding::Book,
        landscape: false,
        blocks,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_a_book_and_a_form_and_nothing_else_is_one() {
        assert_eq!(Number::named("2.pdf"), Some((Number::Second, Form::Pdf)));
        assert_eq!(Number::named("3.docx"), Some((Number::Third, Form::Docx)));
        for name in ["", "2", "4.pdf", "02.pdf", "2.exe", "2.pdf.docx", "../2.pdf"] {
            assert_eq!(Number::named(name), None, "{name}");
        }
    }
}
