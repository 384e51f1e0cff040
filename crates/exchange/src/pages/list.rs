//! `/pertukaran`: services of the own agency, or of all.

use super::cut;
use crate::exchange::Exchange;
use crate::offers::{Offer, PAGE, State, Wish};
use crate::rights::{Read, Work};
use askama::Template;
use axum::extract::State as Held;
use web::component::Choice;
use web::{Answer, Markup, May, Permission as _, View};

#[derive(Template)]
#[template(path = "daftar.html")]
struct Page {
    v: View,
    works: bool,
    search: String,
    states: Vec<Choice>,
    rows: Vec<Row>,
    near: usize,
    waiting: usize,
    first: String,
    next: String,
}

struct Row {
    href: String,
    name: String,
    key: String,
    agency: String,
    state: Markup,
    operations: String,
    relaxed: bool,
}

/// Where a version stands, as a tag.
pub(super) fn state_tag(v: &View, state: State) -> Markup {
    web::component::tag(state.tag(), v.t(&format!("tukar-keadaan-{}", state.word())))
}

pub(super) async fn page(officer: May<Read>, Held(exchange): Held<Exchange>) -> Answer {
    let (v, session) = (officer.view, officer.session);
    let state = State::parse(&v.asked("keadaan"));
    let wish = Wish { search: v.asked("q"), state, after: v.asked("sesudah"), ..Exchange::wish_of(&session) };
    let mut offers = exchange.offers(&wish, PAGE).await?;
    let more = cut(&mut offers, PAGE);
    let named = |state: State| (state.word().to_owned(), v.t(&format!("tukar-keadaan-{}", state.word())).to_owned());
    let page = Page {
        works: Work::allows(&session),
        states: Choice::all(State::ALL.into_iter().map(named), state.map(State::word)),
        near: exchange.warnings(&session).await?.len(),
        waiting: exchange.requests(&session, (true, ""), 100).await?.len(),
        first: if wish.after.is_empty() { String::new() } else { v.with_query("sesudah", "") },
        next: offers
            .last()
            .filter(|_| more)
            .map(|last| v.with_query("sesudah", &last.key.to_string()))
            .unwrap_or_default(),
        rows: offers.iter().map(|offer| row(&v, &exchange, offer)).collect(),
        search: wish.search,
        v,
    };
    web::page(&page)
}

fn row(v: &View, exchange: &Exchange, offer: &Offer) -> Row {
    Row {
        href: format!("/pertukaran/layanan/{}", offer.key),
        name: offer.name.clone(),
        key: offer.key.to_string(),
        agency: exchange.agency(&offer.key.unit),
        state: state_tag(v, offer.state),
        operations: v.words().count(offer.operations),
        relaxed: offer.terms.relaxed,
    }
}
