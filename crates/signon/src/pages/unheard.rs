//! What the page of a key says of farewells that were not heard.

use crate::farewells::Unheard;
use web::View;

/// A line.
pub(super) struct UnheardRow {
    pub when: String,
    pub tries: i64,
    pub why: String,
    pub next: String,
}

/// The line of a farewell.
pub(super) fn unheard(v: &View, one: &Unheard) -> UnheardRow {
    let known = format!("sambung-pemberitahuan-{}", one.why);
    let why = if v.has(&known) {
        v.t(&known).to_owned()
    } else {
        v.t1("sambung-pemberitahuan-dijawab", "kode", one.why.as_str())
    };
    let given_up = || v.t("sambung-pemberitahuan-berhenti").to_owned();
    let next = one.next_at.map_or_else(given_up, |at| v.words().moment(at));
    UnheardRow { when: v.words().moment(one.made_at), tries: one.tries, why, next }
}
