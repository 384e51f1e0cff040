//! Running cases follow a new version that names where they stand (semantics R61): from the second approval to the page.

use crate::office::Office;
use crate::town::{REGION, ROAD, Town, input, officer, report, small_town, towns};
use cases::ClockRef;
use desk::{Filled, OpenCase, Viewer};
use kernel::{Actor, CaseNumber, Instant, Lang, OfficerId, Role};
use store::values;

fn admin(id: &str) -> Actor {
    Actor::Officer { id: OfficerId(id.into()), unit: "dinas-kominfo".into(), title: "admin-kota".into() }
}

/// The roads, in which the survey is called an inspection and bridges are not reported any more.
fn inspected() -> String {
    let mut text = ROAD.to_owned();
    for (from, to) in [
        ("versi   = 3", "versi   = 4\nkasus_lama = { pindah = { survei = \"tinjauan\" } }"),
        ("[langkah.survei]\nnama    = \"Survei lapangan\"", "[langkah.tinjauan]\nnama    = \"Tinjauan lapangan\""),
        ("ke = \"survei\"", "ke = \"tinjauan\""),
        ("diisi = \"survei\"", "diisi = \"tinjauan\""),
        ("\"masuk:survei\"   = \"Laporan {nomor} sedang disurvei {langkah.survei.oleh}.\"\n", ""),
        ("harap = { langkah = \"survei\"", "harap = { langkah = \"tinjauan\""),
        (", jembatan = \"Jembatan rusak\"", ""),
        ("jenis_rusak = \"jembatan\", ", "jenis_rusak = \"lubang\", "),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

async fn opened(town: &Town, key: &str, kind: &str) -> CaseNumber {
    let mut wish = OpenCase { form_key: key.into(), ..report() };
    wish.input = [
        ("lokasi.desa", crate::town::VILLAGE),
        ("lokasi.patokan", "depan balai desa"),
        ("jenis_rusak", kind),
        ("bahaya", "tidak"),
    ]
    .into_iter()
    .collect();
    town.desk.open_case(wish).await.unwrap().number
}

async fn forwarded(town: &Town, key: &str, kind: &str) -> CaseNumber {
    let number = opened(town, key, kind).await;
    let verifier = officer("v1", Role::Verifier, "dinas-kominfo");
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&verifier, &number, "teruskan", filled).await.unwrap();
    number
}

async fn approve(town: &Town) -> desk::VersionMove {
    let id = town.desk.propose(&inspected(), "", "k", &admin("a1"), Lang::Id).await.unwrap();
    town.desk.approve(&id, &admin("a2"), Lang::Id).await.unwrap();
    town.work().await;
    town.desk.version_moves(1).await.unwrap().remove(0)
}

fn step(name: &str) -> ClockRef {
    ClockRef::Step(name.into())
}

#[tokio::test]
async fn after_the_second_approval_cases_at_the_named_step_move_and_keep_their_time() {
    for town in towns().await {
        town.clock.set(Instant::parse("2026-10-12T09:00:00+07:00").unwrap());
        let (moving, bridge) = (forwarded(&town, "k1", "lubang").await, forwarded(&town, "k2", "jembatan").await);
        let fresh = opened(&town, "k3", "lubang").await;
        town.at("2026-10-13T10:00:00+07:00").await;
        let surveyor = officer("p1", Role::FieldOfficer, "dinas-pupr");
        let viewer = Viewer::Officer(surveyor.clone());
        let before = town.view(&moving, &viewer).await;
        let order = approve(&town).await;
        assert_eq!((order.moved, order.stayed, order.left_behind, order.done_at), (1, 1, 1, None));
        let after = town.view(&moving, &viewer).await;
        assert_eq!((after.definition.version, after.head.definition == order.hash), (4, true));
        assert_eq!(after.head.holders[0].step, "tinjauan");
        for (old, new) in [(ClockRef::Total, ClockRef::Total), (step("survei"), step("tinjauan"))] {
            let was = before.clocks.iter().find(|clock| clock.name == old).unwrap();
            let is = after.clocks.iter().find(|clock| clock.name == new).unwrap();
            assert_eq!((was.start, was.budget, was.consumed, was.due), (is.start, is.budget, is.consumed, is.due));
        }
        for number in [&bridge, &fresh] {
            assert_eq!(town.view(number, &viewer).await.definition.version, 3, "{number}");
        }
        let left = town.desk.left_behind(&order.id, "", 10).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].number.as_str(), left[0].why[0].id.contains("`jembatan`")), (bridge.as_str(), true));
        let fact = town.ledger.store.stream(REGION, &format!("case/{}", after.head.id)).await.unwrap().pop().unwrap();
        assert_eq!((fact.fact.name.as_str(), fact.fact.actor), ("case.migrated", admin("a2")));
        town.act(
            &surveyor,
            &moving,
            "tolak",
            Filled { reason_code: "bukan-kewenangan".into(), reason: "Jalan lingkungan.".into(), ..Filled::default() },
        )
        .await
        .unwrap();
        assert_eq!(town.head(&moving).await.end_id, "ditolak");
    }
}

