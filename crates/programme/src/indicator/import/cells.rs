//! The table itself: its columns, its cells, and what can be read out of each.

use super::{Line, MOST, Remark, Weight, sound};
use crate::indicator::model::Library;
use crate::indicator::typed;
use definition::{Say, names};
use jiff::civil::Date;

/// The columns in the order of the empty table.
pub(super) const COLUMNS: [&str; 5] = ["indikator", "periode", "nilai", "catatan", "tautan"];

/// A table cut into cells.
pub(super) struct Cells {
    rows: Vec<(usize, Vec<String>)>,
    /// Where each of [`COLUMNS`] stands.
    places: [Option<usize>; 5],
}

/// One row of it.
pub(super) struct Row<'a> {
    number: usize,
    cells: &'a [String],
    places: &'a [Option<usize>; 5],
}

fn fault(cell: &str, id: impl Into<String>, en: impl Into<String>) -> Remark {
    Remark { cell: cell.to_owned(), weight: Weight::Rejected, say: Say::new(id, en) }
}

impl Cells {
    /// Cuts a text at commas, semicolons or tabs, whichever its first line has.
    pub fn read(bytes: &[u8]) -> Result<Self, Remark> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            fault(
                "A1",
                "berkas bukan teks UTF-8; simpan sebagai CSV UTF-8",
                "the file is no UTF-8 text; save it as CSV UTF-8",
            )
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().next().unwrap_or_default();
        let by = [b';', b'\t', b','].into_iter().max_by_key(|sign| first.bytes().filter(|byte| byte == sign).count());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(by.unwrap_or(b','))
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                fault(&format!("A{line}"), "baris ini tidak terbaca", "this row cannot be read")
            })?;
            let line = line_at(text, record.position().map_or(0, csv::Position::byte));
            rows.push((line, record.iter().map(kernel::text::normal).collect::<Vec<String>>()));
        }
        rows.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        if rows.is_empty() {
            return Err(fault("A1", "tabel ini kosong", "the table is empty"));
        }
        let (line, head) = rows.remove(0);
        if rows.len() > MOST {
            let (id, en) = (format!("paling banyak {MOST} baris"), format!("at most {MOST} rows"));
            return Err(fault(&format!("A{}", MOST + 2), id, en));
        }
        Ok(Self { places: places(line, &head)?, rows })
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(number, cells)| Row { number: *number, cells, places: &self.places })
    }
}

/// The line of the file, from 1, in which a record begins; the reader stops between the two signs of a line's end.
fn line_at(text: &str, byte: u64) -> usize {
    let at = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let bytes = text.as_bytes();
    let begins = (at..bytes.len()).find(|at| !matches!(bytes.get(*at), Some(b'\r' | b'\n'))).unwrap_or(at);
    bytes.iter().take(begins).filter(|byte| **byte == b'\n').count() + 1
}

/// Where the columns stand; an unknown or missing one is named by its cell.
fn places(line: usize, head: &[String]) -> Result<[Option<usize>; 5], Remark> {
    let mut places = [None; 5];
    for (at, name) in head.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let lower = name.to_lowercase();
        let cell = format!("{}{line}", letter(at));
        let Some(known) = COLUMNS.iter().position(|column| *column == lower) else {
            let near = names::nearest(&lower, COLUMNS).map_or_else(String::new, |near| format!(" ({near}?)"));
            return Err(fault(
                &cell,
                format!("kolom `{name}` tidak dikenal{near}; kolomnya: {}", COLUMNS.join(", ")),
                format!("the column `{name}` is not known{near}; the columns are: {}", COLUMNS.join(", ")),
            ));
        };
        if places[known].replace(at).is_some() {
            return Err(fault(
                &cell,
                format!("kolom `{name}` ditulis dua kali"),
                format!("the column `{name}` is there twice"),
            ));
        }
    }
    if let Some((name, _)) = COLUMNS.iter().zip(&places).take(3).find(|(_, place)| place.is_none()) {
        return Err(fault(
            &format!("{}{line}", letter(head.len())),
            format!("kolom `{name}` tidak ada"),
            format!("the column `{name}` is missing"),
        ));
    }
    Ok(places)
}

/// `A` for the first column; a table has no more than 26 that matter.
fn letter(at: usize) -> char {
    u8::try_from(at).ok().filter(|at| *at < 26).map_or('Z', |at| char::from(b'A' + at))
}

