//! What is written down about a region: memoranda, mentoring, milestones, practices, notes; and partners of the movement. Each
//! kind is a short list of fields, so that one form, one check and one table serve them all.

use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nota kesepahaman: a memorandum with the movement.
    Memorandum,
    /// Pendampingan: a mentoring session.
    Mentoring,
    /// Tonggak: a milestone of the master plan or of a quick win.
    Milestone,
    /// Teladan: a practice that others may take over.
    Practice,
    /// Catatan: a dated fact with its source.
    Note,
    /// Mitra: a ministry, academic, practitioner or medium with its role.
    Partner,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// A day, `2022-04-21`.
    Day,
    /// An address that begins with https://.
    Link,
    /// A public Ed25519 key in base64.
    Key,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

/// One field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in forms, tables and keys of texts.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be filled in.
    pub needed: bool,
}

const LINE: usize = 200;
const TEXT: usize = 4000;
/// What a milestone is of.
pub const MILESTONES: &[&str] = &["rencana-induk", "quick-win"];
/// What a partner is.
pub const PARTNERS: &[&str] = &["kementerian", "akademisi", "praktisi", "media"];

const fn needed(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, needed: true }
}

const fn free(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, needed: false }
}

const MEMORANDUM: &[Field] = &[
    needed("hari", Shape::Day),
    needed("tempat", Shape::Line),
    needed("pihak", Shape::Text),
    free("dokumen", Shape::Link),
    free("kunci", Shape::Key),
    free("sumber", Shape::Line),
];
const MENTORING: &[Field] = &[
    needed("hari", Shape::Day),
    needed("pendamping", Shape::Text),
    needed("topik", Shape::Text),
    free("keluaran", Shape::Text),
    free("berikut", Shape::Text),
];
const MILESTONE: &[Field] = &[
    needed("jenis", Shape::OneOf(MILESTONES)),
    needed("judul", Shape::Line),
    needed("hari", Shape::Day),
    free("selesai", Shape::Day),
    free("bukti", Shape::Line),
];
const PRACTICE: &[Field] = &[
    needed("judul", Shape::Line),
    needed("isi", Shape::Text),
    needed("tautan", Shape::Link),
    needed("kontak", Shape::Line),
];
const NOTE: &[Field] = &[
    free("hari", Shape::Day),
    needed("judul", Shape::Line),
    needed("isi", Shape::Text),
    needed("sumber", Shape::Line),
];
const PARTNER: &[Field] = &[
    needed("nama", Shape::Line),
    needed("golongan", Shape::OneOf(PARTNERS)),
    needed("peran", Shape::Text),
    free("sumber", Shape::Line),
];

impl Kind {
    /// Those of a region, in the order of its page.
    pub const OF_REGION: [Self; 5] = [Self::Memorandum, Self::Mentoring, Self::Milestone, Self::Practice, Self::Note];

    /// The word of tables, addresses and keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Memorandum => "nota",
            Self::Mentoring => "pendampingan",
            Self::Milestone => "tonggak",
            Self::Practice => "teladan",
            Self::Note => "catatan",
            Self::Partner => "mitra",
        }
    }

    /// The kind called `word`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::OF_REGION.into_iter().chain([Self::Partner]).find(|kind| kind.word() == word)
    }

    /// The noun of its events.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Memorandum => "memorandum",
            Self::Mentoring => "mentoring",
            Self::Milestone => "milestone",
            Self::Practice => "practice",
            Self::Note => "region_note",
            Self::Partner => "partner",
        }
    }

    /// Its fields, in the order of the form.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Memorandum => MEMORANDUM,
            Self::Mentoring => MENTORING,
            Self::Milestone => MILESTONE,
            Self::Practice => PRACTICE,
            Self::Note => NOTE,
            Self::Partner => PARTNER,
        }
    }

    /// Whether a region's own login writes it; the rest is the secretariat's.
    pub const fn of_region(self) -> bool {
        matches!(self, Self::Milestone | Self::Practice | Self::Note)
    }
}

/// Why a field is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It must be filled in.
    Missing,
    /// It is too long.
    Long,
    /// It is no day.
    Day,
    /// The day lies ahead.
    Ahead,
    /// It is no address that begins with https://.
    Link,
    /// It is no public key.
    Key,
    /// It is none of the choices.
    Choice,
    /// What is done needs evidence.
    Evidence,
}

impl Why {
    /// The word in keys of texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "kosong",
            Self::Long => "panjang",
            Self::Day => "hari",
            Self::Ahead => "depan",
            Self::Link => "tautan",
            Self::Key => "kunci",
            Self::Choice => "pilihan",
            Self::Evidence => "bukti",
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong.
    pub why: Why,
}

/// What somebody typed into a field; empty where nothing was.
pub type Typed<'a> = &'a (dyn Fn(&str) -> String + Sync);

