//! Cohorts (angkatan) and how many regions the movement has. The published total is kept as it was published; what the cohorts
//! add up to stands beside it, with the regions that are known to stand in two of them.

use std::collections::{BTreeMap, BTreeSet};

/// The regions that joined in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// Its year.
    pub year: i64,
    /// How many regions it has, as published.
    pub size: i64,
    /// How many the movement has in all, as published with it.
    pub total: Option<i64>,
    /// What it was about.
    pub note: String,
    /// Where size and total come from.
    pub source: String,
    /// How often it was written.
    pub revision: i64,
    /// Codes of the members that are named here.
    pub members: BTreeSet<String>,
}

impl Cohort {
    /// Members of the published size that nobody named here.
    pub fn unnamed(&self) -> i64 {
        (self.size - self.named()).max(0)
    }

    /// Members that are named here.
    pub fn named(&self) -> i64 {
        i64::try_from(self.members.len()).unwrap_or(i64::MAX)
    }
}

/// How many regions there are, by every way to say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The sum of the published sizes.
    pub summed: i64,
    /// The newest published total.
    pub published: Option<i64>,
    /// Different regions that are named here.
    pub named: i64,
    /// Regions that stand in more than one cohort, with its years.
    pub twice: Vec<(String, Vec<i64>)>,
}

impl Count {
    /// By how much the sum exceeds the published total.
    pub fn difference(&self) -> i64 {
        self.published.map_or(0, |published| self.summed - published)
    }

    /// How many standings of the difference the known overlaps explain: a region in two cohorts is one too many.
    pub fn explained(&self) -> i64 {
        self.twice.iter().map(|(_, years)| i64::try_from(years.len()).unwrap_or(1) - 1).sum()
    }
}

/// Counts the movement.
pub fn count(cohorts: &[Cohort]) -> Count {
    let mut years: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for cohort in cohorts {
        for member in &cohort.members {
            years.entry(member).or_default().push(cohort.year);
        }
    }
    let newest = cohorts.iter().filter(|cohort| cohort.total.is_some()).max_by_key(|cohort| cohort.year);
    Count {
        summed: cohorts.iter().map(|cohort| cohort.size).sum(),
        published: newest.and_then(|cohort| cohort.total),
        named: i64::try_from(years.len()).unwrap_or(i64::MAX),
        twice: years
            .into_iter()
            .filter(|(_, years)| years.len() > 1)
            .map(|(member, mut years)| {
                years.sort_unstable();
                (member.to_owned(), years)
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cohort(year: i64, size: i64, total: Option<i64>, members: &[&str]) -> Cohort {
        let members = members.iter().map(|code| (*code).to_owned()).collect();
        Cohort { year, size, total, members, ..Cohort::default() }
    }

    fn movement() -> Vec<Cohort> {
        vec![
            cohort(2017, 25, None, &["64.02"]),
            cohort(2018, 50, None, &["32.12"]),
            cohort(2019, 25, Some(100), &[]),
            cohort(2021, 48, None, &["64.02", "35.75"]),
            cohort(2022, 50, Some(191), &["35.18"]),
        ]
    }

    #[test]
    fn the_published_total_is_kept_and_stands_beside_the_sum_with_the_known_overlap() {
        let count = count(&movement());
        assert_eq!((count.summed, count.published, count.difference()), (198, Some(191), 7));
        assert_eq!(count.twice, [("64.02".to_owned(), vec![2017, 2021])]);
        assert_eq!(count.explained(), 1, "six of the seven were not found");
        assert_eq!(count.named, 4, "a region in two cohorts is one region");
    }

    #[test]
    fn a_cohort_knows_how_many_of_its_regions_nobody_named() {
        let cohort = cohort(2021, 48, None, &["64.02", "35.75"]);
        assert_eq!((cohort.named(), cohort.unnamed()), (2, 46));
        let more = super::Cohort { size: 1, ..cohort };
        assert_eq!(more.unnamed(), 0, "more names than published is no negative number");
    }

    #[test]
    fn the_order_in_which_cohorts_come_changes_nothing() {
        let mut turned = movement();
        turned.reverse();
        assert_eq!(count(&turned), count(&movement()));
    }

    #[test]
    fn without_a_published_total_there_is_no_difference() {
        assert_eq!(count(&[cohort(2017, 25, None, &[])]).difference(), 0);
    }
}
