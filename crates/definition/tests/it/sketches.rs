//! The first text of a new service is sound before anyone has written a word.

use definition::model::Kind;
use definition::sketch::QUESTION_TYPES;
use definition::{Severity, Sketch, sketch};

fn findings(about: &Sketch) -> Vec<String> {
    let text = sketch(about);
    let checked = crate::check(&text);
    let worse = checked.findings.iter().filter(|finding| finding.severity() != Severity::Note);
    worse.map(|finding| finding.render("baru.toml", &text, kernel::Lang::Id)).collect()
}

#[test]
fn the_smallest_sketch_has_no_error_and_no_warning() {
    for kind in [Kind::Complaint, Kind::Request, Kind::Information] {
        assert_eq!(findings(&Sketch { kind, ..Sketch::default() }), Vec::<String>::new());
    }
}

#[test]
fn every_kind_of_question_and_any_wording_is_sound() {
    let questions = QUESTION_TYPES.map(|kind| (format!("Apa \"{kind}\" \\ itu?"), kind.to_owned())).to_vec();
    for days in [0, 3, 30] {
        let about = Sketch { name: "Lampu \"mati\"".into(), questions: questions.clone(), days, ..Sketch::default() };
        assert_eq!(findings(&about), Vec::<String>::new());
    }
}

#[test]
fn a_sketch_brings_five_scenarios_and_fourteen_components() {
    let definition = definition::load(&sketch(&Sketch::default())).unwrap();
    assert_eq!(definition.scenarios.len(), 5);
    assert_eq!(definition::standard(&definition, &crate::units()).components.len(), 14);
}
