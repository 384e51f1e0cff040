//! What somebody did, in words: the history of an assessment and the thread of an indicator.

use super::{levels, unit_name};
use crate::Assessments;
use crate::assessment::Act;
use crate::assessment::claim::Claim;
use crate::assessment::evidence::Number;
use crate::model::Instrument;
use crate::pages::simulation::labelled;
use crate::refusal::Refused;
use kernel::OfficerId;
use std::collections::HashMap;
use web::View;

/// One line of a history.
pub(super) struct Told {
    pub when: String,
    pub who: String,
    pub what: String,
    /// The indicator, with its page.
    pub about: Option<(String, String)>,
    /// The words that came with it, opened.
    pub words: String,
}

/// These acts in words; names and texts are looked up once.
pub(super) async fn told(
    v: &View,
    assessments: &Assessments,
    (id, instrument): (&str, &Instrument),
    acts: &[Act],
) -> Result<Vec<Told>, Refused> {
    let texts = assessments.opened(acts.iter().filter_map(|act| act.text.as_deref())).await?;
    let mut names = HashMap::new();
    for act in acts {
        for officer in [Some(&act.officer.0), named(act).as_ref()].into_iter().flatten() {
            if !names.contains_key(officer) {
                let name = assessments.deps().staff.name(&OfficerId(officer.clone())).await;
                names.insert(officer.clone(), name.unwrap_or_else(|| v.t("penilaian-tanpa-nama").to_owned()));
            }
        }
    }
    let line = |act: &Act| {
        let about = act.indicator.as_ref().map(|indicator| {
            let name = instrument.indicators.get(indicator).map_or(indicator.clone(), |one| labelled(indicator, one));
            (format!("/dasbor/penilaian/{id}/indikator/{indicator}"), name)
        });
        let name = names.get(&act.officer.0).cloned().unwrap_or_default();
        let unit = if act.unit.is_empty() { String::new() } else { unit_name(assessments, &act.unit) };
        let words = act.text.as_ref().and_then(|text| texts.get(text)).cloned().unwrap_or_default();
        Told {
            when: v.words().moment(act.at),
            who: [name, unit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
            what: sentence(v, assessments, instrument, act, &names),
            about,
            words,
        }
    };
    Ok(acts.iter().map(line).collect())
}

/// The person about whom something was decided.
fn named(act: &Act) -> Option<String> {
    act.details.get("officer").and_then(|officer| officer.as_str()).map(str::to_owned)
}

fn sentence(
    v: &View,
    assessments: &Assessments,
    instrument: &Instrument,
    act: &Act,
    names: &HashMap<String, String>,
) -> String {
    let text = |name: &str| act.details.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let key = act.what.trim_start_matches("assessment.").replace('_', "-");
    let key = format!("penilaian-riwayat-{key}");
    let argument = match act.what.as_str() {
        "assessment.assigned" => match text("unit") {
            "" => v.t("penilaian-tanpa-dinas").to_owned(),
            unit => unit_name(assessments, unit),
        },
        "assessment.filled" | "assessment.judged" => {
            let scale = act.indicator.as_ref().and_then(|id| levels::scale_of(instrument, id));
            levels::words(v, scale, Claim::parse(text("claim")).as_ref())
        }
        "assessment.evidence_added" | "assessment.evidence_withdrawn" => {
            let number = act.details.get("number").cloned();
            let number = number.and_then(|number| serde_json::from_value::<Number>(number).ok());
            number.map(|number| number.to_string()).unwrap_or_default()
        }
        "assessment.assessor_named" | "assessment.assessor_released" => {
            names.get(text("officer")).cloned().unwrap_or_default()
        }
        "assessment.sampled" => {
            let drawn = act.details.get("indicators").and_then(|list| list.as_array());
            let drawn = drawn.into_iter().flatten().filter_map(|id| id.as_str());
            drawn.collect::<Vec<_>>().join(", ")
        }
        "assessment.result_published" => {
            let year = act.details.get("year").and_then(serde_json::Value::as_u64).unwrap_or_default();
            format!("{} ({year})", crate::pages::decimal(v, text("index")))
        }
        _ => return v.t(&key).to_owned(),
    };
    v.t1(&key, "apa", argument)
}