impl Row<'_> {
    fn cell(&self, column: usize) -> &str {
        let place = self.places.get(column).copied().flatten();
        place.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn name(&self, column: usize) -> String {
        let place = self.places.get(column).copied().flatten().unwrap_or(column);
        format!("{}{}", letter(place), self.number)
    }

    fn remark(&self, column: usize, weight: Weight, id: impl Into<String>, en: impl Into<String>) -> Remark {
        Remark { cell: self.name(column), weight, say: Say::new(id, en) }
    }

    /// That the same period of the same indicator stands above.
    pub fn twice(&self) -> Remark {
        self.remark(
            1,
            Weight::Rejected,
            "indikator dan periode ini sudah ada di baris lain",
            "this indicator and period stand in another row already",
        )
    }

    /// Everything that can be read out of the row.
    pub fn line(&self, library: &'static Library, today: Date) -> Line {
        let mut line = Line {
            number: self.number,
            indicator: None,
            period: None,
            value: None,
            note: self.cell(3).to_owned(),
            link: self.cell(4).to_owned(),
            remarks: Vec::new(),
            unchanged: false,
        };
        self.indicator(library, &mut line);
        self.period(&mut line);
        self.value(&mut line);
        if !line.link.is_empty() && !line.link.starts_with("https://") {
            let remark =
                self.remark(4, Weight::Rejected, "tautan harus diawali https://", "the link must begin with https://");
            line.remarks.push(remark);
        }
        if let (Some(one), Some(period), Some(value)) = (line.indicator, line.period, line.value)
            && let Some((column, say)) = sound(one, period, value, today)
        {
            line.remarks.push(Remark { cell: self.name(column), weight: Weight::Rejected, say });
        }
        line
    }

    fn indicator(&self, library: &'static Library, line: &mut Line) {
        let written = self.cell(0);
        let id = written.to_lowercase().replace([' ', '-', '.'], "_");
        line.indicator = library.get(&id);
        if line.indicator.is_none() {
            let near = names::nearest(&id, library.iter().map(|one| one.id.as_str()));
            let near = near.map_or_else(String::new, |near| format!(" ({near}?)"));
            let (say, english) =
                (format!("kode `{written}` tidak ada{near}"), format!("there is no code `{written}`{near}"));
            line.remarks.push(self.remark(0, Weight::Rejected, say, english));
        } else if id != written {
            let (say, english) = (format!("dibaca sebagai `{id}`"), format!("read as `{id}`"));
            line.remarks.push(self.remark(0, Weight::Repaired, say, english));
        }
    }

    fn period(&self, line: &mut Line) {
        let written = self.cell(1);
        let repaired = mended(written);
        line.period = repaired.parse().ok();
        if line.period.is_none() {
            let (say, english) = (
                format!("`{written}` bukan periode; tulis 2026-11, 2026-T4 atau 2026"),
                format!("`{written}` is no period; write 2026-11, 2026-T4 or 2026"),
            );
            line.remarks.push(self.remark(1, Weight::Rejected, say, english));
        } else if repaired != written {
            let (say, english) = (format!("dibaca sebagai {repaired}"), format!("read as {repaired}"));
            line.remarks.push(self.remark(1, Weight::Repaired, say, english));
        }
    }

    fn value(&self, line: &mut Line) {
        let written = self.cell(2);
        let Some((value, repaired)) = typed::number(written) else {
            let (say, english) = (
                format!("`{written}` bukan angka; kosongkan barisnya bila belum ada"),
                format!("`{written}` is no number; leave the row out while there is none"),
            );
            line.remarks.push(self.remark(2, Weight::Rejected, say, english));
            return;
        };
        line.value = Some(value);
        if repaired {
            let (say, english) = (format!("dibaca sebagai {value}"), format!("read as {value}"));
            line.remarks.push(self.remark(2, Weight::Repaired, say, english));
        }
    }
}

/// `2026/11`, `2026-4`, `2026-t4`, `2026 TW4` as they are meant.
fn mended(written: &str) -> String {
    let plain = written.to_uppercase().replace("TW", "T").replace(['/', ' ', '.'], "-").replace("--", "-");
    match plain.split_once('-') {
        Some((year, month)) if month.len() == 1 && month.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{year}-0{month}")
        }
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::period::Period;

    #[test]
    fn periods_are_read_as_they_are_meant() {
        for (written, meant) in
            [("2026/11", "2026-11"), ("2026-4", "2026-04"), ("2026 tw4", "2026-T4"), ("2026", "2026")]
        {
            assert_eq!(mended(written), meant);
            assert!(mended(written).parse::<Period>().is_ok(), "{written}");
        }
    }
}
