//! What comes of events, and what people enter, on both databases.

use super::site::{BUDI, RINI, SARI, Site};
use axum::http::StatusCode;
use kernel::{Actor, Instant, OfficerId};
use programme::LOCALE;
use serde_json::json;
use std::path::Path;

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/indicator/pages"), LOCALE);
}

fn officer(id: &str) -> Actor {
    Actor::Officer { id: OfficerId(id.to_owned()), unit: String::new(), title: String::new() }
}

/// Three cases of February, one of them moved to another agency before it ended in March.
async fn february(site: &Site) {
    for (case, day, thousandths) in [("a", 1, 950), ("b", 2, 2049), ("c", 3, 20_500)] {
        let opened = format!("2027-02-0{day}T08:00:00+07:00");
        site.of_case((case, "dinas-kominfo"), "case.opened", &opened, json!({ "channel": "web" }), json!({})).await;
        let answered =
            json!({ "first_answer": { "thousandths": thousandths, "in_time": thousandths < 2000, "seconds": 1 } });
        site.of_case(
            (case, "dinas-kominfo"),
            "answer.given",
            &format!("2027-02-1{day}T08:00:00+07:00"),
            json!({}),
            answered,
        )
        .await;
    }
    site.of_case(("c", "dinas-pupr"), "case.transferred", "2027-02-20T08:00:00+07:00", json!({}), json!({})).await;
    let finish = json!({ "finish": { "in_time": true, "seconds": 9, "working_seconds": 300, "paused_seconds": 100 } });
    let end = json!({ "outcome": "berhasil", "by": "officer" });
    site.of_case(("a", "dinas-kominfo"), "case.ended", "2027-02-28T16:59:59Z", end.clone(), finish.clone()).await;
    // One second later it is March in Jombang.
    site.of_case(("c", "dinas-pupr"), "case.ended", "2027-02-28T17:00:00Z", end, finish).await;
}

#[tokio::test]
async fn indicators_are_computed_from_events_in_the_month_and_the_unit_where_they_happened() {
    for site in Site::all().await {
        assert_eq!(site.value("laporan_warga", "2027-02", "").await, "-", "nothing is known before the first event");
        february(&site).await;
        site.settle().await;
        for (indicator, period, unit, value) in [
            ("laporan_warga", "2027-02", "", "3"),
            ("laporan_warga", "2027-T1", "", "3"),
            ("laporan_warga", "2027-02", "dinas-pupr", "0"),
            ("laporan_warga", "2027-01", "", "-"),
            ("waktu_jawab_median", "2027-02", "", "2"),
            ("waktu_jawab_p90", "2027-02", "", "20"),
            ("jawaban_tepat_waktu", "2027-02", "", "100/3"),
            ("kanal_daring", "2027", "", "100"),
            ("selesai_tepat_waktu", "2027-02", "", "100"),
            ("bagian_jeda", "2027-T1", "", "25"),
            ("selesai_tepat_waktu", "2027-03", "dinas-kominfo", "-"),
            ("selesai_tepat_waktu", "2027-03", "dinas-pupr", "100"),
            ("nilai_warga", "2027-02", "", "-"),
        ] {
            assert_eq!(site.value(indicator, period, unit).await, value, "{indicator} {period} {unit}");
        }
    }
}

#[tokio::test]
async fn a_verification_is_late_once_its_clock_lapsed_and_a_rebuilt_table_says_the_same() {
    for site in Site::all().await {
        for case in ["a", "b"] {
            site.of_case(
                (case, "x"),
                "case.opened",
                "2027-02-01T08:00:00+07:00",
                json!({ "channel": "web" }),
                json!({}),
            )
            .await;
        }
        let verification = json!({ "clock": "verifikasi" });
        site.of_case(("a", "x"), "clock.lapsed", "2027-02-03T08:00:00+07:00", verification.clone(), json!({})).await;
        for case in ["a", "b"] {
            site.of_case((case, "x"), "clock.stopped", "2027-02-04T08:00:00+07:00", verification.clone(), json!({}))
                .await;
        }
        site.of_case(("b", "x"), "clock.lapsed", "2027-02-05T08:00:00+07:00", json!({ "clock": "total" }), json!({}))
            .await;
        site.settle().await;
        let told = async |site: &Site| {
            let verified = site.value("verifikasi_tepat_waktu", "2027-02", "").await;
            (verified, site.value("tenggat_lewat_per_kasus", "2027-02", "").await)
        };
        assert_eq!(told(&site).await, ("50".to_owned(), "1".to_owned()));
        for projection in programme::projections(kernel::Zone::Wib) {
            site.ledger.store.rebuild_projection(&*projection, super::site::REGION, site.ledger.now()).await.unwrap();
        }
        site.settle().await;
        assert_eq!(told(&site).await, ("50".to_owned(), "1".to_owned()));
    }
}

