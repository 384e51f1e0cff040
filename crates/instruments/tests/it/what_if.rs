//! What would raise the index, and what an unknown, inapplicable or uncounted level does.

use crate::{EXAMPLE, number, shipped};
use instruments::model::raise::{next_band, together};
use instruments::{Answer, Answers, Instrument, raises, simulate};

fn example() -> Instrument {
    instruments::load(EXAMPLE).unwrap()
}

fn answers<const N: usize>(pairs: [(&str, Answer); N]) -> Answers {
    pairs.map(|(id, answer)| (id.to_owned(), answer)).into_iter().collect()
}

fn level(text: &str) -> Answer {
    Answer::Level(number(text))
}

#[test]
fn an_unknown_indicator_leaves_the_index_and_its_weight_and_opens_its_reach() {
    let result = simulate(&example(), &answers([("1", level("3")), ("2", level("1")), ("3", Answer::Unknown)]));
    assert_eq!(result.index, Some(number("2.25")));
    assert_eq!(result.reach, Some((number("1.5"), number("3.9"))));
    assert_eq!((result.coverage.weight, result.coverage.of), (Some(number("40")), Some(number("100"))));
    assert_eq!((result.aspects["2"], result.domains["2"]), (None, None));
}

#[test]
fn an_indicator_that_does_not_apply_leaves_the_reach_closed() {
    let result = simulate(&example(), &answers([("1", level("3")), ("2", level("1")), ("3", Answer::NotApplicable)]));
    assert_eq!(result.reach, Some((number("2.25"), number("2.25"))));
    assert_eq!((result.coverage.not_applicable, result.coverage.unknown), (1, 0));
}

#[test]
fn nothing_judged_gives_no_index_and_no_band() {
    let result = simulate(&example(), &Answers::new());
    assert_eq!((result.index, result.band), (None, None));
    assert_eq!(result.reach, Some((number("1"), number("5"))));
    assert!(raises(&example(), &Answers::new()).is_empty());
}

#[test]
fn a_level_above_a_missing_one_does_not_count_and_is_told() {
    let result = simulate(&example(), &answers([("3", Answer::Met(vec![1, 2, 4]))]));
    assert_eq!(result.levels["3"], Some(number("2")));
    assert_eq!(result.uncounted, [("3".to_owned(), 4)]);
}

#[test]
fn where_not_even_the_lowest_level_is_met_the_lowest_end_of_the_scale_counts() {
    let result = simulate(&example(), &answers([("3", Answer::Met(vec![2, 3]))]));
    assert_eq!(result.levels["3"], Some(number("1")));
    assert_eq!(result.uncounted, [("3".to_owned(), 3)]);
}

#[test]
fn closing_a_gap_counts_every_level_above_it_that_is_met_already() {
    let judged = answers([("1", level("3")), ("2", level("1")), ("3", Answer::Met(vec![1, 2, 4]))]);
    let first = &raises(&example(), &judged)[0];
    assert_eq!((first.indicator.as_str(), first.from, first.to), ("3", number("2"), number("4")));
    assert_eq!(first.gain, number("1.2"));
}

#[test]
fn the_heaviest_raise_comes_first_and_of_equals_the_lowest_level() {
    let spbe = shipped("spbe-2020");
    let mut judged: Answers = spbe.indicators.keys().map(|id| (id.clone(), level("3"))).collect();
    judged.insert("44".to_owned(), level("2"));
    judged.insert("42".to_owned(), level("5"));
    let best: Vec<String> = raises(&spbe, &judged).into_iter().take(3).map(|one| one.indicator).collect();
    assert_eq!(best, ["44", "43", "45"]);
    assert_eq!(raises(&spbe, &judged).len(), 46, "what stands at the top cannot rise");
}

#[test]
fn three_raises_together_are_what_they_are_one_by_one() {
    let spbe = shipped("spbe-2020");
    let judged: Answers = spbe.indicators.keys().map(|id| (id.clone(), level("2"))).collect();
    let best: Vec<_> = raises(&spbe, &judged).into_iter().take(3).collect();
    let then = together(&spbe, &judged, &best).index.unwrap();
    let sum = best.iter().fold(number("2"), |sum, one| sum.plus(one.gain).unwrap());
    assert_eq!(then, sum);
    assert_eq!(next_band(&spbe, number("2")), Some(("baik", number("0.6"))));
    assert_eq!(next_band(&spbe, number("4.2")), None);
}

#[test]
fn a_fraction_rises_to_the_top_of_its_scale_and_no_further() {
    let skm = shipped("skm-2017");
    let judged = answers([("biaya", level("3.93")), ("waktu", level("3.49"))]);
    let best = raises(&skm, &judged);
    assert_eq!((best[0].indicator.as_str(), best[0].to), ("waktu", number("4")));
    assert_eq!(best[1].gain, number("0.07").over(number("2")).unwrap().times(number("25")).unwrap());
}
