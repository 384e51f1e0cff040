//! Pages of bodies, meetings and tasks: who sees what, what is typed is kept, what is not marked is not public.

use super::{AUDITOR, FIELD, HEAD, LEADER, PLANNER, Site};
use crate::office::{Office, offices};
use axum::http::StatusCode;
use std::path::Path;

#[test]
fn every_text_of_meetings_is_there_in_both_languages() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/steering");
    web::testing::assert_keys_exist(&pages, programme::LOCALE);
}

/// A body and a meeting of it today, made by the pages: their addresses.
async fn planned(site: &Site) -> (String, String) {
    let new = "/dasbor/rapat/badan/baru";
    let fields = [("jenis", "forum"), ("nama", "Forum Smart City"), ("tugas", "Mengawal rencana"), ("bulan", "3")];
    let (status, body) = site.send(PLANNER, (new, new), &fields).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    let member = [("orang", "Bu Guru"), ("lembaga", "Universitas"), ("jabatan", "Anggota"), ("unsur", "akademisi")];
    site.send(PLANNER, (&body, &format!("{body}/anggota")), &member).await;
    let id = body.rsplit('/').next().unwrap();
    let form = format!("/dasbor/rapat/baru?badan={id}");
    let today = [("badan", id), ("hari", "2027-02-01"), ("tempat", "Pendopo")];
    let (status, meeting) = site.send(PLANNER, (&form, "/dasbor/rapat/baru"), &today).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{meeting}");
    (body, meeting)
}

/// Decides something in the meeting and answers the address of the task.
async fn decided(site: &Site, meeting: &str) -> String {
    let review = format!("{meeting}/tinjau");
    let decision = [
        ("putusan", "Perbaiki alur jawaban"),
        ("opd", "dinas-a"),
        ("orang", "Kepala Dinas"),
        ("tenggat", "2027-02-20"),
        ("butir", "1"),
    ];
    let (status, to) = site.send(LEADER, (&review, &format!("{meeting}/keputusan")), &decision).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{to}");
    let html = site.get(LEADER, &to).await.1;
    let at = html.find("/dasbor/tugas/").unwrap_or_else(|| panic!("{html}"));
    html[at..].split('"').next().unwrap().to_owned()
}

