//! What stands in events, and what never does.

use super::{forward, road};
use crate::town::{calendar, context, officer, opening, text, wib};
use crate::vectors::example;
use cases::{AnswersRef, CaseEvent, Command, decide, open};
use kernel::{Actor, TextRef};
use serde_json::json;

#[test]
fn no_personal_value_and_no_free_text_stands_in_an_event() {
    let letter = example("surat-domisili-usaha");
    let plain = json!({
        "nik": { "nilai": "3517000000000001", "sumber": "dukcapil" },
        "nama": "Siti Contoh",
        "nama_usaha": "Warung Rahasia",
        "luas": 20,
        "status_tempat": "milik",
    });
    let answers = definition::plain::answers(&letter, plain.as_object().unwrap()).unwrap();
    let mut sealed = Vec::new();
    let split = AnswersRef::split(&letter, &answers, |field, _| {
        sealed.push(field.to_owned());
        TextRef { id: format!("nilai/{field}"), hash: "0".repeat(64) }
    });
    assert_eq!(sealed, ["nik", "nama", "nama_usaha"]);
    let command = cases::Open { answers: split.clone(), ..opening(&letter, &json!({})) };
    let calendar = calendar();
    let decision = open(&context(&letter, &calendar, false), command, wib("2026-10-12T09:00:00"), &Actor::Reporter);
    let log: String = decision.facts.iter().map(|fact| serde_json::to_string(&fact.envelope()).unwrap()).collect();
    for secret in ["3517000000000001", "Siti", "Warung"] {
        assert!(!log.contains(secret), "{secret}");
    }
    let known = split.known(&letter, None);
    assert_eq!(known.source("nik"), Some("dukcapil"));
    assert_eq!(split.known(&letter, Some(&answers)).get("nama"), answers.get("nama"));
}

#[test]
fn a_place_leaves_only_its_village_in_the_event() {
    let road = example("jalan-rusak");
    let mut answers = definition::Answers::new();
    let point = definition::Point {
        village: Some("35.17.01.2001".to_owned()),
        landmark: Some("depan rumah Pak Contoh".to_owned()),
        coordinate: Some((-7.5, 112.2)),
    };
    answers.insert("lokasi", definition::Value::Point(point));
    let split = AnswersRef::split(&road, &answers, |_, _| text().unwrap());
    let written = serde_json::to_string(&split).unwrap();
    assert!(written.contains("35.17.01.2001"));
    assert!(!written.contains("Contoh") && !written.contains("112.2"));
    assert!(split.sealed.contains_key("lokasi"));
}

#[test]
fn the_public_names_of_the_events_are_what_is_recorded() {
    let mut town = road();
    forward(&mut town, "2026-10-12T10:00:00");
    let decision = decide(
        &context(&town.definition, &town.calendar, true),
        &town.case,
        &Command::Note { text: text() },
        wib("2026-10-12T11:00:00"),
        &officer("budi"),
    );
    town.facts.extend(decision.facts);
    for fact in &town.facts {
        let tagged = serde_json::to_value(&fact.event).unwrap();
        assert_eq!(tagged["name"], fact.event.name());
        assert_eq!(fact.envelope().name, fact.event.name());
    }
    assert!(matches!(town.facts[0].event, CaseEvent::Opened(_)));
}
