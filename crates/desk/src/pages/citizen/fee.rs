//! What a service costs (semantics R36): by its rules before, by the answers once they are given. Nothing is paid here.

use definition::Answers;
use definition::form::fees;
use definition::model::{Definition, FeeLine};
use definition::standard::condition_in_words;
use web::View;

/// The fee of one application: each line, and the sum.
pub(super) struct FeeView {
    /// Name and amount, or why nothing is charged.
    pub lines: Vec<(String, String)>,
    /// `Rp15.000`, or "Gratis".
    pub total: String,
}

impl FeeView {
    /// The fee by these answers; `None` while a value is missing.
    pub fn of(v: &View, definition: &Definition, answers: &Answers) -> Option<Self> {
        let found = fees(definition, answers).ok()?;
        let lines = found.iter().map(|fee| {
            let waived = definition
                .fees
                .lines
                .get(&fee.id)
                .filter(|_| fee.rupiah == 0)
                .and_then(|line| exemption(v, definition, line));
            let amount = waived.map(|why| v.t1("warga-bebas", "sebab", why)).unwrap_or_else(|| amount(v, fee.rupiah));
            (fee.name.clone(), amount)
        });
        let total = found.iter().map(|fee| fee.rupiah).sum();
        Some(Self { lines: lines.collect(), total: amount(v, total) })
    }
}

/// What the service page says before anything is filled in: name and rule of each line; none where it is free.
pub(super) fn rules(v: &View, definition: &Definition) -> Vec<(String, String)> {
    let lines = definition.fees.lines.values().map(|line| {
        let mut words = vec![v.t1("warga-biaya-rumus", "rumus", line.formula.source.as_str())];
        words.extend(line.min.map(|least| v.t1("warga-biaya-min", "jumlah", amount(v, least))));
        words.extend(exemption(v, definition, line).map(|why| v.t1("warga-biaya-bebas", "sebab", why)));
        (line.name.clone(), words.join(" "))
    });
    lines.collect()
}

fn exemption(v: &View, definition: &Definition, line: &FeeLine) -> Option<String> {
    line.waived.as_ref().map(|waived| condition_in_words(definition, waived).lang(v.lang()).to_owned())
}

fn amount(v: &View, rupiah: u64) -> String {
    if rupiah == 0 { v.t("warga-gratis").to_owned() } else { format!("Rp{}", v.words().count(rupiah)) }
}
