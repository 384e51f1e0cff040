//! What is taken out: one file, the evidence pack, the levels as a table.

use super::indicator::fact;
use super::levels::{scale_of, words};
use super::overview::form;
use crate::Assessments;
use crate::assessment::Pack;
use crate::assessment::claim::Claim;
use crate::assessment::evidence::{Number, Proof};
use crate::assessment::model::Item;
use crate::assessment::pack::{Index, PackLine};
use crate::assessment::rights::{ReadAssessments, sees};
use crate::model::Instrument;
use crate::refusal::Refused;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use web::{Answer, Error, May, Purpose, Submission, View, csv_file, csv_table};

/// How often one person may take evidence out: each pack keeps a thread for as long as it is sent.
const PACKS: Purpose = Purpose { name: "paket-bukti", burst: 5, per_hour: 30 };

/// A file of evidence: saved, never run or guessed at.
pub(super) async fn file(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let number = Number::parse(&number).ok_or(Refused::NoEvidence)?;
    let (media, bytes) = assessments.file(&officer.session, &id, &number).await?;
    let file = web::download(&format!("{number}.{}", web::media::ending(&media)), &media, bytes)?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    Ok((headers, file).into_response())
}

/// The evidence pack. Taking data out is a fact of the ledger, so this is no GET.
pub(super) async fn pack(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
    sent: Submission,
) -> Answer {
    let v = officer.view;
    v.check_token(&form(&id), sent.text("_tanda")).map_err(|_| Error::forged())?;
    v.frame().throttle().check(PACKS, &officer.session.officer.0)?;
    let pack = assessments.pack(&officer.session, &id).await?;
    assessments.taken_out(&officer.session, &pack).await?;
    let name = format!("bukti-{}-{}-{}.zip", pack.assessment.instrument, pack.assessment.year, assessments.today());
    let own = assessments.clone();
    let pieces = assessments.sent(pack, move |pack| index(&v, &own, pack));
    let stream =
        futures_util::stream::unfold(
            pieces,
            |mut pieces| async move { pieces.recv().await.map(|piece| (piece, pieces)) },
        );
    let file = web::download(&name, "application/zip", Body::from_stream(stream))?;
    Ok(([(header::CACHE_CONTROL, "no-store")], file).into_response())
}

#[derive(Template)]
#[template(path = "assessments/pack.html")]
struct Sheet<'a> {
    v: &'a View,
    title: String,
    city: &'a str,
    made: String,
    indicators: Vec<(String, String)>,
    rows: Vec<Row>,
}

/// One line of the index.
struct Row {
    number: String,
    title: String,
    kind: &'static str,
    /// The file in the archive or the address.
    place: String,
    about: String,
    sha256: String,
    added: String,
    withdrawn: String,
    missing: bool,
}

/// The index of a pack, as a page and as a table.
fn index(v: &View, assessments: &Assessments, pack: &Pack) -> Result<Index, String> {
    let rows: Vec<Row> = pack.lines.iter().map(|line| row(v, assessments, line)).collect();
    let table = table(&rows);
    let instrument = &pack.pinned.instrument;
    let indicator = |(id, item): (&String, &Item)| {
        let about = instrument.indicators.get(id)?;
        let level = words(v, scale_of(instrument, id), item.claim.as_ref());
        Some((crate::pages::simulation::labelled(id, about), level))
    };
    let shown = |id: &str| pack.lines.iter().any(|line| line.evidence.number.indicator == id);
    let sheet = Sheet {
        v,
        title: format!("{} {}", instrument.name, pack.assessment.year),
        city: &assessments.deps().city,
        made: v.words().moment(assessments.now()),
        indicators: pack.assessment.items.iter().filter(|(id, _)| shown(id)).filter_map(indicator).collect(),
        rows,
    };
    let page = sheet.render().map_err(|error| error.to_string())?;
    Ok(vec![("index.html", page.into_bytes()), ("index.csv", table)])
}

