//! The traffic lights of a quarter, counted and as words.

use crate::monev::{Light, QuarterLine};
use jiff::civil::Date;
use web::{Markup, View};

/// The quarter (1 to 4) of a day.
pub(super) fn quarter_of(day: Date) -> u8 {
    u8::try_from((day.month() - 1) / 3 + 1).unwrap_or(1)
}

/// One colour with how many promises have it, and where they are listed.
pub(super) struct Lamp {
    pub tag: Markup,
    pub count: String,
    pub href: String,
}

/// Every colour, the worst first.
pub(super) const LIGHTS: [Light; 4] = [Light::Red, Light::Grey, Light::Yellow, Light::Green];

/// The word in addresses and keys of texts.
pub(super) const fn word(light: Light) -> &'static str {
    match light {
        Light::Red => "merah",
        Light::Grey => "abu",
        Light::Yellow => "kuning",
        Light::Green => "hijau",
    }
}

/// A colour as a word with its mark.
pub(super) fn tag(v: &View, light: Light) -> Markup {
    let kind = match light {
        Light::Red => "stop",
        Light::Grey => "plain",
        Light::Yellow => "late",
        Light::Green => "good",
    };
    web::component::tag(kind, v.t(&format!("pimpin-lampu-{}", word(light))))
}

/// The colours of a quarter; none where no action plan names a promise.
pub(super) fn lamps(v: &View, lines: &[QuarterLine]) -> Vec<Lamp> {
    if lines.is_empty() {
        return Vec::new();
    }
    let one = |light| Lamp {
        tag: tag(v, light),
        count: v.words().count(i64::try_from(lines.iter().filter(|line| line.light == light).count()).unwrap_or(0)),
        href: format!("/dasbor/rencana/janji?lampu={}", word(light)),
    };
    LIGHTS.map(one).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_quarter_begins_in_january_april_july_and_october() {
        let of = |month| quarter_of(date(2027, month, 1));
        assert_eq!([1, 3, 4, 6, 7, 9, 10, 12].map(of), [1, 1, 2, 2, 3, 3, 4, 4]);
    }
}