#[tokio::test]
async fn an_officer_counts_once_in_a_month_and_once_in_a_quarter_and_a_new_version_is_no_new_service() {
    for site in Site::all().await {
        for (id, name) in
            [("1", "officer.added"), ("2", "officer.added"), ("3", "officer.added"), ("3", "officer.disabled")]
        {
            site.happens(&format!("officer/{id}"), name, "2027-01-04T08:00:00+07:00", Actor::Operator, json!({})).await;
        }
        for (id, day) in [("1", "2027-01-05"), ("1", "2027-01-06"), ("2", "2027-02-05"), ("1", "2027-02-07")] {
            let at = format!("{day}T08:00:00+07:00");
            site.happens(&format!("sign-in/{id}"), "officer.signed_in", &at, officer(id), json!({})).await;
        }
        for (service, name, day) in [
            ("jalan", "service.published", "2027-01-05"),
            ("jalan", "service.published", "2027-02-05"),
            ("lampu", "service.published", "2027-02-06"),
            ("lampu", "service.withdrawn", "2027-03-01"),
        ] {
            let at = format!("{day}T01:00:00+07:00");
            site.happens("desk/services", name, &at, Actor::Operator, json!({ "service": service })).await;
        }
        site.settle().await;
        for (indicator, period, value) in [
            ("bagian_petugas_aktif", "2027-01", "50"),
            ("bagian_petugas_aktif", "2027-02", "100"),
            ("bagian_petugas_aktif", "2027-T1", "100"),
            ("layanan_daring", "2027-01", "1"),
            ("layanan_daring", "2027-02", "2"),
            ("layanan_daring", "2027-03", "1"),
        ] {
            assert_eq!(site.value(indicator, period, "").await, value, "{indicator} {period}");
        }
    }
}

const ENTER: &str = "/dasbor/indikator/set_data_terbuka/isi";