/// Cells by field; only those that are filled in.
pub type Cells = BTreeMap<String, String>;

/// A record that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// What it says.
    pub cells: Cells,
    /// Its day: signed, held, due, happened.
    pub day: Option<Date>,
    /// The day on which a milestone was reached.
    pub done: Option<Date>,
}

/// Reads what was typed; `today` is the local day.
///
/// # Errors
/// Every field that is wrong.
pub fn read(kind: Kind, typed: Typed<'_>, today: Date) -> Result<Written, Vec<Mistake>> {
    let (mut cells, mut mistakes) = (Cells::new(), Vec::new());
    for field in kind.fields() {
        let text = typed(field.name).trim().to_owned();
        let wrong = if text.is_empty() { field.needed.then_some(Why::Missing) } else { wrong(field.shape, &text) };
        match wrong {
            Some(why) => mistakes.push(Mistake { field: field.name, why }),
            None if text.is_empty() => {}
            None => {
                cells.insert(field.name.to_owned(), text);
            }
        }
    }
    let day = |name: &str| cells.get(name).and_then(|text| text.parse::<Date>().ok());
    let (on, done) = (day("hari"), day("selesai"));
    let past = matches!(kind, Kind::Memorandum | Kind::Note);
    if past && on.is_some_and(|on| on > today) {
        mistakes.push(Mistake { field: "hari", why: Why::Ahead });
    }
    if done.is_some_and(|done| done > today) {
        mistakes.push(Mistake { field: "selesai", why: Why::Ahead });
    }
    if done.is_some() && !cells.contains_key("bukti") {
        mistakes.push(Mistake { field: "bukti", why: Why::Evidence });
    }
    if mistakes.is_empty() { Ok(Written { cells, day: on, done }) } else { Err(mistakes) }
}

fn wrong(shape: Shape, text: &str) -> Option<Why> {
    let most = if shape == Shape::Text { TEXT } else { LINE };
    if text.chars().count() > most {
        return Some(Why::Long);
    }
    match shape {
        Shape::Line | Shape::Text => None,
        Shape::Day => text.parse::<Date>().err().map(|_| Why::Day),
        Shape::Link => (!is_link(text)).then_some(Why::Link),
        Shape::Key => super::signed::PublicKey::parse(text).is_none().then_some(Why::Key),
        Shape::OneOf(words) => (!words.contains(&text)).then_some(Why::Choice),
    }
}

/// Whether a text may stand as an address on a page.
pub fn is_link(text: &str) -> bool {
    text.starts_with("https://") && !text.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn typed<'a>(cells: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> String + Sync + 'a {
        |name| cells.iter().find(|(found, _)| *found == name).map_or_else(String::new, |(_, text)| (*text).to_owned())
    }

    const TODAY: Date = date(2027, 3, 1);

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let cells = [
            ("hari", "2027-03-02"),
            ("tempat", ""),
            ("pihak", "Kementerian"),
            ("dokumen", "http://x"),
            ("kunci", "abc"),
        ];
        let mistakes = read(Kind::Memorandum, &typed(&cells), TODAY).unwrap_err();
        let named: Vec<(&str, Why)> = mistakes.iter().map(|one| (one.field, one.why)).collect();
        assert_eq!(
            named,
            [("tempat", Why::Missing), ("dokumen", Why::Link), ("kunci", Why::Key), ("hari", Why::Ahead)]
        );
    }

    #[test]
    fn a_milestone_is_done_with_evidence_and_not_ahead_of_time() {
        let base = [("jenis", "quick-win"), ("judul", "Parkir"), ("hari", "2027-06-30")];
        let with =
            |more: &[(&'static str, &'static str)]| read(Kind::Milestone, &typed(&[&base[..], more].concat()), TODAY);
        assert_eq!(with(&[]).unwrap().done, None);
        let why = |result: Result<Written, Vec<Mistake>>| result.unwrap_err()[0].why;
        assert_eq!(why(with(&[("selesai", "2027-02-28")])), Why::Evidence);
        assert_eq!(why(with(&[("selesai", "2027-03-02"), ("bukti", "berita")])), Why::Ahead);
        let done = with(&[("selesai", "2027-03-01"), ("bukti", "berita")]).unwrap();
        assert_eq!((done.day, done.done), (Some(date(2027, 6, 30)), Some(TODAY)));
    }

    #[test]
    fn an_address_that_could_leave_its_place_on_a_page_is_none() {
        assert!(is_link("https://contoh.go.id/a?b=1"));
        for text in ["javascript:alert(1)", "https://a\" onclick=\"x", "https://a b", "//a", "https://<x>"] {
            assert!(!is_link(text), "{text}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in Kind::OF_REGION.into_iter().chain([Kind::Partner]) {
            assert_eq!(Kind::parse(kind.word()), Some(kind));
        }
    }
}
