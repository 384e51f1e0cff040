//! The leader's pages: what was missed, by whom, what may be expected, and the list behind each number.

use super::office::{ani, offices};
use super::pages::{AUDITOR, HEAD, LEADER, OTHER_HEAD, PLANNER, fields, pairs};
use super::{Office, written};
use axum::http::StatusCode;
use definition::Number;
use programme::Line;
use programme::indicator::{NewTarget, Period};
use programme::sheet::{Fault, NotBrought};
use programme::steering::model::BodyKind;
use programme::steering::{NewBody, NewDecision, NewMeeting};
use std::fmt::Write as _;
use store::{ANY_VERSION, Commit, Statement, values};

/// Addresses in a page that begin so, with the number in the label of each.
fn numbered(html: &str, beginning: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for part in html.split(&format!("href=\"{beginning}")).skip(1) {
        let rest = part.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let label = part.split("aria-label=\"").nth(1).and_then(|label| label.split('"').next());
        let tag = part.split('>').next().unwrap();
        if let Some(number) = label.filter(|_| tag.contains("aria-label")).and_then(|label| label.rsplit(": ").next()) {
            found.push((format!("{beginning}{rest}"), number.parse().unwrap()));
        }
    }
    found
}

/// A plan of nine promises by two agencies, in force since February 2027, looked at a year later.
async fn town(office: &Office) {
    office.programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
    let mut table = String::from("nama,sub,sektor,opd,kecamatan,mulai,selesai,ukuran,satuan,target\n");
    for at in 0..9 {
        let sub = ["pelayanan", "sampah", "wisata"][at % 3];
        let sector = ["ekonomi", "ekonomi; masyarakat", ""][at % 3];
        let (owner, district) = (["dinas-a", "dinas-b"][at % 2], ["35.17.01", "", "35.17.01; 35.17.02"][at % 3]);
        writeln!(
            table,
            "Janji contoh {at},{sub},{sector},{owner},{district},2027,2030,Angka,persen,2027 = {at}; 2028 = 50"
        )
        .unwrap();
    }
    office.programme.bring_in(&ani(), table.as_bytes()).await.unwrap();
    office.sign(12, jiff::civil::date(2027, 2, 1)).await;
    let plan = office.plan().await;
    let promises = office.programme.promises(&plan, 1, &Default::default(), 20).await.unwrap();
    for (at, promise) in promises.iter().enumerate().take(5) {
        let value = if at < 3 { "90" } else { "0" };
        let done = office.programme.report(&ani(), &promise.id, 2027, value, "Dihitung dari daftar hadir").await;
        done.unwrap();
    }
    office.at("2028-02-01T09:00:00+07:00");
}

#[tokio::test]
async fn every_number_of_the_leaders_page_leads_to_a_list_of_as_many_promises() {
    for office in offices().await {
        town(&office).await;
        let site = office.site();
        for cut in ["pilar", "sub", "sektor", "opd", "kecamatan"] {
            let (status, html) = site.get(LEADER, &format!("/dasbor/rencana?tahun=2027&menurut={cut}")).await;
            assert_eq!(status, StatusCode::OK);
            let counts = numbered(&html, "/dasbor/rencana/janji?");
            assert!(counts.len() >= 4, "{cut}: {counts:?}");
            for (href, count) in counts {
                let (_, list) = site.get(LEADER, &href).await;
                assert_eq!(list.matches("<tr data-baris>").count(), count, "{href}");
            }
        }
    }
}

