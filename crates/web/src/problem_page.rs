//! What the reader sees when something was not done: what happened, and what to do now.

use crate::error::{Refused, Trouble};
use crate::frame::Frame;
use crate::json::{Problem, problem_response, problem_type};
use crate::view::{Asked, View};
use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    v: &'a View,
    status: u16,
    title: &'a str,
    advice: &'a str,
    incident: bool,
}

/// What is said about a trouble.
struct Said {
    code: String,
    title: String,
    advice: String,
}

/// Draws a trouble as an HTML page or as problem+json.
pub(crate) fn draw(frame: &Arc<Frame>, asked: &Arc<Asked>, trouble: &Trouble, old: Response) -> Response {
    let view = View::new(Arc::clone(frame), Arc::clone(asked));
    let status = old.status();
    let said = said(&view, trouble, status);
    let challenge = challenge(trouble);
    let mut response = if asked.wants_json || challenge.is_some() {
        as_json(&view, status, &said)
    } else if status == StatusCode::UNAUTHORIZED {
        to_sign_in(asked)
    } else {
        as_page(&view, status, &said)
    };
    if let Trouble::Refused(Refused { retry_after: Some(seconds), .. }) = trouble {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    if let Some(challenge) = challenge {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    for name in [header::ALLOW, header::SET_COOKIE, header::RETRY_AFTER] {
        for value in old.headers().get_all(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}

/// Programs are answered in their own language, whatever they accept.
const fn challenge(trouble: &Trouble) -> Option<&'static str> {
    match trouble {
        Trouble::Refused(refused) => refused.challenge,
        _ => None,
    }
}

fn said(view: &View, trouble: &Trouble, status: StatusCode) -> Said {
    match trouble {
        Trouble::Refused(refused) => refused_words(view, refused),
        Trouble::Failed => plain_words(view, "gagal"),
        Trouble::Status => match status {
            StatusCode::NOT_FOUND => plain_words(view, "tidak-ada"),
            StatusCode::METHOD_NOT_ALLOWED => plain_words(view, "bukan-jalannya"),
            StatusCode::PAYLOAD_TOO_LARGE => plain_words(view, "badan-terlalu-besar"),
            other if other.is_server_error() => plain_words(view, "gagal"),
            _ => plain_words(view, "tidak-terbaca"),
        },
    }
}

fn plain_words(view: &View, code: &str) -> Said {
    let (title, advice) = (format!("tolak-{code}"), format!("tolak-{code}.saran"));
    Said { code: code.to_owned(), title: view.t(&title).to_owned(), advice: view.t(&advice).to_owned() }
}

/// `tolak-CODE` (or the code itself, where it is the whole key), and `.saran` for what to do.
fn refused_words(view: &View, refused: &Refused) -> Said {
    let key =
        if refused.code.starts_with("tolak-") { refused.code.to_owned() } else { format!("tolak-{}", refused.code) };
    let arguments: Vec<(&str, &dyn crate::Argument)> =
        refused.arguments.iter().map(|(name, value)| (*name, value as &dyn crate::Argument)).collect();
    let advice = format!("{key}.saran");
    let general = format!("saran-{}", crate::error::status(refused.kind).as_u16());
    let advice = if view.has(&advice) { view.tf(&advice, &arguments) } else { view.t(&general).to_owned() };
    Said { code: refused.code.trim_start_matches("tolak-").to_owned(), title: view.tf(&key, &arguments), advice }
}

fn as_json(view: &View, status: StatusCode, said: &Said) -> Response {
    let body = Problem {
        kind: problem_type(&said.code),
        title: &said.title,
        status: status.as_u16(),
        detail: &said.advice,
        code: &said.code,
        incident: view.request_id(),
    };
    problem_response(status, &body).unwrap_or_else(|_| status.into_response())
}

fn as_page(view: &View, status: StatusCode, said: &Said) -> Response {
    let page = ProblemPage {
        v: view,
        status: status.as_u16(),
        title: &said.title,
        advice: &said.advice,
        incident: status.is_server_error(),
    };
    crate::markup::page_with(status, &page).unwrap_or_else(|_| status.into_response())
}

/// Pages lead a stranger to the sign-in page, and back afterwards; only our own paths are kept.
fn to_sign_in(asked: &Asked) -> Response {
    let back = if asked.query.is_empty() { asked.path.clone() } else { format!("{}?{}", asked.path, asked.query) };
    let back = percent_encoding::utf8_percent_encode(&back, percent_encoding::NON_ALPHANUMERIC);
    let to = match asked.method {
        Method::GET => format!("/masuk?ke={back}"),
        _ => "/masuk".to_owned(),
    };
    crate::markup::redirect(&to).unwrap_or_else(|_| StatusCode::UNAUTHORIZED.into_response())
}
