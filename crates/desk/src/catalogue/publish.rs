//! Publishing and withdrawing services.

use crate::Desk;
use crate::desk::bump;
use crate::refusal::{DeskRefusal, Desked};
use definition::{Definition, Region, Units, check, diagnostic};
use kernel::calendar::CalendarPlan;
use kernel::{Actor, Calendar, Instant, Lang, NewEvent};
use serde_json::json;
use store::{Commit, Statement, values};

/// Stream of publications.
pub(crate) const STREAM: &str = "desk/services";

/// What became of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishReport {
    /// `layanan.id`.
    pub service: String,
    /// `layanan.versi`.
    pub version: u32,
    /// Content hash.
    pub hash: String,
    /// Whether this very text runs already; then nothing was changed.
    pub unchanged: bool,
    /// Warnings and notes of the checker, rendered.
    pub notes: String,
}

/// What is published: a definition and the templates that its letters name.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The file's name, for messages.
    pub file: &'a str,
    /// The definition.
    pub source: &'a str,
    /// Templates by the names that `surat.ID.templat` gives them.
    pub templates: &'a [(String, String)],
}

impl Desk {
    /// Publishes a definition without letters; see [`Desk::publish_all`].
    ///
    /// # Errors
    /// As there; also where a letter names a template.
    pub async fn publish(
        &self,
        file: &str,
        source: &str,
        units: &Units,
        actor: &Actor,
        lang: Lang,
    ) -> Desked<PublishReport> {
        self.publish_all(Publication { file, source, templates: &[] }, units, actor, lang).await
    }

    /// Publishes a definition: refuses what the checker refuses or whose scenarios fail, keeps the text by its hash and
    /// makes it the running version for new cases. Running cases keep theirs, unless the new version moves them (R61);
    /// letters keep their templates.
    ///
    /// # Errors
    /// The checker's report as [`DeskRefusal::Definition`], in `lang`; or the store failed.
    pub async fn publish_all(
        &self,
        wish: Publication<'_>,
        units: &Units,
        actor: &Actor,
        lang: Lang,
    ) -> Desked<PublishReport> {
        let Publication { file, source, templates } = wish;
        let checked = check(source, &Region { units, lists: self.lists() });
        let notes = diagnostic::render_all(&checked.findings, file, source, lang);
        let Some(definition) = checked.definition else {
            return Err(DeskRefusal::Definition(notes).into());
        };
        rehearse(&definition, &self.calendar(), (file, source), lang)?;
        let templates = self.keeping(&definition, file, templates).await?;
        let running = self.catalogue().service(&definition.id);
        let unchanged = running.is_some_and(|running| running.hash == definition.hash);
        if !unchanged {
            let mut commit = self.publication(&definition, source, actor);
            commit.statements.extend(templates);
            self.store().commit_waiting(commit, self.now()).await?;
            self.reload().await?;
        }
        let (service, version, hash) = (definition.id, definition.version, definition.hash);
        Ok(PublishReport { service, version, hash, unchanged, notes })
    }

    pub(crate) fn publication(&self, definition: &Definition, source: &str, actor: &Actor) -> Commit {
        let (region, now) = (self.region(), self.now());
        let position = i64::try_from(self.catalogue().running().count()).unwrap_or(0);
        let event = event(
            "service.published",
            now,
            actor,
            json!({
                "service": definition.id, "version": definition.version, "hash": definition.hash, "name": definition.name,
            }),
        );
        let mut statements = vec![
            Statement::new(
                "INSERT INTO desk_definitions (region, hash, service, source) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                values![region, &definition.hash, &definition.id, source],
            ),
            Statement::new(
                "INSERT INTO desk_services (region, service, hash, position, published_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (region, service) DO UPDATE SET hash = EXCLUDED.hash, published_at = EXCLUDED.published_at",
                values![region, &definition.id, &definition.hash, position, now],
            ),
            bump(region, "services"),
        ];
        statements.extend(self.order_move(definition, actor));
        Commit { events: vec![event], statements, ..Commit::new(region, STREAM, store::ANY_VERSION) }
    }

    /// Withdraws a service: no new cases; running ones end under their own version.
    ///
    /// # Errors
    /// No such service runs, or the store failed.
    pub async fn withdraw(&self, service: &str, actor: &Actor) -> Desked<()> {
        if self.catalogue().service(service).is_none() {
            return Err(DeskRefusal::NoSuchService.into());
        }
        let (region, now) = (self.region(), self.now());
        let statements = vec![
            Statement::new("DELETE FROM desk_services WHERE region = $1 AND service = $2", values![region, service])
                .exactly_one(),
            bump(region, "services"),
        ];
        let events = vec![event("service.withdrawn", now, actor, json!({ "service": service }))];
        let commit = Commit { events, statements, ..Commit::new(region, STREAM, store::ANY_VERSION) };
        self.store().commit_waiting(commit, now).await?;
        Ok(self.reload().await?)
    }
}

/// The national holidays with the usual hours (semantics R64), not what the city changed: scenarios run on it, so that a
/// definition proves the same everywhere.
pub(crate) fn usual_calendar(calendar: &Calendar) -> Calendar {
    Calendar::new(CalendarPlan {
        years: calendar.plan().years.clone(),
        holidays: calendar.plan().holidays.clone(),
        ..CalendarPlan::default()
    })
}

/// Runs the `[[uji]]` scenarios.
fn rehearse(definition: &Definition, calendar: &Calendar, file: (&str, &str), lang: Lang) -> Desked<()> {
    let results = cases::run_scenarios(definition, &usual_calendar(calendar));
    if results.iter().all(cases::ScenarioResult::passed) {
        return Ok(());
    }
    let (name, source) = file;
    let findings = cases::scenario::diagnostics(source, &results);
    Err(DeskRefusal::Definition(diagnostic::render_all(&findings, name, source, lang)).into())
}

pub(crate) fn event(name: &str, happened_at: Instant, actor: &Actor, data: serde_json::Value) -> NewEvent {
    NewEvent { name: name.to_owned(), happened_at, actor: actor.clone(), data }
}
