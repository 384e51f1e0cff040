//! Steps that are held by the unit that an answer names (docs/adr/0083).

use crate::town::{calendar, invented, opening, wib};
use cases::{Act, Command, Context, Decision, decide, open};
use definition::model::Definition;
use kernel::Actor;
use serde_json::{Value, json};

const ACCESS: &str = include_str!("../../../../layanan/integrasi/akses-layanan-data.toml");

fn access() -> Definition {
    definition::load(ACCESS).unwrap()
}

fn opened(definition: &Definition, plain: &Value) -> Decision {
    let calendar = calendar();
    let context =
        Context { definition, calendar: &calendar, units: &cases::units::ByCode, opened: None, rehearsal: true };
    open(&context, opening(definition, plain), wib("2027-02-01T09:00:00"), &Actor::Reporter)
}

#[test]
fn the_unit_that_was_chosen_holds_the_step_and_without_a_choice_the_owner() {
    let definition = access();
    for (plain, unit) in [
        (json!({ "unit_pemilik": "dinas-kesehatan" }), "dinas-kesehatan"),
        (json!({ "unit_pemilik": "" }), "dinas-kominfo"),
        (json!({}), "dinas-kominfo"),
    ] {
        assert_eq!(opened(&definition, &plain).case.tokens[0].unit, unit, "{plain}");
    }
}

#[test]
fn another_choice_that_comes_with_a_correction_moves_the_steps_after_it() {
    let definition = access();
    let calendar = calendar();
    let context = Context {
        definition: &definition,
        calendar: &calendar,
        units: &cases::units::ByCode,
        opened: None,
        rehearsal: true,
    };
    let mut case = opened(&definition, &json!({ "unit_pemilik": "dinas-kesehatan" })).case;
    let marks = vec!["unit_pemilik".to_owned()];
    let other = invented(&definition, &json!({ "unit_pemilik": "dinas-sosial" }));
    for (actor, act) in [
        (crate::town::officer("ani"), Act { action: "kembalikan".into(), marks, ..Act::default() }),
        (Actor::Reporter, Act { action: "kirim".into(), answers: other, ..Act::default() }),
        (crate::town::officer("ani"), Act { action: "beri".into(), ..Act::default() }),
    ] {
        let now = wib("2027-02-01T10:00:00");
        let decision = decide(&context, &case, &Command::Act(Box::new(act)), now, &actor);
        decision.outcome.unwrap();
        case = decision.case;
    }
    // Whoever held the judging step goes on with it; the head who approves is that of the new choice.
    assert_eq!(case.tokens[0].unit, "dinas-sosial");
    assert_eq!(case.stays.iter().filter(|stay| stay.step == "penilaian").count(), 2);
}
