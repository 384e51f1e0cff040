//! The signed summary of a region: what it says, how it is written, and everything that is refused about one. The format is
//! described in `docs/gerakan.md`.

use super::signed::{PublicKey, SecretKey, canonical, sha256};
use jiff::civil::Date;
use kernel::{FactValue, Instant};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the file calls itself.
pub const FORMAT: &str = "gapura-ringkasan-gerakan";
/// The version of the format that this program writes and reads.
pub const VERSION: i64 = 1;
/// Most bytes of a file.
pub const MOST: usize = 256 * 1024;
/// Seconds by which the clocks of two installations may differ.
const DRIFT: i64 = 3600;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it is called, in Indonesian.
    pub nama: String,
    /// Its value, exact.
    pub nilai: FactValue,
    /// Up to which moment everything is counted, in seconds since 1970.
    pub per: Instant,
}

/// What a region says of itself: figures only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Code of the region.
    pub daerah: String,
    /// Its name.
    pub nama: String,
    /// The year.
    pub tahun: i64,
    /// First day that is counted.
    pub dari: Date,
    /// Last day that is counted.
    pub sampai: Date,
    /// When it was made, in seconds since 1970.
    pub dibuat: Instant,
    /// Figures by the id of their fact.
    pub angka: BTreeMap<String, Figure>,
}

/// Why a file is not believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bad {
    /// It is no JSON.
    Json {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// It is larger than any summary.
    Large,
    /// It is JSON, but no summary in this version of the format.
    Format,
    /// It was altered after it was signed.
    Altered {
        /// The region that it claims to come from.
        claims: String,
    },
    /// Nobody registered this key.
    UnknownKey {
        /// The region that it claims to come from.
        claims: String,
        /// The key's fingerprint.
        fingerprint: String,
    },
    /// The key belongs to another region.
    OtherKey {
        /// The region that it claims to come from.
        claims: String,
        /// The region that registered the key.
        owner: String,
    },
    /// The region has a newer key.
    OldKey {
        /// The region that it claims to come from.
        claims: String,
    },
    /// A newer summary of the region is kept.
    Older {
        /// The region.
        claims: String,
        /// When the kept one was made.
        newest: Instant,
    },
    /// First and last day, year and time of making do not fit, or lie ahead.
    Period {
        /// The region.
        claims: String,
    },
    /// The region is none that this installation steers.
    Foreign {
        /// The region that it claims to come from.
        claims: String,
    },
}

impl Bad {
    /// Stable word for events and keys of texts.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Json { .. } => "json",
            Self::Large => "besar",
            Self::Format => "bentuk",
            Self::Altered { .. } => "diubah",
            Self::UnknownKey { .. } => "kunci-asing",
            Self::OtherKey { .. } => "kunci-lain",
            Self::OldKey { .. } => "kunci-lama",
            Self::Older { .. } => "lama",
            Self::Period { .. } => "masa",
            Self::Foreign { .. } => "bukan-daerah",
        }
    }

    /// The region that the file claims to come from, where it could be read.
    pub fn claims(&self) -> &str {
        match self {
            Self::Json { .. } | Self::Large | Self::Format => "",
            Self::Altered { claims }
            | Self::UnknownKey { claims, .. }
            | Self::OtherKey { claims, .. }
            | Self::OldKey { claims }
            | Self::Older { claims, .. }
            | Self::Period { claims }
            | Self::Foreign { claims } => claims,
        }
    }
}

/// A file whose signature fits the key that stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub summary: Summary,
    /// The key that signed it.
    pub key: PublicKey,
    /// SHA-256 of its bytes.
    pub digest: String,
}

/// What is signed: the content in its one form, and before it the format, so that no other text can be taken for one.
fn signed_text(content: &Value) -> Option<String> {
    Some(format!("{FORMAT}/{VERSION}\n{}", canonical(content)?))
}

/// The file of a summary; `None` where it cannot be written, which no summary is.
pub fn write(summary: &Summary, key: &SecretKey) -> Option<String> {
    let content = serde_json::to_value(summary).ok()?;
    let signature = key.sign(&signed_text(&content)?);
    let file = json!({
        "format": FORMAT, "versi": VERSION, "isi": content, "kunci": key.public().to_string(), "tanda": signature,
    });
    Some(canonical(&file)? + "\n")
}

