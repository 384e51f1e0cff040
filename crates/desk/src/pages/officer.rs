//! What officers see of the desk: inbox, case page, export, running services, calendar.

mod acts;
mod at_case;
mod calendar;
mod case;
mod changes;
mod counts;
mod export;
mod field;
mod files;
mod filter;
mod forms;
mod inbox;
mod letter;
mod listing;
mod parts;
mod place;
mod review;
mod speak;
mod words;

use crate::refusal::{DeskError, DeskRefusal};
use crate::rights::{Officer, works};
use crate::{Acting, CaseView, Desk, Viewer};
use kernel::{Actor, CaseNumber, Lang, Refusal, Role};
use web::{Argument, FormKey, MenuItem, Permission, Routes, Session, Shown, Submission, TokenError, View};

/// The texts of these pages.
pub(super) const LOCALE: &[(Lang, &str)] = &[
    (Lang::Id, include_str!("../locale/halaman_petugas.id.ftl")),
    (Lang::En, include_str!("../locale/halaman_petugas.en.ftl")),
];

macro_rules! permission {
    ($(#[$doc:meta])* $name:ident, $word:literal, $($role:ident),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl Permission for $name {
            const NAME: &'static str = $word;

            fn allows(session: &Session) -> bool {
                [$(Role::$role),+].into_iter().any(|role| session.has_role(role))
            }
        }
    };
}

permission!(
    /// Acts on cases of the own unit; which case and step `rights.rs` decides.
    WorkCases, "kasus.kerja", Verifier, Liaison, FieldOfficer, Head
);
permission!(
    /// Exports lists of cases that the officer may see.
    ExportCases, "kasus.ekspor", Verifier, Liaison, Head, CityAdmin, Auditor
);
permission!(
    /// Reads how the desk is set up: services and calendar.
    SeeSetup, "meja.lihat", CityAdmin, Auditor
);
permission!(
    /// Changes the working calendar.
    ManageCalendar, "kalender.atur", CityAdmin
);

/// The doors of officers.
pub(super) fn routes() -> Routes<Desk> {
    Routes::new()
        .get("/kerja", inbox::page)
        .post("/kerja/ekspor", export::send)
        .get("/kerja/kasus/{number}", case::page)
        .post("/kerja/kasus/{number}/tindakan/{action}", acts::send)
        .post("/kerja/kasus/{number}/jawaban", speak::answer)
        .post("/kerja/kasus/{number}/catatan", speak::note)
        .post("/kerja/kasus/{number}/pindah", speak::transfer)
        .post("/kerja/kasus/{number}/kembali", speak::give_back)
        .post("/kerja/kasus/{number}/ambil-alih", speak::take_over)
        .post("/kerja/kasus/{number}/tautan", speak::link)
        .get("/kerja/kasus/{number}/periksa", review::page)
        .get("/kerja/luring/daftar", field::page)
        .get("/kerja/luring/luring.js", field::script)
        .get("/kerja/luring/pekerja.js", field::worker)
        .get("/kerja/luring/{number}/{action}", field::form)
        .post("/kerja/luring/{number}/{action}", field::send)
        .get("/kerja/luring-tanda/{key}", field::token)
        .get("/kerja/kasus/{number}/berkas/{file}", files::page)
        .get("/kerja/kasus/{number}/surat/{id}", letter::page)
        .get("/kerja/kasus/{number}/berkas/{file}/lihat", files::shown)
        .get("/atur/kalender", calendar::page)
        .post("/atur/kalender", calendar::add)
        .post("/atur/kalender/pencabutan", calendar::remove)
}

/// Their part of the navigation.
pub(super) fn menu() -> Vec<MenuItem> {
    vec![
        MenuItem { label: "meja-menu-kotak", href: "/kerja", shown: Shown::Officers(|session| !only_judges(session)) },
        MenuItem { label: "meja-menu-loket", href: "/kerja/loket", shown: Shown::Officers(WorkCases::allows) },
        MenuItem { label: "meja-menu-luring", href: "/kerja/luring/daftar", shown: Shown::Officers(WorkCases::allows) },
        MenuItem { label: "meja-menu-kalender", href: "/atur/kalender", shown: Shown::Officers(SeeSetup::allows) },
    ]
}

/// An assessor from outside works on no case: the desk is not theirs.
fn only_judges(session: &Session) -> bool {
    !session.grants.is_empty() && session.grants.iter().all(|grant| grant.role == Role::Assessor)
}

/// Whether the officer may see the heads of cases of the whole city, and those of secret ones as well.
fn city_wide(officer: &Officer) -> Option<bool> {
    let heads = [Role::CityAdmin, Role::Leader].into_iter().any(|role| officer.has(role));
    if officer.has(Role::Auditor) { Some(true) } else { heads.then_some(false) }
}

/// The case, as this officer may see it. Another agency's case is not there at all.
async fn open(desk: &Desk, number: &str, officer: &Officer) -> Result<(CaseNumber, CaseView), web::Error> {
    let missing = || web::Error::from(DeskRefusal::NoSuchCase);
    let number = CaseNumber::parse(number).map_err(|_| missing())?;
    let view = desk.view(&number, &Viewer::Officer(officer.clone())).await?;
    if view.sight.text || city_wide(officer).is_some() { Ok((number, view)) } else { Err(missing()) }
}

