//! Every family of faults, as its reader sees it. Each test breaks one thing in an example.

mod conditions;
mod flow;
mod limits;
mod privacy;
mod region;
mod scenarios;
mod shape;
mod texts;
mod time;

use crate::examples::ROADS;
use definition::Severity;
use definition::diagnostic::render_all;
use kernel::lang::Lang;

/// What is said after `old` was replaced by `new`; notes and the example's own W111 left out.
fn broken(example: &str, old: &str, new: &str) -> String {
    said(example, old, new, Lang::Id)
}

fn said(example: &str, old: &str, new: &str, lang: Lang) -> String {
    assert!(example.contains(old), "the example no longer holds {old}");
    let text = example.replacen(old, new, 1);
    let mut findings = crate::check(&text).findings;
    findings.retain(|one| one.severity() != Severity::Note && one.code != "W111");
    render_all(&findings, "layanan.toml", &text, lang)
}

#[test]
fn the_same_fault_is_told_in_english() {
    let said = said(ROADS, "ke = \"survei\",    jika", "ke = \"survey\",    jika", Lang::En);
    insta::assert_snapshot!(said, @r#"
    error[E023]: langkah.verifikasi.aksi.teruskan: there is no target `survey`
      --> layanan.toml:78:26
       |
    78 | aksi.teruskan   = { ke = "survey",    jika = 'status_jalan == kabupaten' }
       |                          ^^^^^^^^ did you mean `survei`?
    "#);
}
