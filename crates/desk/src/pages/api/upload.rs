//! `/api/v1/unggahan`: files of a report in pieces, as the forms send them (docs/adr/0023).

use super::programs::{Sending, counted, unreadable};
use crate::Desk;
use crate::drafts::DraftFor;
use crate::refusal::{DeskRefusal, Desked};
use crate::uploads::{NewUpload, Piece, Upload};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use kernel::CaseNumber;
use serde::Deserialize;
use serde_json::json;
use web::{Answer, Machine, Program};

/// A file that is to come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Begun {
    /// `layanan.id`, for a report that is still to be sent.
    #[serde(default)]
    service: String,
    /// Number of a report that was sent.
    #[serde(default)]
    number: String,
    #[serde(default)]
    field: String,
    /// What the application calls the file: the same one goes on where it stopped.
    mark: String,
    bytes: u64,
    #[serde(default)]
    draft: String,
}

/// Where a piece belongs.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    layanan: String,
    #[serde(default)]
    laporan: String,
    #[serde(default)]
    draf: String,
    #[serde(default)]
    mulai: u64,
}

/// What the file is for, if the program may.
enum Ground {
    Service(String),
    Case(CaseNumber),
}

impl Ground {
    async fn of(desk: &Desk, machine: &Machine, service: &str, number: &str) -> Desked<Self> {
        if number.is_empty() {
            let offered = desk.catalogue().offered_service(service);
            return offered.map(|_| Self::Service(service.to_owned())).ok_or(DeskRefusal::NoSuchService.into());
        }
        let number = CaseNumber::parse(number).map_err(|_| DeskRefusal::NoSuchCase)?;
        let tie = desk.tie(&number, machine).await?;
        if tie.sent || tie.holds { Ok(Self::Case(number)) } else { Err(DeskRefusal::NoSuchCase.into()) }
    }

    fn purpose(&self) -> DraftFor<'_> {
        match self {
            Self::Service(id) => DraftFor::Service(id),
            Self::Case(number) => DraftFor::Case(number),
        }
    }
}

fn told(upload: &Upload) -> Answer {
    let body = json!({
        "draft": upload.handle.secret(), "upload": upload.id, "received": upload.here, "file": upload.file,
    });
    let mut answer = web::json(&body)?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(answer)
}

/// `POST /api/v1/unggahan`: begins a file, or says how far the same one has come.
pub(super) async fn begin(who: Program<Sending>, State(desk): State<Desk>, body: Bytes) -> Answer {
    counted(&who.view, Some(&who.machine))?;
    let wish: Begun = match serde_json::from_slice(&body) {
        Ok(wish) => wish,
        Err(error) => return unreadable(&who.view, &error),
    };
    if wish.service.is_empty() == wish.number.is_empty() {
        let title = who.view.t("api-tanpa-parameter");
        return web::problem(StatusCode::BAD_REQUEST, "tanpa-tempat", title, json!({}));
    }
    let ground = Ground::of(&desk, &who.machine, &wish.service, &wish.number).await?;
    let new = NewUpload { field: wish.field, mark: wish.mark, bytes: wish.bytes };
    told(&desk.begin_upload(ground.purpose(), &wish.draft, new).await?)
}

/// `POST /api/v1/unggahan/{upload}?layanan=…&draf=…&mulai=…`: one piece; the answer says where the next one begins.
pub(super) async fn put(
    who: Program<Sending>,
    State(desk): State<Desk>,
    Path(upload): Path<String>,
    Query(place): Query<Place>,
    body: Bytes,
) -> Answer {
    counted(&who.view, Some(&who.machine))?;
    let ground = Ground::of(&desk, &who.machine, &place.layanan, &place.laporan).await?;
    let piece = Piece { upload, start: place.mulai, bytes: body.to_vec() };
    told(&desk.put_piece(ground.purpose(), &place.draf, piece).await?)
}
