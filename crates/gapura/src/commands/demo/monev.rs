//! Action plans of this year with months and quarters: one agency as planned, some behind, one silent. Every text begins
//! with [contoh].

use super::stage::Walking;
use crate::city::City;
use cases::doors::Agencies as _;
use jiff::civil::Date;
use kernel::{Instant, OfficerId, Role};
use programme::monev::model::plan::Act;
use programme::monev::{NewEntry, NotBrought};
use std::collections::BTreeSet;
use web::{Grant, Session};

const TABLE: &str = include_str!("../../../../../rencana/contoh/aksi.csv");
/// Who acts for an agency that the region has not.
const ANYBODY: &str = "dinas-kominfo";

/// What an agency does of what it planned, in percent; 0: it is silent from the fourth month on.
const PACE: [i64; 7] = [100, 96, 84, 100, 62, 0, 91];

/// Who plays: the planner, somebody who enters, somebody who heads.
pub struct Cast<'a> {
    /// Writes the table and locks.
    pub planner: &'a Session,
    /// Enters the months of every agency.
    pub liaison: &'a OfficerId,
    /// Approves and sends for every agency.
    pub head: &'a OfficerId,
}

fn acting(officer: &OfficerId, role: Role, unit: &str, now: Instant) -> Session {
    Session {
        officer: officer.clone(),
        name: String::new(),
        grants: vec![Grant { role, unit: unit.to_owned() }],
        form_secret: Vec::new(),
        confirmed_at: now,
    }
}

/// Locks the plans in January, then lets each month be told as it was.
pub async fn play(city: &City, cast: &Cast<'_>, clock: &Walking, present: Instant) -> anyhow::Result<()> {
    let zone = city.regency.zone;
    let today = present.date(zone);
    let (year, before) = (today.year(), clock.now());
    let at = |month: i8, day: i8| {
        let date = Date::new(year, month, day).unwrap_or(today);
        Instant::at(date, 10 * 3600, zone).min(present)
    };
    clock.set(at(1, 20));
    let units = plans(city, cast, year, present).await?;
    for month in 1..today.month() {
        clock.set(at(month + 1, 4));
        for (unit, pace) in units.iter().zip(PACE.iter().cycle()) {
            tell(city, cast, (unit, year, month.unsigned_abs()), *pace).await?;
        }
        if month % 3 == 0 {
            clock.set(at(month + 1, 8));
            quarter(city, cast, (&units, year, month.unsigned_abs() / 3)).await?;
        }
    }
    clock.set(before);
    Ok(())
}

/// The table for this region, locked; answers the agencies in it.
async fn plans(city: &City, cast: &Cast<'_>, year: i16, now: Instant) -> anyhow::Result<Vec<String>> {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let head = reader.headers()?.clone();
    let (mut out, mut units) = (csv::Writer::from_writer(Vec::new()), BTreeSet::new());
    out.write_record(&head)?;
    for record in reader.records() {
        let mut row: Vec<String> = record?.iter().map(str::to_owned).collect();
        if let Some(unit) = row.first_mut() {
            if city.identity.agency(unit).is_none() {
                *unit = ANYBODY.to_owned();
            }
            units.insert(unit.clone());
        }
        out.write_record(&row)?;
    }
    let table = out.into_inner().map_err(|error| error.into_error())?;
    city.programme.bring_in_actions(cast.planner, year, &table).await.map_err(|error| match error {
        NotBrought::Refused(refused) => anyhow::Error::from(refused),
        NotBrought::Faulty(faults) => anyhow::anyhow!("{faults:?}"),
    })?;
    for unit in &units {
        let (liaison, head) =
            (acting(cast.liaison, Role::Liaison, unit, now), acting(cast.head, Role::Head, unit, now));
        for (who, act) in [(&liaison, Act::Submit(0)), (&head, Act::Approve), (cast.planner, Act::Lock)] {
            city.programme.move_action_plan(who, unit, year, act).await?;
        }
    }
    Ok(units.into_iter().collect())
}

/// What one agency says of a month.
async fn tell(city: &City, cast: &Cast<'_>, at: (&str, i16, u8), pace: i64) -> anyhow::Result<()> {
    let (unit, year, month) = at;
    if pace == 0 && month > 3 {
        return Ok(());
    }
    let pace = if pace == 0 { 80 } else { pace };
    let actions = city.programme.actions(unit, year, 0).await?;
    let due = actions.iter().filter(|(_, one)| one.step.first <= month && one.told.by(month - 1) < 1000);
    let entries: Vec<NewEntry> = due
        .map(|(_, one)| {
            let planned = one.step.planned(month);
            NewEntry {
                step: one.id.clone(),
                seen: 0,
                done: (planned * pace / 1000 * 10).max(one.told.by(month - 1)),
                spent: one.step.budget.of_quarter((month - 1) / 3 + 1) * pace / 300,
                evidence: format!("[contoh] https://contoh.example/bukti/{month}"),
                obstacle: if pace < 90 { "[contoh] Pengadaan mundur dua minggu.".to_owned() } else { String::new() },
            }
        })
        .collect();
    city.programme
        .enter_month(&acting(cast.liaison, Role::Liaison, unit, cast.planner.confirmed_at), at, &entries)
        .await?;
    Ok(())
}

/// The quarter is sent by all but the silent one; the planner locks what is early in the year and gives one back.
async fn quarter(city: &City, cast: &Cast<'_>, at: (&[String], i16, u8)) -> anyhow::Result<()> {
    let (units, year, number) = at;
    for (place, unit) in units.iter().enumerate() {
        let pace = PACE.get(place % PACE.len()).copied().unwrap_or(100);
        if pace == 0 && number > 1 {
            continue;
        }
        let lines = city.programme.quarter(year, number).await?;
        let behind = lines.iter().filter(|line| line.unit == *unit && !line.obstacle.is_empty());
        let notes: Vec<(String, String)> = behind
            .map(|line| (line.promise.clone(), "[contoh] Jadwal disusun ulang bersama penyedia.".to_owned()))
            .collect();
        let head = acting(cast.head, Role::Head, unit, cast.planner.confirmed_at);
        let at = (unit.as_str(), year, number);
        city.programme.write_quarter(&head, at, &notes, true).await?;
        let back = (number == 3 && place == 1).then_some("[contoh] Bukti bulan September belum dapat dibuka.");
        city.programme.decide_quarter(cast.planner, at, back).await?;
    }
    Ok(())
}
