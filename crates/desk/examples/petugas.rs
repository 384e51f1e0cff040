//! The officers' pages of a small town with sample cases, to be looked at in a browser:
//! `cargo run -p desk --example petugas -- 8187`, then `/kerja?sebagai=verifikator` and the like: this example signs in
//! whoever the address names. Everything stands in a temporary folder; the time stands still.
#![expect(clippy::unwrap_used, reason = "an example that cannot start says why by failing")]
#![expect(dead_code, reason = "the town has more helpers than this example needs")]

#[path = "../tests/it/office.rs"]
mod office;
#[path = "../tests/it/town.rs"]
mod town;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use desk::{DraftFor, Filled, NewFile, OpenCase, Supporting};
use kernel::CaseNumber;
use office::{Office, PEOPLE, person};
use std::sync::Arc;
use town::{Town, input, picture, report, small_town};

async fn forwarded(town: &Town, key: &str) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let filled = Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() };
    town.act(&person("verifikator"), &number, "teruskan", filled).await.unwrap();
    number
}

/// Surveyed, answered, with a note; repair is next.
async fn surveyed(town: &Town, key: &str) -> CaseNumber {
    let number = forwarded(town, key).await;
    let surveyor = person("pengawas");
    let acting = town.acting(&surveyor, &number, "a").await;
    let words = "Kami survei besok pagi. Terima kasih sudah memberi tahu.";
    town.desk.answer(&number, &acting, words).await.unwrap();
    let acting = town.acting(&surveyor, &number, "b").await;
    let words = "Pelapor minta ditelepon sore hari.";
    town.desk.note(&number, &acting, words).await.unwrap();
    let file = NewFile { field: "foto_survei".into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(&number), "", file).await;
    let filled = Filled {
        draft: draft.unwrap().handle.secret().to_owned(),
        input: input(&[("panjang_m", "3,5"), ("kedalaman_cm", "12")]),
        ..Filled::default()
    };
    town.act(&surveyor, &number, "jadwalkan", filled).await.unwrap();
    number
}

/// Opened, then taken through one action of the verifier.
async fn verified(town: &Town, key: &str, action: &str, filled: Filled) -> CaseNumber {
    let number = town.open_with(key).await.number;
    town.act(&person("verifikator"), &number, action, filled).await.unwrap();
    number
}

async fn samples(town: &Town) -> Vec<(&'static str, CaseNumber)> {
    town.work().await;
    let late = town.open_with("k1").await.number;
    let survey = surveyed(town, "k2").await;
    let ask = Filled { reason: "Di sebelah mana?".into(), marks: vec!["lokasi".into()], ..Filled::default() };
    let asked = verified(town, "k3", "minta_data", ask).await;
    let refuse = Filled { reason_code: "tidak-jelas".into(), reason: "Kurang jelas.".into(), ..Filled::default() };
    let refused = verified(town, "k4", "tolak", refuse).await;
    town.at("2027-03-02T14:00:00+07:00").await;
    let field = forwarded(town, "k5").await;
    let support = Supporting { form_key: "s".into(), ..Supporting::default() };
    town.desk.support(&field, support).await.unwrap();
    town.at("2027-03-04T10:00:00+07:00").await;
    let secret = OpenCase { secret: true, anonymous: true, name: String::new(), form_key: "k7".into(), ..report() };
    let secret = town.desk.open_case(secret).await.unwrap().number;
    let today = town.open_with("k8").await.number;
    town.at("2027-03-05T10:00:00+07:00").await;
    let fresh = town.open_with("k9").await.number;
    vec![
        ("terlambat", late),
        ("perbaikan", survey),
        ("menunggu", asked),
        ("ditolak", refused),
        ("survei", field),
        ("rahasia", secret),
        ("hari ini", today),
        ("baru", fresh),
    ]
}

#[tokio::main]
async fn main() {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8187".to_owned());
    let town = small_town().await;
    for (what, number) in samples(&town).await {
        println!("{what}: /kerja/kasus/{number}");
    }
    let office = Arc::new(Office::of(&town));
    let sign_in = Arc::clone(&office);
    let router = office.router.clone().layer(axum::middleware::from_fn(move |mut request: Request, next: Next| {
        let query = request.uri().query().unwrap_or("").to_owned();
        let person = PEOPLE.iter().find(|(id, ..)| query.split('&').any(|pair| pair == format!("sebagai={id}")));
        if let Some((id, ..)) = person {
            request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&sign_in.cookie(id)).unwrap());
        }
        next.run(request)
    }));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>()).await.unwrap();
}
