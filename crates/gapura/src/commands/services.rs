//! `gapura layanan terbitkan|tarik|daftar`: the running services of a region.

use super::{Call, OPERATOR};
use crate::files::{self, Source};
use crate::report::{Failure, Outcome, Report};
use crate::starter;
use desk::{DeskError, DeskRefusal, Publication, VersionMove};
use kernel::Lang;
use serde_json::json;
use std::path::Path;

/// The services that the program carries.
fn carried() -> Vec<Source> {
    let source = |(name, text): &(&str, &str)| Source { name: (*name).to_owned(), text: (*text).to_owned() };
    starter::SERVICES.iter().map(source).collect()
}

/// Publishes one file, all of a folder, or what the program carries. The first refusal stops; what was published before
/// stays.
pub async fn publish(call: &Call, path: Option<&Path>) -> Outcome {
    let sources = path.map_or_else(|| Ok(carried()), files::sources)?;
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let around = files::surroundings(Some(&city.regency.code), path)?;
    let mut report = Report::default();
    let mut published = Vec::new();
    for source in sources {
        let templates = match path {
            Some(_) => files::templates(&source)?,
            None => starter::templates(&source.name),
        };
        let wish = Publication { file: &source.name, source: &source.text, templates: &templates };
        report.lines.extend(files::plain_letters(&source, &templates, call.lang));
        match city.desk.publish_all(wish, &around.units, &OPERATOR, call.lang).await {
            Ok(done) => {
                let word = if done.unchanged { "sudah berjalan" } else { "diterbitkan" };
                let short = done.hash.get(..12).unwrap_or_default();
                report.lines.push(format!("{} versi {} {word} ({short})", done.service, done.version));
                published.push(json!({ "service": done.service, "version": done.version, "hash": done.hash, "unchanged": done.unchanged }));
            }
            Err(DeskError::Refused(DeskRefusal::Definition(findings))) => {
                report.lines.push(findings);
                report.refused = true;
                break;
            }
            Err(error) => return Err(error.into()),
        }
    }
    let moved = moved(&city.desk, &mut report, call.lang).await?;
    house.store.close().await;
    Ok(report.with(json!({ "published": published, "moved": moved })))
}

/// Moves the running cases of what was just published, as far as it says so (semantics R61). Where `serve` runs, both
/// work on it; what is killed here, its worker finishes.
async fn moved(desk: &desk::Desk, report: &mut Report, lang: Lang) -> Result<Vec<serde_json::Value>, Failure> {
    let waits = |one: &VersionMove| one.done_at.is_none();
    let orders: Vec<String> = desk.version_moves(50).await?.into_iter().filter(waits).map(|one| one.id).collect();
    while !orders.is_empty() && desk.move_cases(desk.now()).await.map_err(|error| Failure(error.to_string()))?.more {}
    let mut told = Vec::new();
    for id in &orders {
        let one = desk.version_move(id).await?;
        report.lines.push(match lang {
            Lang::Id => format!(
                "{}: {} kasus berjalan dipindahkan, {} tetap pada versinya, {} tertinggal",
                one.service, one.moved, one.stayed, one.left_behind
            ),
            Lang::En => format!(
                "{}: {} running cases were moved, {} stay on their version, {} were left behind",
                one.service, one.moved, one.stayed, one.left_behind
            ),
        });
        told.push(json!({
            "service": one.service, "moved": one.moved, "stay": one.stayed, "left_behind": one.left_behind,
        }));
    }
    Ok(told)
}

/// Takes a service out of the running set; running cases are finished under it.
pub async fn withdraw(call: &Call, id: &str) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let catalogue = city.desk.catalogue();
    let running: Vec<&str> = catalogue.running().map(|service| service.id.as_str()).collect();
    if !running.contains(&id) {
        let near = definition::names::nearest(id, running.iter().copied());
        let near = near.map_or_else(String::new, |name| format!("; maksud Anda `{name}`?"));
        return Err(Failure(format!("layanan `{id}` tidak berjalan{near} (lihat: gapura layanan daftar)")));
    }
    city.desk.withdraw(id, &OPERATOR).await?;
    house.store.close().await;
    Ok(Report::done(format!("{id} ditarik; laporan yang berjalan tetap diselesaikan")))
}

/// The running set.
pub async fn list(call: &Call) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let catalogue = city.desk.catalogue();
    let mut report = Report::default();
    let mut services = Vec::new();
    for service in catalogue.running() {
        let state = if service.standard.decree.is_some() { "ditetapkan" } else { "rancangan" };
        report.lines.push(format!("{:<24} versi {:<3} {state:<10} {}", service.id, service.version, service.name));
        services.push(json!({ "service": service.id, "version": service.version, "hash": service.hash, "name": service.name, "state": state }));
    }
    if services.is_empty() {
        report.lines.push("belum ada layanan; terbitkan dengan: gapura layanan terbitkan".to_owned());
    }
    Ok(report.with(json!({ "services": services })))
}