#[tokio::test]
async fn a_piece_that_was_cut_off_is_gone_through_again_and_counts_once() {
    for town in towns().await {
        town.clock.set(Instant::parse("2026-10-12T09:00:00+07:00").unwrap());
        for key in ["k1", "k2", "k3"] {
            forwarded(&town, key, if key == "k2" { "jembatan" } else { "lubang" }).await;
        }
        let order = approve(&town).await;
        let events = town.recorded().await;
        // As if the cases had moved and the process was killed before it wrote how far it was.
        let forgets = "UPDATE desk_version_moves SET after_case = '', moved = 0, stayed = 0, left_behind = 0 \
                       WHERE region = $1";
        let commit = store::Commit::of_statements(REGION, vec![store::Statement::new(forgets, values![REGION])]);
        town.ledger.store.commit_waiting(commit, town.desk.now()).await.unwrap();
        town.work().await;
        let again = town.desk.version_move(&order.id).await.unwrap();
        assert_eq!((again.moved, again.stayed, again.left_behind), (2, 0, 1));
        assert_eq!(town.recorded().await, events);
        town.clock.advance(601);
        town.work().await;
        let done = town.desk.version_move(&order.id).await.unwrap();
        assert_eq!(done.done_at, Some(town.desk.now()));
        assert_eq!(town.desk.left_behind(&order.id, "", 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_dry_run_the_list_and_the_case_say_the_same() {
    let town = small_town().await;
    town.clock.set(Instant::parse("2026-10-12T09:00:00+07:00").unwrap());
    let (moving, bridge) = (forwarded(&town, "k1", "lubang").await, forwarded(&town, "k2", "jembatan").await);
    let new = town.desk.examine(&inspected()).definition.unwrap();
    let rehearsed = town.desk.rehearse(&new, "", 10).await.unwrap().rows;
    let breaks: Vec<&str> =
        rehearsed.iter().filter(|one| one.rehearsal.breaks()).map(|one| one.head.number.as_str()).collect();
    assert_eq!(breaks, [bridge.as_str()]);
    let order = approve(&town).await;
    let office = Office::of(&town);
    let list = office.get("admin", "/atur/layanan").await;
    let path = format!("/atur/layanan/pemindahan/{}", order.id);
    list.says(&["Kasus yang dipindahkan", "1 dipindahkan, 0 tetap, 1 tertinggal", &path, "Sedang dipindahkan"]);
    office.get("admin", &path).await.says(&[bridge.as_str(), "pilihan `jembatan`", "Yang tertinggal"]);
    assert_eq!(office.get("verifikator", &path).await.status.as_u16(), 403);
    assert_eq!(office.get("admin", "/atur/layanan/pemindahan/tidak-ada").await.status.as_u16(), 404);
    let case = office.get("verifikator", &format!("/kerja/kasus/{moving}")).await;
    case.says(&["versi 4", "Kasus mengikuti versi 4 layanan ini", "Tinjauan lapangan", "Survei lapangan"]);
    let left = office.get("verifikator", &format!("/kerja/kasus/{bridge}")).await;
    left.says(&["versi 3"]);
    assert!(!left.html.contains("Kasus mengikuti"));
}
