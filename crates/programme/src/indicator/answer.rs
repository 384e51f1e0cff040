//! What indicators answer other rooms: each computed one is a fact with its period.

use super::compute::{Computer, Figure};
use super::model::Indicator;
use super::period::{Period, Span};
use crate::programme::Programme;
use kernel::Instant;
use kernel::fact::{Both, Fact, FactAsked, FactKind, FactValue, Facts, Telling};

impl Programme {
    /// The value of every indicator in a period, for a unit or (empty) the region; `None` where it is not known.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn figures(
        &self,
        period: Period,
        unit: &str,
    ) -> Result<Vec<(&'static Indicator, Option<Figure>)>, store::StoreError> {
        let board = self.board(unit, period.year(), period.year()).await?;
        let mut computer = Computer::new(board.library, &board);
        Ok(board.library.iter().map(|one| (one, computer.figure(one, period))).collect())
    }
}

impl Facts for Programme {
    fn kinds(&self) -> Vec<FactKind> {
        let kind = |one: &'static Indicator| FactKind {
            id: &one.fact,
            name: Both { id: &one.name.id, en: &one.name.en },
            how: Both { id: &one.means.id, en: &one.means.en },
            by_unit: one.source.word() == "fakta",
            over_time: true,
        };
        self.library().iter().map(kind).chain(crate::told::kinds()).collect()
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            if asked.fact.starts_with(crate::told::PREFIX) {
                return self.plan_fact(asked, now).await;
            }
            let Some(one) = self.library().iter().find(|one| one.fact == asked.fact) else {
                return Ok(None);
            };
            let Some(period) = spanned(asked) else {
                return Ok(None);
            };
            let unit = asked.unit.as_deref().unwrap_or_default();
            let board = self.board(unit, period.year(), period.year()).await.map_err(|error| error.to_string())?;
            let fresh = self.freshness().await.map_err(|error| error.to_string())?;
            let figure = Computer::new(board.library, &board).figure(one, period);
            let value = figure.filter(|figure| figure.whole).and_then(|figure| value(one, figure));
            Ok(value.map(|value| Fact { value, as_of: fresh.as_of.unwrap_or(now) }))
        })
    }
}

/// The shortest month, quarter or year that holds both days; indicators have values of those only.
fn spanned(asked: &FactAsked) -> Option<Period> {
    let spans = [Span::Month, Span::Quarter, Span::Year];
    spans
        .into_iter()
        .map(|span| Period::of(asked.from, span))
        .find(|period| *period == Period::of(asked.to, period.span()))
}

/// `None` where the exact fraction does not fit.
fn value(one: &Indicator, figure: Figure) -> Option<FactValue> {
    let (top, bottom) = figure.value.parts();
    let (top, bottom) = (i64::try_from(top).ok()?, i64::try_from(bottom).ok()?);
    match one.unit.as_str() {
        "persen" => Some(FactValue::Share { part: top, of: bottom.checked_mul(100)? }),
        "hari kerja" => {
            let thousandths = figure.value.times(definition::Number::whole(1000))?.rounded();
            Some(FactValue::WorkingDays { thousandths: i64::try_from(thousandths).ok()? })
        }
        _ if bottom == 1 => Some(FactValue::Count { count: top }),
        _ => Some(FactValue::Mean { sum: top, of: bottom }),
    }
}
