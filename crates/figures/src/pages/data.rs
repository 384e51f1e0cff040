//! The same figures as CSV and JSON.

use super::transparansi::{Asked, Names};
use crate::model::{COLUMNS, Counts, Grouping, Line, SMALLEST, hidden};
use crate::queries::{Figures, Question};
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Answer, Error, Visitor, csv_safe, download, media};

/// The address of the CSV that answers the same question.
pub(crate) fn address(question: &Question) -> String {
    let mut address = format!("/transparansi.csv?dari={}&sampai={}", question.period.from, question.period.to);
    for (key, value) in [("opd", &question.unit), ("layanan", &question.service)] {
        if let Some(value) = value {
            address.push_str(&format!("&{key}={value}"));
        }
    }
    address
}

/// Which table, beside the question.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    #[serde(default)]
    bagian: String,
}

pub(crate) async fn csv(
    visitor: Visitor,
    State(figures): State<Figures>,
    Query(asked): Query<Asked>,
    Query(which): Query<Which>,
) -> Answer {
    let question = asked.question(&figures);
    let summary = figures.summary(&question).await.map_err(Error::failed)?;
    let names = Names::of(&figures);
    let v = &visitor.view;
    let (by, lines) = match which.bagian.as_str() {
        "layanan" => (Grouping::Service, &summary.services),
        "bulan" => (Grouping::Month, &summary.months),
        "kecamatan" => (Grouping::District, &summary.districts),
        _ => (Grouping::Unit, &summary.units),
    };
    let hide = if by == Grouping::District { hidden(lines) } else { vec![false; lines.len()] };
    let name = |line: &Line| match by {
        Grouping::Unit => names.unit(&line.key, v),
        Grouping::Service => names.service(&line.key),
        Grouping::Month => line.key.clone(),
        Grouping::District => names.district(&line.key, v),
    };
    let mut text =
        format!("code,name,{},median_working_days_to_answer,median_working_days_to_end\r\n", COLUMNS.join(","));
    for (line, hide) in lines.iter().zip(hide) {
        text.push_str(&row(line, &name(line), hide));
    }
    download("transparansi.csv", media::CSV, text)
}

fn row(line: &Line, name: &str, hide: bool) -> String {
    let quoted = csv_safe(name).replace('"', "\"\"");
    let days = |days: Option<f64>| days.map_or_else(String::new, |days| format!("{days:.2}"));
    if hide {
        let small = if line.counts.received < SMALLEST { format!("<{SMALLEST}") } else { String::new() };
        return format!("{},\"{quoted}\",{small}{}\r\n", line.key, ",".repeat(COLUMNS.len() + 1));
    }
    let counts: Vec<String> = in_order(&line.counts).iter().map(ToString::to_string).collect();
    format!("{},\"{quoted}\",{},{},{}\r\n", line.key, counts.join(","), days(line.answer_days), days(line.finish_days))
}

/// In the order of [`COLUMNS`]; serde keeps the order of the fields, which a test compares.
fn in_order(counts: &Counts) -> Vec<i64> {
    let value = serde_json::to_value(counts).unwrap_or_default();
    COLUMNS.iter().map(|column| value.get(column).and_then(Value::as_i64).unwrap_or(0)).collect()
}

pub(crate) async fn json(_: Visitor, State(figures): State<Figures>, Query(asked): Query<Asked>) -> Answer {
    let question = asked.question(&figures);
    let summary = figures.summary(&question).await.map_err(Error::failed)?;
    let hide = hidden(&summary.districts);
    let line = |line: &Line| {
        json!({
            "code": line.key, "counts": line.counts,
            "median_working_days_to_answer": line.answer_days, "median_working_days_to_end": line.finish_days,
        })
    };
    let lines = |lines: &[Line]| lines.iter().map(line).collect::<Vec<_>>();
    let districts = summary
        .districts
        .iter()
        .zip(hide)
        .map(|(one, hide)| if hide { json!({ "code": one.key, "counts": null }) } else { line(one) });
    web::json(&json!({
        "from": question.period.from, "to": question.period.to, "unit": question.unit, "service": question.service,
        "as_of": summary.as_of.map(|at| at.rfc3339(figures.0.parts.zone)),
        "all": { "counts": summary.all, "median_working_days_to_answer": summary.answer_days, "median_working_days_to_end": summary.finish_days },
        "units": lines(&summary.units), "services": lines(&summary.services), "months": lines(&summary.months),
        "districts": districts.collect::<Vec<_>>(), "smallest_shown": SMALLEST,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_of_the_file_are_the_fields_of_the_counts() {
        let value = serde_json::to_value(Counts::default()).unwrap();
        let fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, COLUMNS);
    }

    #[test]
    fn a_hidden_row_has_as_many_cells_as_a_shown_one() {
        let counts = Counts { received: 3, ..Counts::default() };
        let line = Line { key: "35.17.01".to_owned(), counts, answer_days: None, finish_days: None };
        let cells = |row: String| row.matches(',').count();
        assert_eq!(cells(row(&line, "Perak", true)), cells(row(&line, "Perak", false)));
    }
}
