//! Baselines as whoever sets up a region brings them: from a table, or answered at a terminal. All of them or none; the same
//! ones again change nothing.

use super::enter::{NewTarget, REASON, Sealed, Who, aimed, event};
use super::model::{Indicator, Library};
use super::refusal::Refused;
use super::stored::BASELINE;
use super::typed;
use crate::programme::Programme;
use definition::{Number, Say, names};
use kernel::Actor;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::{ANY_VERSION, Commit, values};

/// The columns of the table; the last may be left out.
const COLUMNS: [&str; 4] = ["indikator", "tahun", "nilai", "alasan"];
const MOST: usize = 5000;

/// One baseline that was read.
#[derive(Clone, Debug)]
pub struct Baseline<'a> {
    /// Line of the file, from 1; 0 for an answer.
    pub line: usize,
    /// The indicator.
    pub one: &'a Indicator,
    /// The year in which it was measured.
    pub year: i16,
    /// The value.
    pub value: Number,
    /// Why a baseline that stands is moved; may be empty.
    pub reason: String,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line of the file, from 1.
    pub line: usize,
    /// The column; empty: the whole line.
    pub column: &'static str,
    /// What is wrong, and what was probably meant.
    pub say: Say,
}

/// What bringing them did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Set or moved.
    pub set: usize,
    /// Stood there already.
    pub same: usize,
}

/// Why none was taken.
#[derive(Debug)]
pub enum NotBrought {
    /// A baseline stands there with another value, and no reason was given for moving it.
    Faulty(Vec<Fault>),
    /// Refused as a whole.
    Refused(Refused),
}

