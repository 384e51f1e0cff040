//! Links between applications as people declare them; what is seen of them is asked of other rooms.

use crate::applications::Applications;
use crate::events::{event, officer};
use crate::model::ladder::{Link, rung_word};
use crate::refusal::Refused;
use crate::rights::Author;
use cases::doors::Rung;
use serde_json::json;
use store::{Statement, values};

/// Longest note of what is passed.
const WHAT: usize = 200;

impl Applications {
    /// Declares that data go from one application to another. Who owns one of both may.
    ///
    /// # Errors
    /// Not this officer's, no such application, a link to itself or without a way, there already, or the store failed.
    pub async fn declare(&self, author: &Author, link: &Link) -> Result<(), Refused> {
        let what = link.what.trim();
        if link.from == link.to || link.rung == Rung::None || what.chars().count() > WHAT {
            return Err(Refused::Link);
        }
        self.may_link(author, link).await?;
        let row = Statement::new(
            "INSERT INTO applications_links (region, from_app, to_app, rung, what, written_by, written_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (region, from_app, to_app, rung) DO UPDATE SET what = excluded.what, \
             written_by = excluded.written_by, written_at = excluded.written_at",
            values![
                self.region(),
                &link.from,
                &link.to,
                rung_word(link.rung),
                what,
                officer(&author.actor),
                self.now()
            ],
        );
        self.linked(author, "link.declared", link, row).await
    }

    /// Takes a declared link back.
    ///
    /// # Errors
    /// Not this officer's, not declared, or the store failed.
    pub async fn withdraw(&self, author: &Author, link: &Link) -> Result<(), Refused> {
        self.may_link(author, link).await?;
        let row = Statement::new(
            "DELETE FROM applications_links WHERE region = $1 AND from_app = $2 AND to_app = $3 AND rung = $4",
            values![self.region(), &link.from, &link.to, rung_word(link.rung)],
        );
        self.linked(author, "link.withdrawn", link, row).await
    }

    async fn may_link(&self, author: &Author, link: &Link) -> Result<(), Refused> {
        let inventory = self.inventory().await?;
        let unit = |slug: &str| inventory.app(slug).map(|app| app.unit().to_owned()).ok_or(Refused::NoOther);
        let (from, to) = (unit(&link.from)?, unit(&link.to)?);
        author.may(&from).or_else(|_| author.may(&to))
    }

    async fn linked(&self, author: &Author, name: &str, link: &Link, row: Statement) -> Result<(), Refused> {
        let data = json!({ "from": link.from, "to": link.to, "way": rung_word(link.rung) });
        let events = vec![event(name, self.now(), &author.actor, data)];
        self.commit(&format!("app/{}", link.from), events, vec![row.exactly_one()]).await
    }
}
