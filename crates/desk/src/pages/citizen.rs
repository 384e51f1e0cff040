//! The pages of residents: no account, no script needed. One file per page.

mod access;
mod act;
mod at_counter;
mod begun;
mod case;
mod closing;
mod contacts;
mod fee;
mod files;
mod filling;
mod groups;
mod handles;
mod help;
mod home;
mod link;
pub(crate) mod mandate;
mod offline;
mod once;
mod options;
mod overdue;
mod places;
mod privacy;
mod proving;
mod receipt;
mod renew;
mod said;
mod saved;
mod send;
mod service;
mod services;
mod sheet;
pub(crate) mod sources;
pub(crate) mod standing;
mod took;
mod track;
mod uploads;
mod withdraw;
pub(crate) mod words;

use crate::Desk;
use crate::refusal::DeskRefusal;
use definition::Definition;
use kernel::Lang;
use std::sync::Arc;
use web::form::Places;
use web::{MenuItem, Purpose, Routes, Shown, View};

/// The texts of these pages.
pub const LOCALE: &[(Lang, &str)] = &[
    (Lang::Id, include_str!("../locale/halaman_warga.id.ftl")),
    (Lang::En, include_str!("../locale/halaman_warga.en.ftl")),
];

/// The ways that residents see in the head of every page.
pub const MENU: [MenuItem; 3] = [
    MenuItem { label: "warga-menu-layanan", href: "/layanan", shown: Shown::Everyone },
    MenuItem { label: "warga-menu-lacak", href: "/lacak", shown: Shown::Everyone },
    MenuItem { label: "warga-menu-bantuan", href: "/bantuan", shown: Shown::Everyone },
];

/// Reports, supports and additions from one address: a village may stand behind it.
const SENDING: Purpose = Purpose { name: "warga-kirim", burst: 120, per_hour: 1200 };

/// What these pages share.
#[derive(Clone)]
pub(crate) struct Counter {
    pub desk: Desk,
    /// Villages as forms offer them, made once.
    pub villages: Arc<Places>,
}

impl Counter {
    /// With the villages as they are now.
    pub fn of(desk: Desk) -> Self {
        let villages = Arc::new(places::offered(desk.gazetteer()));
        Self { desk, villages }
    }

    /// The running definition of a service that residents are offered.
    pub fn service(&self, id: &str) -> Result<Arc<Definition>, DeskRefusal> {
        self.desk.catalogue().offered_service(id).ok_or(DeskRefusal::NoSuchService)
    }

    /// Counts one sending of this visitor.
    pub fn counted(&self, v: &View) -> Result<(), web::TooMany> {
        v.frame().throttle().check(SENDING, &v.address())
    }
}

/// Every address of the residents' pages.
pub fn routes(desk: Desk) -> Routes {
    Routes::new()
        .get("/", home::page)
        .get("/layanan", services::page)
        .get("/layanan/{id}", service::page)
        .post("/layanan/{id}", send::send)
        .get("/layanan/{id}/standar.pdf", sheet::page)
        .get("/layanan/{id}/pilihan/{field}", options::fitting)
        .get("/layanan/{id}/isi", begun::page)
        .post("/layanan/{id}/isi", begun::keep)
        .get("/layanan/{id}/kode", proving::page)
        .post("/layanan/{id}/kode", proving::again)
        .get("/layanan/{id}/simpanan", saved::page)
        .post("/layanan/{id}/simpanan", saved::forget)
        .post("/layanan/{id}/simpanan/tautan", saved::send)
        .merge(offline::routes())
        .get("/lanjut", saved::ask)
        .post("/lanjut", saved::by_code)
        .get("/lanjut/{token}", saved::by_link)
        .post("/layanan/{id}/unggahan", uploads::begin)
        .post("/layanan/{id}/unggahan/{upload}", uploads::put)
        .get("/draf/{file}", uploads::shown)
        .get("/lacak", track::page)
        .get("/lacak/{number}", case::page)
        .post("/lacak/{number}", track::open)
        .get("/lacak/{number}/tanda-terima", receipt::page)
        .get("/lacak/{number}/berkas/{id}", files::file)
        .get("/lacak/{number}/surat/{id}", files::letter)
        .post("/lacak/{number}/unggahan", uploads::begin_on_case)
        .post("/lacak/{number}/unggahan/{upload}", uploads::put_on_case)
        .post("/lacak/{number}/tambahan", act::add)
        .post("/lacak/{number}/tindakan/{action}", act::take)
        .post("/lacak/{number}/nilai", act::rate)
        .post("/lacak/{number}/banding", act::appeal)
        .get("/lacak/{number}/perpanjangan", renew::page)
        .post("/lacak/{number}/perpanjangan", renew::send)
        .get("/lacak/{number}/kuasa", mandate::page)
        .post("/lacak/{number}/kuasa", mandate::send)
        .get("/lacak/{number}/penarikan", withdraw::page)
        .post("/lacak/{number}/penarikan", withdraw::send)
        .post("/lacak/{number}/dukungan", act::support)
        .post("/lacak/{number}/penutupan", track::close)
        .get("/kerja/loket", at_counter::list)
        .get("/kerja/loket/{id}", at_counter::page)
        .post("/kerja/loket/{id}", at_counter::send)
        .post("/kerja/loket/{id}/unggahan", uploads::begin_at_counter)
        .post("/kerja/loket/{id}/unggahan/{upload}", uploads::put_at_counter)
        .get("/l/{token}", link::follow)
        .get("/t/{token}", once::page)
        .post("/t/{token}", once::take)
        .get("/terlambat", overdue::page)
        .get("/bantuan", help::page)
        .get("/privasi", privacy::page)
        .with_state(Counter::of(desk))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_texts_of_residents_pages_are_complete_in_both_languages() {
        web::testing::assert_texts_complete(LOCALE);
    }

    #[test]
    fn every_key_that_these_pages_use_has_a_text() {
        let all = [crate::LOCALE, LOCALE].concat();
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
        web::testing::assert_keys_exist(&pages.join("citizen"), &all);
        web::testing::assert_keys_exist(&pages.join("api"), &all);
    }
}
