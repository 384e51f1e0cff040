//! `/pengembang/coba`: one operation is filled in, called, and its answer shown. Nothing of it is kept.

use crate::calls::Called;
use crate::console::{Filled, Unfit, brings, parameters, reads};
use crate::portal::{Portal, Service, Tried};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use cases::doors::Operation;
use web::{Answer, Error, Markup, OrFail as _, Purpose, Submission, View, Visitor};

/// Calls from one address; the gateway's own quotas count besides.
const TRYING: Purpose = Purpose { name: "pengembang-coba", burst: 30, per_hour: 300 };
const FORM: &str = "pengembang coba";
/// Before the name of a path parameter in the form.
const PARAMETER: &str = "p.";

#[derive(Template)]
#[template(path = "coba.html")]
struct Page {
    v: View,
    services: Vec<(String, String, bool)>,
    chosen: Option<Chosen>,
}

/// A service with its operations, and perhaps one of them.
struct Chosen {
    key: String,
    href: String,
    name: String,
    agency: String,
    operations: Vec<Row>,
    form: Option<Form>,
}

/// One operation to choose.
struct Row {
    href: String,
    id: String,
    method: String,
    template: String,
}

/// The form of one operation with what was filled in but for secrets, and what came of it.
struct Form {
    operation: String,
    line: String,
    parameters: Vec<(String, String, String)>,
    query: String,
    body: String,
    brings: bool,
    reads: bool,
    error: String,
    outcome: Option<Outcome>,
}

/// What came back.
struct Outcome {
    status: Markup,
    millis: i64,
    headers: Vec<(String, String)>,
    body: String,
    whole: bool,
    curl: String,
}

pub(super) async fn page(visitor: Visitor, State(portal): State<Portal>) -> Answer {
    let v = visitor.view;
    let (key, id) = (v.asked("layanan"), v.asked("operasi"));
    let services = portal.services(v.session()).await.or_fail()?;
    let service = services.iter().find(|one| one.callable.key == key);
    let operation = service.and_then(|service| service.operation(&id));
    if (!key.is_empty() && service.is_none()) || (!id.is_empty() && operation.is_none()) {
        return Err(Error::not_found());
    }
    let form = operation.map(|operation| form(&v, operation, &Filled::default()));
    let chosen = service.map(|service| chosen(service, form));
    web::page(&Page { services: listed(&services, &key), chosen, v })
}

