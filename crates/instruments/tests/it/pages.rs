//! What officers see at `/dasbor/indeks`.

use axum::http::StatusCode;
use instruments::LOCALE;
use kernel::Role;
use std::path::Path;

struct Site {
    pages: testkit::Site,
    _ledger: testkit::Ledger,
}

impl Site {
    async fn new() -> Self {
        let ledger = testkit::sqlite_ledger(instruments::MIGRATIONS).await;
        let room = instruments::room(crate::region::opened(&ledger).await);
        let pages = testkit::Site::new(&ledger, room, vec![testkit::officer("bupati", Role::Leader, "setda")]);
        Self { pages, _ledger: ledger }
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.pages.get(Some(0), path).await
    }
}

#[test]
fn every_text_is_there_in_both_languages() {
    web::testing::assert_texts_complete(LOCALE);
    web::testing::assert_keys_exist(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), LOCALE);
}

#[tokio::test]
async fn every_shipped_instrument_is_listed_and_has_a_form_with_all_its_indicators() {
    let site = Site::new().await;
    let (status, list) = site.get("/dasbor/indeks").await;
    assert_eq!(status, StatusCode::OK);
    for instrument in instruments::shipped::all() {
        let path = format!("/dasbor/indeks/{}", instrument.id);
        assert!(list.contains(&format!("href=\"{path}\"")), "{path}");
        let (status, form) = site.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(form.contains("Simulasi, bukan hasil resmi"));
        for id in instrument.indicators.keys() {
            assert!(form.contains(&format!("name=\"n.{id}\"")), "{path}: {id}");
        }
        assert!(form.len() <= 70 * 1024, "{path}: {} bytes", form.len());
    }
    assert!(list.contains("Indeks SPBE, 2018–2020") && list.contains("Indeks SPBE, 2021–2025"));
    assert_eq!(site.get("/dasbor/indeks/tidak-ada").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_filled_in_is_computed_kept_in_its_fields_and_held_against_the_published_index() {
    let site = Site::new().await;
    let levels = "n.dasar=3,60&n.keluaran=3.21&n.hasil=3.23&n.dampak=3.07&n.quick-win=3.65&terbit=3,31";
    let (_, page) = site.get(&format!("/dasbor/indeks/gerakan-evaluasi-b?{levels}")).await;
    for part in [
        "3,32",
        "belum dibulatkan 3,315",
        "5 dari 5 indikator dinilai.",
        "Indeks yang terbit 3,31, selisih +0,0050: sama bila desimal lebihnya dipotong",
        "value=\"3,60\"",
        "3,07",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let (_, english) = site.get(&format!("/dasbor/indeks/gerakan-evaluasi-b?bahasa=en&{levels}")).await;
    assert!(english.contains("A simulation (simulasi)") && english.contains("3.32"));
}

#[tokio::test]
async fn a_level_that_is_wrong_stays_in_its_field_and_is_not_computed_with() {
    let site = Site::new().await;
    let (status, page) =
        site.get("/dasbor/indeks/pemdi-2026?n.1=4&n.2=9&n.3=tidak-berlaku&n.4=tinggi&terbit=baik").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("9 di luar skala 1 sampai 5") && page.contains("href=\"#f-n.2\""));
    assert!(page.contains("Tulis angka, misalnya 3,31.") && page.contains("href=\"#f-n.4\""));
    assert!(page.contains("1 dari 19 indikator dinilai."), "one is judged and one does not apply");
    assert!(page.contains("value=\"baik\"") && !page.contains("Indeks yang terbit baik"));
}
