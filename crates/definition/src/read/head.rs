//! `[layanan]` and `[standar]`.

use super::values;
use crate::model::{
    Channel, Checked, ComplaintChannels, Decree, Kind, LegalBasis, Reporter, RunningCases, SignIn, StandardTexts,
    UnitRef,
};
use crate::reader::{Ids, Item, Table};
use indexmap::IndexMap;
use jiff::civil::Date;
use toml::de::DeValue;

pub(super) struct Head {
    pub id: String,
    pub kind: Kind,
    pub name: String,
    pub version: u32,
    pub valid_from: Date,
    pub running_cases: RunningCases,
    pub owner: UnitRef,
    pub channels: Vec<Channel>,
    pub reporter: Reporter,
    pub least_sign_in: SignIn,
}

pub(super) const KINDS: [(&str, Kind); 3] =
    [("pengaduan", Kind::Complaint), ("permohonan", Kind::Request), ("informasi", Kind::Information)];

pub(super) const CHANNELS: [(&str, Channel); 5] = [
    ("web", Channel::Web),
    ("loket", Channel::Counter),
    ("wa", Channel::WhatsApp),
    ("luring", Channel::Offline),
    ("dinas", Channel::Officers),
];

pub(super) const SIGN_INS: [(&str, SignIn); 4] = [
    ("tanpa", SignIn::None),
    ("hp_terverifikasi", SignIn::Phone),
    ("surel_terverifikasi", SignIn::Email),
    ("nik_terverifikasi", SignIn::Nik),
];

pub(super) fn read(root: &Table) -> Head {
    let table = root.need("layanan").and_then(|item| item.table());
    let Some(table) = table else {
        return empty();
    };
    let unit = table.need("pemilik").and_then(|item| owner(&item));
    let channels = table.list("saluran");
    let head = Head {
        id: table.need("id").and_then(|item| item.slug()).unwrap_or_default(),
        kind: table.need("jenis").and_then(|item| item.word(&KINDS)).unwrap_or(Kind::Request),
        name: table.need("nama").and_then(|item| item.text()).unwrap_or_default(),
        version: table.need("versi").and_then(|item| item.whole(1, 1_000_000)).unwrap_or(1),
        valid_from: table.need("berlaku").and_then(|item| item.date()).unwrap_or(Date::ZERO),
        running_cases: running_cases(&table),
        owner: unit.unwrap_or(UnitRef::Owner),
        channels: if channels.is_empty() {
            vec![Channel::Web, Channel::Counter]
        } else {
            channels.iter().filter_map(|item| item.word(&CHANNELS)).collect()
        },
        reporter: reporter(&table),
        least_sign_in: sign_in(&table),
    };
    table.done();
    head
}

fn empty() -> Head {
    Head {
        id: String::new(),
        kind: Kind::Request,
        name: String::new(),
        version: 1,
        valid_from: Date::ZERO,
        running_cases: RunningCases::Stay,
        owner: UnitRef::Owner,
        channels: Vec::new(),
        reporter: Reporter::default(),
        least_sign_in: SignIn::None,
    }
}

fn owner(item: &Item) -> Option<UnitRef> {
    let text = item.text()?;
    let found = values::unit(&text).filter(|unit| !matches!(unit, UnitRef::Owner | UnitRef::Answer(_)));
    if found.is_none() {
        item.report("E006", format!("`{text}` bukan unit"), format!("`{text}` is no unit"));
    }
    found
}

fn running_cases(table: &Table) -> RunningCases {
    let Some(item) = table.get("kasus_lama") else {
        return RunningCases::Stay;
    };
    if !matches!(item.value.get_ref(), DeValue::Table(_)) {
        let _ = item.word(&[("tetap", ())]);
        return RunningCases::Stay;
    }
    let mut moves = IndexMap::new();
    if let Some(inner) = item.table() {
        if let Some(pairs) = inner.need("pindah").and_then(|item| item.table()) {
            for (old, new) in pairs.entries(Ids::Strict, 100) {
                moves.insert(old, new.text().unwrap_or_default());
            }
        }
        inner.done();
    }
    RunningCases::Move(moves)
}

fn reporter(table: &Table) -> Reporter {
    let Some(inner) = table.table("pelapor") else {
        return Reporter::default();
    };
    let reporter = Reporter {
        anonymous: inner.flag("anonim"),
        secret: inner.flag("rahasia"),
        contact_required: inner.flag("wajib_kontak"),
    };
    inner.done();
    reporter
}

fn sign_in(table: &Table) -> SignIn {
    let Some(inner) = table.table("masuk") else {
        return SignIn::None;
    };
    let least = inner.need("minimal").and_then(|item| item.word(&SIGN_INS));
    inner.done();
    least.unwrap_or_default()
}

pub(super) fn standard(root: &Table) -> StandardTexts {
    let Some(table) = root.table("standar") else {
        return StandardTexts::default();
    };
    let texts = StandardTexts {
        legal_basis: table.list("dasar_hukum").iter().filter_map(legal_basis).collect(),
        product: table.text("produk"),
        no_substitute_for: table.text("bukan_pengganti"),
        complaints: complaints(&table),
        decree: decree(&table),
        facilities: table.text("sarana"),
        competence: table.text("kompetensi"),
        oversight: table.text("pengawasan"),
        staff: table.text("jumlah_pelaksana"),
        guarantee: table.text("jaminan"),
        safety: table.text("keamanan"),
        evaluation: table.text("evaluasi"),
    };
    table.done();
    texts
}

fn legal_basis(item: &Item) -> Option<LegalBasis> {
    if item.as_str().is_some() {
        return Some(LegalBasis { name: item.text()?, checked: None });
    }
    let table = item.table()?;
    let name = table.need("nama").and_then(|item| item.text());
    let by = table.text("diperiksa_oleh");
    let on = table.get("pada").and_then(|item| item.date());
    if by.is_some() != on.is_some() {
        item.report("E003", "`diperiksa_oleh` dan `pada` ditulis bersama", "`diperiksa_oleh` and `pada` go together");
    }
    table.done();
    let checked = by.zip(on).map(|(by, on)| Checked { by, on });
    Some(LegalBasis { name: name?, checked })
}

fn complaints(table: &Table) -> ComplaintChannels {
    let Some(inner) = table.table("pengaduan") else {
        return ComplaintChannels::default();
    };
    let channels =
        ComplaintChannels { email: inner.text("surel"), phone: inner.text("telepon"), lapor: inner.flag("lapor") };
    inner.done();
    channels
}

fn decree(table: &Table) -> Option<Decree> {
    let inner = table.table("penetapan")?;
    let number = inner.need("nomor").and_then(|item| item.text());
    let date = inner.need("tanggal").and_then(|item| item.date());
    inner.done();
    number.zip(date).map(|(number, date)| Decree { number, date })
}
