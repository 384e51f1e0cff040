//! Entering values, targets and baselines. A correction is a new version beside the old one.

mod rows;

use super::model::{Indicator, Source};
use super::period::Period;
use super::refusal::Refused;
use super::rights::{may_enter, may_set};
use super::stored::{BASELINE, Entry};
use crate::programme::Programme;
use definition::Number;
use jiff::civil::Date;
use kernel::{Actor, Instant, NewEvent};
use serde_json::{Value as Json, json};
use std::ops::RangeInclusive;
use store::{ANY_VERSION, Commit, values};
use web::Session;

pub(crate) use rows::{Row, Sealed, Who, aimed, kept};

/// Characters of a reason.
pub(crate) const REASON: RangeInclusive<usize> = 10..=1000;
/// Longest note and link.
const LONGEST: usize = 1000;

/// What stands behind a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// An address; empty: none.
    pub link: String,
    /// A file; empty: none.
    pub file: Vec<u8>,
}

/// A value as somebody enters it.
#[derive(Clone, Debug)]
pub(crate) struct NewValue {
    pub period: Period,
    pub value: Number,
    /// The version that was on the page; 0: none.
    pub seen: i64,
    pub evidence: Evidence,
    pub note: String,
}

/// A target or baseline as somebody sets it.
#[derive(Clone, Debug)]
pub struct NewTarget {
    /// `None`: the baseline.
    pub period: Option<Period>,
    /// The value.
    pub value: Number,
    /// The version that was on the page; 0: none.
    pub seen: i64,
    /// The year of a baseline.
    pub about: String,
    /// Why; needed where a target changes, or its period has begun.
    pub reason: String,
}

/// What the file is by its first bytes.
pub(crate) fn media(file: &[u8]) -> Option<&'static str> {
    match file {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("application/pdf"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        _ => None,
    }
}

/// Whether an indicator can have this value in this period, entered on this day.
///
/// # Errors
/// It is computed, the period is another one or not begun, or a share lies outside 0 to 100.
pub(crate) fn fits(one: &Indicator, period: Period, value: Number, today: Date) -> Result<(), Refused> {
    if one.source.formula().is_some() {
        return Err(Refused::Computed);
    }
    if period.span() != one.span || period.first_day() > today {
        return Err(Refused::Period);
    }
    sound(one, value)
}

/// A share lies between 0 and 100, whoever says so.
pub(crate) fn sound(one: &Indicator, value: Number) -> Result<(), Refused> {
    let below = value.parts().0 < 0;
    let above = value.compare(Number::whole(100)) == Some(std::cmp::Ordering::Greater);
    if one.unit == "persen" && (below || above) { Err(Refused::Value) } else { Ok(()) }
}

fn checked(one: &Indicator, new: &NewValue) -> Result<Option<&'static str>, Refused> {
    let Evidence { link, file } = &new.evidence;
    if matches!(one.source, Source::Manual(_)) && link.is_empty() && file.is_empty() {
        return Err(Refused::Evidence);
    }
    let sound = link.starts_with("https://") && link.len() <= LONGEST && !link.contains(char::is_whitespace);
    if !link.is_empty() && !sound {
        return Err(Refused::Link);
    }
    if new.note.chars().count() > LONGEST {
        return Err(Refused::Reason);
    }
    if file.is_empty() { Ok(None) } else { media(file).map(Some).ok_or(Refused::File) }
}

impl Programme {
    /// Records a value of a period, or corrects it.
    ///
    /// # Errors
    /// Not this officer's, not a value of it, without evidence, entered by somebody else meanwhile, or the store.
    pub(crate) async fn record(&self, session: &Session, one: &Indicator, new: &NewValue) -> Result<(), Refused> {
        if !may_enter(session, one) {
            return Err(Refused::NotYours);
        }
        fits(one, new.period, new.value, self.today())?;
        let media = checked(one, new)?;
        let before = self.value_of(&one.id, new.period).await?;
        if before.as_ref().map_or(0, |before| before.version) != new.seen {
            return Err(Refused::Moved);
        }
        if let Some(before) = &before
            && before.value == new.value
            && self.is_said(before, new).await?
        {
            return Err(Refused::Unchanged);
        }
        let now = self.now();
        let mut sealed = Sealed::new(self, now)?;
        let note = sealed.text(self, &new.note, now)?;
        let link = sealed.text(self, &new.evidence.link, now)?;
        let blob = match media {
            Some(_) => {
                Some(self.store().put_sealed_blob(&sealed.person, &new.evidence.file, now, self.chance()).await?)
            }
            None => None,
        };
        let row = Row {
            value: new.value,
            way: "tangan",
            note: note.as_ref().map(|(id, _)| id.clone()),
            link: link.as_ref().map(|(id, _)| id.clone()),
            blob: blob.as_ref().map(|blob| blob.as_str().to_owned()),
            media,
        };
        let mut statements = sealed.statements;
        let owner = format!("indicator/{}/{}", one.id, new.period);
        statements.extend(blob.map(|blob| blob.named_by(self.region(), &owner)));
        let who = Who::of(session, one, sealed.person.id());
        statements.extend(kept(self.region(), (&one.id, new.period), new.seen, &row, &who, now));
        let data = json!({
            "indicator": one.id, "period": new.period.to_string(), "value": new.value, "version": new.seen + 1,
            "before": before.map(|before| before.value), "way": "tangan",
            "note": note.map(|(_, text)| text), "link": link.map(|(_, text)| text), "file": row.blob,
        });
        let events = vec![event("indicator.value_recorded", now, &who.actor, data)];
        self.store().commit(Commit { events, statements, ..stream(self.region(), &one.id) }, now).await?;
        self.0.watched.changed();
        Ok(())
    }