#[tokio::test]
async fn who_broke_what_is_three_steps_away_and_the_page_holds_no_form_that_changes_anything() {
    for office in offices().await {
        town(&office).await;
        let site = office.site();
        let (_, page) = site.get(LEADER, "/dasbor/rencana").await;
        assert!(page.contains("Tahun 2027: dari 9 janji, 3 tercapai, 2 tidak ditepati, 4 tidak dilaporkan."), "{page}");
        assert!(!page.contains("action=\"/dasbor"), "the leader sees no form");
        assert!(page.contains("/dasbor/rencana/opd/dinas-b"));
        let (_, agency) = site.get(LEADER, "/dasbor/rencana/opd/dinas-b").await;
        assert!(agency.contains("Tidak ditepati") && agency.contains("Dinas B"), "{agency}");
        let href = agency.split("href=\"").find(|part| part.starts_with("/dasbor/rencana/janji/")).unwrap();
        let (status, fate) = site.get(LEADER, href.split('"').next().unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert!(fate.contains("Yang diputuskan tentang janji ini") && fate.contains("belum ada keputusan"), "{fate}");
        assert!(fate.contains("Data terlalu sedikit: ada 1, perlu 5"), "one yearly figure is no forecast");
        assert_eq!(site.get(LEADER, "/dasbor/rencana/opd/dinas-z").await.0, StatusCode::NOT_FOUND);
        assert_eq!(site.get(LEADER, "/dasbor/rencana/janji/tidak-ada").await.0, StatusCode::NOT_FOUND);
    }
}

/// Months of visits, so many of them, the last one being January 2028.
fn visits(count: i64) -> String {
    let last: Period = "2028-01".parse().unwrap();
    let mut table = "indikator,periode,nilai,catatan,tautan\n".to_owned();
    for at in 0..count {
        let value = 1000 + 10 * at + (at * 7) % 5;
        writeln!(table, "kunjungan_wisata,{},{value},,https://contoh.example", last.moved(at + 1 - count)).unwrap();
        writeln!(table, "peserta_jkn,{},\"{},5\",,https://contoh.example", last.moved(at + 1 - count), 60 + at)
            .unwrap();
    }
    table
}

#[tokio::test]
async fn a_forecast_is_a_range_with_how_often_it_was_right_and_four_months_are_too_little() {
    for office in offices().await {
        office.at("2028-02-10T09:00:00+07:00");
        let programme = &office.programme;
        let site = office.site();
        for (id, target) in [("kunjungan_wisata", 5000), ("peserta_jkn", 70)] {
            let one = programme.library().get(id).unwrap();
            let aim = NewTarget {
                period: Some("2028".parse().unwrap()),
                value: Number::whole(target),
                seen: 0,
                about: String::new(),
                reason: "Disepakati dalam forum".to_owned(),
            };
            programme.aim(&ani(), one, &aim).await.unwrap();
        }
        programme.import_values(&ani(), visits(4).as_bytes()).await.unwrap();
        let (_, html) = site.get(PLANNER, "/dasbor/indikator/peserta_jkn").await;
        assert!(html.contains("Data terlalu sedikit") && html.contains("Belum ada perkiraan lama"), "{html}");
        programme.import_values(&ani(), visits(30).as_bytes()).await.unwrap();
        let (_, html) = site.get(PLANNER, "/dasbor/indikator/peserta_jkn").await;
        assert!(html.contains("Diperkirakan tercapai"), "a share stays below 100: {html}");
        assert!(html.contains("perkiraan lama ternyata benar"), "{html}");
        let (_, html) = site.get(PLANNER, "/dasbor/indikator/kunjungan_wisata").await;
        assert!(html.contains("Diperkirakan tercapai") && html.contains("2028"), "{html}");
        let (_, page) = site.get(LEADER, "/dasbor/rencana").await;
        assert!(page.contains("Belum ada rencana yang berlaku"), "{page}");
        let living = programme.pillar_indices().await.unwrap().into_iter().find(|one| one.pillar == "living").unwrap();
        assert_eq!((living.judged, living.met), (1, 1), "{living:?}");
        assert_eq!(living.share(), Some(Number::whole(100)));
        assert_eq!(living.expected.iter().sum::<i64>(), 1);
    }
}

#[tokio::test]
async fn an_unknown_indicator_is_refused_with_the_nearest_and_a_known_one_is_a_link_with_its_figure() {
    for office in offices().await {
        let programme = &office.programme;
        programme.begin(&ani(), "Rencana Induk Kota Cerdas", 2027).await.unwrap();
        let site = office.site();
        let new = "/dasbor/rencana/program/baru";
        let mut form = fields("Jawaban cepat");
        form.retain(|(name, _)| *name != "indikator");
        form.push(("indikator", "kunjungan_wisat".to_owned()));
        let (status, html) = site.send(PLANNER, (new, new), &pairs(&form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains("kunjungan_wisat → kunjungan_wisata"), "{html}");
        let table = "nama,sub,opd,mulai,selesai,indikator\nAir bersih,kesehatan,dinas-a,2027,2030,air_minumm\n";
        let Err(NotBrought::Faulty(faults)) = programme.bring_in(&ani(), table.as_bytes()).await else {
            panic!("taken")
        };
        let Some(Fault::Cell { row: 2, mistake }) = faults.first() else { panic!("{faults:?}") };
        assert!(mistake.column == "indikator" && mistake.value.starts_with("air_minumm → air_minum"), "{mistake:?}");
        // What stood there before ids were checked stays as it was written.
        let plan = office.plan().await;
        let mut cells = written("Kunjungan naik");
        cells.set("indikator", "catatan-lama; Kunjungan wisatawan");
        let mut sound = programme.read_cells(&plan, &cells).unwrap();
        assert_eq!(sound.facts.indicators[0], "catatan-lama");
        sound.facts.indicators = vec!["catatan-lama".to_owned(), "kunjungan_wisata".to_owned()];
        let line = Line { id: "", revision: 0, written: sound, reason: "" };
        let id = programme.write(&ani(), &plan, &[line]).await.unwrap().remove(0);
        let page = format!("/dasbor/rencana/program/{id}");
        let mut form = fields("Kunjungan naik");
        form.retain(|(name, _)| *name != "indikator");
        form.push(("indikator", "catatan-lama; kunjungan_wisata".to_owned()));
        form.push(("revisi", "1".to_owned()));
        assert_eq!(site.send(PLANNER, (&page, &page), &pairs(&form)).await.0, StatusCode::SEE_OTHER);
        office.sign(12, jiff::civil::date(2027, 2, 1)).await;
        let values = "indikator,periode,nilai,catatan,tautan\nkunjungan_wisata,2027-01,1234,,https://contoh.example\n";
        programme.import_values(&ani(), values.as_bytes()).await.unwrap();
        let (_, html) = site.get(None, &format!("/rencana/{id}")).await;
        assert!(html.contains("href=\"/rencana/indikator/kunjungan_wisata\"") && html.contains("1.234"), "{html}");
        assert!(html.contains("<li>catatan-lama</li>"));
    }
}

#[tokio::test]
async fn sectors_of_plans_that_were_written_before_are_found_by_the_migration() {
    for office in offices().await {
        town(&office).await;
        let store = &office.ledger.store;
        let sectors = async || {
            let sql = "SELECT name, sectors FROM programme_promises ORDER BY name";
            let rows = store.rows(sql, &values![]).await.unwrap();
            rows.iter().map(|row| (row.string(0).unwrap(), row.string(1).unwrap())).collect::<Vec<_>>()
        };
        let before = sectors().await;
        assert!(before.iter().any(|(_, sectors)| sectors == ";ekonomi;masyarakat;"), "{before:?}");
        let updates =
            include_str!("../../src/migrations/sectors.sql").split(";\n").filter(|one| one.contains("UPDATE"));
        let blank = Statement::new("UPDATE programme_promises SET sectors = ''", values![]);
        let mut statements = vec![blank];
        statements.extend(updates.map(|sql| Statement::new(sql.to_owned(), values![])));
        let stream = Commit::new(super::office::REGION, "test/sectors", ANY_VERSION);
        store.commit(Commit { statements, ..stream }, office.ledger.now()).await.unwrap();
        assert_eq!(sectors().await, before);
    }
}

#[tokio::test]
async fn a_head_reads_the_leaders_pages_of_all_agencies_and_the_quarter_without_plans_says_so() {
    let office = offices().await.remove(0);
    town(&office).await;
    let site = office.site();
    let (_, html) = site.get(HEAD, "/dasbor/rencana").await;
    assert!(html.contains("Triwulan 1 yang sedang berjalan") && html.contains("Belum ada rencana aksi"), "{html}");
}

#[tokio::test]
async fn what_was_decided_stands_with_the_promise_for_leaders_and_the_agency_and_for_nobody_else() {
    for (office, promise) in Office::decreed().await {
        office.at("2028-02-01T09:00:00+07:00");
        let programme = &office.programme;
        let forum = NewBody {
            revision: 0,
            kind: BodyKind::Forum,
            name: "Forum Smart City",
            mandate: "Mengawal rencana",
            decree: None,
            months: 3,
        };
        let body = programme.write_body(&ani(), "", &forum).await.unwrap();
        let day = jiff::civil::date(2028, 2, 1);
        let new = NewMeeting { day, hour: "09.00", place: "Pendopo", link: "" };
        let meeting = programme.plan_meeting(&ani(), &body, &new).await.unwrap();
        let meeting = programme.meeting(&ani(), &meeting).await.unwrap();
        let item = format!("janji:{promise}");
        let due = jiff::civil::date(2028, 2, 20);
        let text = "Tambah dua petugas jawaban";
        let new = NewDecision { item: &item, text, unit: "dinas-a", person: "Kepala Bidang Layanan", due };
        programme.take(&super::office::wali(), &meeting, &new).await.unwrap();
        let site = office.site();
        let fate = format!("/dasbor/rencana/janji/{promise}");
        for who in [LEADER, PLANNER, HEAD, AUDITOR] {
            let (_, html) = site.get(who, &fate).await;
            assert!(html.contains(text) && html.contains("Kepala Bidang Layanan, Dinas A"), "{who:?} {html}");
        }
        let (_, html) = site.get(LEADER, "/dasbor/rencana").await;
        assert!(html.contains("Kepala Bidang Layanan, Dinas A: sampai"), "whose turn it is: {html}");
        let (_, html) = site.get(OTHER_HEAD, &fate).await;
        assert!(!html.contains(text) && html.contains("Keputusan dibaca pimpinan"), "{html}");
        let (_, html) = site.get(OTHER_HEAD, "/dasbor/rencana").await;
        assert!(!html.contains(text) && !html.contains("Kepala Bidang Layanan"), "{html}");
    }
}
