//! A file that was taken: CSV of any size, or a workbook.

use crate::failed::Failed;
use crate::model::{Drop, Feed};
use crate::taking::Taking;
use crate::value::Written;
use sheet::grid::{self, Wanted};
use sheet::table::Sound;
use std::path::Path;

/// Largest workbook in bytes, packed; one has to be whole in memory.
const LARGEST_BOOK: u64 = 32 << 20;
/// Most bytes that a workbook may become.
const UNPACKED: u64 = 256 << 20;
/// Most columns that are looked at.
const WIDEST: u32 = 500;

/// Reads all rows of a copy that nobody else writes to.
///
/// # Errors
/// It is no table, or has another shape than the mapping file says.
pub(crate) fn read(feed: &Feed, drop: &Drop, copy: &Path, taking: &mut Taking) -> Result<(), Failed> {
    let start = first_bytes(copy)?;
    if start.starts_with(b"PK") { workbook(feed, drop, copy, taking) } else { csv(copy, taking) }
}

fn first_bytes(copy: &Path) -> Result<Vec<u8>, Failed> {
    use std::io::Read as _;
    let mut start = Vec::new();
    let file = std::fs::File::open(copy).map_err(|_| Failed::Replaced)?;
    file.take(4).read_to_end(&mut start).map_err(|_| Failed::Replaced)?;
    Ok(start)
}

fn csv(copy: &Path, taking: &mut Taking) -> Result<(), Failed> {
    let unreadable = |error: sheet::table::BadTable| Failed::Unreadable(error.to_string());
    let sound = Sound::check(&sheet::Source::Path(copy.to_owned())).map_err(unreadable)?;
    taking.notes.extend(sound.notes());
    taking.header(&sound.header, Written::Csv)?;
    let mut rows = sound.rows().map_err(unreadable)?;
    while let Some(row) = rows.next_row().map_err(unreadable)? {
        taking.row(row.line, &row.fields)?;
    }
    Ok(())
}

fn workbook(feed: &Feed, drop: &Drop, copy: &Path, taking: &mut Taking) -> Result<(), Failed> {
    let size = std::fs::metadata(copy).map_or(0, |about| about.len());
    if size > LARGEST_BOOK {
        return Err(Failed::Unreadable("berkas Excel lebih dari 32 MB; kirim sebagai CSV".to_owned()));
    }
    let bytes = std::fs::read(copy).map_err(|_| Failed::Replaced)?;
    let longest = feed.rules.most_rows.saturating_add(drop.header).saturating_add(1);
    let wanted =
        Wanted { sheet: drop.sheet.as_deref(), header: drop.header, widest: WIDEST, longest, unpacked: UNPACKED };
    let grid = grid::workbook(&bytes, &wanted).map_err(|error| Failed::Unreadable(error.to_string()))?;
    if grid.cut {
        let most = feed.rules.most_rows;
        return Err(Failed::Unreadable(format!("lebih dari {most} baris atau {WIDEST} kolom")));
    }
    if !grid.merged.is_empty() {
        let shown: Vec<&str> = grid.merged.iter().take(5).map(String::as_str).collect();
        taking.notes.push(format!("sel yang digabung dibaca sebagai satu sel: {}", shown.join(", ")));
    }
    taking.header(&grid.head, Written::Workbook)?;
    for (row, cells) in &grid.rows {
        taking.row(*row as u64, cells)?;
    }
    Ok(())
}
