//! The inventory in memory: applications by name, what was declared, decided and seen of each.

use crate::health::{Health, State};
use crate::model::app::App;
use crate::model::ladder::{Link, rung};
use crate::model::stage::Stage;
use crate::proposals::{ASKED, Asked, asked};
use cases::doors::{Application, Rung};
use kernel::time::date_of_day;
use std::collections::BTreeMap;
use store::{Row, Store, StoreError, values};

/// All of it, as it stood at one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Grows with each change.
    pub version: i64,
    /// Applications by name.
    pub apps: Vec<App>,
    /// Declared links.
    pub links: Vec<Link>,
    /// Proposals of each application, newest first.
    pub proposals: BTreeMap<String, Vec<Asked>>,
    /// Whether addresses open.
    pub health: BTreeMap<String, Health>,
    places: BTreeMap<String, usize>,
}

impl Inventory {
    pub(crate) async fn load(store: &Store, region: &str, version: i64) -> Result<Self, StoreError> {
        let sql = "SELECT slug, cells, stage, since, successor, revision, written_at FROM applications_applications \
                   WHERE region = $1 ORDER BY slug";
        let rows = store.rows(sql, &values![region]).await?;
        let mut apps: Vec<App> = rows.iter().map(app).collect::<Result<_, _>>()?;
        apps.sort_by_cached_key(|one| (one.name().to_lowercase(), one.slug.clone()));
        let sql = "SELECT from_app, to_app, rung, what FROM applications_links WHERE region = $1 ORDER BY from_app, to_app, rung";
        let links = store.rows(sql, &values![region]).await?;
        let sql = format!(
            "SELECT {ASKED} FROM applications_proposals WHERE region = $1 ORDER BY asked_at DESC, case_id DESC"
        );
        let mut proposals: BTreeMap<String, Vec<Asked>> = BTreeMap::new();
        for row in &store.rows(&sql, &values![region]).await? {
            let asked = asked(row)?;
            proposals.entry(asked.slug.clone()).or_default().push(asked);
        }
        let sql =
            "SELECT slug, state, code, since, checked_at FROM applications_health WHERE region = $1 AND checked_at > 0";
        let health = store.rows(sql, &values![region]).await?;
        let places = apps.iter().enumerate().map(|(at, one)| (one.slug.clone(), at)).collect();
        let links = links.iter().map(link).collect::<Result<_, _>>()?;
        let health = health.iter().map(healthy).collect::<Result<_, _>>()?;
        Ok(Self { version, apps, links, proposals, health, places })
    }

    /// The place of an application in [`Inventory::apps`].
    pub fn place(&self, slug: &str) -> Option<usize> {
        self.places.get(slug).copied()
    }

    /// The application with this slug.
    pub fn app(&self, slug: &str) -> Option<&App> {
        self.place(slug).and_then(|at| self.apps.get(at))
    }

    /// The proposal that waits for its decision, if one does.
    pub fn open_proposal(&self, slug: &str) -> Option<&Asked> {
        self.proposals.get(slug)?.iter().find(|asked| asked.outcome.is_none())
    }

    /// The last proposal that was decided for.
    pub fn decided(&self, slug: &str) -> Option<&Asked> {
        self.proposals.get(slug)?.iter().find(|asked| asked.outcome == Some(crate::proposals::Outcome::Granted))
    }
}

/// An application as other rooms see it.
pub(crate) fn shown(app: &App) -> Application {
    let address = app.cell("alamat");
    Application {
        id: app.slug.clone(),
        name: app.name().to_owned(),
        unit: app.unit().to_owned(),
        address: (!address.is_empty()).then(|| address.to_owned()),
        internal: app.internal(),
        alive: app.stage.alive(),
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(format!("{what} of the inventory"))
}

fn app(row: &Row) -> Result<App, StoreError> {
    Ok(App {
        slug: row.string(0)?,
        cells: serde_json::from_str(row.text(1)?).map_err(|_| damaged("cells"))?,
        stage: Stage::parse(row.text(2)?).ok_or_else(|| damaged("stage"))?,
        since: date_of_day(row.int(3)?),
        successor: row.string(4)?,
        revision: row.int(5)?,
        written_at: row.instant(6)?,
    })
}

fn link(row: &Row) -> Result<Link, StoreError> {
    let way = rung(row.text(2)?).unwrap_or(Rung::None);
    Ok(Link { from: row.string(0)?, to: row.string(1)?, rung: way, what: row.string(3)? })
}

fn healthy(row: &Row) -> Result<(String, Health), StoreError> {
    let state = State::parse(row.text(1)?).ok_or_else(|| damaged("health"))?;
    let health = Health { state, code: row.int(2)?, since: row.instant(3)?, checked_at: row.instant(4)? };
    Ok((row.string(0)?, health))
}
