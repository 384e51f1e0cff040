//! Baselines at the beginning: from `init --garis-dasar FILE`, from a few questions at a terminal, or later from
//! `gapura indikator garis-dasar FILE`. Whatever runs without a terminal is never asked anything.

use super::Call;
use crate::city::City;
use crate::data::World;
use crate::files;
use crate::report::{Failure, Outcome, Report};
use kernel::Lang;
use programme::indicator::baselines::{Baseline, Brought, Fault, NotBrought, one, read};
use programme::indicator::{Library, shipped};
use serde_json::json;
use std::io::{BufRead, IsTerminal as _, Write};
use std::path::Path;

/// What is asked at a terminal: one indicator of each pillar.
const ASKED: [&str; 6] =
    ["survei_kepuasan", "kunjungan_wisata", "kemiskinan", "jalan_mantap", "desa_internet", "kualitas_lingkungan"];

/// The text of a table.
pub(super) fn table(path: &Path) -> anyhow::Result<String> {
    Ok(files::text(path.to_owned())?.text)
}

/// That every line of a table is sound for the indicators that come with the program.
pub(super) fn checked(table: &str, year: i16, lang: Lang) -> Result<(), Failure> {
    read(table, shipped::library(), year).map(drop).map_err(|faults| faulty(&faults, lang))
}

/// What is wrong, line by line.
fn faulty(faults: &[Fault], lang: Lang) -> Failure {
    let line = |fault: &Fault| match (lang, fault.column) {
        (Lang::Id, "") => format!("baris {}: {}", fault.line, fault.say.lang(lang)),
        (Lang::Id, column) => format!("baris {}, kolom {column}: {}", fault.line, fault.say.lang(lang)),
        (Lang::En, "") => format!("line {}: {}", fault.line, fault.say.lang(lang)),
        (Lang::En, column) => format!("line {}, column {column}: {}", fault.line, fault.say.lang(lang)),
    };
    Failure(faults.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// Sets what the table or the terminal says; answers how many indicators have no baseline.
pub(super) async fn begin(call: &Call, city: &City, (table, year): (Option<&str>, i16)) -> Result<usize, Failure> {
    let library = city.programme.library();
    let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !call.json;
    let found = match table {
        Some(table) => read(table, library, year).map_err(|faults| faulty(&faults, call.lang))?,
        None if terminal => {
            asked(&mut std::io::stdin().lock(), &mut std::io::stderr().lock(), library, (year, call.lang))?
        }
        None => Vec::new(),
    };
    taken(city, &found, call.lang).await?;
    Ok(city.programme.without_baseline().await?.len())
}

async fn taken(city: &City, found: &[Baseline<'_>], lang: Lang) -> Result<Brought, Failure> {
    city.programme.bring_baselines(found).await.map_err(|error| match error {
        NotBrought::Faulty(faults) => faulty(&faults, lang),
        NotBrought::Refused(refused) => Failure::of(refused),
    })
}

/// How many are left, and where they are listed.
pub(super) fn left(bare: usize) -> String {
    format!("Garis dasar belum ada pada {bare} indikator; daftarnya: /dasbor/indikator?garis=belum")
}

/// Asks for the chosen indicators. An empty line leaves one for later, the end of input leaves the rest, and a slip is asked
/// again.
fn asked<'a>(
    answers: &mut impl BufRead,
    say: &mut impl Write,
    library: &'a Library,
    (year, lang): (i16, Lang),
) -> std::io::Result<Vec<Baseline<'a>>> {
    let mut found = Vec::new();
    writeln!(say, "Garis dasar tahun {} (kosong: nanti saja)", year - 1)?;
    for indicator in ASKED.iter().filter_map(|id| library.get(id)) {
        loop {
            write!(say, "  {} ({}): ", indicator.name.lang(lang), indicator.unit)?;
            say.flush()?;
            let mut line = String::new();
            if answers.read_line(&mut line)? == 0 {
                return Ok(found);
            }
            if line.trim().is_empty() {
                break;
            }
            match one(0, [&indicator.id, "", line.trim(), ""], library, year) {
                Ok(baseline) => {
                    found.push(baseline);
                    break;
                }
                Err(fault) => writeln!(say, "  {}", fault.say.lang(lang))?,
            }
        }
    }
    Ok(found)
}

/// `indikator garis-dasar`: the same table later; running it again changes nothing.
pub(super) async fn bring(call: &Call, file: &Path) -> Outcome {
    let table = table(file)?;
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else {
        return Ok(Report::default());
    };
    let year = World::real().clock.now().date(city.regency.zone).year();
    let read = read(&table, city.programme.library(), year).map_err(|faults| faulty(&faults, call.lang));
    let done = match &read {
        Ok(found) => taken(city, found, call.lang).await,
        Err(Failure(said)) => Err(Failure(said.clone())),
    };
    let bare = city.programme.without_baseline().await.map(|all| all.len());
    house.store.close().await;
    let (brought, bare) = (done?, bare?);
    Ok(Report {
        lines: vec![format!("{} garis dasar dicatat, {} tetap", brought.set, brought.same), left(bare)],
        json: json!({ "set": brought.set, "same": brought.same, "without_baseline": bare }),
        refused: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(lines: &str) -> (Vec<String>, String) {
        let mut said = Vec::new();
        let found = asked(&mut lines.as_bytes(), &mut said, shipped::library(), (2027, Lang::Id)).unwrap();
        let told = found.iter().map(|one| format!("{} {} {}", one.one.id, one.year, one.value)).collect();
        (told, String::from_utf8(said).unwrap())
    }

    #[test]
    fn an_empty_line_is_left_for_later_and_a_slip_is_asked_again() {
        let (found, said) = answered("\nbanyak\n41.000\n\n");
        assert_eq!(found, ["kunjungan_wisata 2026 41000"]);
        assert!(said.contains("`banyak` bukan nilai dalam"), "{said}");
    }

    #[test]
    fn nobody_who_answers_nothing_is_waited_for() {
        let (found, said) = answered("");
        assert!(found.is_empty() && said.lines().count() == 2, "{said}");
    }

    #[test]
    fn every_question_is_about_an_indicator_of_another_pillar() {
        let library = shipped::library();
        let pillars: std::collections::BTreeSet<&str> =
            ASKED.iter().map(|id| library.get(id).unwrap().pillar.as_str()).collect();
        assert_eq!(pillars.len(), 6);
    }
}
