//! The integration ladder: how high each application stands, each agency, and how that grew by quarter.

use super::app::App;
use cases::doors::{Offered, Rung, Traffic};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Every rung from the ground.
pub const RUNGS: [Rung; 4] = [Rung::None, Rung::File, Rung::Api, Rung::Events];

/// Word of a rung in keys of texts, in addresses and in files.
pub const fn rung_word(rung: Rung) -> &'static str {
    match rung {
        Rung::None => "belum",
        Rung::File => "berkas",
        Rung::Api => "api",
        Rung::Events => "peristiwa",
    }
}

/// The rung of this word.
pub fn rung(word: &str) -> Option<Rung> {
    RUNGS.into_iter().find(|rung| rung_word(*rung) == word)
}

/// A link that people declared: data go `from` one application `to` another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Who gives, a slug.
    pub from: String,
    /// Who takes, a slug.
    pub to: String,
    /// In what way.
    pub rung: Rung,
    /// What is passed, in a few words.
    pub what: String,
}

/// Whether a link was declared, seen, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// As it should be.
    Both,
    /// Somebody says so; nothing was seen.
    Declared,
    /// It flows; nobody declared it.
    Observed,
}

impl Seen {
    /// Its word in keys of texts and classes of the drawing.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Both => "cocok",
            Self::Declared => "dinyatakan",
            Self::Observed => "teramati",
        }
    }
}

/// One pair of applications with everything that is said and seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Who gives.
    pub from: String,
    /// Who takes.
    pub to: String,
    /// The highest way.
    pub rung: Rung,
    /// Said, seen or both.
    pub seen: Seen,
    /// How often, as far as seen.
    pub count: i64,
}

/// Declared links beside observed traffic: one line per pair, by names of the pair. What leads from an application to itself
/// joins nothing.
pub fn compare(declared: &[Link], observed: &[Traffic]) -> Vec<Joined> {
    let mut pairs: BTreeMap<(&str, &str), Joined> = BTreeMap::new();
    for link in declared {
        let new =
            || Joined { from: link.from.clone(), to: link.to.clone(), rung: link.rung, seen: Seen::Declared, count: 0 };
        let pair = pairs.entry((&link.from, &link.to)).or_insert_with(new);
        pair.rung = pair.rung.max(link.rung);
    }
    for one in observed.iter().filter(|one| one.from != one.to) {
        let new =
            || Joined { from: one.from.clone(), to: one.to.clone(), rung: one.rung, seen: Seen::Observed, count: 0 };
        let pair = pairs.entry((&one.from, &one.to)).or_insert_with(new);
        pair.rung = pair.rung.max(one.rung);
        pair.count += one.count;
        if pair.seen == Seen::Declared {
            pair.seen = Seen::Both;
        }
    }
    pairs.into_values().collect()
}

/// How high each application stands: what it gives or takes, and what it offers whether anybody takes it or not.
pub fn rungs(joined: &[Joined], offered: &[Offered]) -> BTreeMap<String, Rung> {
    let mut found: BTreeMap<String, Rung> = BTreeMap::new();
    let ends = joined.iter().flat_map(|one| [(&one.from, one.rung), (&one.to, one.rung)]);
    for (app, rung) in ends.chain(offered.iter().map(|one| (&one.application, one.rung))) {
        let known = found.entry(app.clone()).or_insert(Rung::None);
        *known = (*known).max(rung);
    }
    found
}

/// The ladder of one agency, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ladder {
    /// Living applications on each of [`RUNGS`].
    pub on: [u32; 4],
    /// Points of completeness, and those that can be had.
    pub complete: (u32, u32),
    /// Applications that were retired.
    pub retired: u32,
    /// Applications whose proposal was decided.
    pub decided: u32,
}

impl Ladder {
    /// Living applications.
    pub fn alive(&self) -> u32 {
        self.on.iter().sum()
    }

    /// The one figure: percent of living applications that are joined by API or events; none without applications.
    pub fn percent(&self) -> Option<u32> {
        let joined = self.on.get(2..).map_or(0, |on| on.iter().sum());
        (self.alive() > 0).then(|| super::completeness::percent(joined, self.alive()))
    }

    /// Counts one application in.
    pub fn count(&mut self, app: &App, rung: Rung, decided: bool) {
        self.decided += u32::from(decided);
        if !app.stage.alive() {
            self.retired += u32::from(app.stage == super::stage::Stage::Retired);
            return;
        }
        if let Some(on) = self.on.get_mut(rung as usize) {
            *on += 1;
        }
        let complete = super::completeness::completeness(&app.cells);
        self.complete.0 += complete.points;
        self.complete.1 += complete.of;
    }