/// Reads a file and checks its signature against the key that stands in it. Whose key that is, [`judge`] decides.
///
/// # Errors
/// No JSON, no summary, or altered: every byte counts, also those between the words.
pub fn open(bytes: &[u8]) -> Result<Opened, Bad> {
    if bytes.len() > MOST {
        return Err(Bad::Large);
    }
    let file: Value =
        serde_json::from_slice(bytes).map_err(|error| Bad::Json { line: error.line(), column: error.column() })?;
    let part = |name: &str| file.get(name).and_then(Value::as_str);
    let content = file.get("isi").ok_or(Bad::Format)?;
    let claims = content.get("daerah").and_then(Value::as_str).unwrap_or_default().to_owned();
    let known = part("format") == Some(FORMAT) && file.get("versi").and_then(Value::as_i64) == Some(VERSION);
    let (Some(key), Some(signature), true) = (part("kunci").and_then(PublicKey::parse), part("tanda"), known) else {
        return Err(Bad::Format);
    };
    let whole = canonical(&file).map(|text| text + "\n");
    let fits = signed_text(content).is_some_and(|text| key.verifies(&text, signature));
    if !fits || whole.as_deref().map(str::as_bytes) != Some(bytes) {
        return Err(Bad::Altered { claims });
    }
    let summary = serde_json::from_value(content.clone()).map_err(|_| Bad::Format)?;
    Ok(Opened { summary, key, digest: sha256(bytes) })
}

/// What the steering side knows of the region and the key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Whether the region is one of those steered.
    pub steered: bool,
    /// Who registered the key that signed the file.
    pub owner: Option<String>,
    /// The newest key of the region.
    pub current: Option<PublicKey>,
    /// When the newest kept summary was made, and its digest.
    pub newest: Option<Instant>,
}

