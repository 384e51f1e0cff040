//! `import_rows`: a generated file, with which the city of the reading benchmarks is filled, and the real one where it is.

use crate::report;
use crate::server::City;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How many cases the reading benchmarks read among.
pub const CASES: usize = 100_000;

const MAPPING: &str = r##"#: pemetaan 1
[pemetaan]
sumber = "bench"
zona   = "WIB"
waktu  = "{tahun}-{bulan}-{hari}T{jam}:{menit}:{detik}"
desa_tidak_dikenal = "catat"

[kolom]
nomor      = "id"
dilaporkan = "masuk"
ditanggapi = "dijawab"
isi        = "isi"
alamat     = "alamat"
topik      = "topik"
kecamatan  = "kecamatan"
desa       = "desa"

[layanan]
"Jalan"  = "jalan-rusak"
"Sampah" = "sampah"
"Lampu"  = "lampu-jalan"
"*"      = "lainnya"

[instansi]
"*" = "pemilik"
"##;

/// Places of Kabupaten Jombang.
const PLACES: [(&str, &str); 4] =
    [("Jombang", "Jelakombo"), ("Mojowarno", "Mojowarno"), ("Diwek", "Cukir"), ("Ploso", "Ploso")];
const TOPICS: [&str; 5] = ["Jalan", "Sampah", "Lampu", "Jalan", "Parkir"];

/// Imports the generated file with so many cases into `city`.
pub fn generated(city: &City, folder: &Path, cases: usize) -> Result<()> {
    let (file, mapping) = (folder.join("laporan.csv"), folder.join("bench.toml"));
    std::fs::write(&file, csv(cases))?;
    std::fs::write(&mapping, MAPPING)?;
    measured("import_rows", city, &file, &mapping, folder)
}

/// Imports the complaints of Surabaya, where they lie beside the repository.
pub fn real(gapura: &Path, folder: &Path) -> Result<()> {
    let shared = std::env::var_os("GAPURA_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let file = shared.join("data/real/surabaya_mediacenter_keluhan.dev.csv.gz");
    if !file.exists() {
        eprintln!("ABSENT: import of real rows: {} is not there", file.display());
        return Ok(());
    }
    let city = City::init(gapura, &folder.join("surabaya"), "35.78")?;
    city.run(&["layanan", "terbitkan", "layanan"])?;
    let mapping = Path::new("wilayah/35.78/mediacenter.toml");
    measured("import_rows_surabaya", &city, &file, mapping, folder)
}

fn measured(name: &str, city: &City, file: &Path, mapping: &Path, folder: &Path) -> Result<()> {
    let text = |path: &Path| path.display().to_string();
    let (file, mapping) = (text(file), text(mapping));
    let list = text(&folder.join("catatan.csv"));
    let start = Instant::now();
    let said = city.run(&["--json", "import", "cases", &file, "--mapping", &mapping, "--tolakan", &list])?;
    let wall = start.elapsed().as_secs_f64();
    let last: Value = serde_json::from_str(said.lines().last().context("the import said nothing")?)?;
    let count = |key: &str| last[key].as_f64().unwrap_or(0.0);
    let rows = count("accepted") + count("repaired") + count("rejected");
    report::print(
        name,
        json!({
            "rows_per_s": (rows / wall).round(),
            "wall_s": report::round(wall),
            "rows": rows,
            "rejected": count("rejected"),
            "database": "sqlite, synchronous=FULL",
            "includes": "start of the program, figures up to date",
            "target_rows_per_s": 2000.0,
        }),
    );
    Ok(())
}

/// Rows of one year: half of them answered, each with a text of its own.
fn csv(cases: usize) -> String {
    let mut text = "id,masuk,dijawab,isi,alamat,topik,kecamatan,desa\n".to_owned();
    for row in 0..cases {
        let (month, day, hour) = (1 + row % 10, 1 + row % 28, row % 24);
        let answered = match row % 2 {
            0 => format!("2026-{month:02}-{day:02}T23:{:02}:00", row % 60),
            _ => String::new(),
        };
        let (district, village) = PLACES[row % PLACES.len()];
        let _ = writeln!(
            text,
            "{row},2026-{month:02}-{day:02}T{hour:02}:{:02}:00,{answered},\"Laporan ke-{row}: mohon diperiksa, sudah berhari-hari begini dan mengganggu warga\",Jalan Contoh {},{},{district},{village}",
            row % 60,
            row % 400,
            TOPICS[row % TOPICS.len()],
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_file_has_a_row_for_every_case() {
        assert_eq!(csv(CASES).lines().count(), CASES + 1);
    }
}
