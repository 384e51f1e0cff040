//! What the console calls, and what it never shows.

use crate::site::{CLOSED, OWNER, STRANGE, Site, json};
use axum::http::StatusCode;

const READ: &str = "/pengembang/coba?layanan=dinas-kesehatan%2Fsimpus%2Fpoli%2Fv1&operasi=daftarPoli";
const WRITE: &str = "/pengembang/coba?layanan=dinas-kesehatan%2Fsimpus%2Fpoli%2Fv1&operasi=tambahPoli";

#[tokio::test]
async fn a_call_with_a_token_goes_through_the_gate_and_its_answer_is_shown_once() {
    let site = Site::open().await;
    let fields = [("p.kode", "01"), ("kueri", "batas=5"), ("token", "rahasia-sekali")];
    let (status, html) = site.call(None, READ, &fields).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("&#34;nama&#34;: &#34;Umum&#34;") && html.contains("200"), "{html}");
    assert!(html.contains("curl --request GET") && html.contains("$TOKEN"));
    assert!(!html.contains("rahasia-sekali") && !html.contains("set-cookie"), "secrets are drawn again");
    let came = site.door.came.lock().unwrap();
    assert_eq!(came.len(), 1);
    assert_eq!(came[0].path, "/x/dinas-kesehatan/simpus/poli/v1/poli/01?batas=5");
    assert!(came[0].headers.contains(&("authorization", "Bearer rahasia-sekali".to_owned())));
    assert!(!came[0].from.is_empty(), "the gateway's throttles count the person");
}

#[tokio::test]
async fn a_key_is_exchanged_for_a_token_and_neither_is_shown() {
    let site = Site::open().await;
    let (status, html) = site.call(None, READ, &[("p.kode", "01"), ("kunci", "satu"), ("rahasia", "dua")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!html.contains("token-dari-kunci") && !html.contains("value=\"dua\""));
    let paths: Vec<String> = site.door.came.lock().unwrap().iter().map(|call| call.path.clone()).collect();
    assert_eq!(paths, ["/oauth/token", "/x/dinas-kesehatan/simpus/poli/v1/poli/01"]);
}

#[tokio::test]
async fn a_refused_key_is_said_with_its_code_and_nothing_is_called() {
    let site = Site::open().await;
    let (status, html) = site.call(None, READ, &[("p.kode", "01"), ("kunci", "satu"), ("rahasia", "salah")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("invalid_client") && html.contains("Periksa id dan rahasianya"), "{html}");
    assert_eq!(site.door.came.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn what_may_change_data_is_called_only_after_a_tick_and_what_was_typed_stays() {
    let site = Site::open().await;
    let body = r#"{"kode":"02"}"#;
    let (status, html) = site.call(None, WRITE, &[("isi", body), ("token", "t")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("Centang pernyataan") && html.contains("{&quot;kode&quot;:&quot;02&quot;}"), "{html}");
    assert!(site.door.came.lock().unwrap().is_empty());
    let (status, _) = site.call(None, WRITE, &[("isi", body), ("token", "t"), ("sadar", "ya")]).await;
    assert_eq!(status, StatusCode::OK);
    let came = site.door.came.lock().unwrap();
    assert_eq!((came[0].method.as_str(), came[0].body.as_str()), ("POST", body));
}

#[tokio::test]
async fn a_refusal_of_the_gate_is_an_answer_like_any_other() {
    let site = Site::open().await;
    *site.door.answer.lock().unwrap() = json(403, r#"{"code":"tanpa-izin"}"#);
    let (status, html) = site.call(None, READ, &[("p.kode", "01"), ("token", "t")]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("403") && html.contains("tanpa-izin"), "{html}");
}

#[tokio::test]
async fn what_a_service_answers_is_text_and_never_part_of_the_page() {
    let site = Site::open().await;
    let mut answer = json(200, "<script>alert(1)</script>");
    answer.headers.push(("x-jahat".to_owned(), "<b>".to_owned()));
    *site.door.answer.lock().unwrap() = answer;
    let (_, html) = site.call(None, READ, &[("p.kode", "01"), ("token", "t")]).await;
    assert!(html.contains("&#60;script&#62;alert(1)") && !html.contains("<script>alert"), "{html}");
    assert!(!html.contains("<dd><code><b>"));
}

#[tokio::test]
async fn a_closed_service_cannot_be_called_by_naming_it_and_forms_from_elsewhere_do_nothing() {
    let site = Site::open().await;
    let closed = format!("/pengembang/coba?layanan={CLOSED}&operasi=satuPasien");
    for who in [None, STRANGE] {
        assert_eq!(site.get(who, &closed).await.0, StatusCode::NOT_FOUND);
    }
    assert_eq!(site.get(OWNER, &closed).await.0, StatusCode::OK);
    assert_eq!(site.get(None, "/pengembang/coba?layanan=a%2Fb%2Fc%2Fv1").await.0, StatusCode::NOT_FOUND);
    let forged = site.forge("layanan=dinas-kesehatan/simpus/poli/v1&operasi=daftarPoli&p.kode=1&token=t").await;
    assert_eq!(forged, StatusCode::FORBIDDEN);
    assert!(site.door.came.lock().unwrap().is_empty());
}
