//! `gapura layanan coba`: a new version held against the cases that run. Changes nothing.

use super::Call;
use crate::files;
use crate::report::{Failure, Outcome, Report};
use cases::Fate;
use definition::diagnostic::render_all;
use desk::Rehearsed;
use kernel::Lang;
use serde_json::{Value, json};
use std::path::Path;

/// So many cases are read at once.
const AT_ONCE: u32 = 200;

/// Every running case of the service: whether it stays or moves, what does not fit, and why.
pub async fn rehearse(call: &Call, path: &Path) -> Outcome {
    let sources = files::sources(path)?;
    let [source] = sources.as_slice() else {
        return Err(Failure(format!("{}: beri satu berkas, bukan folder", path.display())));
    };
    let (house, place) = call.city().await?;
    let Some(city) = house.cities.get(place) else { return Ok(Report::default()) };
    let examined = city.desk.examine(&source.text);
    let sound = examined.is_sound();
    let Some(definition) = examined.definition.filter(|_| sound) else {
        let lines = vec![render_all(&examined.findings, &source.name, &source.text, call.lang)];
        return Ok(Report { lines, refused: true, ..Report::default() });
    };
    let mut report = Report::default();
    let (mut all, mut moves, mut broken) = (0, 0, 0);
    let mut listed = Vec::new();
    let mut after = String::new();
    loop {
        let page = city.desk.rehearse(&definition, &after, AT_ONCE).await?;
        for one in &page.rows {
            all += 1;
            moves += u64::from(one.rehearsal.fate == Fate::Moves);
            broken += u64::from(one.rehearsal.breaks());
            report.lines.extend(in_words(one, call.lang));
            listed.push(as_json(one));
        }
        after = page.next;
        if after.is_empty() {
            break;
        }
    }
    house.store.close().await;
    report.lines.extend(in_sum(all, moves, broken, call.lang));
    report.refused = broken > 0;
    Ok(report.with(json!({ "service": definition.id, "running": all, "stay": all - moves, "move": moves, "break": broken, "cases": listed })))
}

/// How many there are of each fate, and what the fates mean.
fn in_sum(all: u64, moves: u64, broken: u64, lang: Lang) -> Vec<String> {
    let stay = all - moves;
    let mut lines = vec![match lang {
        Lang::Id => {
            format!("{all} kasus berjalan: {stay} tetap, {moves} pindah, {broken} patah; tidak ada yang diubah")
        }
        Lang::En => {
            format!("running cases: {all} ({stay} stay, {moves} move, {broken} break); nothing was changed")
        }
    }];
    if stay > 0 {
        lines.push(match lang {
            Lang::Id => {
                "tetap: kasus selesai menurut versi saat dibuka; versi baru hanya bagi yang masuk kemudian".to_owned()
            }
            Lang::En => {
                "stay: a case ends under the version it was opened with; the new one is for later ones".to_owned()
            }
        });
    }
    if broken > 0 {
        lines.push(match lang {
            Lang::Id => "yang patah tidak dipindahkan saat terbit: kasus itu selesai menurut versinya".to_owned(),
            Lang::En => {
                "what breaks is not moved when it is published: that case ends under its own version".to_owned()
            }
        });
    }
    lines
}

fn in_words(one: &Rehearsed, lang: Lang) -> Vec<String> {
    let steps: Vec<&str> = one.head.holders.iter().map(|holder| holder.step_name.as_str()).collect();
    let state = match (one.rehearsal.breaks(), lang) {
        (true, Lang::Id) => "PATAH",
        (true, Lang::En) => "BREAKS",
        (false, Lang::Id) => one.rehearsal.fate.key(),
        (false, Lang::En) => match one.rehearsal.fate {
            Fate::Same => "same",
            Fate::Stays => "stays",
            Fate::Moves => "moves",
        },
    };
    let version = if lang == Lang::Id { "versi" } else { "version" };
    let mut lines = vec![format!("{} {:<6} {version} {} {}", one.head.number, state, one.version, steps.join(", "))];
    lines.extend(one.rehearsal.misfits.iter().map(|misfit| format!("    {}", misfit.say.lang(lang))));
    lines
}

fn as_json(one: &Rehearsed) -> Value {
    let misfits: Vec<Value> = one
        .rehearsal
        .misfits
        .iter()
        .map(|misfit| json!({ "path": misfit.path, "id": misfit.say.id, "en": misfit.say.en }))
        .collect();
    json!({
        "number": one.head.number.to_string(), "version": one.version, "fate": one.rehearsal.fate.key(),
        "breaks": one.rehearsal.breaks(), "misfits": misfits,
    })
}
