//! `gapura layanan baru`: the first file of a service, from answers on the line or at the terminal.

use crate::cli::Baru;
use crate::files;
use crate::report::{Failure, Outcome, Report};
use definition::model::Kind;
use definition::sketch::{QUESTION_TYPES, id_of};
use definition::{Region, Sketch, check, diagnostic, names, sketch};
use jiff::civil::Date;
use kernel::Lang;
use serde_json::json;
use std::io::Write as _;

/// Writes the file; never over another one.
pub fn begin(wish: &Baru, today: Date, lang: Lang) -> Outcome {
    let path = &wish.berkas;
    let taken = || Failure(format!("{} sudah ada; pilih nama berkas lain", path.display()));
    if path.exists() {
        return Err(taken());
    }
    let around = files::surroundings(wish.region.as_deref(), None)?;
    let about = asked(wish, today)?;
    if !around.units.units.contains_key(&about.owner) {
        let near = names::nearest(&about.owner, around.units.units.keys().map(String::as_str));
        let all: Vec<&str> = around.units.units.keys().map(String::as_str).collect();
        let near =
            near.map_or_else(|| format!("; yang ada: {}", all.join(", ")), |name| format!("; maksud Anda `{name}`?"));
        return Err(Failure(format!("unit `{}` tidak ada di wilayah ini{near}", about.owner)));
    }
    let text = sketch(&about);
    let checked = check(&text, &Region { units: &around.units, lists: &around.lists });
    if checked.has_errors() {
        let name = path.display().to_string();
        return Err(Failure(diagnostic::render_all(&checked.findings, &name, &text, lang)));
    }
    let scenarios = checked.definition.map_or(0, |definition| definition.scenarios.len());
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => taken(),
        _ => Failure(format!("{}: {error}", path.display())),
    })?;
    file.write_all(text.as_bytes())?;
    let shown = super::super::shell(path);
    let id = id_of(&about.name);
    let (done, next) = match lang {
        Lang::Id => (format!("{} ditulis: {id} dengan {scenarios} skenario", path.display()), "berikutnya"),
        Lang::En => (format!("{} written: {id} with {scenarios} scenarios", path.display()), "next"),
    };
    let mut report = Report::done(done);
    report.lines.push(format!("{next}: gapura layanan cek {shown}; gapura layanan uji {shown}"));
    Ok(report.with(json!({ "ok": true, "file": path.display().to_string(), "service": id_of(&about.name) })))
}

/// What the line does not say is asked for, one question at a time.
fn asked(wish: &Baru, today: Date) -> Result<Sketch, Failure> {
    let kind = said(&wish.jenis, "Jenis (pengaduan, permohonan, informasi)", "pengaduan", "--jenis")?;
    let kind = [Kind::Complaint, Kind::Request, Kind::Information].into_iter().find(|known| known.key() == kind);
    let kind = kind.ok_or_else(|| Failure("jenis: pengaduan, permohonan, atau informasi".to_owned()))?;
    let name = said(&wish.nama, "Nama layanan, seperti dibaca warga", "", "--nama")?;
    let owner = said(&wish.pemilik, "Unit pemilik, misalnya dinas-pupr", "", "--pemilik")?;
    let questions = if wish.isian.is_empty() && wish.nama.is_none() {
        more_questions()?
    } else {
        wish.isian.iter().map(|one| question(one)).collect::<Result<_, _>>()?
    };
    let days = match wish.hari {
        Some(days) => days,
        None => {
            let days = said(&None, "Selesai paling lambat dalam berapa hari kerja", "5", "--hari")?;
            days.parse().map_err(|_| Failure(format!("`{days}` bukan jumlah hari")))?
        }
    };
    if !(3..=250).contains(&days) {
        return Err(Failure("hari: paling sedikit 3, paling banyak 250".to_owned()));
    }
    Ok(Sketch { kind, name, owner, questions, days, from: today.to_string() })
}

fn more_questions() -> Result<Vec<(String, String)>, Failure> {
    let mut questions = Vec::new();
    loop {
        let ask = format!("Pertanyaan kepada warga, \"teks:tipe\" ({}); kosong bila cukup", QUESTION_TYPES.join(", "));
        let line = said(&None, &ask, "-", "--isian")?;
        if line == "-" {
            return Ok(questions);
        }
        // A slip of the pen does not throw away what was answered before.
        match question(&line) {
            Ok(question) => questions.push(question),
            Err(Failure(what)) => writeln!(std::io::stderr().lock(), "{what}")?,
        }
    }
}

/// `Sejak kapan?:tanggal`; without a type a text.
fn question(line: &str) -> Result<(String, String), Failure> {
    let (label, kind) = match line.rsplit_once(':') {
        Some((label, kind)) => (label.trim(), kind.trim()),
        None => (line.trim(), "teks"),
    };
    if label.is_empty() || !QUESTION_TYPES.contains(&kind) {
        return Err(Failure(format!(
            "isian `{line}`: tulis \"pertanyaan:tipe\" dengan tipe {}",
            QUESTION_TYPES.join(", ")
        )));
    }
    Ok((label.to_owned(), kind.to_owned()))
}

/// The value of a flag, or a line from the terminal; an empty line means `otherwise`.
fn said(flag: &Option<String>, ask: &str, otherwise: &str, name: &str) -> Result<String, Failure> {
    let given = match flag {
        Some(given) => given.trim().to_owned(),
        None => {
            let more = if otherwise.is_empty() || otherwise == "-" { String::new() } else { format!(" [{otherwise}]") };
            let mut err = std::io::stderr().lock();
            write!(err, "{ask}{more}: ").and_then(|()| err.flush())?;
            let mut line = String::new();
            let read = std::io::stdin().read_line(&mut line)?;
            if read == 0 && otherwise.is_empty() {
                return Err(Failure(format!("beri {name}; tidak ada yang menjawab di terminal")));
            }
            line.trim().to_owned()
        }
    };
    match (given.is_empty(), otherwise.is_empty()) {
        (false, _) => Ok(given),
        (true, false) => Ok(otherwise.to_owned()),
        (true, true) => Err(Failure(format!("{name} tidak boleh kosong"))),
    }
}
