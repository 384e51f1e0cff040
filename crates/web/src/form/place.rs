//! Villages to choose from, and coordinates however people paste them.

/// A kecamatan with its villages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// `Mojowarno`.
    pub name: String,
    /// Code and name of each village.
    pub villages: Vec<(String, String)>,
}

/// The villages of the region, by district, as the form offers them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// In the order in which they are shown.
    pub districts: Vec<District>,
}

impl Places {
    /// Name of the village with this code, with its district: `Mojojejer, Kec. Mojowarno`.
    pub fn name(&self, code: &str) -> Option<String> {
        self.districts.iter().find_map(|district| {
            let (_, village) = district.villages.iter().find(|(known, _)| known == code)?;
            Some(format!("{village}, Kec. {}", district.name))
        })
    }

    /// Whether there is such a village.
    pub fn has(&self, code: &str) -> bool {
        self.districts.iter().any(|district| district.villages.iter().any(|(known, _)| known == code))
    }
}

/// Latitude and longitude from `-7.5461, 112.2331`, from `-7,5461 112,2331`, or from a map link that holds them
/// (`…/@-7.5461,112.2331,17z`, `?q=-7.5461,112.2331`, `geo:-7.5461,112.2331`). The numbers must lie on Earth.
pub fn coordinate(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let spot = after_last(text, &["@", "geo:", "?q=", "&q=", "query=", "ll=", "mlat="]).unwrap_or(text);
    let spot = spot.replace("%2C", ",").replace("%2c", ",").replace("&mlon=", ",");
    pair(&spot).filter(|(lat, lon)| (-90.0..=90.0).contains(lat) && (-180.0..=180.0).contains(lon))
}

fn after_last<'a>(text: &'a str, marks: &[&str]) -> Option<&'a str> {
    let ends = marks.iter().filter_map(|mark| text.find(mark).map(|at| at + mark.len()));
    ends.max().and_then(|end| text.get(end..))
}

fn pair(text: &str) -> Option<(f64, f64)> {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',' | ' ' | ';');
    let end = text.find(|c| !numeric(c)).unwrap_or(text.len());
    let spot = text.get(..end)?.trim();
    if end < text.len() && !text.contains("://") && !text.get(end..)?.starts_with(['/', '?', '&', 'z']) {
        return None;
    }
    let commas = spot.matches(',').count();
    let (lat, lon) = if commas == 1 || (commas > 1 && spot.contains('.')) {
        spot.split_once(',')?
    } else {
        spot.split_once([' ', ';'])?
    };
    let lon = lon.trim().trim_start_matches([',', ' ', ';']);
    let lon = if commas > 1 && spot.contains('.') { lon.split(',').next()? } else { lon };
    Some((number(lat)?, number(lon)?))
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches([',', ';']).replace(',', ".");
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits > 0).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinate_is_read_however_it_was_copied() {
        for text in [
            "-7.5461,112.2331",
            " -7.5461, 112.2331 ",
            "-7.5461 112.2331",
            "-7,5461 112,2331",
            "-7,5461; 112,2331",
            "geo:-7.5461,112.2331?z=17",
            "https://www.google.com/maps/@-7.5461,112.2331,17z",
            "https://maps.google.com/?q=-7.5461,112.2331",
            "https://maps.google.com/?q=-7.5461%2C112.2331&hl=id",
            "https://www.google.com/maps/place/Alun-alun/@-7.5461,112.2331,17z/data=!3m1",
            "https://www.openstreetmap.org/?mlat=-7.5461&mlon=112.2331",
        ] {
            assert_eq!(coordinate(text), Some((-7.5461, 112.2331)), "{text}");
        }
    }

    #[test]
    fn what_is_no_coordinate_is_not_guessed() {
        for text in [
            "",
            "depan balai desa",
            "-7.5461",
            "112.2331,-97.5",
            "91,0",
            "https://maps.app.goo.gl/AbC12",
            "7 hari",
            "1.2.3,4",
        ] {
            assert_eq!(coordinate(text), None, "{text}");
        }
    }

    #[test]
    fn a_village_is_named_with_its_district() {
        let places = Places {
            districts: vec![District {
                name: "Mojowarno".into(),
                villages: vec![("35.17.08.2001".into(), "Mojojejer".into())],
            }],
        };
        assert_eq!(places.name("35.17.08.2001").as_deref(), Some("Mojojejer, Kec. Mojowarno"));
        assert!(!places.has("35.17.08.2002"));
    }
}