impl<E: Into<Refused>> From<E> for NotBrought {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// Reads a table; `year` is the year in which it is read.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read<'a>(text: &str, library: &'a Library, year: i16) -> Result<Vec<Baseline<'a>>, Vec<Fault>> {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let by = [b';', b'\t', b','].into_iter().max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count());
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(by.unwrap_or(b','));
    let mut reader = reader.from_reader(text.as_bytes());
    let mut records = reader.records();
    let head =
        records.next().and_then(Result::ok).ok_or_else(|| vec![whole(1, "tabel ini kosong", "the table is empty")])?;
    let places = places(&head)?;
    let (mut found, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (at, record) in (2..).zip(records) {
        let Ok(record) = record else {
            faults.push(whole(at, "baris ini tidak terbaca", "this line cannot be read"));
            continue;
        };
        let line = record.position().map_or(at, |at| usize::try_from(at.line()).unwrap_or(0));
        let cell = |column: usize| {
            places.get(column).copied().flatten().and_then(|place| record.get(place)).unwrap_or_default().trim()
        };
        // A line without a value is an answer that is left for later.
        if cell(2).is_empty() {
            continue;
        }
        match one(line, [cell(0), cell(1), cell(2), cell(3)], library, year) {
            Ok(baseline) if seen.insert(baseline.one.id.clone()) => found.push(baseline),
            Ok(baseline) => faults.push(fault(
                (line, COLUMNS[0]),
                format!("`{}` tertulis dua kali", baseline.one.id),
                format!("`{}` is there twice", baseline.one.id),
            )),
            Err(fault) => faults.push(fault),
        }
        if found.len() > MOST {
            return Err(vec![whole(line, "terlalu banyak baris", "too many lines")]);
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// One baseline out of its cells: id or name, year (empty: the one before), value, reason.
///
/// # Errors
/// The first cell that is wrong.
pub fn one<'a>(line: usize, cells: [&str; 4], library: &'a Library, year: i16) -> Result<Baseline<'a>, Fault> {
    let [id, when, written, reason] = cells;
    let Some(one) = library.get(id) else {
        let near = names::nearest(id, library.iter().map(|one| one.id.as_str()));
        let (meant, meant_en) = near.map_or_else(
            || ("lihat: gapura indikator daftar".to_owned(), "see: gapura indikator daftar".to_owned()),
            |near| (format!("maksud Anda `{near}`?"), format!("did you mean `{near}`?")),
        );
        let (say, english) =
            (format!("indikator `{id}` tidak ada; {meant}"), format!("no indicator `{id}`; {meant_en}"));
        return Err(fault((line, COLUMNS[0]), say, english));
    };
    let about = if when.is_empty() { Some(year - 1) } else { when.parse().ok() };
    let Some(about) = about.filter(|about| (1945..=year).contains(about)) else {
        let (say, english) =
            (format!("`{when}` bukan tahun sampai {year}"), format!("`{when}` is no year up to {year}"));
        return Err(fault((line, COLUMNS[1]), say, english));
    };
    let value = typed::number(written).map(|(value, _)| value);
    let Some(value) = value.filter(|value| super::enter::sound(one, *value).is_ok()) else {
        let (say, english) = (
            format!("`{written}` bukan nilai dalam {} untuk {}", one.unit, one.id),
            format!("`{written}` is no value in {} for {}", one.unit, one.id),
        );
        return Err(fault((line, COLUMNS[2]), say, english));
    };
    Ok(Baseline { line, one, year: about, value, reason: reason.to_owned() })
}

fn fault((line, column): (usize, &'static str), id: impl Into<String>, en: impl Into<String>) -> Fault {
    Fault { line, column, say: Say::new(id, en) }
}

fn whole(line: usize, id: &str, en: &str) -> Fault {
    fault((line, ""), id, en)
}

fn places(head: &csv::StringRecord) -> Result<Vec<Option<usize>>, Vec<Fault>> {
    let names: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
    let unknown = names.iter().find(|name| !name.is_empty() && !COLUMNS.contains(&name.as_str()));
    if let Some(name) = unknown {
        let all = COLUMNS.join(", ");
        let say = format!("kolom `{name}` tidak dikenal; kolomnya: {all}");
        return Err(vec![fault((1, ""), say, format!("the column `{name}` is not known; the columns are: {all}"))]);
    }
    let places: Vec<Option<usize>> =
        COLUMNS.iter().map(|column| names.iter().position(|name| name == column)).collect();
    for needed in [0, 2] {
        if places.get(needed).copied().flatten().is_none() {
            let name = COLUMNS[needed];
            let (say, english) = (format!("kolom `{name}` tidak ada"), format!("the column `{name}` is missing"));
            return Err(vec![fault((1, ""), say, english)]);
        }
    }
    Ok(places)
}

impl Programme {
    /// Sets baselines as the operator, all in one transaction. One that stands with another value is moved only with a reason.
    ///
    /// # Errors
    /// A reason is missing, or the store.
    pub async fn bring_baselines(&self, all: &[Baseline<'_>]) -> Result<Brought, NotBrought> {
        let stands = self.baselines().await?;
        let (mut brought, mut faults) = (Brought::default(), Vec::new());
        let (mut events, mut statements) = (Vec::new(), Vec::new());
        let now = self.now();
        for baseline in all {
            let before = stands.get(&baseline.one.id);
            let (version, value, about) =
                before.map_or((0, None, ""), |(version, value, about)| (*version, Some(value), about.as_str()));
            if value == Some(&baseline.value.to_string()) && about == baseline.year.to_string() {
                brought.same += 1;
                continue;
            }
            if value.is_some() && !REASON.contains(&baseline.reason.trim().chars().count()) {
                faults.push(fault(
                    (baseline.line, COLUMNS[3]),
                    format!("{} sudah punya garis dasar; isi alasan, 10 sampai 1000 karakter", baseline.one.id),
                    format!("{} has a baseline; give a reason of 10 to 1000 characters", baseline.one.id),
                ));
                continue;
            }
            let mut sealed = Sealed::new(self, now)?;
            let reason = sealed.text(self, baseline.reason.trim(), now)?;
            if reason.is_some() {
                statements.append(&mut sealed.statements);
            }
            let person = reason.is_some().then(|| sealed.person.id().to_owned());
            let who = Who { officer: String::new(), unit: String::new(), person, actor: Actor::Operator };
            let new = NewTarget {
                period: None,
                value: baseline.value,
                seen: version,
                about: format!("{:04}", baseline.year),
                reason: baseline.reason.clone(),
            };
            let reference = reason.as_ref().map(|(id, _)| id.clone());
            statements.extend(aimed(self.region(), (&baseline.one.id, BASELINE), &new, reference, &who, now));
            let data = json!({
                "indicator": baseline.one.id, "period": BASELINE, "value": new.value, "version": version + 1, "before": value,
                "about": new.about, "begun": false, "reason": reason.map(|(_, text)| text),
            });
            events.push(event("indicator.baseline_set", now, &who.actor, data));
            brought.set += 1;
        }
        if !faults.is_empty() {
            return Err(NotBrought::Faulty(faults));
        }
        if !events.is_empty() {
            let stream = Commit::new(self.region(), "indicators/imports", ANY_VERSION);
            self.store().commit(Commit { events, statements, ..stream }, now).await.map_err(Refused::from)?;
            self.0.watched.changed();
        }
        Ok(brought)
    }

    /// Indicators of the library without a baseline.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn without_baseline(&self) -> Result<Vec<&'static Indicator>, Refused> {
        let stands = self.baselines().await?;
        Ok(self.library().iter().filter(|one| !stands.contains_key(&one.id)).collect())
    }

    /// Version, value and year of every baseline that stands.
    async fn baselines(&self) -> Result<HashMap<String, (i64, String, String)>, Refused> {
        let sql = format!(
            "SELECT indicator, version, value, about FROM programme_indicator_targets \
             WHERE region = $1 AND period = '{BASELINE}' AND stands = 1"
        );
        let rows = self.store().rows(&sql, &values![self.region()]).await?;
        let row = |row: &store::Row| Ok((row.string(0)?, (row.int(1)?, row.string(2)?, row.string(3)?)));
        Ok(rows.iter().map(row).collect::<Result<_, store::StoreError>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::shipped::library;

    fn wrong(text: &str) -> Vec<(usize, &'static str)> {
        let found = read(text, library(), 2027).err().unwrap_or_default();
        found.into_iter().map(|fault| (fault.line, fault.column)).collect()
    }

    #[test]
    fn a_table_is_read_with_the_year_before_where_none_is_given_and_empty_answers_are_left_out() {
        let text = "Indikator;Tahun;Nilai\nstunting;2024;17,1\nkemiskinan;;9,4\nair_minum;2025;\n";
        let found = read(text, library(), 2027).unwrap();
        let told: Vec<(&str, i16, String)> =
            found.iter().map(|one| (one.one.id.as_str(), one.year, one.value.to_string())).collect();
        assert_eq!(told, [("stunting", 2024, "17.1".to_owned()), ("kemiskinan", 2026, "9.4".to_owned())]);
    }

    #[test]
    fn each_wrong_cell_is_named_by_line_and_column() {
        assert_eq!(wrong("indikator,nilai\nstuntin,5\n"), [(2, "indikator")]);
        assert_eq!(wrong("indikator,tahun,nilai\nstunting,2028,5\n"), [(2, "tahun")]);
        assert_eq!(wrong("indikator,nilai\nstunting,banyak\nstunting,101\n"), [(2, "nilai"), (3, "nilai")]);
        assert_eq!(wrong("indikator,nilai\nstunting,5\nstunting,6\n"), [(3, "indikator")]);
        assert_eq!(wrong("indikator,harga\nstunting,5\n"), [(1, "")]);
        assert_eq!(wrong("indikator,tahun\nstunting,2026\n"), [(1, "")]);
        assert_eq!(wrong(""), [(1, "")]);
    }
}
