//! What holds for every page of residents.

use crate::citizen_site::{FORM, Guest, Site, of, opened, site};
use crate::town::{Town, parts, units};
use axum::http::StatusCode;
use cases::doors::{District, Gazetteer, Located, Village, VillageMatch};
use desk::Desk;
use kernel::{Actor, Lang};
use std::sync::Arc;

#[tokio::test]
async fn every_page_opens_in_both_languages_and_names_no_key() {
    let site = site().await;
    let number = site.town.open().await.number;
    let mut paths: Vec<String> = [
        "/",
        "/layanan",
        "/layanan?q=lubang",
        "/layanan?q=xyzzy",
        FORM,
        "/layanan/lainnya",
        "/lacak",
        "/terlambat",
        "/bantuan",
        "/privasi",
    ]
    .map(str::to_owned)
    .into();
    paths.push(format!("/lacak/{number}"));
    paths.push(format!("/lacak/{number}/tanda-terima"));
    paths.push(format!("/lacak/{number}/tanda-terima?kertas=58"));
    for language in ["id", "en"] {
        let mut guest = opened(&site, &number).await;
        guest.language = language;
        for path in &paths {
            let page = guest.get(path).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            page.has(&format!("<html lang=\"{language}\""));
            for key in ["warga-", "form-pilih", "tolak-", "standar-j"] {
                let shown = page.html.replace("class=\"", "");
                assert!(!shown.contains(&format!(">{key}")), "{path}: {key}");
            }
        }
    }
    let empty = Guest::new(&site).get("/layanan?q=xyzzy").await;
    empty.has("Tidak ada layanan yang cocok");
}

/// As many villages as a large regency has.
struct Many;

impl Gazetteer for Many {
    fn districts(&self) -> Arc<[District]> {
        let all =
            (1..=21).map(|at| District { code: format!("35.17.{at:02}"), name: format!("Kecamatan Contoh {at}") });
        all.collect()
    }

    fn villages(&self) -> Arc<[Village]> {
        let all = (1..=21).flat_map(|district| (1..=15).map(move |at| (district, at)));
        let village = |(district, at): (i32, i32)| Village {
            code: format!("35.17.{district:02}.{}", 2000 + at),
            name: format!("Sumberwringin {district}-{at}"),
            district: format!("35.17.{district:02}"),
            kelurahan: false,
        };
        all.map(village).collect()
    }

    fn village(&self, code: &str) -> Option<Village> {
        self.villages().iter().find(|village| village.code == code).cloned()
    }

    fn find(&self, _: &str, _: &str) -> VillageMatch {
        VillageMatch::Unknown
    }

    fn locate(&self, _: f64, _: f64) -> Located {
        Located { village: None, inside: None }
    }
}

#[tokio::test]
async fn a_first_visit_weighs_at_most_thirty_kilobytes_on_the_wire() {
    let Site { town, .. } = site().await;
    let desk = Desk::open(desk::Parts { gazetteer: Arc::new(Many), ..parts(&town.ledger) }).await.unwrap();
    desk.publish("jalan-rusak.toml", crate::town::ROAD, &units(), &Actor::Operator, Lang::Id).await.unwrap();
    let town = Town { desk, ..town };
    crate::request::publish(&town, crate::town::DOMICILE).await;
    let site = of(town);
    let mut guest = Guest::new(&site);
    guest.encoding = "br";
    let mut assets = 0;
    let plain = Guest::new(&site).get("/").await;
    for address in plain.html.split('"').filter(|part| part.starts_with("/aset/") || part.starts_with("/a/")) {
        assets += guest.get(address).await.bytes;
    }
    assert!(assets > 5_000, "the stylesheet was found");
    for path in ["/", "/layanan", FORM, "/layanan/surat-domisili-usaha", "/lacak", "/bantuan", "/privasi"] {
        let page = guest.get(path).await;
        assert!(page.bytes + assets <= 30 * 1024, "{path}: {} + {assets}", page.bytes);
    }
}
