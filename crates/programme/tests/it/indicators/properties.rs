//! What holds whatever is counted or entered.

use definition::Number;
use programme::indicator::compute::{Computer, Counters, Known};
use programme::indicator::facts::{Fact, fact_of};
use programme::indicator::{Period, Span, shipped, typed};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Facts by id and period, whatever they are.
struct Given(HashMap<(String, Period), i64>);

impl Known for Given {
    fn fact(&self, fact: &Fact, period: Period) -> Option<Number> {
        self.0.get(&(fact.id.to_owned(), period)).map(|value| Number::whole(*value))
    }

    fn entered(&self, indicator: &str, period: Period) -> Option<Number> {
        self.0.get(&(indicator.to_owned(), period)).map(|value| Number::whole(*value))
    }
}

fn month(year: i16, month: u8) -> Period {
    format!("{year:04}-{month:02}").parse().unwrap()
}

proptest! {
    #[test]
    fn a_share_is_its_part_of_its_whole_and_unknown_without_a_whole(in_time in 0..5000_i64, late in 0..5000_i64) {
        let period = month(2027, 2);
        let known = Given(HashMap::from([
            (("selesai_tepat".to_owned(), period), in_time),
            (("selesai_terlambat".to_owned(), period), late),
        ]));
        let library = shipped::library();
        let figure = Computer::new(library, &known).figure(library.get("selesai_tepat_waktu").unwrap(), period);
        let all = in_time + late;
        prop_assert_eq!(figure.is_some(), all > 0);
        if let Some(figure) = figure {
            let share = Number::fraction(i128::from(in_time) * 100, i128::from(all));
            prop_assert_eq!(Some(figure.value), share);
        }
    }

    #[test]
    fn the_sum_of_a_year_is_the_sum_of_what_is_known_and_whole_only_with_all_months(values in proptest::collection::vec(proptest::option::of(0..1000_i64), 12)) {
        let entered = values.iter().enumerate().filter_map(|(at, value)| {
            let period = month(2026, u8::try_from(at + 1).unwrap());
            value.map(|value| (("kunjungan_wisata".to_owned(), period), value))
        });
        let known = Given(entered.collect());
        let library = shipped::library();
        let year: Period = "2026".parse().unwrap();
        let figure = Computer::new(library, &known).figure(library.get("kunjungan_wisata").unwrap(), year);
        let sum: i64 = values.iter().flatten().sum();
        prop_assert_eq!(figure.map(|figure| figure.value), values.iter().any(Option::is_some).then(|| Number::whole(sum)));
        prop_assert_eq!(figure.is_some_and(|figure| figure.whole), values.iter().all(Option::is_some));
    }

    #[test]
    fn a_quarter_counts_what_its_months_count(counts in proptest::collection::vec(0..1000_i64, 12)) {
        let cells = counts.iter().enumerate().map(|(at, count)| {
            (("masuk".to_owned(), format!("2026-{:02}", at + 1)), vec![[0, *count, 0, 0]])
        });
        let counters = Counters { since: Some("2026-01".into()), cells: cells.collect(), ..Counters::default() };
        let fact = fact_of("kasus_masuk").unwrap();
        let year: Period = "2026".parse().unwrap();
        for quarter in year.parts(Span::Quarter) {
            let months = quarter.parts(Span::Month).into_iter().filter_map(|month| counters.value(fact, month));
            let sum = months.fold(Number::whole(0), |sum, value| sum.plus(value).unwrap());
            prop_assert_eq!(counters.value(fact, quarter), Some(sum));
        }
    }

    #[test]
    fn a_median_is_a_value_below_and_above_which_at_most_half_lie(times in proptest::collection::vec(0..200_000_i64, 1..60)) {
        let mut spread: BTreeMap<i64, i64> = BTreeMap::new();
        for time in &times {
            *spread.entry(kernel::spread::bucket(*time)).or_insert(0) += 1;
        }
        let spreads = BTreeMap::from([(("jawab".to_owned(), "2026-01".to_owned()), spread)]);
        let counters = Counters { since: Some("2026-01".into()), spreads, ..Counters::default() };
        let median = counters.value(fact_of("median_jawab").unwrap(), month(2026, 1)).unwrap();
        let mut sorted = times.clone();
        sorted.sort_unstable();
        let middle = sorted[(sorted.len() - 1) / 2];
        let cut = kernel::spread::beginning(kernel::spread::bucket(middle));
        prop_assert_eq!(median, Number::fraction(i128::from(cut), 1000).unwrap());
    }

    #[test]
    fn no_text_makes_the_reader_of_numbers_or_of_formulas_fail(text in "\\PC{0,60}") {
        let _ = typed::number(&text);
        let file = super::EXAMPLE.replace("selesai_tepat / kasus_selesai * 100", &text.replace(['"', '\\'], ""));
        let _ = super::found(&file);
    }

    #[test]
    fn what_is_shown_is_read_again_as_the_same_number(whole in -99_999_999..99_999_999_i64, decimals in 0..3_u32) {
        let value = Number::fraction(i128::from(whole), 10_i128.pow(decimals)).unwrap();
        let shown = typed::shown(kernel::Lang::Id, value, decimals).replace('−', "-");
        prop_assert_eq!(typed::number(&shown).map(|(value, _)| value), Some(value));
    }
}
