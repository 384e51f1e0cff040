#![doc = include_str!("../README.md")]

mod calendar;
mod catalogue;
mod codes;
mod commands;
mod desk;
mod drafts;
pub mod events;
mod facts;
mod files;
mod history;
mod import;
mod ledger;
mod letters;
mod messages;
pub mod model;
mod nearby;
mod number;
pub mod pages;
pub mod photo;
mod preview;
mod programs;
mod queries;
mod refusal;
mod requests;
pub mod rights;
mod rows;
mod saved;
mod sealer;
mod silence;
mod sources;
mod studio;
mod uploads;
mod version_moves;

pub use calendar::{CalendarReport, CalendarWish};
pub use catalogue::{Catalogue, Publication, PublishReport, Uses};
pub use codes::{CodeOrder, Way};
pub use commands::{
    Acting, ActionForm, Asker, Filled, Mandated, Mandating, Objection, Once, OnceLink, OpenCase, Renewal, Renewing,
    Said, Supporting, Transferring,
};
pub use desk::{Desk, DeskLimits, Parts};
pub use drafts::{Draft, DraftFor, NewFile};
pub use events::{ContactProof, SentBy};
pub use history::{ClockLine, Entry, Phrase, Seen};
pub use model::*;
pub use pages::room;
pub use queries::{
    Added, Awaited, Can, CaseView, Changed, Identity, ImportedText, Joint, Offered, PublicPage, Reviewed, Submission,
};
pub use refusal::{DeskError, DeskRefusal, Desked};
pub use rights::{Capacity, Officer, Sight, Viewer};
pub use saved::Begun;
pub use silence::jobs;
pub use studio::{Examined, Proposal, ProposalState, RehearsalPage, Rehearsed};
pub use uploads::{NewUpload, Piece, Upload};
pub use version_moves::{LeftBehind, VersionMove};

use kernel::Lang;
use store::Migration;

/// The read tables of the desk.
pub const MIGRATIONS: &[Migration] = &[
    Migration::common("20261122-desk-01-cases", include_str!("migrations/0001_cases.sql")),
    Migration::common("20261122-desk-02-holders", include_str!("migrations/0002_holders.sql")),
    Migration::common("20261122-desk-03-services", include_str!("migrations/0003_services.sql")),
    Migration::common("20261122-desk-04-files", include_str!("migrations/0004_files.sql")),
    Migration::common("20261122-desk-05-lists", include_str!("migrations/0005_lists.sql")),
    Migration::common("20261122-desk-06-spots", include_str!("migrations/0006_spots.sql")),
    Migration::common("20261128-desk-07-case-units", include_str!("migrations/0007_case_units.sql")),
    Migration::common("20261128-desk-08-titles", include_str!("migrations/0008_titles.sql")),
    Migration::common("20261128-desk-09-links", include_str!("migrations/0009_links.sql")),
    Migration::common("20261128-desk-10-sequels", include_str!("migrations/0010_sequels.sql")),
    Migration::common("20261128-desk-11-renewals", include_str!("migrations/0011_renewals.sql")),
    Migration::common("20261128-desk-12-proposals", include_str!("migrations/0012_proposals.sql")),
    Migration::common("20261128-desk-13-templates", include_str!("migrations/0013_templates.sql")),
    Migration::common("20261128-desk-14-version-moves", include_str!("migrations/0014_version_moves.sql")),
    Migration::common("20261128-desk-16-uploads", include_str!("migrations/0016_uploads.sql")),
    Migration::common("20261128-desk-17-saved", include_str!("migrations/0017_saved.sql")),
    Migration::common("20261129-desk-18-codes", include_str!("migrations/0018_codes.sql")),
];

/// The texts of the desk: refusals, history, the engine's own messages. The pages add theirs.
pub const LOCALE: &[(Lang, &str)] =
    &[(Lang::Id, include_str!("locale/id.ftl")), (Lang::En, include_str!("locale/en.ftl"))];

/// The projections of the desk: how often each service is used.
pub fn projections() -> Vec<Box<dyn store::Projection>> {
    vec![Box::new(catalogue::Uses)]
}
