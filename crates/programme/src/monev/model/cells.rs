//! A step as cells of text: what a form sends, and what stands in a row of a spreadsheet.

pub use crate::model::cells::Cells;

use super::budget::{BadMoney, Budget, money};
use super::step::Step;
use crate::reference::{called, reference};

/// The columns, in the order of the file.
pub const COLUMNS: [&str; 26] = [
    "id",
    "opd",
    "program",
    "langkah",
    "mulai",
    "selesai",
    "bobot",
    "penanggung_jawab",
    "bukti",
    "sumber",
    "tw1",
    "tw2",
    "tw3",
    "tw4",
    "b01",
    "b02",
    "b03",
    "b04",
    "b05",
    "b06",
    "b07",
    "b08",
    "b09",
    "b10",
    "b11",
    "b12",
];
/// Columns without which a file is no action plan.
pub const NEEDED: [&str; 7] = ["opd", "program", "langkah", "mulai", "selesai", "penanggung_jawab", "bukti"];

const MONTHS: [(&str, &str); 12] = [
    ("januari", "january"),
    ("februari", "february"),
    ("maret", "march"),
    ("april", "april"),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("agustus", "august"),
    ("september", "september"),
    ("oktober", "october"),
    ("november", "november"),
    ("desember", "december"),
];

/// Why a cell is refused. The code is part of the key of a text (`aksi-salah-CODE`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The column.
    pub column: &'static str,
    /// `kosong`, `panjang`, `bulan`, `urutan`, `bobot`, `uang`, `mendua`, `dobel`, `sumber`, `opd`, `bukan-opd`, `program`,
    /// `bukan-program`, `dua-baris`, `terkunci`, `id`.
    pub code: &'static str,
    /// What was written there, cut to 60 characters.
    pub value: String,
}

impl Mistake {
    /// A mistake in a cell.
    pub fn new(column: &'static str, code: &'static str, value: &str) -> Self {
        Self { column, code, value: value.chars().take(60).collect() }
    }
}

/// A month by its number or its name, whole or its first three letters, in either language.
pub fn month(text: &str) -> Option<u8> {
    let text = text.trim().to_lowercase();
    if let Ok(number) = text.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let named = |name: &str| name == text || (text.len() == 3 && name.starts_with(&text));
    let at = MONTHS.iter().position(|(id, en)| named(id) || named(en))?;
    u8::try_from(at + 1).ok()
}

/// The cells of a step; agency and promise are as the caller wants them read again.
pub fn cells(id: &str, unit: &str, promise: &str, step: &Step) -> Cells {
    let amount = |amount: i64| if amount == 0 { String::new() } else { amount.to_string() };
    let texts = [
        ("id", id.to_owned()),
        ("opd", unit.to_owned()),
        ("program", promise.to_owned()),
        ("langkah", step.name.clone()),
        ("mulai", step.first.to_string()),
        ("selesai", step.last.to_string()),
        ("bobot", step.weight.to_string()),
        ("penanggung_jawab", step.person.clone()),
        ("bukti", step.proof.clone()),
        ("sumber", step.source.clone()),
    ];
    let money = step.budget.quarters.iter().chain(&step.budget.months).map(|one| amount(*one));
    texts.into_iter().chain(COLUMNS.iter().skip(texts_len()).copied().zip(money)).collect()
}

/// Columns before the money.
const fn texts_len() -> usize {
    COLUMNS.len() - 16
}

struct Reader<'a> {
    cells: &'a Cells,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, column: &'static str, code: &'static str) {
        self.mistakes.push(Mistake::new(column, code, self.cells.get(column)));
    }

    fn text(&mut self, column: &'static str, least: usize, most: usize) -> String {
        let text = kernel::text::normal(self.cells.get(column));
        let length = text.chars().count();
        if length < least {
            self.wrong(column, "kosong");
        } else if length > most {
            self.wrong(column, "panjang");
        }
        text
    }

    fn month(&mut self, column: &'static str) -> u8 {
        month(self.cells.get(column)).unwrap_or_else(|| {
            self.wrong(column, "bulan");
            0
        })
    }

    fn budget(&mut self) -> Budget {
        let mut budget = Budget::default();
        let places = budget.quarters.iter_mut().chain(&mut budget.months);
        let columns = COLUMNS.iter().skip(texts_len());
        for (column, place) in columns.zip(places) {
            match money(self.cells.get(column)) {
                Ok(amount) => *place = amount,
                Err(BadMoney::Ambiguous) => self.wrong(column, "mendua"),
                Err(BadMoney::None) => self.wrong(column, "uang"),
            }
        }
        for quarter in budget.twice() {
            let column = COLUMNS.get(texts_len() + usize::from(quarter) - 1).copied().unwrap_or("tw1");
            self.wrong(column, "dobel");
        }
        budget
    }

    fn source(&mut self, budget: &Budget) -> String {
        let text = self.cells.get("sumber");
        let known = called(&reference().funds, text).map(str::to_owned);
        match (text.is_empty(), known) {
            (true, _) if budget.total() == 0 => String::new(),
            (_, Some(known)) => known,
            _ => {
                self.wrong("sumber", "sumber");
                String::new()
            }
        }
    }
}

