//! Register numbers (`surat.ID.nomor`, semantics R58): one series per year and everything in the pattern that does not
//! count or change within a year, so that no two letters of a region can bear the same number.

use definition::model::{Part, Template};
use jiff::civil::Date;

/// What a pattern may name beside the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Code of the region.
    pub region: String,
    /// Code of the unit: its short name.
    pub unit: String,
}

/// A pattern with everything known but the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The series from which the count is drawn.
    pub series: String,
    parts: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Count(usize),
}

const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

impl Pattern {
    /// The pattern for a letter dated `date`.
    pub fn new(template: &Template, place: &Place, date: Date) -> Self {
        let mut series = format!("letters/{}/", date.year());
        let mut parts = Vec::new();
        for part in &template.parts {
            match part {
                Part::Text(text) => {
                    series.push_str(text);
                    parts.push(Piece::Text(text.clone()));
                }
                Part::Slot(slot) => {
                    let (name, width) = slot.split_once(':').unwrap_or((slot, "1"));
                    parts.push(match name {
                        "urut" => Piece::Count(width.parse().unwrap_or(1)),
                        _ => Piece::Text(known(name, place, date)),
                    });
                    // The month turns without the count starting anew.
                    let steady = matches!(name, "kode_wilayah" | "kode_unit");
                    series.push_str(&if steady { known(name, place, date) } else { format!("{{{name}}}") });
                }
            }
        }
        Self { series, parts }
    }

    /// The number with this count.
    pub fn number(&self, count: u64) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Count(width) => format!("{count:0width$}", width = *width),
        };
        self.parts.iter().map(text).collect()
    }
}

fn known(name: &str, place: &Place, date: Date) -> String {
    let month = usize::try_from(date.month()).unwrap_or(1);
    match name {
        "kode_wilayah" => place.region.clone(),
        "kode_unit" => place.unit.clone(),
        "bulan" => format!("{month:02}"),
        "bulan_romawi" => ROMAN.get(month.saturating_sub(1)).copied().unwrap_or_default().to_owned(),
        "tahun" => date.year().to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn template(text: &str) -> Template {
        let mut parts = Vec::new();
        for (index, piece) in text.split(['{', '}']).enumerate() {
            if !piece.is_empty() {
                parts.push(if index % 2 == 1 { Part::Slot(piece.into()) } else { Part::Text(piece.into()) });
            }
        }
        Template { parts }
    }

    fn pattern(text: &str, unit: &str, date: Date) -> Pattern {
        Pattern::new(&template(text), &Place { region: "35.17".into(), unit: unit.into() }, date)
    }

    const FULL: &str = "470/{urut:03}/{kode_unit}/{kode_wilayah}/{bulan_romawi}/{bulan}/{tahun}";

    #[test]
    fn every_slot_of_a_pattern_is_filled() {
        let number = pattern(FULL, "DUKCAPIL", date(2027, 4, 5)).number(7);
        assert_eq!(number, "470/007/DUKCAPIL/35.17/IV/04/2027");
    }

    #[test]
    fn a_count_wider_than_its_place_is_written_in_full() {
        assert_eq!(pattern("{urut:02}/{tahun}", "A", date(2027, 1, 1)).number(1234), "1234/2027");
    }

    #[test]
    fn the_count_goes_on_over_months_and_starts_anew_with_the_year() {
        let series = |on| pattern(FULL, "A", on).series;
        assert_eq!(series(date(2027, 1, 31)), series(date(2027, 2, 1)));
        assert_ne!(series(date(2027, 12, 31)), series(date(2028, 1, 1)));
    }

    #[test]
    fn two_units_share_a_series_only_where_their_numbers_would_look_alike() {
        let on = date(2027, 1, 1);
        assert_ne!(pattern(FULL, "A", on).series, pattern(FULL, "B", on).series);
        assert_eq!(pattern("{urut}/{tahun}", "A", on).series, pattern("{urut:04}/{tahun}", "B", on).series);
    }
}
