//! What stored assessments tell as facts: the index of each instrument in a year, the assessor's where there is one.

use crate::Assessments;
use kernel::fact::{Both, Fact, FactAsked, FactKind, FactValue, Telling};
use kernel::{Facts, Instant};
use std::sync::LazyLock;

const PREFIX: &str = "indeks.";

/// One fact for each shipped instrument; read once, kept as long as the program.
static KINDS: LazyLock<Vec<FactKind>> = LazyLock::new(|| {
    let kept = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let kind = |one: crate::Instrument| FactKind {
        id: kept(format!("{PREFIX}{}", one.id)),
        name: Both { id: kept(format!("{} (simulasi)", one.name)), en: kept(format!("{} (simulation)", one.name)) },
        how: Both {
            id: "Indeks penilaian mandiri yang tersimpan untuk tahun itu; dengan tingkat penilai bila sudah dinilai.",
            en: "The index of the self-assessment kept for the year; with the assessor's levels once it was judged.",
        },
        by_unit: false,
        over_time: true,
    };
    crate::shipped::all().into_iter().map(kind).collect()
});

impl Facts for Assessments {
    fn kinds(&self) -> Vec<FactKind> {
        KINDS.clone()
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            let year = u32::try_from(asked.from.year()).unwrap_or(0);
            let Some(instrument) = asked.fact.strip_prefix(PREFIX).filter(|_| asked.from.year() == asked.to.year())
            else {
                return Ok(None);
            };
            let years = self.years().await.map_err(|error| error.to_string())?;
            let one = years.iter().find(|one| one.instrument == instrument && one.year == year);
            let index = one.and_then(|one| one.judged_index.or(one.own_index)).filter(|_| asked.unit.is_none());
            let parts = index.map(definition::Number::parts);
            let exact = parts.and_then(|(top, bottom)| Some((i64::try_from(top).ok()?, i64::try_from(bottom).ok()?)));
            Ok(exact.map(|(sum, of)| Fact { value: FactValue::Mean { sum, of }, as_of: now }))
        })
    }
}
