//! Reading ARCHITECTURE.md: its tables are rules, not prose.

use anyhow::{Context, Result, bail};

/// A markdown table: the cells of its head and of each row, trimmed.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// One row of the floor table.
#[derive(Debug, PartialEq, Eq)]
pub struct FloorRow {
    pub name: String,
    pub floor: Floor,
    pub may: May,
    /// Words of the table of banned things.
    pub never: Vec<String>,
}

/// Where a crate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    Number(u8),
    Beside,
}

/// What a crate may depend on.
#[derive(Debug, PartialEq, Eq)]
pub enum May {
    Nothing,
    /// These crates by name.
    Names(Vec<String>),
    /// Every crate on these floors.
    UpTo(u8),
    Everything,
}

/// A word of the column "must never touch" and what it stands for.
#[derive(Debug, PartialEq, Eq)]
pub struct Banned {
    pub word: String,
    /// Outside crates.
    pub crates: Vec<String>,
    /// Paths that may not be written in its sources, for example `std::fs`.
    pub paths: Vec<String>,
}

/// Every table of a markdown text, in order.
pub fn tables(text: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut block: Vec<Vec<String>> = Vec::new();
    for line in text.lines().chain([""]) {
        if line.trim_start().starts_with('|') {
            block.push(cells(line));
        } else if !block.is_empty() {
            found.extend(table_of(std::mem::take(&mut block)));
        }
    }
    found
}

fn table_of(block: Vec<Vec<String>>) -> Option<Table> {
    let mut lines = block.into_iter();
    let head = lines.next()?;
    let rule = lines.next()?;
    let is_rule = |cell: &String| !cell.is_empty() && cell.chars().all(|c| "-: ".contains(c));
    rule.iter().all(is_rule).then(|| Table { head, rows: lines.collect() })
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The one table whose head begins with these cells.
pub fn table<'a>(tables: &'a [Table], head: &[&str]) -> Result<&'a Table> {
    tables
        .iter()
        .find(|table| table.head.iter().map(String::as_str).eq(head.iter().copied()))
        .with_context(|| format!("ARCHITECTURE.md has no table | {} |", head.join(" | ")))
}

/// The floor table.
pub fn floor_rows(text: &str) -> Result<Vec<FloorRow>> {
    let all = tables(text);
    let head = ["crate", "floor", "may depend on", "must never touch"];
    let rows = &table(&all, &head)?.rows;
    rows.iter().map(|row| floor_row(row)).collect()
}

fn floor_row(row: &[String]) -> Result<FloorRow> {
    let [name, floor, may, never] = row else {
        bail!("floor table: a row has {} cells: {row:?}", row.len());
    };
    let floor = match floor.as_str() {
        "beside" => Floor::Beside,
        number => Floor::Number(number.parse().with_context(|| format!("floor table: `{number}` is no floor"))?),
    };
    Ok(FloorRow { name: plain(name), floor, may: may_of(may)?, never: list(never) })
}

fn may_of(cell: &str) -> Result<May> {
    if let Some(floors) = cell.strip_prefix("floors 0–") {
        let top = floors.parse();
        return Ok(May::UpTo(top.with_context(|| format!("floor table: `{cell}` names no floors"))?));
    }
    Ok(match cell {
        "–" => May::Nothing,
        "everything" => May::Everything,
        names => May::Names(list(names)),
    })
}

/// What the words of the column "must never touch" stand for.
pub fn banned(text: &str) -> Result<Vec<Banned>> {
    let all = tables(text);
    let rows = &table(&all, &["word", "outside crates", "in its sources"])?.rows;
    rows.iter()
        .map(|row| match row.as_slice() {
            [word, crates, paths] => Ok(Banned { word: plain(word), crates: list(crates), paths: list(paths) }),
            _ => bail!("table of banned things: a row has {} cells", row.len()),
        })
        .collect()
}

/// Rows of the guide: what one looks for, and where to go.
pub fn guide(text: &str) -> Result<Vec<(String, String)>> {
    let all = tables(text);
    let rows = &table(&all, &["looking for …", "go to …"])?.rows;
    rows.iter()
        .map(|row| match row.as_slice() {
            [looking, go] => Ok((looking.clone(), go.clone())),
            _ => bail!("guide: a row has {} cells: {row:?}", row.len()),
        })
        .collect()
}

/// The words between backticks.
pub fn quoted(cell: &str) -> Vec<String> {
    let parts = cell.split('`').skip(1).step_by(2);
    parts.map(str::to_owned).collect()
}

fn plain(cell: &str) -> String {
    cell.trim_matches('`').to_owned()
}

fn list(cell: &str) -> Vec<String> {
    cell.split(',').map(|item| plain(item.trim())).filter(|item| !item.is_empty() && item != "–").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLOORS: &str = "\
Some words | with a bar

| crate | floor | may depend on | must never touch |
|---|---|---|---|
| `kernel` | 0 | – | async, database |
| `web` | 1 | `kernel`, `definition` | – |
| `desk` | 2 | floors 0–1 | database |
| `gapura` | 3 | everything | – |
| `xtask` | beside | – | – |
";

    #[test]
    fn the_floor_table_is_read_row_by_row() {
        let rows = floor_rows(FLOORS).unwrap();
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[0].may, May::Nothing);
        assert_eq!(rows[0].never, ["async", "database"]);
        assert_eq!(rows[1].may, May::Names(vec!["kernel".into(), "definition".into()]));
        assert_eq!(rows[2].may, May::UpTo(1));
        assert_eq!(rows[3].may, May::Everything);
        assert_eq!(rows[4].floor, Floor::Beside);
    }

    #[test]
    fn a_floor_that_is_no_number_is_an_error_that_names_it() {
        let text = FLOORS.replace("| 0 |", "| attic |");
        let error = floor_rows(&text).unwrap_err();
        assert!(format!("{error:#}").contains("attic"));
    }

    #[test]
    fn a_missing_table_is_an_error_that_shows_its_head() {
        let error = guide(FLOORS).unwrap_err();
        assert!(format!("{error:#}").contains("looking for …"));
    }

    #[test]
    fn lines_with_bars_but_without_a_rule_are_no_table() {
        assert!(tables("| a | b |\n| c | d |\n").is_empty());
        assert_eq!(tables("| a |\n|---|\n| b |").len(), 1);
    }

    #[test]
    fn words_between_backticks_are_quoted_words() {
        assert_eq!(quoted("see `a/b` and `c`"), ["a/b", "c"]);
        assert!(quoted("nothing").is_empty());
    }

    #[test]
    fn banned_words_name_crates_and_paths() {
        let text = "| word | outside crates | in its sources |\n|---|---|---|\n\
                    | io | `tempfile` | `std::fs`, `std::net` |\n| http | `axum` | – |\n";
        let words = banned(text).unwrap();
        assert_eq!(words[0].paths, ["std::fs", "std::net"]);
        assert!(words[1].paths.is_empty());
        assert_eq!(words[1].crates, ["axum"]);
    }
}
