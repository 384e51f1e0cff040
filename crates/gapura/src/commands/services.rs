//! `gapura layanan terbitkan|tarik|daftar`: the running services of a region.

use super::{Call, OPERATOR};
use crate::files;
use crate::report::{Outcome, Report};
use desk::{DeskError, DeskRefusal};
use serde_json::json;
use std::path::Path;

/// Publishes one file or all of a folder. The first refusal stops; what was published before stays.
pub async fn publish(call: &Call, path: &Path) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let around = files::surroundings(Some(&city.regency.code), Some(path))?;
    let mut report = Report::default();
    let mut published = Vec::new();
    for source in files::sources(path)? {
        match city
            .desk
            .publish(
                &source.name,
                &source.text,
                &around.units,
                &OPERATOR,
                call.lang,
            )
            .await
        {
            Ok(done) => {
                let word = if done.unchanged {
                    "sudah berjalan"
                } else {
                    "diterbitkan"
                };
                let short = done.hash.get(..12).unwrap_or_default();
                report.lines.push(format!(
                    "{} versi {} {word} ({short})",
                    done.service, done.version
                ));
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
    house.store.close().await;
    Ok(report.with(json!({ "published": published })))
}

/// Takes a service out of the running set; running cases are finished under it.
pub async fn withdraw(call: &Call, id: &str) -> Outcome {
    let (house, place) = call.city().await?;
    if let Some(city) = house.cities.get(place) {
        city.desk.withdraw(id, &OPERATOR).await?;
    }
    house.store.close().await;
    Ok(Report::done(format!(
        "{id} ditarik; laporan yang berjalan tetap diselesaikan"
    )))
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
        let state = if service.standard.decree.is_some() {
            "ditetapkan"
        } else {
            "rancangan"
        };
        report.lines.push(format!(
            "{:<24} versi {:<3} {state:<10} {}",
            service.id, service.version, service.name
        ));
        services.push(json!({ "service": service.id, "version": service.version, "hash": service.hash, "name": service.name, "state": state }));
    }
    if services.is_empty() {
        report.lines.push(
            "belum ada layanan; terbitkan dengan: gapura layanan terbitkan layanan/".to_owned(),
        );
    }
    Ok(report.with(json!({ "services": services })))
}
