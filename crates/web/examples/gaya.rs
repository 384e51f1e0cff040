//! Serves the style page alone: `cargo run -p web --example gaya`, then open <http://127.0.0.1:8088/gaya>.
//! `?tema=gelap`, `?bahasa=en` choose theme and language; sign in by nothing: `/gaya` is for everyone.

use kernel::ids::SystemChance;
use kernel::{Clock, OfficerId, Role, SystemClock, Token};
use std::net::SocketAddr;
use std::sync::Arc;
use web::testing::{Sessions, settings};
use web::{Grant, Session};

/// The cookie `gapura=` with this value shows the page as an officer sees it.
const OFFICER: &str = "22222222222222222222222222";

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = SystemClock;
    let mut sessions = Sessions::default();
    if let Some(token) = Token::parse(OFFICER) {
        let session = Session {
            officer: OfficerId("contoh".into()),
            name: "Sri Wahyuni".into(),
            grants: vec![Grant { role: Role::Liaison, unit: "dinas-pupr".into() }],
            form_secret: vec![1; 32],
            confirmed_at: clock.now(),
        };
        sessions = sessions.with(&token, session);
    }
    let mut settings = settings(clock.now(), sessions);
    settings.clock = Arc::new(clock);
    settings.chance = Arc::new(SystemChance::new());
    settings.public_url = "http://127.0.0.1:8088".into();
    let app = web::assemble(web::Frame::new(settings)?, Vec::new())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8088").await?;
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}
