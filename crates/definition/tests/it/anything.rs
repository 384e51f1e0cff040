//! Whatever is typed: the checker answers, points into the text, and never panics or hangs.

use crate::examples::{DOMICILE, ROADS, SIGN};
use definition::condition::Expr;
use definition::diagnostic::render_all;
use kernel::lang::Lang;
use proptest::prelude::*;

/// Pieces that mean something to the reader, and some that mean nothing to anybody.
const PIECES: [&str; 32] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "=",
    "\n",
    ".",
    ",",
    "#",
    "[[uji]]\n",
    "[langkah.x]\n",
    "aksi.a = { ke = \"x\" }\n",
    "maks = 99",
    "gabung:",
    "jika = ''",
    "tampil = 'ada x'",
    "0 hari",
    "9999 hari kerja",
    "{nomor",
    "{{",
    "true",
    "-1",
    "1979-05-27T07:32:00Z",
    "é",
    "\u{feff}",
    "\u{0}",
    "'''",
    "\"\"\"",
    "pribadi = \"umum\"\n",
    "mulai = true\n",
];

/// A change: which kind, where, how long, and which piece.
type Change = (u8, f64, usize, usize);

fn changed(example: usize, changes: &[Change]) -> String {
    let mut text: Vec<char> = [ROADS, DOMICILE, SIGN][example % 3].chars().collect();
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

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "dan",
        "atau",
        "bukan",
        "ada",
        "dalam",
        "memuat",
        "ya",
        "tidak",
        "(",
        ")",
        "[",
        "]",
        ",",
        "..",
        "==",
        "!=",
        "<",
        "<=",
        "+",
        "-",
        "*",
        "/",
        "luas",
        "x.sumber",
        "12",
        "1.5",
        "2026-01-05",
        "\"teks\"",
        "=",
        "é",
        "\"",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_changed_definition_is_answered_and_every_finding_points_into_it(
        example in 0_usize..3,
        changes in prop::collection::vec((any::<u8>(), 0.0..1.0_f64, 0_usize..200, any::<usize>()), 1..6),
    ) {
        let text = changed(example, &changes);
        let found = crate::check(&text);
        prop_assert!(found.findings.len() <= 200);
        for one in &found.findings {
            if let Some(span) = &one.span {
                prop_assert!(span.start <= text.len() && span.end <= text.len(), "{} {span:?}", one.code);
            }
            prop_assert!(definition::explain(one.code).is_some(), "{} is not explained", one.code);
        }
        prop_assert!(found.definition.is_some() != found.has_errors());
        for lang in [Lang::Id, Lang::En] {
            let _ = render_all(&found.findings, "layanan.toml", &text, lang);
        }
    }

    #[test]
    fn any_text_at_all_is_answered(text in "(#: format layanan 1\n)?\\PC{0,400}") {
        let _ = crate::check(&text);
        let _ = definition::Units::parse(&text);
    }

    #[test]
    fn any_words_are_a_condition_or_are_refused_inside_their_text(source in words()) {
        match Expr::parse(&source) {
            Ok(expr) => {
                let printed = expr.to_string();
                let again = Expr::parse(&printed).map(|expr| expr.to_string());
                prop_assert_eq!(again, Ok(printed));
            }
            Err(error) => prop_assert!(error.span.end <= source.len() && error.span.start <= error.span.end),
        }
    }
}