/// Whether an opened file is believed. One that is kept already is asked for before.
///
/// # Errors
/// What is wrong, with the region that it claims.
pub fn judge(opened: &Opened, known: &Known, now: Instant) -> Result<(), Bad> {
    let summary = &opened.summary;
    let claims = summary.daerah.clone();
    if !known.steered {
        return Err(Bad::Foreign { claims });
    }
    match &known.owner {
        None => return Err(Bad::UnknownKey { claims, fingerprint: opened.key.fingerprint() }),
        Some(owner) if *owner != claims => return Err(Bad::OtherKey { claims, owner: owner.clone() }),
        Some(_) if known.current != Some(opened.key) => return Err(Bad::OldKey { claims }),
        Some(_) => {}
    }
    // The last day was today somewhere in Indonesia when the file was made.
    let made = summary.dibuat.date(kernel::Zone::Wit);
    let ordered = summary.dari <= summary.sampai && summary.sampai <= made;
    let within = [summary.dari, summary.sampai].iter().all(|day| i64::from(day.year()) == summary.tahun);
    if !ordered || !within || summary.dibuat > now.plus_seconds(DRIFT) {
        return Err(Bad::Period { claims });
    }
    match known.newest {
        Some(newest) if summary.dibuat <= newest => Err(Bad::Older { claims, newest }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn key(seed: u8) -> SecretKey {
        SecretKey::of_seed(&[seed; 32]).unwrap()
    }

    fn noon() -> Instant {
        Instant::parse("2027-03-01T12:00:00+07:00").unwrap()
    }

    fn summary() -> Summary {
        let figure = |nilai| Figure { nama: "Janji yang ditepati".to_owned(), nilai, per: noon() };
        Summary {
            daerah: "35.17".to_owned(),
            nama: "Kabupaten Jombang".to_owned(),
            tahun: 2027,
            dari: date(2027, 1, 1),
            sampai: date(2027, 3, 1),
            dibuat: noon(),
            angka: [
                ("rencana.janji-ditepati".to_owned(), figure(FactValue::Count { count: 7 })),
                ("kasus.tepat-waktu".to_owned(), figure(FactValue::Share { part: 3, of: 4 })),
            ]
            .into(),
        }
    }

    fn known() -> Known {
        Known { steered: true, owner: Some("35.17".to_owned()), current: Some(key(1).public()), newest: None }
    }

    fn opened(summary: &Summary, seed: u8) -> Opened {
        open(write(summary, &key(seed)).unwrap().as_bytes()).unwrap()
    }

    #[test]
    fn a_summary_is_read_back_as_it_was_written() {
        let opened = opened(&summary(), 1);
        assert_eq!((opened.summary.clone(), opened.key), (summary(), key(1).public()));
        assert_eq!(judge(&opened, &known(), noon()), Ok(()));
    }

    proptest! {
        #[test]
        fn any_flipped_byte_is_refused(place in 0_usize..10_000, mask in 1_u8..=255) {
            let mut file = write(&summary(), &key(1)).unwrap().into_bytes();
            let place = place % file.len();
            file[place] ^= mask;
            let judged = open(&file).and_then(|opened| judge(&opened, &known(), noon()));
            prop_assert!(judged.is_err(), "byte {place} with {mask}");
        }

        #[test]
        fn anything_else_is_refused_without_a_fall(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(open(&bytes).is_err());
        }
    }

    #[test]
    fn a_changed_figure_is_named_as_altered_with_the_region_that_the_file_claims() {
        let file = write(&summary(), &key(1)).unwrap().replace("\"count\":7", "\"count\":9");
        assert_eq!(open(file.as_bytes()), Err(Bad::Altered { claims: "35.17".to_owned() }));
        let spaced = write(&summary(), &key(1)).unwrap().replace("\"versi\":1", "\"versi\": 1");
        assert_eq!(open(spaced.as_bytes()), Err(Bad::Altered { claims: "35.17".to_owned() }));
    }

    #[test]
    fn broken_json_is_told_with_line_and_column() {
        let file = write(&summary(), &key(1)).unwrap().replace("\"versi\":1", "\"versi\":\n1;");
        assert_eq!(open(file.as_bytes()), Err(Bad::Json { line: 2, column: 2 }));
        assert_eq!(open(b"{\"isi\":{}}"), Err(Bad::Format));
        assert_eq!(open(&vec![b' '; MOST + 1]), Err(Bad::Large));
    }

    #[test]
    fn keys_are_told_apart_unknown_of_another_region_and_replaced() {
        let one = opened(&summary(), 2);
        let claims = || "35.17".to_owned();
        let with = |owner: Option<&str>| Known { owner: owner.map(str::to_owned), ..known() };
        let unknown = Bad::UnknownKey { claims: claims(), fingerprint: key(2).public().fingerprint() };
        assert_eq!(judge(&one, &with(None), noon()), Err(unknown));
        let other = Bad::OtherKey { claims: claims(), owner: "35.18".to_owned() };
        assert_eq!(judge(&one, &with(Some("35.18")), noon()), Err(other));
        assert_eq!(judge(&one, &with(Some("35.17")), noon()), Err(Bad::OldKey { claims: claims() }));
        let foreign = Known { steered: false, ..known() };
        assert_eq!(judge(&one, &foreign, noon()), Err(Bad::Foreign { claims: claims() }));
    }

    #[test]
    fn an_older_one_and_one_with_a_wrong_period_are_refused() {
        let one = opened(&summary(), 1);
        let newest = noon().plus_seconds(60);
        let known_newer = Known { newest: Some(newest), ..known() };
        assert_eq!(judge(&one, &known_newer, noon()), Err(Bad::Older { claims: "35.17".to_owned(), newest }));
        let wrong = [
            Summary { tahun: 2026, ..summary() },
            Summary { sampai: date(2027, 3, 2), ..summary() },
            Summary { dari: date(2027, 3, 2), sampai: date(2027, 2, 1), ..summary() },
            Summary { dibuat: noon().plus_seconds(2 * DRIFT), ..summary() },
        ];
        for one in wrong {
            let judged = judge(&opened(&one, 1), &known(), noon());
            assert_eq!(judged, Err(Bad::Period { claims: "35.17".to_owned() }), "{one:?}");
        }
    }
}
