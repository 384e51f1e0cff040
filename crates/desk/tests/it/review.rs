//! Documents beside the form, what is to be checked in each, and reviews that several units make side by side.

use crate::office::Office;
use crate::request::{applied, attached, publish, shop, steps, take};
use crate::town::{DOMICILE, Town, small_town, towns};
use axum::http::{StatusCode, header};
use desk::{DraftFor, NewFile, OpenCase};
use kernel::CaseNumber;

/// The example with two entries about documents and one about none.
fn checked() -> String {
    DOMICILE.replacen(
        "tenggat = \"4 jam kerja\"\naksi.lengkap",
        "tenggat = \"4 jam kerja\"\ndaftar_periksa = [\"ktp_terbaca:ya_tidak!\", \"pengantar_asli:ya_tidak!\", \
         \"catatan:teks\"]\naksi.lengkap",
        1,
    )
}

async fn checking() -> (Town, Office, CaseNumber) {
    let town = small_town().await;
    let source = checked();
    assert_ne!(source, DOMICILE);
    publish(&town, &source).await;
    let number = applied(&town, "80", "milik").await;
    let office = Office::of(&town);
    (town, office, number)
}

fn at(number: &CaseNumber, action: &str) -> String {
    format!("/kerja/kasus/{number}/tindakan/periksa.{action}")
}

const DOCUMENTS: [&str; 2] = ["KTP pemilik", "Surat pengantar RT/RW"];

/// What stands in the part of a document.
fn part<'a>(form: &'a str, label: &str) -> &'a str {
    let from = form.find(&format!("<legend>{label}</legend>")).unwrap_or_else(|| panic!("{label} in {form}"));
    // Questions inside have field sets of their own: a part ends where the next one begins.
    let rest = &form[from + 1..];
    let next = DOCUMENTS.iter().filter_map(|label| rest.find(&format!("<legend>{label}</legend>"))).min();
    &rest[..next.unwrap_or(rest.len())]
}

#[tokio::test]
async fn each_document_stands_beside_the_form_with_what_is_to_be_checked_in_it() {
    let (_town, office, number) = checking().await;
    office.get("pelayanan", &format!("/kerja/kasus/{number}")).await.says(&["Periksa berkas berdampingan"]);
    let page = office.get("pelayanan", &format!("/kerja/kasus/{number}/periksa")).await;
    assert_eq!(page.status, StatusCode::OK);
    page.says(&["id=\"dok-ktp\"", "id=\"dok-pengantar\"", "<img src=\"/kerja/kasus/"]);
    let form = page.form(&at(&number, "lengkap"));
    assert!(part(form, "KTP pemilik").contains("name=\"ktp_terbaca\""));
    assert!(part(form, "Surat pengantar RT/RW").contains("name=\"pengantar_asli\""));
    let own: Vec<&str> = ["ktp_terbaca", "pengantar_asli", "catatan"]
        .into_iter()
        .filter(|item| form.matches(&format!("name=\"{item}\"")).count() > 2)
        .collect();
    assert_eq!(own, Vec::<&str>::new(), "asked once each");
    assert!(!form.contains("name=\"_tandai\""), "this action marks nothing");
}

