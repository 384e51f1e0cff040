//! `GET /api/v1/events`: catching up with a cursor, in the order of the log.

use crate::Events;
use crate::feed::{Asked, MOST, Page, WAIT};
use crate::model::envelope::{BATCH, Outbound};
use crate::model::wish::{Reader, Wish};
use crate::refusal::Refused;
use crate::rights::Read;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse as _;
use web::{Answer, OrFail as _, Program};

/// Events of an answer where nobody says otherwise.
const USUAL: usize = 100;
/// Where to go on, also without reading `Link`.
const CURSOR: HeaderName = HeaderName::from_static("gapura-cursor");

/// What was asked, and how long to wait for it.
struct Query {
    asked: Asked,
    wait: u64,
    /// The filters as they were sent, for the next address.
    filters: String,
}

fn read(events: &Events, query: &str) -> Result<Query, Refused> {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let all = |name: &'static str| pairs.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.clone());
    let number = |name: &'static str, usual: i64| match all(name).next() {
        None => Ok(usual),
        Some(text) => text.parse::<i64>().ok().filter(|number| *number >= 0).ok_or(Refused::Cursor),
    };
    let limit = number("limit", USUAL as i64)?;
    if !(1..=MOST as i64).contains(&limit) {
        return Err(Refused::Cursor);
    }
    let filters = pairs.iter().filter(|(name, _)| ["limit", "type", "service", "area"].contains(&name.as_str()));
    Ok(Query {
        asked: Asked {
            after: number("after", 0)?,
            limit: usize::try_from(limit).unwrap_or(USUAL),
            wish: Wish::read(events.registry(), all("type"), all("service"), all("area"))?,
        },
        wait: u64::try_from(number("wait", 0)?).unwrap_or(0).min(WAIT),
        filters: url::form_urlencoded::Serializer::new(String::new()).extend_pairs(filters).finish(),
    })
}

pub(super) async fn events(program: Program<Read>, State(events): State<Events>) -> Answer {
    let query = read(&events, program.query())?;
    if program.machine.sandbox {
        return answer(&events, &query, &samples(&events, &query.asked));
    }
    let reader = Reader { unit: program.machine.unit.clone() };
    let page = match query.wait {
        0 => events.page(&reader, &query.asked).await?,
        wait => events.page_within(&reader, &query.asked, wait).await?,
    };
    events.fetched(&program.machine.application, page.events.len()).await?;
    answer(&events, &query, &page)
}

/// What a key for trying out gets: one example of each type, as everybody would see it.
fn samples(events: &Events, asked: &Asked) -> Page {
    let now = events.now();
    let sample = |(index, kind): (i64, &crate::model::registry::Kind)| Outbound {
        index,
        kind: kind.name(),
        subject: String::new(),
        happened_at: now,
        recorded_at: now,
        data: kind.example(),
    };
    let all = (1..).zip(events.registry().kinds()).map(sample).filter(|one| one.index > asked.after);
    let taken: Vec<Outbound> = all.take(asked.limit).collect();
    let cursor = taken.last().map_or(asked.after, |last| last.index);
    Page { more: false, cursor, events: taken }
}

fn answer(events: &Events, query: &Query, page: &Page) -> Answer {
    let filters = if query.filters.is_empty() { String::new() } else { format!("&{}", query.filters) };
    let next = format!("<{}/api/v1/events?after={}{filters}>; rel=\"next\"", events.deps().public_url, page.cursor);
    let body = serde_json::to_vec(&events.origin().batch(&page.events)).or_fail()?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(BATCH)),
        (header::LINK, HeaderValue::from_str(&next).or_fail()?),
        (CURSOR, HeaderValue::from_str(&page.cursor.to_string()).or_fail()?),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, body).into_response())
}
