//! `gapura import agencies FILE.csv`: which rows of a list of agencies are taken, mended, refused or already there.

use super::agencies::{Directory, Kind, Office, Title};
use kernel::Role;
use std::collections::{BTreeMap, HashSet};

/// A row that was refused or mended, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Line in the file, counted from 1.
    pub line: u64,
    /// What was written there as unit or name.
    pub row: String,
    /// Why, in Indonesian.
    pub reason: String,
}

/// What an import would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// New or changed agencies.
    pub accepted: u64,
    /// Taken after mending; the reasons stand in `remarks`.
    pub repaired: u64,
    /// Not taken; the reasons stand in `remarks`.
    pub rejected: u64,
    /// Already exactly so.
    pub unchanged: u64,
    /// Reasons, in the order of the file.
    pub remarks: Vec<Remark>,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    /// The bytes are no UTF-8.
    #[error("berkas bukan UTF-8 (bita ke-{0}); simpan ulang sebagai \"CSV UTF-8\"")]
    Encoding(usize),
    /// A column is missing.
    #[error("kolom `{0}` tidak ada; baris pertama harus memuat unit (atau slug) dan nama")]
    Column(&'static str),
    /// Quotes do not close.
    #[error("tidak terbaca sebagai CSV: {0}")]
    Broken(String),
}

struct Columns {
    unit: usize,
    name: usize,
    short: Option<usize>,
    outside: Option<usize>,
}

/// Compares the rows of a CSV file with what the region has. Columns `unit` (or `slug`), `nama` (or `name_id`),
/// optional `singkatan` (or `short`) and `id_lapor`; others are ignored. Gives the offices to be written and the report.
///
/// # Errors
/// The file as a whole cannot be read.
pub fn compare(bytes: &[u8], known: &Directory) -> Result<(Vec<Office>, Report), BadFile> {
    let mut reader = reader(bytes)?;
    let columns = columns(reader.headers().map_err(|error| BadFile::Broken(error.to_string()))?)?;
    let mut report = Report::default();
    let mut offices = Vec::new();
    let mut seen = HashSet::new();
    let mut position = known.offices().iter().filter(|office| office.kind == Kind::Agency).count();
    for row in reader.records() {
        let row = row.map_err(|error| BadFile::Broken(error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        position += 1;
        match judge(&row, &columns, known, &mut seen) {
            Ok(None) => report.unchanged += 1,
            Ok(Some((mut office, repair))) => {
                if known.office(&office.unit).is_none() {
                    office.position = i64::try_from(position).unwrap_or(i64::MAX);
                }
                match repair {
                    None => report.accepted += 1,
                    Some(reason) => {
                        report.repaired += 1;
                        report.remarks.push(Remark { line, row: office.unit.clone(), reason });
                    }
                }
                offices.push(office);
            }
            Err(reason) => {
                report.rejected += 1;
                let shown = row.get(columns.unit).unwrap_or_default();
                report.remarks.push(Remark { line, row: shown.chars().take(80).collect(), reason });
            }
        }
    }
    Ok((offices, report))
}

/// Reads UTF-8 with or without a byte order mark, separated by commas or semicolons, whichever the first line has more of.
fn reader(bytes: &[u8]) -> Result<csv::Reader<&[u8]>, BadFile> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| BadFile::Encoding(error.valid_up_to() + 1))?;
    let head = text.lines().next().unwrap_or("");
    let semicolons = head.matches(';').count() > head.matches(',').count();
    let delimiter = if semicolons { b';' } else { b',' };
    Ok(csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes))
}

fn columns(head: &csv::StringRecord) -> Result<Columns, BadFile> {
    let place = |names: &[&str]| head.iter().position(|cell| names.contains(&cell.trim().to_lowercase().as_str()));
    Ok(Columns {
        unit: place(&["unit", "slug"]).ok_or(BadFile::Column("unit"))?,
        name: place(&["nama", "name_id"]).ok_or(BadFile::Column("nama"))?,
        short: place(&["singkatan", "short"]),
        outside: place(&["id_lapor"]),
    })
}

type Judged = Result<Option<(Office, Option<String>)>, String>;