#[tokio::test]
async fn a_document_is_sent_back_from_beside_itself() {
    let (town, office, number) = checking().await;
    let path = format!("/kerja/kasus/{number}/periksa?tindakan=periksa.kembalikan");
    let page = office.get("pelayanan", &path).await;
    let action = at(&number, "kembalikan");
    let form = page.form(&action);
    assert!(part(form, "KTP pemilik").contains("name=\"_tandai\" value=\"ktp\""));
    assert_eq!(form.matches("value=\"ktp\"").count(), 1, "marked in one place");
    let back = office.fill("pelayanan", &page, &action, &[("_halaman", "periksa"), ("_tandai", "ktp")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(part(back.form(&action), "KTP pemilik").contains("value=\"ktp\" checked"), "nothing is lost");
    let why = [("_halaman", "periksa"), ("_tandai", "ktp"), ("_alasan", "Fotonya buram.")];
    let done = office.fill("pelayanan", &page, &action, &why).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(steps(&town, &number).await, ["pemohon"]);
}

#[tokio::test]
async fn what_is_required_of_a_document_binds_the_action() {
    let (town, office, number) = checking().await;
    let page = office.get("pelayanan", &format!("/kerja/kasus/{number}/periksa")).await;
    let action = at(&number, "lengkap");
    let bare = office.fill("pelayanan", &page, &action, &[("_halaman", "periksa"), ("ktp_terbaca", "ya")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    bare.says(&["id=\"dok-ktp\"", "href=\"#f-pengantar_asli\""]);
    let whole = [("_halaman", "periksa"), ("ktp_terbaca", "ya"), ("pengantar_asli", "ya")];
    assert_eq!(office.fill("pelayanan", &page, &action, &whole).await.status, StatusCode::SEE_OTHER);
    assert_eq!(steps(&town, &number).await, ["survei", "konfirmasi_rt"]);
}

#[tokio::test]
async fn a_pdf_is_framed_by_our_own_pages_alone_and_others_are_not_let_in() {
    let (town, office, _) = checking().await;
    let mut draft = attached(&town, &["ktp"]).await;
    let pdf = NewFile { field: "pengantar".into(), bytes: b"%PDF-1.7\n%%EOF\n".to_vec() };
    let kept = town.desk.put_file(DraftFor::Service("surat-domisili-usaha"), &draft, pdf).await.unwrap();
    kept.handle.secret().clone_into(&mut draft);
    let wish = OpenCase {
        service: "surat-domisili-usaha".into(),
        input: shop("90", "milik"),
        code: crate::request::proving(&town, &draft).await,
        draft,
        phone: "0812 3456 7890".into(),
        channel: "web".into(),
        form_key: "pdf".into(),
        ..OpenCase::default()
    };
    let number = town.desk.open_case(wish).await.unwrap().number;
    let page = office.get("pelayanan", &format!("/kerja/kasus/{number}/periksa")).await;
    let policy =
        |page: &crate::office::Page| page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    assert!(policy(&page).ends_with("frame-src 'self'"), "{}", policy(&page));
    let src = page.html.split("<iframe src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let shown = office.get("pelayanan", &src).await;
    assert_eq!(
        (shown.status, shown.headers[header::X_FRAME_OPTIONS].to_str().unwrap()),
        (StatusCode::OK, "SAMEORIGIN")
    );
    assert!(policy(&shown).contains("frame-ancestors 'self'") && policy(&shown).starts_with("default-src 'none'"));
    let case = office.get("pelayanan", &format!("/kerja/kasus/{number}")).await;
    assert_eq!(case.headers[header::X_FRAME_OPTIONS], "DENY");
    assert!(!policy(&case).contains("frame-src"));
    for stranger in ["kesehatan", "ekbang-gudo"] {
        assert_eq!(office.get(stranger, &src).await.status, StatusCode::NOT_FOUND, "{stranger}");
        let page = office.get(stranger, &format!("/kerja/kasus/{number}/periksa")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{stranger}");
    }
}

#[tokio::test]
async fn whoever_only_reads_is_led_to_the_page_of_the_case() {
    let (_town, office, number) = checking().await;
    let page = office.get("pemeriksa", &format!("/kerja/kasus/{number}/periksa")).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, format!("/kerja/kasus/{number}").as_str()));
}

#[tokio::test]
async fn a_joint_review_says_who_has_reviewed_and_who_is_awaited() {
    for town in towns().await {
        publish(&town, DOMICILE).await;
        let number = applied(&town, "80", "milik").await;
        let (office, path) = (Office::of(&town), format!("/kerja/kasus/{number}"));
        assert!(!office.get("pelayanan", &path).await.html.contains("Pemeriksaan bersama"), "not before the fork");
        take(&town, "pelayanan", &number, "lengkap").await;
        let page = office.get("sekretaris", &path).await;
        page.says(&[
            "Pemeriksaan bersama",
            "2 dari 2 cabang",
            "Survei tempat usaha: ditunggu",
            "Konfirmasi ketua RT: ditunggu",
        ]);
        take(&town, "sekretaris", &number, "setuju").await;
        let page = office.get("ekbang", &path).await;
        page.says(&["Konfirmasi ketua RT: sudah diperiksa", "Survei tempat usaha: ditunggu"]);
        let filled = crate::request::surveyed(&town, &number).await;
        town.act(&crate::office::person("ekbang"), &number, "sesuai", filled).await.unwrap();
        assert!(!office.get("sekretaris", &path).await.html.contains("Pemeriksaan bersama"), "over when all are there");
        town.ledger.store.close().await;
    }
}
