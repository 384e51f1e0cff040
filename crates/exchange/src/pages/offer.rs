//! One version of a service as its agency works on it: terms, secret, description, what comes next.

use super::certificate::Shown;
use super::list::state_tag;
use super::{Parts, in_time, key_of, unsent};
use crate::exchange::Exchange;
use crate::model::compare::Difference;
use crate::model::document::Document;
use crate::model::lint::lint;
use crate::model::term::last_day;
use crate::model::terms::Terms;
use crate::offers::{Offer, State as Stand};
use crate::refusal::Refused;
use crate::register::NewOffer;
use crate::rights::{Read, Work, acts_for, is_team};
use crate::upload::Uploaded;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use definition::{Diagnostic, Severity};
use web::{Answer, Markup, May, Session, Submission, View};

#[derive(Template)]
#[template(path = "layanan.html")]
struct Page {
    v: View,
    error: String,
    sent: Submission,
    base: String,
    works: bool,
    team: bool,
    offer: Offer,
    agency: String,
    state: Markup,
    server: String,
    credential_since: String,
    last_day: String,
    authority_until: String,
    certificate: Shown,
    uploaded: bool,
    errors: usize,
    found: Vec<Finding>,
    differences: Vec<Changed>,
    breaking: usize,
}

/// A finding as a line.
pub(super) struct Finding {
    tag: Markup,
    code: &'static str,
    place: String,
    what: String,
    how: String,
}

struct Changed {
    tag: Markup,
    place: String,
    what: String,
}

impl Page {
    fn is(&self, word: &str) -> bool {
        self.offer.state.word() == word
    }

    /// What was typed, else what stands.
    fn typed(&self, name: &str, known: &str) -> String {
        self.sent.get(name).map_or_else(|| known.to_owned(), str::to_owned)
    }

    fn whole(&self, name: &str, known: &i64) -> String {
        self.typed(name, &known.to_string())
    }

    fn ticked(&self, name: &str, known: &bool) -> bool {
        if self.sent.get("revisi").is_some() { self.sent.get(name).is_some() } else { *known }
    }
}