pub(super) async fn call(visitor: Visitor, State(portal): State<Portal>, sent: Submission) -> Answer {
    let v = visitor.view;
    v.frame().throttle().check(TRYING, &v.address())?;
    let (_, expired) = v.stamped(FORM, sent.text("_tanda"))?;
    let services = portal.services(v.session()).await.or_fail()?;
    let service = services.iter().find(|one| one.callable.key == sent.text("layanan"));
    let service = service.ok_or_else(Error::not_found)?;
    let operation = service.operation(sent.text("operasi")).ok_or_else(Error::not_found)?;
    let filled = filled(operation, &sent);
    let tried = match expired {
        true => Err(Unfit::Old),
        false => portal.tried(service, operation, &filled, &v.address()).await.or_fail()?,
    };
    let mut form = form(&v, operation, &filled);
    let status = match tried {
        Ok(tried) => {
            form.outcome = Some(outcome(portal.public_url(), &tried));
            StatusCode::OK
        }
        Err(unfit) => {
            let key = format!("pengembang-coba-tolak-{}", unfit.word());
            form.error = v.t1(&key, "nama", unfit.named());
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let services = listed(&services, &service.callable.key);
    web::page_with(status, &Page { services, chosen: Some(chosen(service, Some(form))), v })
}

fn filled(operation: &Operation, sent: &Submission) -> Filled {
    let value = |name: &&str| ((*name).to_owned(), sent.text(&format!("{PARAMETER}{name}")).to_owned());
    let text = |name: &str| sent.text(name).to_owned();
    Filled {
        parameters: parameters(&operation.template).iter().map(value).collect(),
        query: text("kueri"),
        body: text("isi"),
        token: text("token"),
        client: text("kunci"),
        secret: text("rahasia"),
        aware: !sent.text("sadar").is_empty(),
    }
}

fn listed(services: &[Service], key: &str) -> Vec<(String, String, bool)> {
    let entry = |one: &Service| {
        let label = format!("{} ({})", one.name, one.callable.key);
        (one.callable.key.clone(), label, one.callable.key == key)
    };
    services.iter().map(entry).collect()
}

fn chosen(service: &Service, form: Option<Form>) -> Chosen {
    let key = service.callable.key.as_str();
    let row = |one: &Operation| Row {
        href: address(&[("layanan", key), ("operasi", &one.id)]),
        id: one.id.clone(),
        method: one.method.clone(),
        template: one.template.clone(),
    };
    Chosen {
        key: key.to_owned(),
        href: address(&[("layanan", key)]),
        name: service.name.clone(),
        agency: service.agency.clone(),
        operations: service.callable.operations.iter().map(row).collect(),
        form,
    }
}

fn address(pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/pengembang/coba?{query}")
}

fn form(v: &View, operation: &Operation, filled: &Filled) -> Form {
    let parameter = |name: &&str| {
        let label = v.t1("pengembang-coba-parameter", "nama", *name);
        (format!("{PARAMETER}{name}"), label, filled.parameter(name).to_owned())
    };
    Form {
        operation: operation.id.clone(),
        line: format!("{} {}", operation.method, operation.template),
        parameters: parameters(&operation.template).iter().map(parameter).collect(),
        query: filled.query.clone(),
        body: filled.body.clone(),
        brings: brings(&operation.method),
        reads: reads(&operation.method),
        error: String::new(),
        outcome: None,
    }
}

fn outcome(public_url: &str, tried: &Tried) -> Outcome {
    let called = &tried.called;
    let shown = |(name, _): &&(String, String)| !name.eq_ignore_ascii_case("set-cookie");
    Outcome {
        status: web::component::tag(if called.status < 400 { "good" } else { "stop" }, &called.status.to_string()),
        millis: tried.millis,
        headers: called.headers.iter().filter(shown).cloned().collect(),
        body: readable(called),
        whole: called.whole,
        curl: tried.plan.curl(public_url),
    }
}

/// JSON with line breaks, other texts as they are; bytes that are no text are left out.
fn readable(called: &Called) -> String {
    let json = called.whole && called.header("content-type").contains("json");
    let value = json.then(|| serde_json::from_slice::<serde_json::Value>(&called.body).ok()).flatten();
    if let Some(pretty) = value.and_then(|value| serde_json::to_string_pretty(&value).ok()) {
        return pretty;
    }
    let text = String::from_utf8_lossy(&called.body);
    // A body that was cut within a character ends with one sign of replacement; bytes have many.
    if text.chars().filter(|sign| *sign == char::REPLACEMENT_CHARACTER).count() > 1 {
        return String::new();
    }
    text.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(kind: &str, body: &[u8], whole: bool) -> Called {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Called { status: 200, headers, body: body.to_vec(), whole }
    }

    #[test]
    fn json_is_shown_with_line_breaks_unless_it_was_cut() {
        assert_eq!(readable(&came("application/json", br#"{"b":1,"a":[]}"#, true)), "{\n  \"b\": 1,\n  \"a\": []\n}");
        assert_eq!(readable(&came("application/problem+json", b"{", true)), "{");
        assert_eq!(readable(&came("application/json", br#"{"b":1"#, false)), r#"{"b":1"#);
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        assert_eq!(readable(&came("image/png", &[0x89, 0xff, 0xfe, 0xfd], true)), "");
        assert_eq!(readable(&came("text/plain", "é".as_bytes().split_at(1).0, false)).chars().count(), 1);
    }
}
