//! What an action may change, and what it must bring.

use super::{filled, forward, road};
use crate::town::{Town, text, wib};
use cases::{Act, AnswersRef, CaseRefusal, Command, Evidence, EvidenceValue, FileRef, GivenReason};
use kernel::Actor;
use serde_json::json;

#[test]
fn a_corrected_place_moves_the_case_to_its_village() {
    let mut town = road();
    assert_eq!(town.case.village, None);
    let marks = Act { marks: vec!["lokasi".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "minta_data", marks).unwrap();
    let mut answers = definition::Answers::new();
    let point = definition::Point { village: Some("35.17.01.2001".to_owned()), ..definition::Point::default() };
    answers.insert("lokasi", definition::Value::Point(point));
    let act = Act { answers: AnswersRef::invented(answers), ..Act::default() };
    town.act_with("2026-10-12T11:00:00", "warga", "kirim", act).unwrap();
    assert_eq!(town.case.village.as_deref(), Some("35.17.01.2001"));
}

#[test]
fn only_marked_fields_and_what_they_bring_to_light_may_change() {
    let mut town = road();
    let marks = Act { marks: vec!["bahaya".to_owned()], ..Act::default() };
    town.act_with("2026-10-12T10:00:00", "ani", "minta_data", marks).unwrap();
    let locked = filled(&json!({ "jenis_rusak": "retak" }));
    let refused = town.act_with("2026-10-12T11:00:00", "warga", "kirim", locked);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("jenis_rusak".to_owned())));
    let open = filled(&json!({ "bahaya": "ya", "rincian_bahaya": "jalan putus" }));
    town.act_with("2026-10-12T11:00:00", "warga", "kirim", open).unwrap();
    assert_eq!(town.case.versions, 2);
    assert!(town.case.tokens.iter().all(|token| token.marks.is_empty()));
}

#[test]
fn a_waiting_step_without_marks_takes_additions_only() {
    let mut town = road();
    town.act("2026-10-12T10:00:00", "ani", "minta_data").unwrap();
    let change = filled(&json!({ "bahaya": "ya" }));
    let refused = town.act_with("2026-10-12T11:00:00", "warga", "kirim", change);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("bahaya".to_owned())));
    let more =
        Command::AddInfo { text: text(), files: vec![FileRef { field: String::new(), id: "lampiran/1".to_owned() }] };
    town.command(wib("2026-10-12T11:00:00"), &Actor::Reporter, &more).unwrap();
    assert_eq!(town.case.files.len(), 1);
}

#[test]
fn fields_of_another_step_are_locked_for_an_officer_too() {
    let mut town = road();
    let wrong = filled(&json!({ "rencana": "2026-12-01" }));
    let refused = town.act_with("2026-10-12T10:00:00", "ani", "tolak", wrong);
    assert_eq!(refused, Err(CaseRefusal::FieldLocked("rencana".to_owned())));
}

#[test]
fn reason_marks_and_evidence_are_asked_for_outside_rehearsals() {
    let mut town = road();
    town.rehearsal = false;
    let given = Some(GivenReason { code: Some("bukan_jalan".to_owned()), text: text() });
    let at = "2026-10-12T10:00:00";
    assert_eq!(town.act(at, "ani", "tolak"), Err(CaseRefusal::ReasonMissing));
    let asks = |marks: &[&str]| Act {
        reason: given.clone(),
        marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        ..Act::default()
    };
    let refused = |town: &mut Town, marks: &[&str]| town.act_with(at, "ani", "minta_data", asks(marks));
    assert_eq!(refused(&mut town, &[]), Err(CaseRefusal::MarksMissing));
    let officers = Err(CaseRefusal::BadMark("status_jalan".to_owned()));
    assert_eq!(refused(&mut town, &["status_jalan"]), officers);
    assert_eq!(refused(&mut town, &["foto", "bahaya"]), Ok(()));
}

#[test]
fn required_items_bind_an_action_unless_it_leads_out_of_the_office() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    town.rehearsal = false;
    let missing = town.act("2026-10-12T11:00:00", "budi", "jadwalkan");
    assert_eq!(missing, Err(CaseRefusal::EvidenceMissing("foto_survei".to_owned())));
    let reason = Some(GivenReason { code: Some("bukan_jalan".to_owned()), text: text() });
    let no_road = Act { reason, ..Act::default() };
    let mut other = Town {
        definition: town.definition.clone(),
        calendar: town.calendar.clone(),
        case: town.case.clone(),
        facts: Vec::new(),
        rehearsal: false,
    };
    other.act_with("2026-10-12T11:00:00", "budi", "tolak", no_road).unwrap();
    let photo = Act {
        evidence: vec![Evidence {
            item: "foto_survei".to_owned(),
            value: EvidenceValue::Photos(vec!["lampiran/1".to_owned()]),
        }],
        ..Act::default()
    };
    town.act_with("2026-10-12T11:00:00", "budi", "jadwalkan", photo).unwrap();
}
