//! `gapura petugas`: accounts of officers. Links are printed, never logged.

use super::{Call, OPERATOR};
use crate::city::City;
use crate::cli::Petugas;
use crate::config::Config;
use crate::report::{Outcome, Report};
use anyhow::Context as _;
use identity::NewOfficer;
use identity::model::officer::{Command, Grant, Officer};
use kernel::{Role, Token};
use serde_json::json;

/// Runs one of them.
pub async fn run(call: &Call, wish: Petugas) -> Outcome {
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let outcome = match wish {
        Petugas::Tambah { nama_masuk, nama, peran, opd, surel } => {
            let new = NewOfficer {
                sign_in: nama_masuk,
                name: nama,
                email: surel.unwrap_or_default(),
                grants: grants(city, &peran, &opd)?,
            };
            add(call, city, &new).await
        }
        Petugas::Tautan { nama_masuk } => {
            let officer = named(city, &nama_masuk).await?;
            let token = city.identity.make_link(&officer.id, &OPERATOR, city.desk.now()).await?;
            link(call, city, &token, format!("Tautan untuk {nama_masuk}"))
        }
        Petugas::Nonaktif { nama_masuk } => {
            let officer = named(city, &nama_masuk).await?;
            city.identity.change_officer(&officer.id, &Command::Disable, &OPERATOR, city.desk.now()).await?;
            Ok(Report::done(format!("{nama_masuk} dinonaktifkan; semua sesinya berakhir")))
        }
        Petugas::Daftar => list(city).await,
    };
    house.store.close().await;
    outcome
}

fn grants(city: &City, roles: &[String], unit: &str) -> anyhow::Result<Vec<Grant>> {
    let known = Role::ALL.map(Role::word).join(", ");
    let agencies = cases::doors::Agencies::all(&city.identity);
    anyhow::ensure!(
        agencies.iter().any(|agency| agency.unit == unit),
        "unit `{unit}` tidak ada di {}{}. Semua unit tampil di halaman /atur/opd; tambah dengan: gapura import agencies BERKAS",
        city.regency.name,
        nearest(unit, agencies.iter().map(|agency| agency.unit.as_str()))
    );
    let role = |word: &String| {
        Role::parse(word).ok_or_else(|| {
            let near = nearest(word, Role::ALL.iter().map(|role| role.word()));
            anyhow::anyhow!("peran `{word}` tidak ada{near}; pilih: {known}")
        })
    };
    roles.iter().map(|word| Ok(Grant { role: role(word)?, unit: unit.to_owned() })).collect()
}

fn nearest<'a>(asked: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = definition::names::nearest(asked, known);
    near.map_or_else(String::new, |name| format!("; maksud Anda `{name}`?"))
}

async fn named(city: &City, sign_in: &str) -> anyhow::Result<Officer> {
    let found = city.identity.officer_named(sign_in).await;
    found.with_context(|| format!("{sign_in} (lihat: gapura petugas daftar)"))
}

async fn add(call: &Call, city: &City, new: &NewOfficer) -> Outcome {
    let added = city.identity.add_officer(new, &OPERATOR, city.desk.now()).await;
    let (_, token) = added.with_context(|| new.sign_in.clone())?;
    link(call, city, &token, format!("{} ditambahkan", new.sign_in))
}

/// The link is a secret: it stands on the screen of whoever asked, for 24 hours.
fn link(call: &Call, city: &City, token: &Token, said: String) -> Outcome {
    let config = Config::read(&call.data)?;
    let region = config.wilayah.iter().find(|region| region.kode == city.regency.code);
    let address = region.and_then(|region| region.alamat.clone()).unwrap_or(config.alamat);
    let link = format!("{address}/akun/atur/{}", token.secret());
    let lines = vec![format!("{said}. Tautan sekali pakai untuk membuat kata sandi (24 jam):"), format!("  {link}")];
    Ok(Report { lines, json: json!({ "link": link }), refused: false })
}

async fn list(city: &City) -> Outcome {
    let mut report = Report::default();
    let mut officers = Vec::new();
    let mut after = String::new();
    loop {
        let page = city.identity.officers("", &after, 200).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.sign_in);
        for one in page {
            let roles: Vec<String> =
                one.grants.iter().map(|grant| format!("{}@{}", grant.role.word(), grant.unit)).collect();
            let state = if !one.active {
                "nonaktif"
            } else if one.has_password {
                "aktif"
            } else {
                "belum membuat sandi"
            };
            report.lines.push(format!("{:<20} {state:<20} {}", one.sign_in, roles.join(" ")));
            officers.push(json!({ "sign_in": one.sign_in, "state": state, "roles": roles }));
        }
    }
    Ok(report.with(json!({ "officers": officers })))
}
