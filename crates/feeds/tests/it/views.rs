//! Views of old systems' databases: the same story on MariaDB and on PostgreSQL, then what each server can do wrong.

use crate::mariadb;
use crate::site::{Town, towns};
use feeds::{Ran, Trigger};
use mysql_async::Conn;
use mysql_async::prelude::Queryable as _;
use serde_json::json;
use tokio_postgres::{Client, NoTls};

/// A mapping file of patients over this source.
fn mapping(source: &str) -> String {
    format!(
        "#: format umpan 1\n[umpan]\nid = \"pegawai\"\nnama = \"Pasien\"\naplikasi = \"simrs\"\nunit = \"rsud\"\n\
         kunci = [\"no_rm\"]\npukul = \"02:30\"\n[sumber]\n{source}\n[kolom.no_rm]\njenis = \"teks\"\n[kolom.nama]\njenis = \"teks\"\n\
         pribadi = \"umum\"\n[kolom.ruang]\njenis = \"teks\"\ncari = true\n[kolom.biaya]\njenis = \"desimal\"\n[kolom.masuk]\n\
         jenis = \"tanggal\"\n[kolom.bpjs]\njenis = \"ya_tidak\"\n"
    )
}

const TABLE: &str = "CREATE TABLE pasien (no_rm VARCHAR(20), nama VARCHAR(100), ruang VARCHAR(20), biaya DECIMAL(12,2), \
                     masuk TIMESTAMP NULL, bpjs BOOLEAN, diagnosa VARCHAR(100))";
const ROWS: &str = "INSERT INTO pasien VALUES ('RM1', 'Siti “Ami” Aminah', 'Melati', 1250000.50, '2027-02-01 08:30:00', TRUE, 'X'), \
                    ('RM2', 'Budi', 'Mawar', NULL, NULL, FALSE, 'Y')";
const VIEW: &str = "CREATE VIEW v_pasien AS SELECT no_rm, nama, ruang, biaya, masuk, bpjs, diagnosa FROM pasien";

/// Somebody who changes the old system's database.
enum Old {
    MariaDb(Conn),
    Postgres(Client),
}

impl Old {
    async fn does(&mut self, line: &str) {
        match self {
            Self::MariaDb(connection) => connection.query_drop(line).await.unwrap(),
            Self::Postgres(client) => client.batch_execute(line).await.unwrap(),
        }
    }

    async fn count(&mut self) -> i64 {
        let line = "SELECT COUNT(*) FROM pasien";
        match self {
            Self::MariaDb(connection) => connection.query_first(line).await.unwrap().unwrap(),
            Self::Postgres(client) => client.query_one(line, &[]).await.unwrap().get(0),
        }
    }
}

async fn on_mariadb(name: &str) -> Option<(Old, String)> {
    let (socket, connection) = mariadb::database(name).await?;
    let mut old = Old::MariaDb(connection);
    for line in [TABLE, ROWS, VIEW, &format!("GRANT SELECT ON {name}.v_pasien TO gapura@localhost")] {
        old.does(line).await;
    }
    let source =
        format!("sql = \"mysql://gapura@{}/{name}\"\nsandi_dari = \"simrs\"\npaling_lama = 1", socket.display());
    Some((old, source))
}

