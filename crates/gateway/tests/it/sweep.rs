//! Records end: their rows and salts go after as many days as the operator says, figures and the ledger stay.

use crate::gate::{Gate, REGION, gates, grant, machine};
use crate::upstream::answering;
use cases::doors::CallGrant;
use gateway::Filter;
use gateway::rights::Seen;
use kernel::{Id, Instant};
use store::{Commit, Statement, values};
use web::Machine;

const DAY: i64 = 86_400;

/// Key and grant outlive what is swept.
fn lasting(gate: &Gate) {
    let until = Instant::parse("2030-01-01T00:00:00+07:00").unwrap();
    gate.give(CallGrant { until, ..grant("e-rapor") });
    gate.know("sah", Machine { until, ..machine("e-rapor") });
}

async fn rows(gate: &Gate) -> i64 {
    let sql = "SELECT COUNT(*) FROM gateway_calls WHERE region = $1";
    gate.ledger.store.row(sql, &values![REGION]).await.unwrap().unwrap().int(0).unwrap()
}

#[tokio::test]
async fn records_end_with_their_salts_and_their_figures_and_entries_stay() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        lasting(&gate);
        let old = gate.get("/pasien").await.header("x-gapura-request-id").to_owned();
        gate.project().await;
        gate.ledger.clock.advance(399 * DAY);
        let young = gate.get("/pasien").await.header("x-gapura-request-id").to_owned();
        gate.work().await;
        assert_eq!(rows(&gate).await, 2);
        gate.ledger.clock.advance(2 * DAY);
        gate.work().await;
        assert_eq!(rows(&gate).await, 1);
        let of = async |id: &str| gate.gateway.call(&Seen::All, id).await.map(|(call, _)| call.id);
        assert_eq!(of(&young).await, Ok(young.clone()));
        assert_eq!(of(&old).await, Err(gateway::Refused::Swept(400)));
        assert_eq!(of("tidak-ada").await, Err(gateway::Refused::NotThere));
        let never = Id::new(gate.ledger.now(), &gate.ledger.chance).to_string();
        assert_eq!(of(&never).await, Err(gateway::Refused::NotThere), "young, and nobody made it");
        gate.project().await;
        let lines = gate.gateway.lines(&Seen::All, &Filter::default()).await.unwrap();
        assert_eq!((lines[0].calls, gate.entries().await.len()), (2, 2));
    }
}

#[tokio::test]
async fn many_old_records_go_in_portions_once_a_day() {
    for gate in gates().await {
        gate.usual(&answering(|_| "isi").await);
        let id = gate.get("/pasien").await.header("x-gapura-request-id").to_owned();
        gate.gateway.settled().await;
        let now = gate.ledger.now();
        let copy = |_| {
            let copied = Id::new(now, &gate.ledger.chance).to_string();
            let columns = "at, service, owner, provider, asker, application, client, method, template, status, code, mode, \
                           phase, sent, got, took, upstream, salt, batch, place";
            let sql = format!(
                "INSERT INTO gateway_calls (region, id, {columns}) SELECT region, CAST($3 AS TEXT), {columns} \
                 FROM gateway_calls WHERE region = $1 AND id = $2"
            );
            Statement::new(sql, values![REGION, &id, copied])
        };
        let copies = Commit::of_statements(REGION, (0..1_500).map(copy).collect());
        gate.ledger.store.commit_waiting(copies, now).await.unwrap();
        gate.ledger.clock.advance(401 * DAY);
        let jobs = gateway::jobs(&gate.gateway);
        let sweep = jobs.iter().find(|job| job.name() == "gateway.sweep").unwrap();
        let first = sweep.run(gate.ledger.now()).await.unwrap();
        assert_eq!((first.done, first.more, rows(&gate).await), (1_000, true, 501));
        let second = sweep.run(gate.ledger.now()).await.unwrap();
        assert_eq!((second.done, second.more, rows(&gate).await), (501, false, 0));
        assert_eq!(sweep.run(gate.ledger.now()).await.unwrap().done, 0);
    }
}
