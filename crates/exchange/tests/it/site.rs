//! The pages, with some people who are signed in.

use crate::office::{Office, health, social, team};
use axum::http::StatusCode;
use kernel::Role;
use testkit::{Site, officer};

pub const HEALTH: Option<usize> = Some(0);
pub const SOCIAL: Option<usize> = Some(1);
pub const TEAM: Option<usize> = Some(2);
pub const FIELD: Option<usize> = Some(3);
pub const AUDITOR: Option<usize> = Some(4);

impl Office {
    pub fn site(&self) -> Site {
        let people = vec![
            health(),
            social(),
            team(),
            officer("lapangan", Role::FieldOfficer, "dinas-kesehatan"),
            officer("pemeriksa", Role::Auditor, "inspektorat"),
        ];
        Site::new(&self.ledger, exchange::room(self.exchange.clone()), people)
    }
}

/// Uploads a description.
pub async fn upload(site: &Site, who: Option<usize>, key: &str, file: &str) -> (StatusCode, String) {
    let page = format!("/pertukaran/layanan/{key}");
    site.upload(who, (&page, &format!("{page}/uraian")), &[], &[("berkas", "a.yaml", file.as_bytes())]).await
}