/// Who acts by a form that its script kept, and the version of the case that it showed.
fn acting_from(officer: &Officer, typed: &Submission, key: FormKey) -> Acting {
    Acting { officer: officer.clone(), seen: typed.text("_versi").parse().unwrap_or(0), form_key: key.to_string() }
}

/// What came of a form's token.
enum Stamp {
    /// In time: the key makes the same form sent twice one act.
    Good(FormKey),
    /// Open for too long: shown again with everything in it.
    Old(FormKey),
    /// Made for another session, or not here: nothing is done, the words are shown again.
    Strange,
}

fn stamp(v: &View, form: &str, token: &str) -> Stamp {
    match v.check_token(form, token) {
        Ok(key) => Stamp::Good(key),
        Err(TokenError::Expired(key)) => Stamp::Old(key),
        Err(TokenError::Forged) => Stamp::Strange,
    }
}

/// A refusal in the reader's words: what, and what to do.
pub(super) fn refused_words(v: &View, refused: &impl Refusal) -> (String, String) {
    let values = refused.arguments();
    let named: Vec<(&str, &dyn Argument)> =
        values.iter().map(|(name, value)| (*name, value as &dyn Argument)).collect();
    let key = format!("tolak-{}", refused.code());
    (v.tf(&key, &named), v.tf(&format!("{key}.saran"), &named))
}

/// The refusal inside an error; a failure goes on as one.
fn refusal(error: DeskError) -> Result<DeskRefusal, web::Error> {
    match error {
        DeskError::Refused(refused) => Ok(refused),
        failed @ DeskError::Store(_) => Err(failed.into()),
    }
}

/// The officer as an actor outside of cases, with the unit and role by which they may.
pub(super) fn acting(session: &Session, role: Role) -> Actor {
    let by_role = session.grants.iter().find(|grant| grant.role == role);
    let grant = by_role.or_else(|| session.grants.iter().find(|grant| works(grant.role))).or(session.grants.first());
    Actor::Officer {
        id: session.officer.clone(),
        unit: grant.map(|grant| grant.unit.clone()).unwrap_or_default(),
        title: grant.map(|grant| grant.role.word().to_owned()).unwrap_or_default(),
    }
}

/// A value of the address, decoded; empty if it is not there.
pub(super) fn query(query: &str, name: &str) -> String {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(found, _)| *found == name).map_or("", |(_, value)| value);
    percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// `value` so that it may stand in an address.
fn encoded(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// An actor outside of cases, for people.
pub(super) fn by(v: &View, desk: &Desk, actor: &Actor) -> String {
    match actor {
        Actor::Officer { title, unit, .. } => {
            let (title, unit) = (desk.agencies().title_name(title, unit), agency_name(desk, unit));
            v.tf("siapa-petugas", &[("jabatan", &title), ("unit", &unit)])
        }
        Actor::Operator => v.t("siapa-operator").to_owned(),
        _ => v.t("siapa-sistem").to_owned(),
    }
}

/// The name of an agency for people.
fn agency_name(desk: &Desk, unit: &str) -> String {
    desk.agencies().agency(unit).map_or_else(|| unit.to_owned(), |agency| agency.name)
}

#[cfg(test)]
mod tests {
    use super::LOCALE;
    use kernel::Lang;
    use std::path::Path;
    use web::testing::{assert_keys_exist, assert_texts_complete};

    #[test]
    fn the_texts_of_officers_are_complete_in_both_languages() {
        assert_texts_complete(LOCALE);
    }

    #[test]
    fn every_key_that_these_pages_use_has_a_text() {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/officer");
        let known: Vec<(Lang, &str)> = [crate::LOCALE, LOCALE].concat();
        assert_keys_exist(&pages, &known);
    }

    #[test]
    fn a_value_of_an_address_is_read_whole_and_decoded() {
        let address = "daftar=kota&q=PGD%202026&layanan=a+b";
        assert_eq!(super::query(address, "q"), "PGD 2026");
        assert_eq!(super::query(address, "layanan"), "a b");
    }

    #[test]
    fn a_name_that_is_a_part_of_another_is_not_mixed_up() {
        assert_eq!(super::query("unitas=x&unit=y", "unit"), "y");
        assert_eq!(super::query("unitas=x", "unit"), "");
    }

    #[test]
    fn the_first_of_two_values_counts_and_bad_bytes_do_no_harm() {
        assert_eq!(super::query("q=a&q=b", "q"), "a");
        assert!(!super::query("q=%ff", "q").is_empty());
    }

    #[test]
    fn what_is_written_into_an_address_reads_back() {
        for text in ["a&b=c", "Jl. Pattimura #3", "50 %"] {
            let address = format!("q={}", super::encoded(text));
            assert_eq!(super::query(&address, "q"), text);
        }
    }
}