fn row(v: &View, assessments: &Assessments, line: &PackLine) -> Row {
    let (kind, about, sha256) = match &line.evidence.proof {
        Proof::File { sha256, .. } => ("penilaian-jenis-berkas", line.words.file.clone(), sha256.clone()),
        Proof::Link => ("penilaian-jenis-tautan", String::new(), String::new()),
        Proof::Fact { asked, told } => ("penilaian-jenis-fakta", fact(v, assessments, asked, told), String::new()),
    };
    Row {
        number: line.evidence.number.to_string(),
        title: line.words.title.clone(),
        kind,
        place: line.file.clone().unwrap_or_else(|| line.words.link.clone()),
        about,
        sha256,
        added: v.words().moment(line.evidence.added_at),
        withdrawn: line.withdrawn.clone().unwrap_or_default(),
        missing: line.missing,
    }
}

fn table(rows: &[Row]) -> Vec<u8> {
    let head = ["nomor", "nama", "jenis", "tempat", "isi", "sha256", "ditambahkan", "ditarik_karena", "keadaan"];
    csv_table(head, rows.iter().map(cells))
}

fn cells(row: &Row) -> [&str; 9] {
    let kind = row.kind.rsplit('-').next().unwrap_or_default();
    let state = match (row.missing, row.withdrawn.is_empty()) {
        (true, _) => "hilang",
        (_, false) => "ditarik",
        _ => "ada",
    };
    [&row.number, &row.title, kind, &row.place, &row.about, &row.sha256, &row.added, &row.withdrawn, state]
}

/// The levels as a table that `gapura instrumen hitung` reads; what it does not compute with stands in `catatan`.
pub(super) async fn levels(
    officer: May<ReadAssessments>,
    State(assessments): State<Assessments>,
    Path(id): Path<String>,
) -> Answer {
    let (one, pinned, _) = assessments.seen(&officer.session, &id).await?;
    let cumulative = pinned.instrument.scales.values().any(|scale| scale.cumulative);
    let columns: &[&str] =
        if cumulative { &["indikator", "nilai", "terpenuhi", "catatan"] } else { &["indikator", "nilai", "catatan"] };
    let items = one.items.iter().filter(|(_, item)| sees(&officer.session, &one, item));
    let rows = items.map(|(id, item)| {
        let (level, met) = written(item.claim.as_ref());
        let note = note(&officer.view, &assessments, &pinned.instrument, (id.as_str(), item));
        [id.clone(), level].into_iter().chain(cumulative.then_some(met)).chain([note])
    });
    csv_file(&format!("simulasi-{}-{}.csv", one.instrument, one.year), columns, rows)
}

/// A level as the table keeps it: in `nilai`, or the levels that are met in `terpenuhi`.
fn written(claim: Option<&Claim>) -> (String, String) {
    match claim {
        None => (String::new(), String::new()),
        Some(Claim::Level(level)) => (level.to_string(), String::new()),
        Some(Claim::NotApplicable) => ("tidak berlaku".to_owned(), String::new()),
        Some(Claim::Met(levels)) => {
            let levels: Vec<String> = levels.iter().map(u32::to_string).collect();
            (String::new(), levels.join(" "))
        }
    }
}

/// What people want to read beside a level: the indicator, its agency, its evidence, the assessor's level.
fn note(v: &View, assessments: &Assessments, instrument: &Instrument, (id, item): (&str, &Item)) -> String {
    let name = instrument.indicators.get(id).map(|about| about.name.clone());
    let unit = item.unit.as_ref().map(|unit| super::unit_name(assessments, unit));
    let evidence = format!("{}: {}", v.t("penilaian-bukti"), item.standing().count());
    let judged = item
        .judged
        .as_ref()
        .map(|claim| format!("{}: {}", v.t("penilaian-kata-penilai"), words(v, scale_of(instrument, id), Some(claim))));
    name.into_iter().chain(unit).chain([evidence]).chain(judged).collect::<Vec<_>>().join("; ")
}