/// Marks everybody present, writes minutes and closes.
async fn closed(site: &Site, meeting: &str) {
    let html = site.get(PLANNER, meeting).await.1;
    let who = html.split("name=\"hadir\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    site.send(PLANNER, (meeting, &format!("{meeting}/kehadiran")), &[("hadir", &who)]).await;
    let minutes = [("notulen", "Dibahas dan diputuskan bersama."), ("revisi", "1")];
    site.send(PLANNER, (meeting, &format!("{meeting}/notulen")), &minutes).await;
    let (status, html) = site.send(PLANNER, (meeting, &format!("{meeting}/penutupan")), &[("revisi", "2")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{html}");
}

#[tokio::test]
async fn planners_prepare_leaders_decide_auditors_read_and_others_see_nothing() {
    let office = offices().await.remove(0);
    let site = office.site();
    let (body, meeting) = planned(&site).await;
    let review = format!("{meeting}/tinjau");
    for (who, status) in [(None, 303), (FIELD, 403), (AUDITOR, 200), (HEAD, 404), (LEADER, 200), (PLANNER, 200)] {
        for path in [&meeting, &review] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    for (who, status) in [(None, 303), (FIELD, 403), (AUDITOR, 200), (HEAD, 200), (LEADER, 200), (PLANNER, 200)] {
        for path in ["/dasbor/rapat", "/dasbor/tugas", body.as_str()] {
            assert_eq!(site.get(who, path).await.0.as_u16(), status, "{who:?} {path}");
        }
    }
    for (who, status) in [(FIELD, 403), (HEAD, 403), (AUDITOR, 200), (LEADER, 200), (PLANNER, 200)] {
        assert_eq!(site.get(who, "/dasbor/rencana/ringkas").await.0.as_u16(), status, "{who:?}");
    }
    for (who, path) in [(LEADER, "/penutupan"), (HEAD, "/notulen"), (AUDITOR, "/agenda"), (PLANNER, "/keputusan")] {
        let sent = site.post(who, &format!("{meeting}{path}"), "").await;
        assert_eq!(sent.0, StatusCode::FORBIDDEN, "{path}");
    }
    let forged = site.post(PLANNER, &format!("{meeting}/notulen"), "_tanda=x").await;
    assert_eq!(forged.0, StatusCode::FORBIDDEN, "without the token of the form");
    let auditor = site.get(AUDITOR, &meeting).await.1;
    assert!(!auditor.contains("/notulen\"") && !auditor.contains("/penutupan\""), "an auditor writes nothing");
    assert!(!site.get(PLANNER, &review).await.1.contains("/keputusan\""), "a planner decides nothing");
}

#[tokio::test]
async fn a_wrong_form_says_what_to_do_and_keeps_what_was_typed() {
    let office = offices().await.remove(0);
    let site = office.site();
    let (_, meeting) = planned(&site).await;
    let review = format!("{meeting}/tinjau");
    let decision =
        [("putusan", "Perbaiki alur jawaban"), ("opd", "dinas-a"), ("orang", "Kepala Dinas"), ("tenggat", "")];
    let (status, html) = site.send(LEADER, (&review, &format!("{meeting}/keputusan")), &decision).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Tanggalnya salah") && html.contains("Perbaiki alur jawaban"), "{html}");
    assert!(html.contains("<option value=\"dinas-a\" selected>"));
    let unfinished = [("notulen", "Baru separuh, belum ada yang dicatat hadir."), ("revisi", "9")];
    let (status, html) = site.send(PLANNER, (&meeting, &format!("{meeting}/notulen")), &unfinished).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("baru saja diubah orang lain") && html.contains("Baru separuh"));
    let (status, html) = site.send(PLANNER, (&meeting, &format!("{meeting}/penutupan")), &[("revisi", "1")]).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && html.contains("simpan notulen"), "{html}");
}

#[tokio::test]
async fn a_decision_is_public_only_when_a_leader_marks_it_and_its_meeting_is_closed() {
    let office = offices().await.remove(0);
    let site = office.site();
    assert!(site.get(None, "/rencana/tim").await.1.contains("Belum ada badan yang dicatat"));
    let (_, meeting) = planned(&site).await;
    let task = decided(&site, &meeting).await;
    let public = async || site.get(None, "/rencana/tim").await.1;
    assert!(!public().await.contains("Perbaiki alur jawaban"));
    site.send(LEADER, (&task, &format!("{task}/publikasi")), &[("umum", "ya")]).await;
    assert!(!public().await.contains("Perbaiki alur jawaban"), "the meeting is not closed");
    closed(&site, &meeting).await;
    let html = public().await;
    assert!(html.contains("Perbaiki alur jawaban") && html.contains("Teratur") && !html.contains("Bu Guru"), "{html}");
    assert!(html.len() <= 30 * 1024, "{} bytes", html.len());
    site.send(LEADER, (&task, &format!("{task}/publikasi")), &[("umum", "")]).await;
    assert!(!public().await.contains("Perbaiki alur jawaban"));
    office.at("2027-06-01T09:00:00+07:00");
    assert!(public().await.contains("Tidak teratur"), "a forum that does not meet is said to be so");
}

#[tokio::test]
async fn an_agency_reports_its_task_a_leader_confirms_and_every_step_stays() {
    let office = offices().await.remove(0);
    let site = office.site();
    let (_, meeting) = planned(&site).await;
    let task = decided(&site, &meeting).await;
    assert!(site.get(HEAD, "/dasbor/tugas").await.1.contains("Perbaiki alur jawaban"));
    let report = |evidence: &'static str| {
        [("laporan", "Alurnya sudah diperbaiki"), ("bukti", evidence), ("hasil", "selesai"), ("langkah", "0")]
    };
    let action = format!("{task}/laporan");
    let (status, html) = site.send(HEAD, (&task, &action), &report("ada")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Tulis bukti") && html.contains("Alurnya sudah diperbaiki"), "nothing typed is lost");
    let (status, to) = site.send(HEAD, (&task, &action), &report("https://contoh.go.id/alur")).await;
    assert_eq!((status, to.as_str()), (StatusCode::SEE_OTHER, task.as_str()));
    let html = site.get(LEADER, &task).await.1;
    assert!(html.contains("Dilaporkan selesai") && html.contains("<a href=\"https://contoh.go.id/alur\""), "{html}");
    let (status, _) = site.send(LEADER, (&task, &format!("{task}/konfirmasi")), &[("langkah", "1")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let html = site.get(HEAD, &task).await.1;
    assert!(html.contains("Dinyatakan selesai") && !html.contains(&action), "nothing is reported after the end");
    assert!(site.get(HEAD, "/dasbor/tugas?keadaan=selesai").await.1.contains("Perbaiki alur jawaban"));
    let brief = site.get(LEADER, "/dasbor/rencana/ringkas").await.1;
    assert!(brief.contains("Perbaiki alur jawaban") && brief.contains("Selesai"), "{brief}");
}

#[tokio::test]
async fn the_page_of_a_promise_says_what_was_decided_about_it_to_whom_it_concerns() {
    let (office, promise) = Office::decreed().await.remove(0);
    office.at("2028-02-01T09:00:00+07:00");
    let site = office.site();
    let new = "/dasbor/rapat/badan/baru";
    let fields = [("jenis", "dewan"), ("nama", "Dewan Smart City"), ("tugas", ""), ("bulan", "6")];
    let body = site.send(PLANNER, (new, new), &fields).await.1;
    let id = body.rsplit('/').next().unwrap();
    let day = [("badan", id), ("hari", "2028-02-01"), ("tempat", "Pendopo")];
    let meeting = site.send(PLANNER, ("/dasbor/rapat/baru", "/dasbor/rapat/baru"), &day).await.1;
    let review = format!("{meeting}/tinjau");
    let html = site.get(LEADER, &review).await.1;
    assert!(html.contains("Jawaban cepat") && html.contains("Tidak dilaporkan"), "by exception: {html}");
    assert!(html.contains("accesskey=\"b\"") && html.contains("rel=\"next\""), "by keyboard, without script");
    let decision = [
        ("putusan", "Laporkan capaian tahun lalu"),
        ("tentang", &format!("janji:{promise}")),
        ("opd", "dinas-a"),
        ("orang", "Kepala Dinas"),
        ("tenggat", "2028-02-10"),
        ("butir", "1"),
    ];
    site.send(LEADER, (&review, &format!("{meeting}/keputusan")), &decision).await;
    let page = format!("/dasbor/rencana/program/{promise}");
    for who in [LEADER, HEAD, AUDITOR] {
        assert!(site.get(who, &page).await.1.contains("Laporkan capaian tahun lalu"), "{who:?}");
    }
}

#[tokio::test]
async fn pages_of_meetings_stay_light_with_many_tasks() {
    let office = offices().await.remove(0);
    let site = office.site();
    let (_, meeting) = planned(&site).await;
    for _ in 0..45 {
        decided(&site, &meeting).await;
    }
    for path in ["/dasbor/rapat", "/dasbor/tugas", "/dasbor/rencana/ringkas", &meeting] {
        let html = site.get(LEADER, path).await.1;
        assert!(html.len() <= 60 * 1024, "{path}: {} bytes", html.len());
    }
    let first = site.get(LEADER, "/dasbor/tugas").await.1;
    assert_eq!(first.matches("<tr data-baris>").count(), 40);
    let next = first.split("href=\"").find(|part| part.contains("sesudah=") && part.contains("rel=\"next\"")).unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    assert_eq!(site.get(LEADER, &next).await.1.matches("<tr data-baris>").count(), 5);
}
