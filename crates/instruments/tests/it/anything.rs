//! Whatever is typed: the checker answers, points into the text, and never panics or hangs.

use crate::EXAMPLE;
use definition::diagnostic::render_all;
use kernel::lang::Lang;
use proptest::prelude::*;

const PIECES: [&str; 20] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "=",
    "\n",
    ".",
    ",",
    "#",
    "[[contoh]]\n",
    "[skala.x]\n",
    "\"1..<2\"",
    "1e9",
    "99999999999",
    "-1",
    "é",
    "\u{feff}",
    "bobot = 1",
    "\"1/0\"",
];

/// A change: which kind, where in the text, how long, and which piece.
type Change = (u8, f64, usize, usize);

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for (kind, part, length, piece) in changes {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short text")]
        let at = ((text.len() as f64) * part) as usize;
        let end = (at + length).min(text.len());
        match kind % 3 {
            0 => drop(text.drain(at..end)),
            1 => {
                let copy: Vec<char> = text[at..end].to_vec();
                text.splice(end..end, copy);
            }
            _ => drop(text.splice(at..at, PIECES[piece % PIECES.len()].chars())),
        }
    }
    text.into_iter().collect()
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((any::<u8>(), 0.0..1.0_f64, 0_usize..80, any::<usize>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_changed_instrument_is_answered_and_every_finding_points_into_it(changes in changes()) {
        let text = changed(EXAMPLE, &changes);
        let found = instruments::check(&text).findings;
        for one in &found {
            let inside = one.span.as_ref().is_none_or(|span| span.start <= text.len() && span.end <= text.len());
            prop_assert!(inside, "{} {:?}", one.code, one.span);
            prop_assert!(instruments::explain::all().contains_key(one.code), "{} is not explained", one.code);
        }
        prop_assert!(found.is_empty() || !render_all(&found, "x.toml", &text, Lang::Id).is_empty());
    }

    #[test]
    fn changed_levels_are_taken_or_refused_with_places_in_the_text(
        changes in changes(),
        toml in any::<bool>(),
    ) {
        let instrument = instruments::load(EXAMPLE).unwrap();
        let text = if toml {
            "#: format nilai 1\n[tentang]\ntahun = 2022\n[nilai]\n1 = 3\n2 = 1\n3 = [1, 2]\n[terbit]\nindeks = 2.1\n"
        } else {
            "indikator;nilai;terpenuhi\r\n1;3;\r\n2;\"1\";\r\n3;;1 2\r\n"
        };
        let text = changed(text, &changes);
        let found = instruments::values::read(&text, &instrument).map_or_else(|found| found, |(_, warnings)| warnings);
        for one in &found {
            prop_assert!(one.span.as_ref().is_none_or(|span| text.get(span.clone()).is_some()), "{} {:?}", one.code, one.span);
        }
        prop_assert!(found.is_empty() || !render_all(&found, "x", &text, Lang::En).is_empty());
    }
}
