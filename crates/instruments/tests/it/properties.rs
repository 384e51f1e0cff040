//! What holds for every instrument and all levels: the index lies within its bounds, rises with every level, and does not
//! care in which order indicators stand.

use definition::Number;
use indexmap::IndexMap;
use instruments::model::index::{counted, ends};
use instruments::model::{Group, Indicator, ResultRule, Scale};
use instruments::{Answer, Answers, Instrument, raises, simulate};
use proptest::prelude::*;
use std::cmp::Ordering;

/// An indicator as it is made up: aspect, weight in thousandths, whether its scale is cumulative, its answer.
type Made = (usize, u32, bool, Answer);

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => (1_i64..=5).prop_map(|level| Answer::Level(Number::whole(level))),
        1 => Just(Answer::Unknown),
        1 => Just(Answer::NotApplicable),
    ]
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let met = prop::collection::vec(1_u32..=5, 0..6).prop_map(Answer::Met);
    let one = (0_usize..4, 1_u32..=200_000, any::<bool>(), answer(), met);
    let one = one.prop_map(|(aspect, weight, cumulative, level, met)| {
        let answer = if cumulative && !matches!(level, Answer::Unknown | Answer::NotApplicable) { met } else { level };
        (aspect, weight, cumulative, answer)
    });
    prop::collection::vec(one, 1..40)
}

fn scale(cumulative: bool) -> Scale {
    Scale { low: Number::whole(1), high: Number::whole(5), fractions: false, cumulative, names: Vec::new() }
}

fn group(parent: Option<&str>) -> Group {
    Group { name: "Bagian".to_owned(), weight: None, parent: parent.map(str::to_owned) }
}

fn instrument(made: &[Made]) -> (Instrument, Answers) {
    let indicator = |(aspect, weight, cumulative, _): &Made| Indicator {
        name: "Indikator".to_owned(),
        aspect: Some(format!("a{aspect}")),
        weight: Number::fraction(i128::from(*weight), 1000),
        scale: if *cumulative { "bertingkat" } else { "biasa" }.to_owned(),
        outside: None,
    };
    let mut one = crate::shipped("spbe-2020");
    one.result = ResultRule { total: None, factor: Number::whole(1), decimals: 2, band_of_rounded: false };
    one.scales = IndexMap::from([("biasa".to_owned(), scale(false)), ("bertingkat".to_owned(), scale(true))]);
    one.domains = IndexMap::from([("d".to_owned(), group(None))]);
    one.aspects = (0..4).map(|at| (format!("a{at}"), group(Some("d")))).collect();
    one.indicators = made.iter().enumerate().map(|(at, made)| (format!("i{at}"), indicator(made))).collect();
    let answers = made.iter().enumerate().map(|(at, (.., answer))| (format!("i{at}"), answer.clone())).collect();
    (one, answers)
}

fn at_most(left: Number, right: Number) -> bool {
    left.compare(right) != Some(Ordering::Greater)
}

/// The answer with one level more.
fn raised(answer: &Answer) -> Option<Answer> {
    match answer {
        Answer::Level(level) if at_most(*level, Number::whole(4)) => Some(Answer::Level(level.plus(Number::whole(1))?)),
        Answer::Met(met) => {
            let next = (1..=5).find(|level| !met.contains(level))?;
            let mut met = met.clone();
            met.push(next);
            Some(Answer::Met(met))
        }
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_index_lies_within_its_reach_and_its_reach_within_the_ends(made in made()) {
        let (instrument, answers) = instrument(&made);
        let result = simulate(&instrument, &answers);
        let (low, high) = ends(&instrument).unwrap();
        prop_assert_eq!((low, high), (Number::whole(1), Number::whole(5)));
        if let Some((least, most)) = result.reach {
            prop_assert!(at_most(low, least) && at_most(least, most) && at_most(most, high));
            if let Some(index) = result.index {
                prop_assert!(at_most(least, index) && at_most(index, most));
                prop_assert!(result.band.is_some());
            }
        }
        for mean in result.aspects.values().chain(result.domains.values()).flatten() {
            prop_assert!(at_most(low, *mean) && at_most(*mean, high));
        }
    }

    #[test]
    fn a_higher_level_never_lowers_the_index(made in made(), which in any::<prop::sample::Index>()) {
        let (instrument, answers) = instrument(&made);
        let (id, answer) = answers.get_index(which.index(answers.len())).unwrap();
        if let Some(higher) = raised(answer) {
            let before = simulate(&instrument, &answers);
            let mut then = answers.clone();
            then.insert(id.clone(), higher.clone());
            let after = simulate(&instrument, &then);
            prop_assert!(at_most(before.index.unwrap(), after.index.unwrap()));
            let scale = &instrument.scales[&instrument.indicators[id].scale];
            let counts = counted(scale, answer) != counted(scale, &higher);
            prop_assert_eq!(before.index != after.index, counts, "it rises exactly where the level counts");
        }
    }

    #[test]
    fn the_order_of_indicators_changes_nothing(made in made(), seed in any::<u64>()) {
        let (mut instrument, answers) = instrument(&made);
        let before = simulate(&instrument, &answers);
        let salted = |id: &String| {
            let number: u64 = id[1..].parse().unwrap();
            number.wrapping_add(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        };
        instrument.indicators.sort_by(|left, _, right, _| salted(left).cmp(&salted(right)));
        let after = simulate(&instrument, &answers);
        prop_assert_eq!(before.index, after.index);
        prop_assert_eq!(&before.aspects, &after.aspects);
        prop_assert_eq!(&before.domains, &after.domains);
        prop_assert_eq!(before.reach, after.reach);
    }

    #[test]
    fn what_would_raise_the_index_does_and_the_best_comes_first(made in made()) {
        let (instrument, answers) = instrument(&made);
        let found = raises(&instrument, &answers);
        for one in &found {
            prop_assert!(one.gain.parts().0 > 0, "{:?}", one);
        }
        for pair in found.windows(2) {
            prop_assert!(at_most(pair[1].gain, pair[0].gain));
        }
    }
}