fn judge(row: &csv::StringRecord, columns: &Columns, known: &Directory, seen: &mut HashSet<String>) -> Judged {
    let cell = |place: Option<usize>| {
        let text = place.and_then(|place| row.get(place)).unwrap_or("");
        kernel::text::normal(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let written = cell(Some(columns.unit));
    let name = cell(Some(columns.name));
    if written.starts_with("wilayah.") {
        return Ok(None); // Offices of districts and villages come from the list of places.
    }
    if name.is_empty() || kernel::text::length(&name) > 200 {
        return Err("nama kosong atau lebih dari 200 karakter".to_owned());
    }
    let unit = slug(&written).ok_or("unit harus huruf kecil, angka, dan tanda hubung, misalnya dinas-pupr")?;
    if ["desa-", "kecamatan-"].iter().any(|prefix| unit.starts_with(prefix)) {
        return Err("kantor kecamatan dan desa dibuat dari daftar wilayah".to_owned());
    }
    if !seen.insert(unit.clone()) {
        return Err("unit ini sudah ada di baris sebelumnya".to_owned());
    }
    let before = known.office(&unit);
    let keep = |new: String, old: fn(&Office) -> &String| {
        if new.is_empty() { before.map(|office| old(office).clone()).unwrap_or_default() } else { new }
    };
    let mut short = keep(cell(columns.short), |office| &office.short);
    if short.is_empty() {
        short.clone_from(&name);
    }
    let office = Office {
        short,
        kind: Kind::Agency,
        position: before.map_or(0, |office| office.position),
        titles: before.map_or_else(usual_titles, |office| office.titles.clone()),
        outside: keep(cell(columns.outside).trim_end_matches(".0").to_owned(), |office| &office.outside),
        unit,
        name,
    };
    if before == Some(&office) {
        return Ok(None);
    }
    let repair = (office.unit != written).then(|| format!("unit `{written}` ditulis `{}`", office.unit));
    Ok(Some((office, repair)))
}

/// The unit id meant by what is written: small letters and hyphens; `None` if nothing usable is left.
fn slug(written: &str) -> Option<String> {
    let mended = written.to_lowercase().replace([' ', '_'], "-");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = mended.len() <= 60 && mended.starts_with(|c: char| c.is_ascii_lowercase()) && mended.chars().all(plain);
    fits.then_some(mended)
}

/// What every agency has even if nobody wrote it down: a head, and a liaison to whom transfers fall.
pub fn usual_titles() -> BTreeMap<String, Title> {
    let title = |name: &str, role| Title { name: name.to_owned(), role };
    BTreeMap::from([
        ("kepala".to_owned(), title("Kepala", Role::Head)),
        ("penghubung".to_owned(), title("Pejabat Penghubung", Role::Liaison)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(text: &str, known: &[Office]) -> (Vec<Office>, Report) {
        let directory = Directory::new("Kabupaten Jombang", known.to_vec(), &BTreeMap::new());
        compare(text.as_bytes(), &directory).unwrap()
    }

    const LIST: &str = "unit,nama,singkatan\ndinas-pupr,Dinas Pekerjaan Umum,DPUPR\nDinas Sosial,Dinas  Sosial,\n";

    #[test]
    fn a_second_run_changes_nothing() {
        let (offices, report) = import(LIST, &[]);
        assert_eq!((report.accepted, report.repaired, report.rejected, report.unchanged), (1, 1, 0, 0));
        assert_eq!(report.remarks[0].reason, "unit `Dinas Sosial` ditulis `dinas-sosial`");
        assert_eq!((offices[1].name.as_str(), offices[1].short.as_str()), ("Dinas Sosial", "Dinas Sosial"));
        let (offices, report) = import(LIST, &offices);
        assert_eq!((report.accepted, report.repaired, report.rejected, report.unchanged), (0, 0, 0, 2));
        assert_eq!(offices, []);
    }

    #[test]
    fn titles_and_short_names_survive_a_list_that_does_not_mention_them() {
        let (mut offices, _) = import(LIST, &[]);
        offices[0]
            .titles
            .insert("pelaksana".to_owned(), Title { name: "Pelaksana".to_owned(), role: Role::FieldOfficer });
        let (changed, report) = import("slug;name_id\ndinas-pupr;Dinas PUPR\n", &offices);
        assert_eq!(report.accepted, 1);
        assert_eq!((changed[0].name.as_str(), changed[0].short.as_str()), ("Dinas PUPR", "DPUPR"));
        assert!(changed[0].titles.contains_key("pelaksana"));
    }

    #[test]
    fn each_refused_row_says_why_and_where() {
        let (offices, report) = import(
            "unit,nama\n,Tanpa unit\ndinas-pupr,\n#!,Aneh\ndesa-35.17.01.2001,Desa\ndlh,Lingkungan\ndlh,Lingkungan\nwilayah.desa,Desa\n",
            &[],
        );
        assert_eq!(offices.len(), 1);
        assert_eq!((report.accepted, report.rejected, report.unchanged), (1, 5, 1));
        let lines: Vec<u64> = report.remarks.iter().map(|remark| remark.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 7]);
    }

    #[test]
    fn a_file_that_is_no_list_is_refused_as_a_whole() {
        let directory = Directory::default();
        assert_eq!(compare(b"unit,nama\ndlh,\xff\xfe\n", &directory).unwrap_err(), BadFile::Encoding(15));
        assert_eq!(compare(b"kode,nama\n1,x\n", &directory).unwrap_err(), BadFile::Column("unit"));
        assert_eq!(compare(b"", &directory).unwrap_err(), BadFile::Column("unit"));
    }
}
