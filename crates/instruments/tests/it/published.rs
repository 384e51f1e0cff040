//! Results that were published come out again. The vectors and the real file lie in `GAPURA_SHARED`, or in `../shared`
//! beside the repository; absent, what needs them is not tested. The same results stand as examples in the instruments,
//! where the checker computes them always.

use crate::{number, shipped};
use definition::Number;
use indexmap::IndexMap;
use instruments::model::index::ends;
use instruments::model::published::{Figure, Place, Verdict};
use instruments::{Answer, Answers, Instrument, Published, compare, simulate};
use serde_json::Value;
use std::io::Read as _;
use std::path::PathBuf;

fn shared(name: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("GAPURA_SHARED").map_or_else(beside, PathBuf::from);
    let path = folder.join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("absent: {}", path.display());
    None
}

fn vectors(name: &str) -> Option<Value> {
    let text = std::fs::read_to_string(shared(&format!("domain/{name}"))?).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// A JSON number as it is written, exact.
fn exact(value: &Value) -> Number {
    number(&value.to_string())
}

fn figure(value: &Value) -> Figure {
    let text = value.to_string();
    let decimals = text.split_once('.').map_or(0, |(_, part)| u32::try_from(part.len()).unwrap());
    Figure { value: exact(value), decimals }
}

/// Levels in the order of the instrument's indicators.
fn in_order(instrument: &Instrument, levels: &Value) -> Answers {
    let levels = levels.as_array().unwrap();
    assert_eq!(levels.len(), instrument.indicators.len());
    let each = instrument.indicators.keys().zip(levels);
    each.map(|(id, level)| (id.clone(), Answer::Level(exact(level)))).collect()
}

/// The keys of `groups` by name, with the published figures.
fn by_name(groups: &IndexMap<String, instruments::model::Group>, figures: &Value) -> IndexMap<String, Figure> {
    let id = |name: &str| groups.iter().find(|(_, group)| group.name == name).unwrap().0.clone();
    figures.as_object().unwrap().iter().map(|(name, value)| (id(name), figure(value))).collect()
}

fn band_name(instrument: &Instrument, index: Number) -> &str {
    instrument.band(index).unwrap().1.name.as_str()
}

#[test]
fn denpasar_2018_comes_out_as_the_city_published_it() {
    let Some(path) = shared("data/real/denpasar_spbe_penilaian_2018.csv.gz") else { return };
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let spbe = shipped("spbe-2018");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut answers = Answers::new();
    for row in reader.deserialize::<IndexMap<String, String>>() {
        let row = row.unwrap();
        let id = &row["indikator"];
        assert_eq!(spbe.weight(&spbe.indicators[id]), number(&row["bobot_indikator"]), "weight of {id}");
        answers.insert(id.clone(), Answer::Level(number(&row["level"])));
    }
    assert_eq!(answers.len(), 37);
    let result = simulate(&spbe, &answers);
    assert_eq!(result.index, number("263.5").over(number("99.8")));
    assert_eq!(result.coverage.weight, Some(number("99.8")));
    let published = Published { index: Some(Figure { value: number("2.64"), decimals: 2 }), ..Published::default() };
    assert_eq!(compare(&result, &published)[0].verdict, Verdict::Same);
}

#[test]
fn aceh_tengah_2025_comes_out_with_its_domains_and_aspects() {
    let Some(all) = vectors("index_test_vectors.json") else { return };
    let (spbe, vector) = (shipped("spbe-2020"), &all["spbe"][0]);
    let answers = in_order(&spbe, &vector["filled_example_scores"]);
    let result = simulate(&spbe, &answers);
    assert_eq!(result.index, Some(exact(&vector["filled_example_index_unrounded"])));
    let published = Published {
        index: Some(figure(&vector["published_index"])),
        band: None,
        domains: by_name(&spbe.domains, &vector["published_domains"]),
        aspects: by_name(&spbe.aspects, &vector["published_aspects"]),
        ..Published::default()
    };
    let compared = compare(&result, &published);
    assert_eq!(compared.len(), 7);
    assert!(compared.iter().all(|one| one.verdict == Verdict::Same), "{compared:?}");
    assert_eq!(band_name(&spbe, result.index.unwrap()), vector["published_predicate"].as_str().unwrap());
}

#[test]
fn what_aceh_tengah_did_not_publish_leaves_the_published_index_within_reach() {
    let Some(all) = vectors("index_test_vectors.json") else { return };
    let (spbe, vector) = (shipped("spbe-2020"), &all["spbe"][0]);
    let known = vector["published_scores"].as_object().unwrap();
    let answers: Answers = known.iter().map(|(id, level)| (id.clone(), Answer::Level(exact(level)))).collect();
    let result = simulate(&spbe, &answers);
    assert_eq!((result.coverage.known, result.coverage.unknown), (37, 10));
    assert_eq!(result.index.unwrap().rounded_to(2), number("2.63"));
    let published = Published { index: Some(figure(&vector["published_index"])), ..Published::default() };
    assert_eq!(compare(&result, &published)[0].verdict, Verdict::Open);
}

#[test]
fn every_vector_of_spbe_and_pemdi_comes_out() {
    let Some(all) = vectors("index_test_vectors.json") else { return };
    for (id, key) in [("spbe-2020", "spbe"), ("pemdi-2026", "pemdi")] {
        let instrument = shipped(id);
        let synthetic = all[key].as_array().unwrap().iter().filter(|one| one["published"] == false);
        for vector in synthetic {
            let result = simulate(&instrument, &in_order(&instrument, &vector["scores"]));
            let index = result.index.unwrap();
            assert_eq!(index.rounded_to(2), exact(&vector["index"]), "{}", vector["id"]);
            if let Some(band) = vector["predicate"].as_str() {
                assert_eq!(band_name(&instrument, index), band, "{}", vector["id"]);
            }
            let aspects = vector["aspect_index"].as_array().into_iter().flatten();
            for (ours, theirs) in result.aspects.values().zip(aspects) {
                assert_eq!(ours.unwrap().rounded_to(4), exact(theirs), "{}", vector["id"]);
            }
        }
    }
}

#[test]
fn every_edge_of_a_band_falls_to_the_side_it_belongs_to() {
    let Some(all) = vectors("index_test_vectors.json") else { return };
    for (id, key) in [("spbe-2020", "spbe_predicate_boundaries"), ("pemdi-2026", "pemdi_predicate_boundaries")] {
        let instrument = shipped(id);
        for edge in all[key].as_array().unwrap() {
            let name = band_name(&instrument, exact(&edge[0]));
            assert!(name.starts_with(edge[1].as_str().unwrap()), "{id}: {edge} gives {name}");
        }
    }
}

#[test]
fn kota_kediri_2022_fits_one_weighting_and_the_difference_of_half_a_hundredth_is_explained() {
    let dimensions =
        [("dasar", "3.60"), ("keluaran", "3.21"), ("hasil", "3.23"), ("dampak", "3.07"), ("quick-win", "3.65")];
    let answers: Answers =
        dimensions.map(|(id, level)| (id.to_owned(), Answer::Level(number(level)))).into_iter().collect();
    let published = Published { index: Some(Figure { value: number("3.31"), decimals: 2 }), ..Published::default() };
    let fitting = simulate(&shipped("gerakan-evaluasi-b"), &answers);
    let compared = &compare(&fitting, &published)[0];
    assert_eq!((compared.ours, compared.difference), (Some(number("3.315")), Some(number("0.005"))));
    assert_eq!((&compared.place, compared.verdict), (&Place::Index, Verdict::SameWhenCut));
    let other = simulate(&shipped("gerakan-evaluasi-a"), &answers);
    let compared = &compare(&other, &published)[0];
    assert_eq!((compared.ours, compared.verdict), (Some(number("3.257")), Verdict::Different));
}

#[test]
fn kota_kediri_2022_improved_by_what_was_published_and_its_pillars_average_to_its_impact() {
    let Some(all) = vectors("index_test_vectors.json") else { return };
    let vector = &all["smart_city_evaluation"][0];
    let evaluation = shipped("gerakan-evaluasi-b");
    for (key, id) in ["baseline", "output", "outcome", "impact", "quick_win"].iter().zip(evaluation.indicators.keys()) {
        assert_eq!(evaluation.indicators[id].weight, Some(exact(&vector["weights_pct_assumed"][key])), "{id}");
    }
    let answers: Answers = evaluation
        .indicators
        .keys()
        .zip(["baseline", "output", "outcome", "impact", "quick_win"])
        .map(|(id, key)| (id.clone(), Answer::Level(exact(&vector["dimensions"][key]))))
        .collect();
    let published = Published {
        previous: Some(figure(&vector["previous_index"])),
        improvement: Some(figure(&vector["improvement"])),
        ..Published::default()
    };
    let compared = &compare(&simulate(&evaluation, &answers), &published)[0];
    assert_eq!((&compared.place, compared.ours), (&Place::Improvement, Some(number("0.255"))));
    assert_eq!(compared.verdict, Verdict::SameWhenCut);
    let pillars = vector["pillar_indices"].as_object().unwrap();
    let sum = pillars.values().map(exact).reduce(|left, right| left.plus(right).unwrap()).unwrap();
    let mean = sum.over(Number::whole(6)).unwrap();
    assert_eq!(mean.rounded_to(2), exact(&vector["dimensions"]["impact"]));
}

#[test]
fn bantul_2023_needs_weights_of_exactly_a_ninth() {
    let Some(all) = vectors("skm_test_vectors.json") else { return };
    let (skm, vector) = (shipped("skm-2017"), &all["published"][0]);
    let result = simulate(&skm, &in_order(&skm, &vector["nrr"]));
    assert_eq!(result.index.unwrap().rounded_to(2), exact(&vector["ikm"]));
    assert_eq!(result.band.as_deref(), Some("b"));
    for (written, index) in [("0.111", "87.19"), ("0.11", "86.41")] {
        // Whoever adds up rounded weights without dividing by them gets less.
        let sum = vector["nrr"].as_array().unwrap().iter().map(exact).reduce(|left, right| left.plus(right).unwrap());
        let less = sum.unwrap().times(number(written)).unwrap().times(Number::whole(25)).unwrap();
        assert_eq!(less.rounded_to(2), number(index));
    }
}

#[test]
fn grades_of_the_survey_are_those_of_every_published_pair() {
    let Some(all) = vectors("skm_test_vectors.json") else { return };
    let skm = shipped("skm-2017");
    for pair in all["published"][1]["pairs"].as_array().unwrap() {
        assert!(band_name(&skm, exact(&pair[0])).starts_with(pair[1].as_str().unwrap()), "{pair}");
    }
    for grade in all["grades"].as_array().unwrap() {
        for end in ["min", "max"] {
            let name = band_name(&skm, exact(&grade[end]));
            assert_eq!(name, format!("{} {}", grade["grade"].as_str().unwrap(), grade["label"].as_str().unwrap()));
        }
    }
    // Between two grades nothing is lost: the index is rounded first.
    assert!(band_name(&skm, number("88.304")).starts_with('B') && band_name(&skm, number("88.305")).starts_with('A'));
}

#[test]
fn five_respondents_give_the_index_that_was_counted_by_hand() {
    let Some(all) = vectors("skm_test_vectors.json") else { return };
    let (skm, vector) = (shipped("skm-2017"), &all["synthetic"][0]);
    let answers = vector["answers"].as_array().unwrap();
    let people = Number::whole(i64::try_from(answers.len()).unwrap());
    let mean = |element: usize| {
        let sum = answers.iter().map(|one| exact(&one[element])).reduce(|left, right| left.plus(right).unwrap());
        sum.unwrap().over(people).unwrap()
    };
    let means: Answers =
        skm.indicators.keys().enumerate().map(|(at, id)| (id.clone(), Answer::Level(mean(at)))).collect();
    let index = simulate(&skm, &means).index.unwrap();
    assert_eq!(index.rounded_to(4), exact(&vector["ikm_weight_1_over_9"]));
    assert_eq!(ends(&skm), Some((Number::whole(25), Number::whole(100))));
}
