//! E220–E222, N201: every part has a source, or the file says that it is not known; and nothing has a source that is not
//! written.

use super::Desk;
use crate::model::Part;
use definition::Say;

pub(super) fn check(desk: &mut Desk) {
    let instrument = desk.instrument;
    if desk.found.unread(&["sumber", "instrumen.tidak_diketahui"])
        || desk.found.has(&["E003"]) && instrument.sources.is_empty()
    {
        return;
    }
    let sourced = |part: Part| instrument.sources.iter().any(|source| source.parts.contains(&part));
    for (word, part) in Part::WORDS {
        if !sourced(part) && !instrument.unknown.contains(&part) {
            let say = Say::new(
                format!("`{word}` tidak bersumber; tulis sumbernya, atau sebut di `tidak_diketahui`"),
                format!("`{word}` has no source; write it, or name it in `tidak_diketahui`"),
            );
            desk.found.say_key("E220", "sumber", say);
        }
    }
    absent(desk);
    for (index, part) in instrument.unknown.iter().enumerate() {
        let path = format!("instrumen.tidak_diketahui[{index}]");
        let word = part.word();
        if sourced(*part) || written(desk, *part) {
            let say = Say::new(
                format!("`{word}` disebut tidak diketahui, tetapi ditulis di berkas ini"),
                format!("`{word}` is called unknown, but it is written in this file"),
            );
            desk.found.say("E221", &path, say);
        } else {
            desk.found.say("N201", &path, stand_in(*part));
        }
    }
}

/// E222: a source for what the file does not hold.
fn absent(desk: &mut Desk) {
    let instrument = desk.instrument;
    for (at, source) in instrument.sources.iter().enumerate() {
        for (index, part) in source.parts.iter().enumerate() {
            let place = match part {
                Part::Years => "instrumen",
                Part::Weights => "indikator",
                Part::Bands => "predikat",
                Part::Names | Part::Scales | Part::Formula => continue,
            };
            if !written(desk, *part) && !desk.found.unread(&[place]) {
                let word = part.word();
                let say = Say::new(
                    format!("`{word}` bersumber, tetapi tidak ditulis di berkas ini"),
                    format!("`{word}` has a source, but is not written in this file"),
                );
                desk.found.say("E222", &format!("sumber[{at}].untuk[{index}]"), say);
            }
        }
    }
}

/// Years, weights and bands that are not known may not be written either.
fn written(desk: &Desk, part: Part) -> bool {
    let instrument = desk.instrument;
    match part {
        Part::Weights => instrument.indicators.values().any(|one| one.weight.is_some()),
        Part::Bands => !instrument.bands.is_empty(),
        Part::Years => instrument.valid.is_some(),
        Part::Names | Part::Scales | Part::Formula => false,
    }
}

/// What stands for a part that nobody told.
fn stand_in(part: Part) -> Say {
    match part {
        Part::Names => Say::new("nama ditulis di sini tanpa sumber", "names are written here without a source"),
        Part::Years => Say::new(
            "tahun berlakunya tidak diketahui: tidak ada tahun yang ditolak",
            "the years it is for are not known: no year is refused",
        ),
        Part::Weights => Say::new(
            "bobot tidak diketahui: semua indikator dihitung sama berat",
            "weights are not known: all indicators weigh the same",
        ),
        Part::Scales => Say::new(
            "skala resmi tidak diketahui: yang tertulis adalah pilihan Gapura",
            "the official scale is not known: the one written is a choice of Gapura",
        ),
        Part::Bands => Say::new(
            "predikat tidak diketahui: indeks ditunjukkan tanpa predikat",
            "bands are not known: the index is shown without one",
        ),
        Part::Formula => Say::new(
            "rumus resmi tidak diketahui: dipakai rata-rata berbobot",
            "the official formula is not known: the weighted mean is used",
        ),
    }
}
