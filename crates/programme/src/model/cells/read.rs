//! From cells to a promise, or to everything that is wrong with them.

use super::{Cells, Mistake};
use crate::model::number::{BadNumber, decimal, rupiah};
use crate::model::plan::YEARS;
use crate::model::promise::{Budget, Codes, Direction, Facts, Sheet, Target, Written};
use crate::reference::{called, reference};
use jiff::civil::Date;

/// Characters of a name, and of a longer text.
const NAME: std::ops::RangeInclusive<usize> = 5..=200;
const LONG: usize = 4000;
/// Characters of a code of the planning chain or of an indicator.
const CODE: usize = 60;

/// What is known of the region, to check cells against.
pub struct Known<'a> {
    /// First year of the plan.
    pub start: i16,
    /// The unit that a text names.
    pub unit: &'a dyn Fn(&str) -> Option<String>,
    /// The district that a text names.
    pub district: &'a dyn Fn(&str) -> Option<String>,
    /// The service that a text names.
    pub service: &'a dyn Fn(&str) -> Option<String>,
    /// The id of the indicator that a text names; an id that nobody knows stays, for [`Known`] does not know what stood there
    /// before.
    pub indicator: &'a dyn Fn(&str) -> Option<String>,
}

/// Reads a promise.
///
/// # Errors
/// Every cell that is wrong.
pub fn read(cells: &Cells, known: &Known<'_>) -> Result<Written, Vec<Mistake>> {
    let mut reader = Reader { cells, known, mistakes: Vec::new() };
    let (start, end) = reader.years();
    let facts = Facts {
        sub: reader.sub(),
        sectors: reader.list("sektor", &|text| called(&reference().sectors, text).map(str::to_owned)),
        themes: reader.list("tema", &|text| called(&reference().themes, text).map(str::to_owned)),
        owner: reader.owner(),
        supporters: reader.list("pendukung", known.unit),
        districts: reader.list("kecamatan", known.district),
        budget: reader.budget(start, end),
        direction: reader.direction(),
        baseline: reader.number("awal", cells.get("awal")).unwrap_or_default(),
        targets: reader.targets(start, end),
        codes: Codes {
            rpjmd: reader.code("rpjmd"),
            renstra: reader.code("renstra"),
            rkpd: reader.code("rkpd"),
            dpa: reader.code("dpa"),
        },
        services: reader.list("layanan", known.service),
        indicators: reader
            .list("indikator", &|text| (known.indicator)(text).or_else(|| is_id(text).then(|| text.to_owned()))),
        quick: reader.quick(),
        start,
        end,
    };
    let sheet = reader.sheet(&facts);
    if facts.supporters.contains(&facts.owner) && !facts.owner.is_empty() {
        reader.wrong("pendukung", "sendiri", &facts.owner);
    }
    if reader.mistakes.is_empty() { Ok(Written { facts, sheet }) } else { Err(reader.mistakes) }
}

