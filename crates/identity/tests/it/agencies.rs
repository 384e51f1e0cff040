use super::*;
use cases::doors::{Agencies, Staff};
use identity::MIGRATIONS;

#[tokio::test]
async fn seeding_again_changes_nothing_and_every_village_has_an_office() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        assert_eq!(identity.all().len(), 2 + 2 + 3);
        let units = Units::parse(UNITS).unwrap();
        let again = identity.seed_agencies(&units, &Places, &Actor::Operator, ledger.now()).await.unwrap();
        assert_eq!(again, 0);
        assert_eq!(identity.role_of("pelaksana", "desa-35.17.01.2001"), Some(Role::FieldOfficer));
        assert_eq!(identity.role_of("camat", "kecamatan-35.17.02"), Some(Role::Head));
        assert_eq!(identity.title_name("pengawas-jalan", "dinas-pupr"), "Pengawas Jalan");
        assert_eq!(identity.find("Desa Wonorejo"), None, "two villages bear this name");
        assert_eq!(identity.find("Desa Wonorejo - Gudo").unwrap().unit, "desa-35.17.02.2001");
    }
}

#[tokio::test]
async fn an_import_is_a_fact_of_the_ledger_and_survives_a_restart() {
    for mut ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let csv = b"unit,nama,singkatan,id_lapor\ndinas-pupr,Dinas PUPR,DPUPR,131393.0\ndinas-sosial,Dinas Sosial,Dinsos,\n#,x,\n";
        let report = identity.import_agencies(csv, &Actor::Operator, ledger.now()).await.unwrap().unwrap();
        assert_eq!((report.accepted, report.repaired, report.rejected, report.unchanged), (2, 0, 1, 0));
        let events = ledger.store.stream("35.17", "agencies").await.unwrap();
        let names: Vec<&str> = events.iter().map(|event| event.fact.name.as_str()).collect();
        assert_eq!(names, ["agency.added", "agency.added", "agency.changed", "agency.added"]);
        ledger.reopen().await;
        let identity = city(&ledger).await;
        assert_eq!(identity.find("131393").unwrap().unit, "dinas-pupr");
        assert_eq!(identity.find("DINAS SOSIAL KAB. JOMBANG").unwrap().unit, "dinas-sosial");
        let report =
            identity.import_agencies(b"unit,nama\ndinas-sosial,Dinas Sosial\n", &Actor::Operator, ledger.now()).await;
        assert_eq!(report.unwrap().unwrap().unchanged, 1);
    }
}

#[tokio::test]
async fn only_active_holders_of_a_role_in_that_unit_are_told_of_an_escalation() {
    for ledger in testkit::ledgers(MIGRATIONS).await {
        let identity = city(&ledger).await;
        let head = officer(&identity, &ledger, "kadis", Role::Head, "dinas-pupr").await;
        let gone = officer(&identity, &ledger, "mantan", Role::Head, "dinas-pupr").await;
        officer(&identity, &ledger, "lain", Role::Head, "dinas-kominfo").await;
        let close = identity::model::officer::Command::Disable;
        identity.change_officer(&gone, &close, &Actor::Operator, ledger.now()).await.unwrap();
        assert_eq!(identity.holding("dinas-pupr", Role::Head).await, std::slice::from_ref(&head));
        assert_eq!(identity.email(&head).await.as_deref(), Some("kadis@jombangkab.go.id"));
        assert_eq!(identity.email(&gone).await, None);
    }
}