#[tokio::test]
async fn a_value_needs_evidence_and_a_correction_keeps_the_old_value_readable() {
    for site in Site::all().await {
        let periode = "?periode=2026-T4";
        let from = format!("{ENTER}{periode}");
        let (status, page) = site.send(SARI, &from, ENTER, &[("nilai", "12")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Buktinya belum ada") && page.contains("value=\"12\""), "{page}");
        let link = ("tautan", "https://data.contoh.go.id/daftar");
        let (status, _) = site.send(SARI, &from, ENTER, &[("nilai", "12"), link]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let (status, _) = site.send(SARI, &from, ENTER, &[("nilai", "15"), link, ("catatan", "tiga lagi")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(site.value("set_data_terbuka", "2026-T4", "").await, "15");
        let (status, page) = site.send(SARI, &from, ENTER, &[("nilai", "15"), link, ("catatan", "tiga lagi")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "the same again is no correction");
        assert!(page.contains("Nilainya sudah tercatat begitu"));
        assert_eq!(site.value("set_data_terbuka", "2026", "").await, "15", "the last value stands for the year");
        let (_, page) = site.get(Some(SARI), "/dasbor/indikator/set_data_terbuka").await;
        for part in ["<s>12", "15\u{a0}kumpulan", "tiga lagi", "Nama sari", "href=\"https://data.contoh.go.id/daftar\""]
        {
            assert!(page.contains(part), "{part}");
        }
        let (_, others) = site.get(Some(BUDI), "/dasbor/indikator/set_data_terbuka").await;
        assert!(
            others.contains("15\u{a0}kumpulan") && !others.contains("tiga lagi"),
            "notes stay with those who answer for it"
        );
    }
}

#[tokio::test]
async fn of_two_people_who_enter_the_same_month_the_second_is_told_and_loses_no_word() {
    for site in Site::all().await {
        let from = format!("{ENTER}?periode=2026-T4");
        let link = ("tautan", "https://data.contoh.go.id/daftar");
        let (_, seen_by_rini) = site.get(Some(RINI), &from).await;
        site.send(SARI, &from, ENTER, &[("nilai", "12"), link]).await;
        let fields = [("nilai", "14"), link, ("catatan", "hitungan perencana")];
        let (status, page) = site.send_again(RINI, &seen_by_rini, ENTER, &fields).await;
        assert_eq!(status, StatusCode::CONFLICT);
        for part in
            ["Orang lain baru saja menyimpan", "Tercatat: 12", "Nama sari", "value=\"14\"", "hitungan perencana"]
        {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(site.value("set_data_terbuka", "2026-T4", "").await, "12", "nothing was overwritten");
        let (status, _) = site.send_again(RINI, &page, ENTER, &fields).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        assert_eq!(site.value("set_data_terbuka", "2026-T4", "").await, "14");
    }
}

#[tokio::test]
async fn only_those_who_answer_for_an_indicator_enter_it_and_nobody_enters_what_is_computed() {
    for site in Site::all().await.into_iter().take(1) {
        assert_eq!(site.get(Some(BUDI), ENTER).await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(None, ENTER).await.0, StatusCode::SEE_OTHER);
        assert_eq!(
            site.get(Some(SARI), "/dasbor/indikator/laporan_warga/isi").await.0,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(site.get(Some(SARI), "/dasbor/indikator/set_data_terbuka/target").await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(Some(BUDI), "/dasbor/indikator/set_data_terbuka/target").await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(Some(RINI), "/dasbor/indikator/set_data_terbuka/target").await.0, StatusCode::OK);
        assert_eq!(site.get(Some(SARI), "/dasbor/indikator/tidak_ada").await.0, StatusCode::NOT_FOUND);
        let (status, page) = site
            .send(
                SARI,
                ENTER,
                ENTER,
                &[("nilai", "9"), ("periode", "2027-T3"), ("versi", "0"), ("tautan", "https://a.id/")],
            )
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a quarter that has not begun");
        assert!(page.contains("Periode ini tidak dapat diisi"));
    }
}

#[tokio::test]
async fn a_target_that_is_changed_after_the_fact_stays_visible_and_does_not_judge() {
    for site in Site::all().await {
        let path = "/dasbor/indikator/set_data_terbuka/target";
        let aim = async |value: &str, period: &str, seen: &str, reason: &str| {
            let chosen = format!("{period} {seen}");
            site.send(
                RINI,
                path,
                path,
                &[("nilai", value), ("periode", &chosen), ("alasan", reason), ("tahun", "2025")],
            )
            .await
        };
        assert_eq!(aim("5", "dasar", "0", "").await.0, StatusCode::SEE_OTHER);
        let (status, page) = aim("20", "2027-T1", "0", "").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "the quarter has begun: {page}");
        assert_eq!(aim("20", "2027-T1", "0", "kesepakatan rapat Januari").await.0, StatusCode::SEE_OTHER);
        let from = format!("{ENTER}?periode=2027-T1");
        site.send(SARI, &from, ENTER, &[("nilai", "15"), ("tautan", "https://data.contoh.go.id/")]).await;
        let page = "/dasbor/indikator/set_data_terbuka";
        assert!(site.get(Some(SARI), page).await.1.contains("Tertinggal"), "the quarter still runs");
        site.ledger.clock.set(Instant::parse("2027-04-05T09:00:00+07:00").unwrap());
        assert!(site.get(Some(SARI), page).await.1.contains("Tidak tercapai"));
        assert_eq!(aim("15", "2027-T1", "1", "disesuaikan dengan kenyataan").await.0, StatusCode::SEE_OTHER);
        for (who, path) in [(Some(SARI), page), (None, "/rencana/indikator/set_data_terbuka")] {
            let (_, told) = site.get(who, path).await;
            assert!(told.contains("Tidak tercapai") && told.contains("setelah periode berakhir"), "{path}");
            assert!(told.contains("5\u{a0}kumpulan pada 2025"), "{path}: the baseline");
        }
        let (_, told) = site.get(Some(SARI), page).await;
        assert!(told.contains("disesuaikan dengan kenyataan") && told.contains("kesepakatan rapat Januari"));
    }
}

#[tokio::test]
async fn a_figure_opens_its_formula_its_facts_and_their_events_and_agencies_see_only_their_own() {
    for site in Site::all().await {
        february(&site).await;
        site.settle().await;
        let (_, page) = site.get(Some(RINI), "/dasbor/indikator/jawaban_tepat_waktu?periode=2027-02").await;
        let link = "/dasbor/indikator/jawaban_tepat_waktu/kejadian?fakta=jawaban_tepat&amp;periode=2027-02";
        assert!(page.contains("jawaban_tepat / (jawaban_tepat + jawaban_terlambat) * 100") && page.contains("33,3"));
        assert!(page.contains(link) || page.contains(&link.replace("&amp;", "&#38;")), "{page}");
        let events = "/dasbor/indikator/laporan_warga/kejadian?fakta=kasus_masuk&periode=2027-02&unit=";
        let (_, all) = site.get(Some(RINI), events).await;
        assert!(["a", "b", "c"].iter().all(|case| all.contains(&format!("PGD-2027-{case}"))));
        assert!(!all.contains("href=\"/kerja/kasus/"), "a planner opens no case");
        let (_, own) = site.get(Some(SARI), events).await;
        assert!(own.contains("href=\"/kerja/kasus/PGD-2027-a\""));
        let (_, none) = site.get(Some(BUDI), events).await;
        assert!(
            !none.contains("PGD-2027-")
                && none.contains("Tidak ada kejadian")
                && none.contains("hanya memuat kejadian")
        );
        let (_, list) = site.get(Some(SARI), "/dasbor/indikator?pilar=governance&q=jawaban").await;
        assert!(list.contains("jawaban_tepat_waktu") && !list.contains("kunjungan_wisata"));
    }
}

#[tokio::test]
async fn a_long_list_of_events_goes_on_where_the_page_ended() {
    for site in Site::all().await {
        for case in 0..55 {
            site.of_case(
                (&format!("{case:03}"), "dinas-kominfo"),
                "case.opened",
                "2027-02-01T08:00:00+07:00",
                json!({ "channel": "web" }),
                json!({}),
            )
            .await;
        }
        site.settle().await;
        let path = "/dasbor/indikator/laporan_warga/kejadian?fakta=kasus_masuk&periode=2027-02&unit=";
        let (_, first) = site.get(Some(SARI), path).await;
        assert!(first.contains("PGD-2027-054") && first.contains("PGD-2027-005") && !first.contains("PGD-2027-004"));
        let next = first.split("rel=\"next\"").next().unwrap().rsplit("href=\"").next().unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let (_, rest) = site.get(Some(SARI), &next).await;
        assert!(rest.contains("PGD-2027-004") && rest.contains("PGD-2027-000") && !rest.contains("PGD-2027-005"));
    }
}

#[tokio::test]
async fn the_dashboard_is_light_and_its_tables_go_out_as_they_are_shown() {
    for site in Site::all().await.into_iter().take(1) {
        february(&site).await;
        site.settle().await;
        let (status, page) = site.get(Some(SARI), "/dasbor/indikator").await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.len() <= 70 * 1024, "{} bytes", page.len());
        let (_, csv) = site.get(Some(SARI), "/dasbor/indikator.csv").await;
        let line = csv.lines().find(|line| line.starts_with("jawaban_tepat_waktu,")).unwrap();
        assert!(line.contains(",fakta,2027-02,33.33,"), "{line}");
        assert_eq!(site.get(Some(SARI), "/dasbor/indikator.xlsx").await.0, StatusCode::OK);
        let (_, public) = site.get(None, "/rencana/indikator?pilar=society").await;
        assert!(public.contains("Laporan dan permohonan warga") && public.contains("3\u{a0}kasus"));
    }
}

#[tokio::test]
async fn a_correction_reaches_every_indicator_that_rests_on_it_at_once() {
    let table = |internet: &str| {
        format!(
            "indikator,periode,nilai,catatan,tautan\ndesa_internet,2026-T4,{internet},,https://a.id/\ndesa_seluruh,2026-T4,300,,\n"
        )
    };
    for site in Site::all().await {
        for (internet, share) in [("240", "80"), ("270", "90")] {
            let rows = table(internet);
            let fields = [("simpan", "ya"), ("tabel", rows.as_str())];
            site.send(RINI, "/dasbor/impor-indikator", "/dasbor/impor-indikator", &fields).await;
            assert_eq!(site.value("bagian_desa_internet", "2026-T4", "").await, share);
        }
        let (_, page) = site.get(Some(RINI), "/dasbor/indikator/bagian_desa_internet?periode=2026-T4").await;
        assert!(
            page.contains("90,0\u{a0}%")
                && page.contains("href=\"/dasbor/indikator/desa_internet?periode=2026-T4#asal\"")
        );
    }
}

#[tokio::test]
async fn an_answer_in_a_year_without_calendar_is_in_no_median_and_the_page_says_how_many_there_are() {
    for site in Site::all().await {
        february(&site).await;
        let answer = json!({ "first_answer": { "seconds": 9 } });
        let at = "2027-02-20T08:00:00+07:00";
        site.of_case(("d", "dinas-kominfo"), "answer.given", at, json!({}), answer).await;
        let early = json!({ "first_answer": { "seconds": -9, "thousandths": 0, "before_report": true } });
        site.of_case(("e", "dinas-kominfo"), "answer.given", at, json!({}), early).await;
        site.head().await;
        let (_, waiting) = site.get(Some(SARI), "/dasbor/indikator").await;
        assert!(waiting.contains("Belum ada kejadian yang dihitung") && waiting.contains("kejadian masih menunggu"));
        site.settle().await;
        assert_eq!(site.value("waktu_jawab_median", "2027-02", "").await, "2");
        let (_, page) = site.get(Some(SARI), "/dasbor/indikator/waktu_jawab_median?periode=2027-02").await;
        assert!(page.contains("jawaban_tanpa_waktu") && page.contains("1\u{a0}kasus"), "{page}");
        assert!(page.contains("Dihitung sampai") && !page.contains("masih menunggu"));
    }
}

#[tokio::test]
async fn another_room_may_ask_for_an_indicator_as_a_fact_with_its_exact_fraction() {
    use kernel::{FactAsked, FactValue, Facts as _};
    for site in Site::all().await {
        february(&site).await;
        site.settle().await;
        let kinds = site.programme.kinds();
        assert!(kinds.iter().any(|kind| kind.id == "indikator.jawaban_tepat_waktu" && kind.by_unit && kind.over_time));
        let day = jiff::civil::date;
        let asked = |id: &str, from, to| FactAsked { fact: format!("indikator.{id}"), from, to, unit: None };
        let now = site.ledger.now();
        for (id, from, to, value) in [
            ("jawaban_tepat_waktu", day(2027, 2, 1), day(2027, 2, 28), Some(FactValue::Share { part: 100, of: 300 })),
            (
                "waktu_jawab_median",
                day(2027, 1, 1),
                day(2027, 3, 31),
                Some(FactValue::WorkingDays { thousandths: 2000 }),
            ),
            ("laporan_warga", day(2027, 1, 1), day(2027, 12, 31), Some(FactValue::Count { count: 3 })),
            ("nilai_warga", day(2027, 2, 1), day(2027, 2, 28), None),
            ("laporan_warga", day(2026, 1, 1), day(2027, 12, 31), None),
            ("tidak_ada", day(2027, 2, 1), day(2027, 2, 28), None),
        ] {
            let told = site.programme.tell(&asked(id, from, to), now).await.unwrap();
            assert_eq!(told.map(|fact| fact.value), value, "{id}");
        }
    }
}

#[tokio::test]
async fn a_file_of_evidence_is_sealed_saved_only_by_those_who_answer_for_it_and_of_a_known_kind() {
    for site in Site::all().await {
        let from = format!("{ENTER}?periode=2026-T4");
        let (status, page) = site.send(SARI, &from, ENTER, &[("nilai", "12"), ("berkas", "bukan pdf")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("Berkas bukti tidak dikenali") && page.contains("value=\"12\""));
        let (status, _) = site.send(SARI, &from, ENTER, &[("nilai", "12"), ("berkas", "%PDF-1.7 notulen")]).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        let file = "/dasbor/indikator/set_data_terbuka/bukti/2026-T4/1";
        assert!(site.get(Some(SARI), "/dasbor/indikator/set_data_terbuka").await.1.contains(file));
        assert_eq!(site.get(Some(RINI), file).await, (StatusCode::OK, "%PDF-1.7 notulen".to_owned()));
        assert_eq!(site.get(Some(BUDI), file).await.0, StatusCode::FORBIDDEN);
        assert_eq!(site.get(Some(SARI), &file.replace("/1", "/2")).await.0, StatusCode::NOT_FOUND);
    }
}
