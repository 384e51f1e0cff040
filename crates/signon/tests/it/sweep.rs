//! What grows for ever is forgotten: when, and in portions.

use crate::office::{Office, REGION, key, offices, verifier, web_terms};
use crate::site::Site;
use signon::model::terms::Kind;
use store::{Commit, Job, Statement, Worked, values};

const DAY: i64 = 86_400;

fn job(office: &Office, name: &str) -> Box<dyn Job> {
    signon::jobs(&office.signon).into_iter().find(|job| job.name() == name).unwrap()
}

async fn count(office: &Office, table: &str) -> i64 {
    let rows = office.ledger.store.rows(&format!("SELECT COUNT(*) FROM {table}"), &[]).await.unwrap();
    rows[0].int(0).unwrap()
}

#[tokio::test]
async fn visits_are_kept_for_four_hundred_days_and_swept_in_portions() {
    for office in offices().await {
        let client = office.register(key(Kind::Web, web_terms())).await;
        let site = Site::new(&office, vec![verifier()]);
        site.signed_on(0, &client, "openid").await;
        let old = office.ledger.now().plus_seconds(-400 * DAY);
        let visit = |number: i64, at: kernel::Instant| {
            Statement::new(
                "INSERT INTO signon_visits (region, id, client, unit, officer, kind, reason, at) \
                 VALUES ($1, $2, $3, 'dinas-kesehatan', '', 'masuk', '', $4)",
                values![REGION, format!("{number:04}"), &client.id, at],
            )
        };
        let mut visits: Vec<Statement> = (0..700).map(|number| visit(number, old)).collect();
        visits.push(visit(9999, old.plus_seconds(1)));
        office.ledger.store.commit(Commit::of_statements(REGION, visits), office.ledger.now()).await.unwrap();
        let sweep = job(&office, "signon.sweep");
        let now = office.ledger.now();
        assert_eq!(sweep.run(now).await.unwrap(), Worked { done: 500, more: true });
        assert_eq!(sweep.run(now).await.unwrap(), Worked { done: 200, more: false });
        assert_eq!(count(&office, "signon_visits").await, 2, "younger ones stay");
        assert_eq!(sweep.run(now.plus_seconds(DAY - 1)).await.unwrap().done, 0, "once a day");
        assert_eq!(sweep.run(now.plus_seconds(DAY)).await.unwrap().done, 1);
    }
}

#[tokio::test]
async fn what_ended_is_remembered_for_forty_days_and_then_forgotten() {
    for office in offices().await {
        let client = office.told("https://simpus.contoh.go.id/pemberitahuan").await;
        let site = Site::new(&office, vec![verifier()]);
        site.signed_on(0, &client, "openid offline_access").await;
        office.signs_out(&verifier()).await;
        let consent = |id: &str, ended: kernel::Instant| {
            Statement::new(
                "INSERT INTO signon_consents (region, id, client, contact, subject, scopes, email, person, name, address, \
                 made_at, ended_at) VALUES ($1, $2, $3, 'k', 's', 'openid', 0, 'o', 'n', 'a', 1, $4)",
                values![REGION, id, &client.id, ended],
            )
        };
        let now = office.ledger.now();
        let consents = vec![consent("lama", now), consent("berlaku", kernel::Instant::from_micros(0))];
        office.ledger.store.commit(Commit::of_statements(REGION, consents), now).await.unwrap();
        let (daily, keeping) = (job(&office, "signon.sweep"), job(&office, "signon.keeping"));
        daily.run(now.plus_seconds(40 * DAY - 1)).await.unwrap();
        keeping.run(now.plus_seconds(600)).await.unwrap();
        let tables = ["signon_families", "signon_once", "signon_consents", "signon_farewells", "signon_access"];
        let mut left = Vec::new();
        for table in tables {
            left.push(count(&office, table).await);
        }
        assert_eq!(left, [1, 2, 2, 1, 0]);
        daily.run(now.plus_seconds(41 * DAY)).await.unwrap();
        left.clear();
        for table in tables {
            left.push(count(&office, table).await);
        }
        assert_eq!(left, [0, 0, 1, 0, 0], "a consent that was not withdrawn stays");
    }
}