fn findings(v: &View, found: &[Diagnostic], text: &str) -> Vec<Finding> {
    let one = |finding: &Diagnostic| {
        let (kind, word) = if finding.severity() == Severity::Error {
            ("stop", "tukar-galat")
        } else {
            ("wait", "tukar-peringatan-satu")
        };
        let place = finding
            .position(text)
            .map(|(line, column)| v.t2("tukar-baris", "baris", line.to_string(), "kolom", column.to_string()));
        Finding {
            tag: web::component::tag(kind, v.t(word)),
            code: finding.code,
            place: [place.unwrap_or_default(), finding.path.clone()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · "),
            what: finding.say.lang(v.lang()).to_owned(),
            how: finding.label.as_ref().map(|label| label.lang(v.lang()).to_owned()).unwrap_or_default(),
        }
    };
    found.iter().map(one).collect()
}

fn changed(v: &View, differences: &[Difference]) -> Vec<Changed> {
    let one = |difference: &Difference| {
        let (kind, word) = if difference.breaks { ("stop", "tukar-memutus") } else { ("good", "tukar-selaras") };
        Changed {
            tag: web::component::tag(kind, v.t(word)),
            place: difference.pointer.clone(),
            what: difference.say.lang(v.lang()).to_owned(),
        }
    };
    differences.iter().map(one).collect()
}

/// What a page is drawn with beside the service itself.
#[derive(Default)]
pub(super) struct Drawn {
    pub status: StatusCode,
    pub error: String,
    pub sent: Submission,
    /// An upload that was not kept, and the text of its file.
    pub upload: Option<(Uploaded, String)>,
}

pub(super) async fn page(officer: May<Read>, State(exchange): State<Exchange>, Path(parts): Path<Parts>) -> Answer {
    drawn(officer.view, &exchange, (&officer.session, &key_of(&parts)), Drawn::default()).await
}

pub(super) async fn drawn(v: View, exchange: &Exchange, (session, key): (&Session, &str), with: Drawn) -> Answer {
    let offer = exchange.seen(session, key).await?;
    if !crate::rights::sees(session, &offer.key.unit) {
        return web::redirect(&format!("/pengembang/layanan/{key}"));
    }
    let (uploaded, text) = with.upload.unwrap_or_default();
    let not_kept = !text.is_empty() || !uploaded.found.is_empty();
    let found = match offer.digest.is_empty() || not_kept {
        true => uploaded.found,
        false => lint(&Document::of(exchange.description(&offer.digest).await?)),
    };
    let words = v.words();
    let day = |at: Option<kernel::Instant>| at.map(|at| words.date(last_day(at, exchange.zone()))).unwrap_or_default();
    let page = Page {
        base: format!("/pertukaran/layanan/{key}"),
        works: acts_for(session, &offer.key.unit),
        team: is_team(session),
        agency: exchange.agency(&offer.key.unit),
        state: state_tag(&v, offer.state),
        server: exchange.server(key),
        credential_since: offer.credential.as_ref().map(|(_, at)| words.moment(at)).unwrap_or_default(),
        last_day: day(offer.sunset),
        authority_until: day(offer.authority_until),
        certificate: exchange.certificate_shown(&v, key).await?,
        uploaded: not_kept,
        errors: found.iter().filter(|one| one.severity() == Severity::Error).count(),
        found: findings(&v, &found, &text),
        breaking: uploaded.differences.iter().filter(|one| one.breaks).count(),
        differences: changed(&v, &uploaded.differences),
        error: with.error,
        sent: with.sent,
        offer,
        v,
    };
    web::page_with(with.status, &page)
}

/// After a form: back to the page, or the page again with what was wrong.
pub(super) async fn answered(
    v: View,
    exchange: &Exchange,
    (session, key): (&Session, &str),
    (sent, done): (Submission, super::Sent<()>),
) -> Answer {
    match done {
        Ok(()) => web::redirect(&format!("/pertukaran/layanan/{key}")),
        Err(refused) => {
            let (status, error) = unsent(&v, refused)?;
            drawn(v, exchange, (session, key), Drawn { status, error, sent, upload: None }).await
        }
    }
}

pub(super) const FORM: &str = "pertukaran satu layanan";

pub(super) async fn terms(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let whole = |name: &str| sent.text(name).trim().parse().unwrap_or(-1);
    let new = NewOffer {
        name: sent.text("nama").to_owned(),
        about: sent.text("guna").to_owned(),
        terms: Terms {
            upstream: sent.text("alamat").to_owned(),
            feed: false,
            most_request: whole("kirim"),
            most_answer: whole("jawab"),
            timeout_ms: whole("waktu"),
            per_minute: whole("menit"),
            relaxed: sent.get("longgar").is_some(),
            checked: sent.get("periksa").is_some(),
            open: sent.get("terbuka").is_some(),
            authority: sent.text("otoritas").trim().to_owned(),
        },
        ..NewOffer::default()
    };
    let done = in_time(&v, FORM, &sent, exchange.change(&session, &key, whole("revisi"), &new)).await?;
    answered(v, &exchange, (&session, &key), (sent, done)).await
}

pub(super) async fn credential(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let act = exchange.set_credential(&session, &key, (sent.text("kepala"), sent.text("rahasia").trim()));
    let done = in_time(&v, FORM, &sent, act).await?;
    // What was typed is a secret: it is not drawn again.
    answered(v, &exchange, (&session, &key), (Submission::default(), done)).await
}

pub(super) async fn description(
    officer: May<Work>,
    State(exchange): State<Exchange>,
    Path(parts): Path<Parts>,
    sent: Submission,
) -> Answer {
    let (v, session, key) = (officer.view, officer.session, key_of(&parts));
    let file = sent.files_of("berkas").next().map(|file| file.bytes.to_vec());
    let bytes = file.unwrap_or_else(|| sent.text("teks").as_bytes().to_vec());
    let done = in_time(&v, FORM, &sent, exchange.upload(&session, &key, &bytes)).await?;
    match done {
        Ok(uploaded) if uploaded.kept => web::redirect(&format!("/pertukaran/layanan/{key}")),
        Ok(uploaded) => {
            let breaking = uploaded.differences.iter().filter(|one| one.breaks).count();
            let errors = uploaded.found.iter().filter(|one| one.severity() == Severity::Error).count();
            let refused = if errors > 0 { Refused::Unsound(errors) } else { Refused::Breaks(breaking) };
            let (status, error) = unsent(&v, Some(refused))?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let with = Drawn { status, error, sent: Submission::default(), upload: Some((uploaded, text)) };
            drawn(v, &exchange, (&session, &key), with).await
        }
        Err(refused) => answered(v, &exchange, (&session, &key), (Submission::default(), Err(refused))).await,
    }
}

impl Offer {
    /// Whether it can go on to be published.
    pub(crate) fn is_draft(&self) -> bool {
        self.state == Stand::Draft
    }
}
