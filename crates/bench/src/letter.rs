//! `letter`: the typesetter's own process, as `serve` keeps it: the first letter, the median of the next, memory after all.

use crate::report::{self, round};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

const LETTERS: usize = 10_000;
/// Memory is held against what it was after so many.
const WARM: usize = 500;

/// A typesetter and its pipes.
struct Press {
    child: Child,
    ask: ChildStdin,
    told: BufReader<ChildStdout>,
}

/// Typesets a different letter each time, one after the other.
pub fn run(gapura: &Path) -> Result<()> {
    let template = std::fs::read_to_string("layanan/surat/templat/domisili.typ").context("run it in the repository")?;
    let started = Instant::now();
    let mut press = Press::start(gapura)?;
    let bytes = press.typeset(&template, 0)?;
    let first = started.elapsed().as_secs_f64() * 1000.0;
    let mut times = Vec::with_capacity(LETTERS);
    let mut warm = 0.0;
    for count in 1..LETTERS {
        let begun = Instant::now();
        press.typeset(&template, count)?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        if count == WARM {
            warm = press.resident()?;
        }
    }
    let resident = press.resident()?;
    press.child.kill()?;
    press.child.wait()?;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().map(round);
    report::print(
        "letter",
        json!({
            "first_ms": round(first),
            "median_ms": at(0.5),
            "p95_ms": at(0.95),
            "letters": LETTERS,
            "memory_mib_after_500": round(warm),
            "memory_mib_after_all": round(resident),
            "pdf_bytes": bytes,
            "target_median_ms": 10.0,
        }),
    );
    Ok(())
}

impl Press {
    fn start(gapura: &Path) -> Result<Self> {
        let mut command = Command::new(gapura);
        command.args(["surat", "tukang"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let ask = child.stdin.take().context("stdin")?;
        let told = BufReader::new(child.stdout.take().context("stdout")?);
        Ok(Self { child, ask, told })
    }

    /// The size of the PDF.
    fn typeset(&mut self, template: &str, count: usize) -> Result<usize> {
        let asked = json!({ "template": template, "values": values(count), "at": 1_804_204_800_000_000_i64 });
        writeln!(self.ask, "{asked}")?;
        self.ask.flush()?;
        let mut line = String::new();
        self.told.read_line(&mut line)?;
        ensure!(!line.is_empty(), "this gapura was built without the typesetter (--features surat)");
        let told: Value = serde_json::from_str(&line)?;
        let bytes = told.pointer("/Sheet/bytes").and_then(Value::as_u64).with_context(|| line.clone())?;
        let mut pdf = vec![0; usize::try_from(bytes)?];
        self.told.read_exact(&mut pdf)?;
        Ok(pdf.len())
    }

    /// Memory that it holds, in MiB.
    fn resident(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id()))?;
        let pages: f64 = text.split_whitespace().nth(1).context("statm")?.parse()?;
        Ok(pages * 4.0 / 1024.0)
    }
}

fn values(count: usize) -> Value {
    let proof = format!("https://layanan.jombangkab.go.id/surat/K7QMX4T9B2WNR6HZC8DVPJ{count:04}");
    let code = format!("{proof}#{}", "c3VyYXQga2V0ZXJhbmdhbiBkb21pc2lsaQ".repeat(6));
    let drawn = web::qr_svg(&code, "")
        .map(|svg| svg.as_str().replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1));
    json!({
        "data": {
            "nomor": format!("470/{count:03}/DUKCAPIL/2027"), "tanggal": "5 Maret 2027", "berlaku_sampai": "5 September 2027",
            "kota": "Kabupaten Jombang", "tempat": "Jombang", "layanan": "Surat keterangan domisili",
            "unit": { "nama": "Desa Plandi", "alamat": "Jalan Raya Plandi 1", "telepon": null, "induk": null },
            "penanda_tangan": { "nama": "Siti Aminah", "jabatan": "Kepala Desa", "atas_nama": null },
        },
        "isian": {
            "nama": format!("Budi Santoso {count}"), "nik": format!("351701010190{count:04}"),
            "alamat_ktp": format!("Jl. Melati {count}, Surabaya"), "sejak": "1 Januari 2025",
            "alamat": format!("Dusun Krajan RT {:02} RW {:02}, Desa Plandi", count % 40, count % 17),
            "keperluan": "Melamar pekerjaan", "keperluan_lain": null,
        },
        "qr": drawn, "periksa": proof, "sidik": "1a2b 3c4d 5e6f 7081", "lambang": null, "zona": "WIB",
    })
}
