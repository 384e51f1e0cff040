//! The residents' pages of a small town with sample cases, to be looked at in a browser:
//! `cargo run -p desk --example warga -- 8099`. Everything stands in a temporary folder; the time stands still.
#![expect(clippy::unwrap_used, reason = "an example that cannot start says why by failing")]
#![expect(dead_code, reason = "the town has more helpers than this example needs")]

#[path = "../tests/it/town.rs"]
mod town;

use desk::{DraftFor, Filled, NewFile, OpenCase};
use kernel::{CaseNumber, Role};
use std::sync::Arc;
use town::{Town, input, officer, picture, report, small_town};

async fn evidence(town: &Town, number: &CaseNumber, field: &str) -> String {
    let file = NewFile { field: field.into(), bytes: picture() };
    let draft = town.desk.put_file(DraftFor::Case(number), "", file).await.unwrap();
    draft.handle.secret().to_owned()
}

/// A case of `key`, verified as far as `action` says.
async fn verified(town: &Town, key: &str, action: &str, filled: Filled) -> CaseNumber {
    let number = town.open_with(key).await.number;
    let verifier = officer("ver", Role::Verifier, "dinas-kominfo");
    town.act(&verifier, &number, action, filled).await.unwrap();
    number
}

fn forward() -> Filled {
    Filled { input: input(&[("status_jalan", "kabupaten")]), ..Filled::default() }
}

async fn repaired(town: &Town, key: &str) -> CaseNumber {
    let number = verified(town, key, "teruskan", forward()).await;
    let surveyor = officer("sur", Role::FieldOfficer, "dinas-pupr");
    let acting = town.acting(&surveyor, &number, &format!("jawab {key}")).await;
    town.desk.answer(&number, &acting, "Kami survei besok pagi.\nTerima kasih.").await.unwrap();
    let draft = evidence(town, &number, "foto_survei").await;
    town.act(&surveyor, &number, "jadwalkan", Filled { draft, ..Filled::default() }).await.unwrap();
    let draft = evidence(town, &number, "foto_sesudah").await;
    town.act(&surveyor, &number, "selesai", Filled { draft, ..Filled::default() }).await.unwrap();
    number
}

async fn show(town: &Town, what: &str, number: &CaseNumber, home: &str) {
    let (code, token) = town.desk.secrets(number).await.unwrap();
    println!("{what}: {home}/lacak/{number} {} {home}/l/{}", code.printed(), token.secret());
}

#[tokio::main]
async fn main() {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8099".to_owned());
    let home = format!("http://127.0.0.1:{port}");
    let town = small_town().await;
    let fresh = town.open().await.number;
    let waiting = repaired(&town, "k2").await;
    let ask = Filled {
        reason: "Fotonya gelap. Mohon sebutkan patokan yang lebih jelas.".into(),
        marks: vec!["lokasi".into(), "foto".into()],
        ..Filled::default()
    };
    let asked = verified(&town, "k3", "minta_data", ask).await;
    let refuse =
        Filled { reason_code: "lahan-pribadi".into(), reason: "Jalan ini milik pribadi.".into(), ..Filled::default() };
    let refused = verified(&town, "k4", "tolak", refuse).await;
    let confirmed = repaired(&town, "k5").await;
    town.reply(&confirmed, "puas", Filled::default()).await.unwrap();
    let silent = repaired(&town, "k6").await;
    let secret = OpenCase { secret: true, anonymous: true, name: String::new(), form_key: "k7".into(), ..report() };
    let secret = town.desk.open_case(secret).await.unwrap().number;
    let late =
        verified(&town, "k8", "ke_desa", Filled { input: input(&[("status_jalan", "desa")]), ..Filled::default() })
            .await;
    if std::env::args().nth(2).is_some() {
        town.at("2027-03-29T09:00:00+07:00").await;
    }
    for (what, number) in [
        ("baru", &fresh),
        ("menunggu", &waiting),
        ("diminta", &asked),
        ("ditolak", &refused),
        ("puas", &confirmed),
        ("diam", &silent),
        ("rahasia", &secret),
        ("terlambat", &late),
    ] {
        show(&town, what, number, &home).await;
    }
    serve(town, &port, home).await;
}

async fn serve(town: Town, port: &str, home: String) {
    let settings = web::Settings {
        public_url: home,
        clock: Arc::new(town.clock.clone()),
        ..web::testing::settings(town.desk.now(), web::testing::Sessions::default())
    };
    let frame = web::Frame::new(settings).unwrap();
    let router = web::assemble(frame, vec![desk::room(town.desk.clone())]).unwrap();
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>()).await.unwrap();
}
