//! Numbers of skills by agency: one query for each of the three tables, whatever the number of agencies.

use super::model::{Gap, Numbers};
use super::refusal::Refused;
use crate::programme::Programme;
use std::collections::BTreeMap;
use store::values;

/// Numbers by unit and skill.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// By unit and id of the skill.
    pub all: BTreeMap<(String, String), Numbers>,
    /// What promises need: unit, skill, promise, people.
    pub of_promises: Vec<(String, String, String, i64)>,
}

impl Standing {
    /// The skills of one agency.
    pub fn of<'a>(&'a self, unit: &'a str) -> impl Iterator<Item = (&'a str, Numbers)> {
        self.all.iter().filter(move |((one, _), _)| one == unit).map(|((_, skill), numbers)| (skill.as_str(), *numbers))
    }

    /// Each agency with its needed people, those missing, and the skills about which it says nothing.
    pub fn by_unit(&self) -> BTreeMap<&str, (i64, i64, i64)> {
        let mut units: BTreeMap<&str, (i64, i64, i64)> = BTreeMap::new();
        for ((unit, _), numbers) in &self.all {
            let sum = units.entry(unit).or_default();
            sum.0 += numbers.needed;
            match numbers.gap() {
                Gap::Missing(people) => sum.1 += people,
                Gap::Unsaid => sum.2 += 1,
                Gap::None => {}
            }
        }
        units
    }

    /// Each skill over all agencies: the numbers added up, and the people missing agency by agency.
    pub fn by_skill(&self) -> BTreeMap<&str, (Numbers, i64)> {
        let mut skills: BTreeMap<&str, (Numbers, i64)> = BTreeMap::new();
        for ((_, skill), numbers) in &self.all {
            let sum = skills.entry(skill).or_default();
            sum.0 = sum.0.plus(*numbers);
            if let Gap::Missing(people) = numbers.gap() {
                sum.1 += people;
            }
        }
        skills
    }
}

impl Programme {
    /// What agencies need and hold; of one, or (empty) of all.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn skill_standing(&self, unit: &str) -> Result<Standing, Refused> {
        let asked = values![self.region(), unit];
        let mine = "region = $1 AND ($2 = '' OR unit = $2)";
        let mut standing = Standing::default();
        let sql = format!(
            "SELECT unit, skill, promise, people FROM programme_skill_needs WHERE {mine} ORDER BY unit, skill, promise"
        );
        for row in self.store().rows(&sql, &asked).await? {
            let (unit, skill, promise, people) = (row.string(0)?, row.string(1)?, row.string(2)?, row.int(3)?);
            standing.all.entry((unit.clone(), skill.clone())).or_default().needed += people;
            if !promise.is_empty() {
                standing.of_promises.push((unit, skill, promise, people));
            }
        }
        let sql = format!("SELECT unit, skill, people FROM programme_skill_counts WHERE {mine}");
        for row in self.store().rows(&sql, &asked).await? {
            standing.all.entry((row.string(0)?, row.string(1)?)).or_default().said = Some(row.int(2)?);
        }
        let sql = format!(
            "SELECT unit, what, COUNT(*) FROM programme_skill_claims WHERE {mine} AND kind = 'keahlian' AND state = 'diakui' \
             GROUP BY unit, what"
        );
        for row in self.store().rows(&sql, &asked).await? {
            standing.all.entry((row.string(0)?, row.string(1)?)).or_default().agreed = row.int(2)?;
        }
        Ok(standing)
    }
}
