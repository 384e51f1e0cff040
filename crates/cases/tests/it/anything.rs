//! Whatever is typed into a definition or a trace: the engine answers, in time and with a bounded number of facts, and
//! never panics.

use crate::town::{calendar, context, invented, officer, opening, wib};
use crate::vectors::carried;
use cases::{Act, Command, decide, offers, open, run_scenarios};
use definition::model::Definition;
use kernel::Actor;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const EXAMPLES: [&str; 3] = [
    include_str!("../../../definition/tests/data/jalan-rusak.toml"),
    include_str!("../../../definition/tests/data/surat-domisili-usaha.toml"),
    include_str!("../../../../layanan/perizinan/izin-reklame.toml"),
];

/// The two examples, as traces name them.
static DEFINITIONS: LazyLock<BTreeMap<&str, Definition>> = LazyLock::new(|| {
    let ids = ["jalan-rusak", "surat-domisili-usaha"];
    ids.into_iter().map(|id| (id, crate::vectors::example(id))).collect()
});

/// Three traces of the published file with their clocks and calendars: enough of every kind of entry.
static TRACE: LazyLock<Value> = LazyLock::new(|| {
    let mut trace = carried();
    for key in ["jam", "alur"] {
        trace[key].as_array_mut().unwrap().truncate(3);
    }
    trace
});

/// What may stand anywhere in a trace instead of what belongs there.
fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[]]]])),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "9999 hari kerja",
            "0 hari",
            "9999 tahun",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59+07:00",
            "-009999-01-01T00:00:00Z",
            "2027-02-30T09:00:00+07:00",
            "24:00",
            "survei.jadwalkan",
            "WIB",
        ])
        .prop_map(Value::from),
    ]
}

/// Every value inside, each with the way to it.
fn places(value: &Value, here: &str, into: &mut Vec<String>) {
    into.push(here.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            places(inner, &format!("{here}/{key}"), into);
        }),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, inner)| places(inner, &format!("{here}/{at}"), into));
        }
        _ => {}
    }
}

/// Words that turn one definition into another that may still be sound.
const SWAPS: [(&str, &str); 16] = [
    ("maks = 1", "maks = 9"),
    ("alasan = true", "alasan = false"),
    ("1 hari kerja", "9 jam kerja"),
    ("3 hari kerja", "1 menit kerja"),
    ("10 hari", "9999 menit"),
    ("hitung   = \"jeda\"", "hitung   = \"jalan\""),
    ("gabung  = \"semua\"", "gabung  = \"satu\""),
    ("gabung  = \"semua\"", "gabung  = \"1 dari 2\""),
    ("umumkan = true", "umumkan = false"),
    ("mulai   = true\n", "mulai   = true\nlewati = 'ada x'\n"),
    ("tandai_isian = true", "tandai_isian = false"),
    ("ke = \"ditolak\"", "ke = \"pelapor\""),
    ("ke = \"ditolak\"", "ke = \"pemohon\""),
    ("total    = \"", "total    = \"9"),
    ("bukan ", "#"),
    ("pengganti", "# pengganti"),
];

fn swapped(example: usize, swaps: &[(usize, usize)]) -> String {
    let mut text = EXAMPLES[example % EXAMPLES.len()].to_owned();
    for (swap, nth) in swaps {
        let (old, new) = SWAPS[swap % SWAPS.len()];
        let found: Vec<usize> = text.match_indices(old).map(|(at, _)| at).collect();
        if let Some(at) = found.get(nth % found.len().max(1)) {
            text.replace_range(*at..at + old.len(), new);
        }
    }
    text
}

/// One case of this definition under random commands; how many facts it came to.
fn played(definition: &Definition, moves: &[(i64, u8)]) -> usize {
    let calendar = calendar();
    let context = context(definition, &calendar, true);
    let mut now = wib("2026-02-02T08:00:00");
    let mut decision = open(&context, opening(definition, &json!({})), now, &Actor::Reporter);
    let mut facts = decision.facts.len();
    for (later, choice) in moves {
        now = now.plus_seconds(*later);
        let person = officer(["ani", "budi", "citra"][usize::from(*choice) % 3]);
        let offers = offers(&context, &decision.case, &person);
        let command = match offers.get(usize::from(*choice) % (offers.len() + 1)) {
            Some(offer) => Command::Act(Box::new(Act {
                step: Some(offer.step.clone()),
                action: offer.action.clone(),
                answers: invented(definition, &json!({})),
                ..Act::default()
            })),
            None => Command::Look,
        };
        decision = decide(&context, &decision.case, &command, now, &person);
        facts += decision.facts.len();
    }
    facts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_spoilt_trace_is_answered_and_nothing_of_it_is_lost(
        changes in prop::collection::vec((any::<prop::sample::Index>(), junk()), 1..5),
    ) {
        let mut trace = TRACE.clone();
        for (at, value) in changes {
            let mut all = Vec::new();
            places(&trace, "", &mut all);
            if let Some(place) = trace.pointer_mut(at.get(all.as_slice()).as_str()) {
                *place = value;
            }
        }
        let begun = Instant::now();
        let answer = cases::simulate(&trace, &|id| DEFINITIONS.get(id));
        for key in ["jam", "alur"] {
            let asked = trace.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            let answered = answer.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            prop_assert_eq!(asked, answered, "{}", key);
        }
        prop_assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_definition_that_still_loads_runs_its_scenarios_and_any_commands_to_an_answer(
        example in 0_usize..3,
        swaps in prop::collection::vec((any::<usize>(), any::<usize>()), 0..6),
        moves in prop::collection::vec((0_i64..40 * 86_400, any::<u8>()), 1..24),
    ) {
        let Ok(definition) = definition::load(&swapped(example, &swaps)) else { return Ok(()) };
        let begun = Instant::now();
        prop_assert_eq!(run_scenarios(&definition, &calendar()).len(), definition.scenarios.len());
        let facts = played(&definition, &moves);
        prop_assert!(facts <= 200 * (moves.len() + 1), "{facts} facts of {} commands", moves.len());
        prop_assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }
}
