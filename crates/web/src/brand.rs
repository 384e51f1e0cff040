//! The three colours of a city, and the proof that they can be read.

use std::fmt;

/// An sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self::new(255, 255, 255);
    /// The dark page, `#101418`.
    pub const NIGHT: Self = Self::new(0x10, 0x14, 0x18);

    /// A colour of three bytes.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#0B4F9E`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|rest| rest.len() == 6 && rest.is_ascii())?;
        let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Self::new(part(0)?, part(2)?, part(4)?))
    }

    /// Contrast ratio with another colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (mine, theirs) = (self.luminance(), other.luminance());
        (mine.max(theirs) + 0.05) / (mine.min(theirs) + 0.05)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// This colour mixed with `parts` hundredths of `other`.
    #[must_use]
    pub fn mixed(self, other: Self, parts: u16) -> Self {
        let parts = parts.min(100);
        let mix = |mine: u8, theirs: u8| {
            let sum = u16::from(mine) * (100 - parts) + u16::from(theirs) * parts;
            u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX)
        };
        Self::new(mix(self.red, other.red), mix(self.green, other.green), mix(self.blue, other.blue))
    }

    /// The first tone towards `other` that has at least `ratio` on `ground`.
    fn towards(self, other: Self, ground: Self, ratio: f64) -> Self {
        let tones = (0..=100).step_by(2).map(|parts| self.mixed(other, parts));
        tones.into_iter().find(|tone| tone.contrast(ground) >= ratio).unwrap_or(other)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

/// A palette that nobody could read; it is refused at start.
#[derive(Debug, thiserror::Error)]
pub enum BadPalette {
    /// Not `#RRGGBB`.
    #[error("warna `{0}` tidak berbentuk #RRGGBB")]
    Form(String),
    /// Under the ratio of WCAG 2.2 AA.
    #[error(
        "{what}: {colour} di atas putih berkontras {found:.2}, paling sedikit {needed} (WCAG 2.2 AA); pilih warna yang lebih tua"
    )]
    Contrast {
        /// Which of the three.
        what: &'static str,
        /// The colour.
        colour: Colour,
        /// Its contrast.
        found: f64,
        /// What is needed.
        needed: f64,
    },
}

/// The colours of a city with all tones that follow from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brand {
    /// Header band, white text on it.
    pub header: Colour,
    /// Links and buttons on a light page, white text on it.
    pub brand: Colour,
    /// The thin line under the header band; ornament, never text.
    pub accent: Colour,
    /// Hover of buttons on a light page.
    pub hover: Colour,
    /// Links and buttons on a dark page.
    pub night: Colour,
    /// Hover on a dark page.
    pub night_hover: Colour,
    /// Text on a button of a dark page.
    pub night_text: Colour,
    /// Header band of a dark page.
    pub night_header: Colour,
}

impl Brand {
    /// The palette of the house (navy, blue, gold), measured in the design.
    pub fn house() -> Self {
        Self {
            header: Colour::new(0x06, 0x26, 0x4D),
            brand: Colour::new(0x0B, 0x4F, 0x9E),
            accent: Colour::new(0xFF, 0xD5, 0x4A),
            hover: Colour::new(0x08, 0x3A, 0x75),
            night: Colour::new(0x8A, 0xB8, 0xF5),
            night_hover: Colour::new(0xB3, 0xD1, 0xF9),
            night_text: Colour::new(0x06, 0x26, 0x4D),
            night_header: Colour::new(0x06, 0x26, 0x4D),
        }
    }

    /// All tones from three colours written `#RRGGBB`.
    ///
    /// # Errors
    /// A text that is no colour, or header or brand under 4.5:1 against white.
    pub fn new(header: &str, brand: &str, accent: &str) -> Result<Self, BadPalette> {
        let read = |text: &str| Colour::parse(text).ok_or_else(|| BadPalette::Form(text.to_owned()));
        let (header, brand, accent) = (read(header)?, read(brand)?, read(accent)?);
        let house = Self::house();
        if (header, brand, accent) == (house.header, house.brand, house.accent) {
            return Ok(house);
        }
        for (what, colour) in [("kepala", header), ("utama", brand)] {
            let found = colour.contrast(Colour::WHITE);
            if found < 4.5 {
                return Err(BadPalette::Contrast { what, colour, found, needed: 4.5 });
            }
        }
        let black = Colour::new(0, 0, 0);
        let night = brand.towards(Colour::WHITE, Colour::NIGHT, 7.0);
        Ok(Self {
            header,
            brand,
            accent,
            hover: brand.mixed(black, 30),
            night,
            night_hover: night.mixed(Colour::WHITE, 35),
            night_text: header.towards(black, night, 7.0),
            night_header: header.towards(black, Colour::WHITE, 12.0),
        })
    }

    /// The custom properties that the stylesheet starts with.
    pub(crate) fn css(&self) -> String {
        format!(
            ":root{{--header:{};--brand-light:{};--hover-light:{};--accent:{};--brand-dark:{};--hover-dark:{};--on-brand-dark:{};--header-dark:{}}}\n",
            self.header,
            self.brand,
            self.hover,
            self.accent,
            self.night,
            self.night_hover,
            self.night_text,
            self.night_header
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_of_the_house_has_the_measured_ratios() {
        let house = Brand::house();
        let ratio = |a: Colour, b: Colour| (a.contrast(b) * 100.0).round() / 100.0;
        assert_eq!(ratio(house.brand, Colour::WHITE), 8.0);
        assert_eq!(ratio(house.header, Colour::WHITE), 15.08);
        assert_eq!(ratio(house.night, Colour::NIGHT), 9.03);
        assert_eq!(ratio(house.night_text, house.night), 7.37);
    }

    #[test]
    fn a_palette_that_cannot_be_read_is_refused() {
        let refused = Brand::new("#06264D", "#3CC14E", "#FFD54A").unwrap_err();
        assert!(refused.to_string().contains("2.35"), "{refused}");
        assert!(Brand::new("06264D", "#0B4F9E", "#FFD54A").is_err());
    }

    #[test]
    fn every_computed_tone_can_be_read_on_its_ground() {
        for (header, brand) in
            [("#7A0C1E", "#A3286A"), ("#0B5C2E", "#1B6B36"), ("#000000", "#5A4100"), ("#4B2E83", "#0E7490")]
        {
            let tones = Brand::new(header, brand, "#FFD54A").unwrap();
            assert!(tones.hover.contrast(Colour::WHITE) >= 4.5);
            assert!(tones.night.contrast(Colour::NIGHT) >= 4.5);
            assert!(tones.night_hover.contrast(Colour::NIGHT) >= 4.5);
            assert!(tones.night_text.contrast(tones.night) >= 4.5, "{header} {brand}");
            assert!(tones.night_header.contrast(Colour::WHITE) >= 4.5);
        }
    }
}