/// The step that some cells say, under a promise that the caller found.
///
/// # Errors
/// Every cell that is wrong.
pub fn read(cells: &Cells, promise: &str) -> Result<Step, Vec<Mistake>> {
    let mut reader = Reader { cells, mistakes: Vec::new() };
    let name = reader.text("langkah", 3, 200);
    let (first, last) = (reader.month("mulai"), reader.month("selesai"));
    if first > 0 && last > 0 && last < first {
        reader.wrong("selesai", "urutan");
    }
    let weight = match cells.get("bobot") {
        "" => 1,
        text => text.parse().ok().filter(|weight| (1..=1000).contains(weight)).unwrap_or_else(|| {
            reader.wrong("bobot", "bobot");
            1
        }),
    };
    let person = reader.text("penanggung_jawab", 3, 120);
    let proof = reader.text("bukti", 3, 300);
    let budget = reader.budget();
    let source = reader.source(&budget);
    let step = Step { promise: promise.to_owned(), name, first, last, weight, person, source, budget, proof };
    if reader.mistakes.is_empty() { Ok(step) } else { Err(reader.mistakes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sound() -> Vec<(&'static str, &'static str)> {
        vec![
            ("langkah", "Survei lokasi"),
            ("mulai", "Februari"),
            ("selesai", "4"),
            ("penanggung_jawab", "Kepala Bidang"),
            ("bukti", "Berita acara survei"),
            ("sumber", "apbd"),
            ("tw1", "Rp 1.500.000"),
            ("b04", "250000"),
        ]
    }

    fn codes(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
        let cells: Cells = sound().into_iter().chain(changes.iter().copied()).collect();
        read(&cells, "p").err().unwrap_or_default().into_iter().map(|one| (one.column, one.code)).collect()
    }

    #[test]
    fn each_wrong_cell_is_named_with_what_is_wrong() {
        assert_eq!(codes(&[]), []);
        assert_eq!(codes(&[("mulai", "13"), ("selesai", "Mai")]), [("mulai", "bulan"), ("selesai", "bulan")]);
        assert_eq!(codes(&[("selesai", "jan")]), [("selesai", "urutan")]);
        assert_eq!(codes(&[("bobot", "0"), ("sumber", "kas")]), [("bobot", "bobot"), ("sumber", "sumber")]);
        assert_eq!(codes(&[("tw1", "1.250"), ("b05", "1,5")]), [("tw1", "mendua"), ("b05", "uang")]);
        assert_eq!(codes(&[("tw2", "5000000")]), [("tw2", "dobel")]);
        assert_eq!(codes(&[("langkah", ""), ("sumber", "")]), [("langkah", "kosong"), ("sumber", "sumber")]);
    }

    #[test]
    fn months_are_known_by_number_and_by_name() {
        for (text, number) in [("1", 1), ("Agustus", 8), ("aug", 8), ("MEI", 5), ("may", 5), ("Des", 12)] {
            assert_eq!(month(text), Some(number), "{text}");
        }
        for text in ["0", "13", "", "ma", "juno"] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(first in 1_u8..=12, length in 0_u8..12, weight in 1_i64..=1000, amount in 0_i64..10_000_000) {
            let mut budget = Budget::default();
            budget.quarters[0] = amount;
            budget.months[11] = amount / 3;
            let source = if budget.total() > 0 { "apbd" } else { "" };
            let step = Step {
                promise: "p".into(), name: "Survei".into(), first, last: (first + length).min(12), weight,
                person: "Kepala".into(), source: source.into(), budget, proof: "Foto".into(),
            };
            prop_assert_eq!(read(&cells("i", "u", "p", &step), "p").unwrap(), step);
        }
    }
}