    /// Whether note and link stand there already, and no file comes along.
    async fn is_said(&self, before: &Entry, new: &NewValue) -> Result<bool, Refused> {
        let opened = self.unsealed(vec![before.note.as_deref(), before.link.as_deref()]).await?;
        let text = |reference: &Option<String>| reference.as_ref().and_then(|id| opened.get(id)).cloned();
        let said = |reference, words: &str| text(reference).unwrap_or_default() == words;
        Ok(new.evidence.file.is_empty() && said(&before.note, &new.note) && said(&before.link, &new.evidence.link))
    }

    /// Sets a target or a baseline, or another one; the old one stays readable and judges the time in which it stood.
    ///
    /// # Errors
    /// Not this officer's, no sound value, no reason for a change, set by somebody else meanwhile, or the store.
    pub async fn aim(&self, session: &Session, one: &Indicator, new: &NewTarget) -> Result<(), Refused> {
        if !may_set(session, one) {
            return Err(Refused::NotYours);
        }
        sound(one, new.value)?;
        let period = new.period.map_or_else(|| BASELINE.to_owned(), |period| period.to_string());
        if new.period.is_none()
            && !matches!(new.about.parse::<Period>(), Ok(year) if year.span() == super::period::Span::Year)
        {
            return Err(Refused::Period);
        }
        let sql = "SELECT version, value FROM programme_indicator_targets WHERE region = $1 AND indicator = $2 AND period = $3 AND stands = 1";
        let before = self.store().row(sql, &values![self.region(), &one.id, &period]).await?;
        let (version, value) =
            before.map_or(Ok((0, None)), |row| Ok::<_, Refused>((row.int(0)?, Some(row.string(1)?))))?;
        if version != new.seen {
            return Err(Refused::Moved);
        }
        if value.as_ref() == Some(&new.value.to_string()) {
            return Err(Refused::Unchanged);
        }
        let begun = new.period.is_some_and(|period| period.first_day() <= self.today());
        let length = new.reason.trim().chars().count();
        // A first target may be set without a word; whoever moves one says why.
        if (value.is_some() || begun) && !REASON.contains(&length) || length > *REASON.end() {
            return Err(Refused::Reason);
        }
        let now = self.now();
        let mut sealed = Sealed::new(self, now)?;
        let reason = sealed.text(self, new.reason.trim(), now)?;
        let who = Who::of(session, one, sealed.person.id());
        let reference = reason.as_ref().map(|(id, _)| id.clone());
        let mut statements = sealed.statements;
        statements.extend(aimed(self.region(), (&one.id, &period), new, reference, &who, now));
        let name = if new.period.is_some() { "indicator.target_set" } else { "indicator.baseline_set" };
        let data = json!({
            "indicator": one.id, "period": period, "value": new.value, "version": new.seen + 1, "before": value,
            "about": new.about, "begun": begun, "reason": reason.map(|(_, text)| text),
        });
        let events = vec![event(name, now, &who.actor, data)];
        self.store().commit(Commit { events, statements, ..stream(self.region(), &one.id) }, now).await?;
        self.0.watched.changed();
        Ok(())
    }
}

fn stream(region: &str, indicator: &str) -> Commit {
    Commit::new(region, format!("indicator/{indicator}"), ANY_VERSION)
}

pub(crate) fn event(name: &str, happened_at: Instant, actor: &Actor, data: Json) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at, actor: actor.clone(), data }
}