struct Reader<'a> {
    cells: &'a Cells,
    known: &'a Known<'a>,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, column: &'static str, code: &'static str, value: &str) {
        self.mistakes.push(Mistake { column, code, value: value.chars().take(60).collect() });
    }

    fn years(&mut self) -> (i16, i16) {
        let (first, last) = (self.known.start, self.known.start + YEARS - 1);
        let mut year = |column: &'static str| {
            let text = self.cells.get(column).to_owned();
            let year = text.parse::<i16>().ok().filter(|year| (first..=last).contains(year));
            if year.is_none() {
                self.wrong(column, "tahun", &text);
            }
            year
        };
        match (year("mulai"), year("selesai")) {
            (Some(start), Some(end)) if start <= end => (start, end),
            (Some(start), Some(end)) => {
                self.wrong("selesai", "tahun", &end.to_string());
                (start, start)
            }
            // The mistake is said once; budgets and targets are held against the whole plan.
            _ => (first, last),
        }
    }

    fn sub(&mut self) -> String {
        let text = self.cells.get("sub").to_owned();
        let found = reference().sub_called(&text).map(str::to_owned);
        self.known_or(found, "sub", &text)
    }

    fn owner(&mut self) -> String {
        let text = self.cells.get("opd").to_owned();
        let found = if text.is_empty() { None } else { (self.known.unit)(&text) };
        self.known_or(found, "opd", &text)
    }

    fn known_or(&mut self, found: Option<String>, column: &'static str, text: &str) -> String {
        if found.is_none() {
            self.wrong(column, if text.is_empty() { "kosong" } else { "tak-dikenal" }, text);
        }
        found.unwrap_or_default()
    }

    /// What is parted by semicolons or lines, each once.
    fn list(&mut self, column: &'static str, known: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for text in parts(self.cells.get(column)) {
            match known(text) {
                Some(id) if found.contains(&id) => {}
                Some(id) => found.push(id),
                None => self.wrong(column, "tak-dikenal", text),
            }
        }
        found
    }

    fn direction(&mut self) -> Direction {
        let text = self.cells.get("arah").to_owned();
        if text.is_empty() {
            return Direction::default();
        }
        Direction::parse(&text).unwrap_or_else(|| {
            self.wrong("arah", "arah", &text);
            Direction::default()
        })
    }

    fn number(&mut self, column: &'static str, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        match decimal(text) {
            Ok(plain) => Some(plain),
            Err(BadNumber::Ambiguous) => {
                self.wrong(column, "mendua", text);
                None
            }
            Err(BadNumber::None) => {
                self.wrong(column, "angka", text);
                None
            }
        }
    }

    /// `2027 = 40; 2028 = 60`.
    fn targets(&mut self, start: i16, end: i16) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for part in parts(self.cells.get("target")) {
            let (year, value) = part.split_once(['=', ':']).unwrap_or((part, ""));
            let year = year.trim().parse::<i16>().ok().filter(|year| (start..=end).contains(year));
            let Some(year) = year else {
                self.wrong("target", "tahun", part);
                continue;
            };
            let Some(value) = self.number("target", value.trim()) else {
                if value.trim().is_empty() {
                    self.wrong("target", "angka", part);
                }
                continue;
            };
            if targets.iter().any(|target| target.year == year) {
                self.wrong("target", "dobel", part);
            }
            targets.push(Target { year, value });
        }
        targets.sort_by_key(|target| target.year);
        targets
    }

    /// `2027 apbd 250.000.000; 2028 csr 1.000.000`.
    fn budget(&mut self, start: i16, end: i16) -> Vec<Budget> {
        let mut lines: Vec<Budget> = Vec::new();
        for part in parts(self.cells.get("anggaran")) {
            let mut words = part.splitn(2, char::is_whitespace);
            let year =
                words.next().and_then(|word| word.parse::<i16>().ok()).filter(|year| (start..=end).contains(year));
            let rest = words.next().unwrap_or("").trim();
            let Some(year) = year else {
                self.wrong("anggaran", "tahun", part);
                continue;
            };
            let Some((source, amount)) = rest.rsplit_once(char::is_whitespace) else {
                self.wrong("anggaran", "uang", part);
                continue;
            };
            let source = source.trim().trim_end_matches("Rp").trim();
            match (called(&reference().funds, source), rupiah(amount)) {
                (None, _) => self.wrong("anggaran", "tak-dikenal", source),
                (_, None) => self.wrong("anggaran", "uang", part),
                (Some(source), Some(_)) if lines.iter().any(|line| line.year == year && line.source == source) => {
                    self.wrong("anggaran", "dobel", part);
                }
                (Some(source), Some(amount)) => lines.push(Budget { year, source: source.to_owned(), amount }),
            }
        }
        lines.sort_by(|one, other| (one.year, &one.source).cmp(&(other.year, &other.source)));
        lines
    }

    fn code(&mut self, column: &'static str) -> String {
        let text = self.cells.get(column).to_owned();
        let sound = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'X' | '-' | '/');
        if text.len() > CODE || !text.chars().all(sound) {
            self.wrong(column, "kode", &text);
        }
        text
    }

    /// A quick win is there within the plan's first year.
    fn quick(&mut self) -> Option<Date> {
        let text = self.cells.get("quick_win").to_owned();
        if text.is_empty() {
            return None;
        }
        let day = day(&text);
        if day.is_none() {
            self.wrong("quick_win", "tanggal", &text);
        }
        if day.is_some_and(|day| day.year() != self.known.start) {
            self.wrong("quick_win", "quick", &text);
        }
        day
    }

    fn sheet(&mut self, facts: &Facts) -> Sheet {
        let name = self.cells.get("nama").split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() < *NAME.start() {
            self.wrong("nama", "kosong", &name);
        }
        if name.chars().count() > *NAME.end() {
            self.wrong("nama", "panjang", &name);
        }
        let sheet = Sheet {
            about: self.text("uraian"),
            output: self.text("keluaran"),
            outcome: self.text("hasil"),
            measure: self.text("ukuran"),
            unit: self.text("satuan"),
            group: self.text("sasaran"),
            place: self.text("lokasi"),
            risks: self.text("risiko"),
            basis: self.text("dasar"),
            quick_result: self.text("janji_quick_win"),
            name,
        };
        if !facts.targets.is_empty() {
            for (column, text) in [("ukuran", &sheet.measure), ("satuan", &sheet.unit)] {
                if text.is_empty() {
                    self.wrong(column, "kosong", "");
                }
            }
        }
        if facts.quick.is_some() && sheet.quick_result.is_empty() {
            self.wrong("janji_quick_win", "kosong", "");
        }
        sheet
    }

    fn text(&mut self, column: &'static str) -> String {
        let text = self.cells.get(column).to_owned();
        if text.chars().count() > LONG {
            self.wrong(column, "panjang", &text);
        }
        text
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// `2027-09-30`, or `30/9/2027` as spreadsheets write it here.
fn day(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split(['/', '-']).map(|part| part.trim().parse::<i16>().ok());
    let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().filter(|_| parts.next().is_none())
}

fn is_id(text: &str) -> bool {
    text.len() <= CODE
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
}
