//! What the list of officers tells as facts. They stand as they are now.

use crate::identity::Identity;
use kernel::fact::{Both, Telling};
use kernel::{Fact, FactAsked, FactKind, FactValue, Facts, Instant};
use store::values;

const OFFICERS: &str = "petugas.aktif";

impl Facts for Identity {
    fn kinds(&self) -> Vec<FactKind> {
        vec![FactKind {
            id: OFFICERS,
            name: Both { id: "Petugas dengan akun terbuka", en: "Officers with an open account" },
            how: Both {
                id: "Petugas yang akunnya terbuka dan memegang paling sedikit satu peran.",
                en: "Officers whose account is open and who hold at least one role.",
            },
            by_unit: true,
            over_time: false,
        }]
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            if asked.fact != OFFICERS {
                return Ok(None);
            }
            let sql = "SELECT COUNT(DISTINCT g.officer) FROM identity_grants g \
                       JOIN identity_officers o ON o.region = g.region AND o.id = g.officer \
                       WHERE g.region = $1 AND o.active = 1 AND ($2 = '' OR g.unit = $2)";
            let asked_unit = asked.unit.clone().unwrap_or_default();
            let row = self.store().row(sql, &values![self.region(), asked_unit]).await;
            let row = row.map_err(|error| error.to_string())?;
            let count = row.map_or(Ok(0), |row| row.int(0)).map_err(|error| error.to_string())?;
            Ok(Some(Fact { value: FactValue::Count { count }, as_of: now }))
        })
    }
}