/// Within a schema of its own, which everybody may read.
async fn on_postgres(name: &str) -> Option<(Old, String)> {
    let Ok(url) = std::env::var("GAPURA_TEST_POSTGRES") else {
        println!("not run with PostgreSQL: GAPURA_TEST_POSTGRES names no database");
        return None;
    };
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let mut old = Old::Postgres(client);
    let role = format!("{name}_gapura");
    old.does(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path TO {name}")).await;
    let there = format!(
        "DO $$ BEGIN CREATE ROLE {role} LOGIN PASSWORD 'sandi-rahasia'; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    );
    for line in [there.as_str(), TABLE, ROWS, VIEW] {
        old.does(line).await;
    }
    old.does(&format!("GRANT USAGE ON SCHEMA {name} TO {role}; GRANT SELECT ON v_pasien TO {role}")).await;
    let (_, server) = url.split_once('@')?;
    Some((old, format!("sql = \"postgres://{role}@{server}\"\nsandi_dari = \"simrs\"")))
}

/// Both servers with the view, and how it is called there.
async fn servers(name: &str) -> Vec<(Old, String, String)> {
    let maria = on_mariadb(name).await.map(|(old, source)| (old, source, "v_pasien".to_owned()));
    let postgres = on_postgres(name).await.map(|(old, source)| (old, source, format!("{name}.v_pasien")));
    maria.into_iter().chain(postgres).collect()
}

async fn town(source: &str) -> Town {
    let town = towns(&[mapping(source)]).await.remove(0);
    assert_eq!(town.feeds.broken(), [], "{source}");
    std::fs::write(town.drops.path().join("rahasia/simrs"), "sandi-rahasia\n").unwrap();
    town
}

async fn run(town: &Town) -> Ran {
    town.ledger.clock.advance(60);
    town.feeds.run_feed("pegawai", Trigger::Schedule).await.unwrap().remove(0)
}

#[tokio::test]
async fn a_view_is_read_with_its_numbers_dates_and_switches_and_only_what_changed_is_kept_again() {
    for (mut old, source, view) in servers("cerita").await {
        let town = town(&format!("{source}\npandangan = \"{view}\"")).await;
        let ran = run(&town).await;
        assert_eq!((ran.outcome, ran.counts.inserted, ran.counts.rejected), ("baik", 2, 0), "{ran:?}");
        assert_eq!(ran.notes, ["kolom yang tidak diambil: diagnosa"]);
        let rows = town.rows("", &["nama"]).await;
        let one = &rows[0];
        assert_eq!((&one["no_rm"], &one["nama"]), (&json!("RM1"), &json!("Siti “Ami” Aminah")));
        assert_eq!(
            (&one["biaya"], &one["masuk"], &one["bpjs"]),
            (&json!(1_250_000.5), &json!("2027-02-01"), &json!(true))
        );
        assert_eq!((&rows[1]["biaya"], &rows[1]["bpjs"]), (&json!(null), &json!(false)));
        old.does("UPDATE pasien SET ruang = 'Anggrek' WHERE no_rm = 'RM2'").await;
        let counts = run(&town).await.counts;
        assert_eq!((counts.changed, counts.unchanged, counts.vanished), (1, 1, 0));
        assert_eq!(town.rows("ruang=Anggrek", &[]).await.len(), 1);
        assert_eq!(town.ask("/RM2", "", &[]).await.0, 200);
    }
}

#[tokio::test]
async fn a_view_whose_shape_changes_stops_the_run_and_a_doubled_key_rejects_its_row() {
    for (mut old, source, view) in servers("bentuk").await {
        let town = town(&format!("{source}\npandangan = \"{view}\"")).await;
        old.does("INSERT INTO pasien VALUES ('RM1', 'Lain', 'Melati', 1, NULL, TRUE, '')").await;
        let ran = run(&town).await;
        assert_eq!((ran.counts.inserted, ran.rejects[0].bad.code()), (2, "kunci-ganda"));
        old.does("DROP VIEW v_pasien").await;
        let ran = run(&town).await;
        assert!(
            ran.outcome == "gagal" && town.feeds.standing("pegawai").await.unwrap().note.contains("pandangan"),
            "{ran:?}"
        );
        old.does(&VIEW.replace("ruang, biaya", "ruang AS kamar, biaya")).await;
        if let Old::MariaDb(_) = old {
            old.does("GRANT SELECT ON bentuk.v_pasien TO gapura@localhost").await;
        } else {
            old.does("GRANT SELECT ON v_pasien TO bentuk_gapura").await;
        }
        let ran = run(&town).await;
        assert!(ran.outcome == "gagal" && ran.notes[0].contains("`ruang`"), "{ran:?}");
        assert_eq!(town.rows("", &[]).await.len(), 2);
    }
}

#[tokio::test]
async fn a_query_that_takes_too_long_is_given_up() {
    for (_, source, view) in servers("lama").await {
        let source = source.replace("sql = \"postgres", "paling_lama = 1\nsql = \"postgres");
        let all = "information_schema.columns";
        let slow = format!(
            "kueri = \"SELECT no_rm, nama, ruang, biaya, masuk, bpjs FROM {view} WHERE (SELECT COUNT(*) FROM {all} a, {all} b, {all} c) > 1\""
        );
        let town = town(&format!("{source}\n{slow}")).await;
        let ran = run(&town).await;
        assert!(ran.outcome == "gagal" && ran.notes[0].contains("tidak selesai dalam 1 detik"), "{ran:?}");
        assert_eq!(town.named("feed.ran").await[0]["why"], "lama");
    }
}

#[tokio::test]
async fn a_view_that_writes_writes_nothing() {
    for (mut old, source, view) in servers("menulis").await {
        match &old {
            Old::MariaDb(_) => {
                old.does(
                    "CREATE FUNCTION curang() RETURNS INT MODIFIES SQL DATA BEGIN INSERT INTO pasien (no_rm) VALUES ('RM9'); \
                     RETURN 1; END",
                )
                .await;
            }
            Old::Postgres(_) => {
                old.does(
                    "CREATE FUNCTION curang() RETURNS INT LANGUAGE sql SECURITY DEFINER SET search_path = menulis AS \
                     $$ INSERT INTO pasien (no_rm) VALUES ('RM9'); SELECT 1 $$",
                )
                .await;
            }
        }
        old.does("CREATE OR REPLACE VIEW v_pasien AS SELECT no_rm, nama, ruang, biaya, masuk, bpjs, diagnosa FROM pasien WHERE curang() = 1").await;
        let town = town(&format!("{source}\npandangan = \"{view}\"")).await;
        let ran = run(&town).await;
        assert_eq!((ran.outcome, old.count().await), ("gagal", 2), "{ran:?}");
        assert_ne!(ran.notes, ["server tidak dapat dihubungi"], "the view was reached");
    }
}

#[tokio::test]
async fn a_user_that_could_write_is_told_to_the_owner() {
    for (mut old, source, view) in servers("hak").await {
        match &old {
            Old::MariaDb(_) => old.does("GRANT INSERT ON hak.pasien TO gapura@localhost").await,
            Old::Postgres(_) => old.does("GRANT INSERT ON v_pasien TO hak_gapura").await,
        }
        let ran = run(&town(&format!("{source}\npandangan = \"{view}\"")).await).await;
        assert_eq!(ran.outcome, "baik");
        assert!(ran.notes.iter().any(|note| note.contains("dapat mengubah data")), "{:?}", ran.notes);
        if let Old::MariaDb(_) = old {
            old.does("REVOKE INSERT ON hak.pasien FROM gapura@localhost").await;
        }
    }
}

#[tokio::test]
async fn a_wrong_password_a_missing_credential_and_a_server_that_is_away_are_told_apart_and_never_quoted() {
    let away = "sql = \"mysql://gapura@127.0.0.1:1/simrs\"\npandangan = \"v\"";
    assert_eq!(run(&town(away).await).await.notes, ["server tidak dapat dihubungi"]);
    let away = "sql = \"postgres://gapura@127.0.0.1:1/simrs\"\npandangan = \"v\"";
    assert_eq!(run(&town(away).await).await.notes, ["server tidak dapat dihubungi"]);
    let missing = "sql = \"mysql://gapura@127.0.0.1:1/simrs\"\nsandi_dari = \"tidak-ada\"\npandangan = \"v\"";
    assert!(run(&town(missing).await).await.notes[0].contains("kredensial `tidak-ada`"));
    if let Some((_, source)) = on_postgres("sandi").await {
        let town = town(&format!("{source}\npandangan = \"sandi.v_pasien\"")).await;
        std::fs::write(town.drops.path().join("rahasia/simrs"), "salah-sekali").unwrap();
        // A server may trust whoever comes from its own machine; then it asks nobody for a password.
        let ran = run(&town).await;
        assert!(ran.outcome == "baik" || ran.notes == ["server menolak pengguna atau kata sandinya"], "{ran:?}");
        let unsaid = source.replace("\nsandi_dari = \"simrs\"", "\npandangan = \"sandi.v_pasien\"");
        assert_eq!(run(&self::town(&unsaid).await).await.outcome, ran.outcome);
    }
    let Some((_, source)) = on_mariadb("sandi").await else { return };
    let town = town(&format!("{source}\npandangan = \"v_pasien\"")).await;
    std::fs::write(town.drops.path().join("rahasia/simrs"), "salah-sekali").unwrap();
    let ran = run(&town).await;
    assert_eq!(ran.notes, ["server menolak pengguna atau kata sandinya"]);
    assert!(!format!("{:?}", town.facts().await).contains("salah-sekali"));
    let denied = source + "\npandangan = \"pasien\"";
    let town = self::town(&denied).await;
    assert_eq!(run(&town).await.notes, ["pengguna ini tidak berhak membaca pandangan itu"]);
}
