//! Promises that were broken or that nobody reported, the worst first, with whose turn it is.

use super::decided::Standing as Ruled;
use super::{agency_name, tag};
use crate::model::verdict::Verdict;
use crate::programme::Programme;
use crate::standings::Standing;
use web::{Markup, View};

/// One of them, ready to be read.
pub(super) struct Missed {
    pub href: String,
    pub year: String,
    pub name: String,
    pub owner: String,
    pub owner_href: String,
    pub target: String,
    pub value: String,
    pub tag: Markup,
    /// Whose turn it is, in words.
    pub next: String,
}

/// Broken ones before silent ones, then by name; each with its year.
pub(super) fn worst<'a>(years: &[(i16, &'a [Standing])]) -> Vec<(i16, &'a Standing)> {
    let dated = years.iter().flat_map(|(year, all)| all.iter().map(|one| (*year, one)));
    let mut found: Vec<(i16, &Standing)> =
        dated.filter(|(_, one)| matches!(one.verdict, Verdict::Broken | Verdict::Silent)).collect();
    found.sort_by(|(first, one), (second, other)| {
        (one.verdict, second).cmp(&(other.verdict, first)).then_with(|| one.name.cmp(&other.name))
    });
    found
}

/// As rows of a table.
pub(super) fn missed<'a>(
    v: &View,
    programme: &Programme,
    all: impl Iterator<Item = &'a (i16, &'a Standing)>,
    ruled: &Ruled,
) -> Vec<Missed> {
    let one = |(year, one): &(i16, &Standing)| Missed {
        href: format!("/dasbor/rencana/janji/{}", one.id),
        year: year.to_string(),
        name: one.name.clone(),
        owner: agency_name(programme, &one.owner),
        owner_href: format!("/dasbor/rencana/opd/{}", one.owner),
        target: super::target(v, one),
        value: one.value.as_deref().map_or_else(|| "–".to_owned(), |value| super::number(v, value)),
        tag: tag(v, one.verdict),
        next: next(v, programme, one, ruled),
    };
    all.map(one).collect()
}

/// Who has an open task; else who has to report; else the leader, who has not decided anything.
fn next(v: &View, programme: &Programme, one: &Standing, ruled: &Ruled) -> String {
    match (ruled.turn_of(&one.id), one.verdict) {
        (Some(turn), _) => turn.to_owned(),
        (None, Verdict::Silent) => v.t1("pimpin-giliran-lapor", "dinas", agency_name(programme, &one.owner).as_str()),
        (None, _) => v.t("pimpin-giliran-putus").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::promise::Direction;

    fn promise(name: &str, verdict: Verdict) -> Standing {
        Standing {
            id: name.to_owned(),
            name: name.to_owned(),
            pillar: String::new(),
            sub: String::new(),
            sectors: Vec::new(),
            owner: "dinas-a".to_owned(),
            districts: Vec::new(),
            years: (2027, 2029),
            budget: 0,
            direction: Direction::Up,
            target: None,
            value: None,
            verdict,
            quick: None,
        }
    }

    #[test]
    fn what_was_broken_stands_before_what_nobody_reported_and_what_runs_is_not_missed() {
        let now = [promise("d", Verdict::Running), promise("c", Verdict::Silent)];
        let past = [promise("b", Verdict::Silent), promise("a", Verdict::Broken), promise("e", Verdict::Kept)];
        let found: Vec<(i16, &str)> =
            worst(&[(2028, &now), (2027, &past)]).into_iter().map(|(year, one)| (year, one.name.as_str())).collect();
        assert_eq!(found, [(2027, "a"), (2028, "c"), (2027, "b")]);
    }
}
