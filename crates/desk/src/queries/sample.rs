//! Cases drawn by chance, for auditors.

use super::{HEAD, head};
use crate::Desk;
use crate::model::CaseHead;
use crate::refusal::{DeskRefusal, Desked};
use crate::rights::Officer;
use store::values;

impl Desk {
    /// Cases drawn by chance for an auditor: of all agencies and services, never a secret one, each at most once.
    ///
    /// # Errors
    /// The officer is no auditor, or the store failed.
    pub async fn sample(&self, officer: &Officer, count: usize) -> Desked<Vec<CaseHead>> {
        if !officer.has(kernel::Role::Auditor) {
            return Err(DeskRefusal::Forbidden.into());
        }
        let all = "SELECT COUNT(*) FROM desk_cases WHERE region = $1 AND secret = 0";
        let rows = self.store().heavy_rows(all, values![self.region()]).await?;
        let all = rows.first().map_or(Ok(0), |row| row.int(0))?;
        let mut drawn = std::collections::BTreeSet::new();
        for _ in 0..count.min(50) {
            let mut bytes = [0; 8];
            self.chance().fill(&mut bytes);
            drawn.insert(i64::from_le_bytes(bytes).rem_euclid(all.max(1)));
        }
        let sql = format!(
            "SELECT {HEAD} FROM desk_cases c WHERE c.region = $1 AND c.secret = 0 ORDER BY c.id LIMIT 1 OFFSET $2"
        );
        let mut heads = Vec::with_capacity(drawn.len());
        for place in drawn {
            let rows = self.store().heavy_rows(sql.clone(), values![self.region(), place]).await?;
            for row in &rows {
                heads.push(head(row)?);
            }
        }
        Ok(heads)
    }
}
