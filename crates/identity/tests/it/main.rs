//! The room on real ledgers, and its pages through the whole frame.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests and their helpers stop where something is wrong")]

mod agencies;
mod browser;
mod letters;
mod officers;
mod pages;
mod sessions;

use cases::doors::{District, Gazetteer, Located, Village, VillageMatch};
use definition::units::Units;
use identity::model::officer::Grant;
use identity::{Deps, Identity, NewOfficer, SignInFrom};
use kernel::{Actor, OfficerId, Role};
use std::collections::BTreeMap;
use std::sync::Arc;
use testkit::Ledger;

/// A good one.
pub const PASSWORD: &str = "lumpang batu di pinggir sawah";
/// An office.
pub const HERE: SignInFrom<'static> =
    SignInFrom { address: "203.0.113.7", user_agent: "Mozilla/5.0 (Linux; Android 10) Chrome/126.0" };

/// Two agencies.
pub const UNITS: &str = r#"#: format unit 1
[unit.dinas-kominfo]
nama = "Dinas Komunikasi dan Informatika"
singkatan = "Diskominfo"
jabatan.kepala = { nama = "Kepala Dinas", peran = "kepala" }
jabatan.penghubung = { nama = "Penghubung", peran = "penghubung" }
jabatan.verifikator = { nama = "Verifikator", peran = "verifikator" }
[unit.dinas-pupr]
nama = "Dinas Pekerjaan Umum dan Penataan Ruang"
singkatan = "DPUPR"
jabatan.kepala = { nama = "Kepala Dinas", peran = "kepala" }
jabatan.penghubung = { nama = "Penghubung", peran = "penghubung" }
jabatan.pengawas-jalan = { nama = "Pengawas Jalan", peran = "petugas-lapangan" }
[desa]
nama = "Kantor desa"
jabatan.kepala = { nama = "Kepala desa", peran = "kepala" }
jabatan.penghubung = { nama = "Penghubung", peran = "penghubung" }
jabatan.pelaksana = { nama = "Perangkat desa", peran = "petugas-lapangan" }
[kecamatan]
nama = "Kantor kecamatan"
jabatan.kepala = { nama = "Camat", peran = "kepala" }
jabatan.penghubung = { nama = "Penghubung", peran = "penghubung" }
jabatan.camat = { nama = "Camat", peran = "kepala" }
"#;

/// Two districts with a village of the same name in each.
pub struct Places;

impl Gazetteer for Places {
    fn districts(&self) -> Arc<[District]> {
        let district = |code: &str, name: &str| District { code: code.to_owned(), name: name.to_owned() };
        [district("35.17.01", "Perak"), district("35.17.02", "Gudo")].into()
    }

    fn villages(&self) -> Arc<[Village]> {
        let village = |code: &str, name: &str, kelurahan| Village {
            code: code.to_owned(),
            name: name.to_owned(),
            district: code[..8].to_owned(),
            kelurahan,
        };
        [
            village("35.17.01.2001", "Wonorejo", false),
            village("35.17.02.2001", "Wonorejo", false),
            village("35.17.02.1002", "Kepatihan", true),
        ]
        .into()
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

/// The room with its agencies.
pub async fn city(ledger: &Ledger) -> Identity {
    let identity = Identity::open(Deps {
        region: "35.17".to_owned(),
        city: "Kabupaten Jombang".to_owned(),
        store: ledger.store.clone(),
        chance: Arc::new(ledger.chance.clone()),
        aliases: BTreeMap::from([("Dinas PU Bina Marga".to_owned(), "dinas-pupr".to_owned())]),
        throttle_times: 1,
    })
    .await
    .unwrap();
    let units = Units::parse(UNITS).unwrap();
    identity.seed_agencies(&units, &Places, &Actor::Operator, ledger.now()).await.unwrap();
    identity
}

/// A new officer with one role.
pub fn person(sign_in: &str, role: Role, unit: &str) -> NewOfficer {
    NewOfficer {
        sign_in: sign_in.to_owned(),
        name: format!("Petugas {sign_in}"),
        email: format!("{sign_in}@jombangkab.go.id"),
        grants: vec![Grant { role, unit: unit.to_owned() }],
    }
}

/// An officer who has set [`PASSWORD`].
pub async fn officer(identity: &Identity, ledger: &Ledger, sign_in: &str, role: Role, unit: &str) -> OfficerId {
    let (id, token) = identity.add_officer(&person(sign_in, role, unit), &Actor::Operator, ledger.now()).await.unwrap();
    identity.set_password_by_link(&token, PASSWORD, ledger.now()).await.unwrap();
    id
}