    /// Both together.
    pub fn with(self, other: &Self) -> Self {
        let mut on = self.on;
        on.iter_mut().zip(other.on).for_each(|(sum, more)| *sum += more);
        Self {
            on,
            complete: (self.complete.0 + other.complete.0, self.complete.1 + other.complete.1),
            retired: self.retired + other.retired,
            decided: self.decided + other.decided,
        }
    }
}

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    /// Year.
    pub year: i16,
    /// 1 to 4.
    pub number: i8,
}

impl Quarter {
    /// The quarter in which a day lies.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), number: (day.month() - 1) / 3 + 1 }
    }

    /// The one before.
    pub fn before(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    /// Its last day.
    pub fn end(self) -> Option<Date> {
        Date::new(self.year, self.number * 3, 1).ok().map(Date::last_of_month)
    }

    /// As it is kept and sorted: `2027-1`.
    pub fn key(self) -> String {
        format!("{}-{}", self.year, self.number)
    }

    /// Reads [`Quarter::key`].
    pub fn parse(key: &str) -> Option<Self> {
        let (year, number) = key.split_once('-')?;
        let number = number.parse().ok().filter(|number| (1..=4).contains(number))?;
        Some(Self { year: year.parse().ok()?, number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::stage::Stage;
    use crate::model::twins::tests::app;
    use jiff::civil::date;
    use kernel::Instant;

    fn link(from: &str, to: &str, rung: Rung) -> Link {
        Link { from: from.into(), to: to.into(), rung, what: String::new() }
    }

    fn traffic(from: &str, to: &str, rung: Rung, count: i64) -> Traffic {
        Traffic { from: from.into(), to: to.into(), rung, count, last: Instant::from_seconds(0) }
    }

    #[test]
    fn said_and_seen_are_held_side_by_side() {
        let said = [link("a", "b", Rung::File), link("a", "c", Rung::Api)];
        let seen =
            [traffic("a", "c", Rung::Api, 5), traffic("a", "c", Rung::Events, 2), traffic("c", "d", Rung::Api, 1)];
        let pairs = compare(&said, &seen);
        let told: Vec<(&str, &str, Seen, Rung, i64)> =
            pairs.iter().map(|one| (&*one.from, &*one.to, one.seen, one.rung, one.count)).collect();
        let expected = [
            ("a", "b", Seen::Declared, Rung::File, 0),
            ("a", "c", Seen::Both, Rung::Events, 7),
            ("c", "d", Seen::Observed, Rung::Api, 1),
        ];
        assert_eq!(told, expected);
        assert!(compare(&[], &[traffic("a", "a", Rung::Api, 1)]).is_empty());
    }

    #[test]
    fn an_application_stands_as_high_as_the_best_it_gives_takes_or_offers() {
        let offered =
            Offered { application: "e".into(), rung: Rung::Api, name: "x".into(), since: Instant::from_seconds(0) };
        let found = rungs(&compare(&[link("a", "b", Rung::File)], &[traffic("b", "c", Rung::Events, 1)]), &[offered]);
        let rung = |app: &str| found.get(app).copied();
        assert_eq!(
            [rung("a"), rung("b"), rung("c"), rung("e")],
            [Some(Rung::File), Some(Rung::Events), Some(Rung::Events), Some(Rung::Api)]
        );
        assert_eq!(rung("z"), None);
    }

    #[test]
    fn the_figure_of_an_agency_counts_living_applications_only() {
        let mut ladder = Ladder::default();
        assert_eq!(ladder.percent(), None);
        let mut gone = app("c", &[]);
        gone.stage = Stage::Retired;
        ladder.count(&app("a", &[("nama", "A")]), Rung::Api, true);
        ladder.count(&app("b", &[]), Rung::File, false);
        ladder.count(&gone, Rung::Events, true);
        assert_eq!((ladder.percent(), ladder.alive(), ladder.retired, ladder.decided), (Some(50), 2, 1, 2));
        assert_eq!(ladder.with(&ladder.clone()).on, [0, 2, 2, 0]);
    }

    #[test]
    fn quarters_follow_each_other_over_the_year() {
        let first = Quarter::of(date(2027, 3, 31));
        assert_eq!((first.key().as_str(), first.end()), ("2027-1", Some(date(2027, 3, 31))));
        assert_eq!(first.before(), Quarter { year: 2026, number: 4 });
        assert_eq!(Quarter::of(date(2027, 4, 1)).before(), first);
        assert_eq!(Quarter::parse("2027-1"), Some(first));
        assert_eq!(Quarter::parse("2027-5"), None);
        for rung in RUNGS {
            assert_eq!(super::rung(rung_word(rung)), Some(rung));
        }
    }
}
