//! One letter, as most tests typeset it.

use kernel::Instant;
use paper::{Fault, Order, Paper, Sheet};
use serde_json::{Value, json};
use std::sync::LazyLock;

pub(crate) static PAPER: LazyLock<Paper> = LazyLock::new(|| Paper::new().unwrap());

/// What the QR code of [`values`] holds: as long as a real one.
pub(crate) const CODE: &str = "https://layanan.jombangkab.go.id/surat/K7QMX4T9B2WNR6HZC8DVPJ3F5A#MzUuMTcKNDcwLzAwMS9EVUtDQVBJTC8y\
    MDI3ClN1cmF0IGtldGVyYW5nYW4gZG9taXNpbGkKRGluYXMgS2VwZW5kdWR1a2FuCjIwMjctMDMtMDUKMjAyNy0wOS0wNQ.c2lnbmF0dXJlc2lnbmF0\
    dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl";

pub(crate) const TEMPLATE: &str = include_str!("../../../../layanan/surat/templat/domisili.typ");

pub(crate) fn at() -> Instant {
    Instant::parse("2027-03-05T23:30:00+07:00").unwrap()
}

pub(crate) fn values() -> Value {
    let code = qrcode::QrCode::with_error_correction_level(CODE, qrcode::EcLevel::M).unwrap();
    let drawing = code.render::<qrcode::render::svg::Color<'_>>().build();
    let svg = drawing.find("<svg ").map(|at| &drawing[at..]);
    json!({
        "data": {
            "nomor": "470/001/DUKCAPIL/2027", "tanggal": "5 Maret 2027", "berlaku_sampai": "5 September 2027",
            "kota": "Kabupaten Jombang", "tempat": "Jombang", "layanan": "Surat keterangan domisili",
            "status": "disiapkan", "cara": "cetak", "tanda_air": null,
            "unit": { "nama": "Desa Plandi", "alamat": "Jalan Raya Plandi 1", "telepon": "(0321) 123456", "induk": "Kecamatan Jombang" },
            "penanda_tangan": { "nama": "Siti Aminah", "jabatan": "Kepala Desa", "atas_nama": null },
        },
        "isian": {
            "nama": "Budi Santoso", "nik": "3517010101900001", "alamat_ktp": "Jl. Melati 3, Surabaya",
            "alamat": "Dusun Krajan RT 01 RW 02, Desa Plandi", "sejak": "1 Januari 2025", "keperluan": "Melamar pekerjaan",
            "keperluan_lain": null,
        },
        "qr": svg, "sidik": "1a2b 3c4d 5e6f 7081",
        "periksa": CODE.split('#').next(), "lambang": null, "zona": "WIB",
    })
}

pub(crate) fn typeset(template: &str, values: &Value) -> Result<Sheet, Vec<Fault>> {
    PAPER.typeset(&Order { template, values, at: at() })
}
