//! Values, baselines and targets of the sample city, all of them invented.

use crate::city::City;
use anyhow::Context as _;
use definition::Number;
use desk::Officer;
use jiff::civil::Date;
use kernel::Instant;
use programme::indicator::{NewTarget, Period, Span};
use std::fmt::Write as _;
use web::Session;

/// Indicator, its length, the value of the first period and what each later one adds, in hundredths.
const VALUES: &[(&str, Span, i64, i64)] = &[
    ("survei_kepuasan", Span::Quarter, 8_120, 60),
    ("indeks_spbe", Span::Year, 241, 18),
    ("regulasi_smart_city", Span::Year, 100, 100),
    ("rapat_dewan", Span::Quarter, 100, 50),
    ("rencana_aksi", Span::Quarter, 4_000, 800),
    ("belanja_tik", Span::Quarter, 180_000_000_000, 6_000_000_000),
    ("belanja_daerah", Span::Quarter, 61_000_000_000_000, 500_000_000_000),
    ("set_data_terbuka", Span::Quarter, 4_000, 600),
    ("aparatur_terlatih", Span::Quarter, 3_500, 900),
    ("aplikasi_terpadu", Span::Year, 1_400, 900),
    ("kunjungan_wisata", Span::Month, 4_100_000, 90_000),
    ("lama_tinggal", Span::Month, 142, 2),
    ("acara_kota", Span::Quarter, 300, 100),
    ("investasi", Span::Quarter, 21_000_000_000_000, 900_000_000_000),
    ("izin_usaha", Span::Month, 41_000, 1_100),
    ("ruang_publik", Span::Year, 1_900, 300),
    ("umkm_daring", Span::Quarter, 82_000, 7_400),
    ("industri_kecil_binaan", Span::Quarter, 31_000, 1_200),
    ("kemiskinan", Span::Year, 938, -28),
    ("pengangguran", Span::Year, 466, -21),
    ("retribusi_nontunai", Span::Month, 4_100, 130),
    ("pedagang_qris", Span::Quarter, 51_000, 6_300),
    ("kawasan_kumuh", Span::Year, 6_210, -740),
    ("jalan_mantap", Span::Year, 7_180, 260),
    ("air_minum", Span::Year, 9_110, 70),
    ("stunting", Span::Year, 1_710, -190),
    ("peserta_jkn", Span::Month, 8_650, 45),
    ("penumpang_angkutan", Span::Month, 1_820_000, 21_000),
    ("desa_internet", Span::Quarter, 24_100, 900),
    ("desa_seluruh", Span::Quarter, 30_600, 0),
    ("warga_terlatih", Span::Quarter, 22_000, 3_100),
    ("lama_sekolah", Span::Year, 872, 11),
    ("waktu_tanggap_darurat", Span::Month, 1_840, -35),
    ("sampah_timbul", Span::Month, 1_410_000, 4_000),
    ("sampah_terkelola", Span::Month, 830_000, 14_000),
    ("ruang_hijau", Span::Year, 1_420, 60),
    ("kualitas_lingkungan", Span::Year, 6_140, 95),
    ("lampu_hemat", Span::Year, 3_100, 1_150),
];

/// Indicator, baseline, target of this quarter (none: 0) and of this year, in hundredths.
const TARGETS: &[(&str, i64, i64, i64)] = &[
    ("waktu_jawab_median", 400, 300, 300),
    ("jawaban_tepat_waktu", 7_000, 8_500, 8_500),
    ("selesai_tepat_waktu", 6_500, 8_000, 8_000),
    ("verifikasi_tepat_waktu", 7_500, 9_000, 9_000),
    ("tepat_waktu_gabungan", 7_000, 8_500, 8_500),
    ("kanal_daring", 4_000, 6_000, 6_000),
    ("survei_kepuasan", 8_050, 8_300, 8_400),
    ("indeks_spbe", 223, 0, 280),
    ("bagian_belanja_tik", 25, 35, 35),
    ("set_data_terbuka", 3_100, 7_000, 7_500),
    ("kunjungan_wisata", 39_000_000, 0, 60_000_000),
    ("umkm_daring", 61_000, 120_000, 130_000),
    ("kemiskinan", 966, 0, 880),
    ("stunting", 1_900, 0, 1_400),
    ("jalan_mantap", 6_900, 0, 8_000),
    ("bagian_desa_internet", 7_000, 9_000, 9_500),
    ("bagian_sampah_terkelola", 5_200, 7_000, 7_000),
    ("lampu_hemat", 2_400, 0, 6_000),
];

/// Enters everything up to the last period that is over.
pub async fn play(city: &City, planner: &Officer, present: Instant) -> anyhow::Result<()> {
    let session = Session {
        officer: planner.id.clone(),
        name: String::new(),
        grants: planner.grants.clone(),
        form_secret: Vec::new(),
        confirmed_at: present,
    };
    let today = present.date(city.regency.zone);
    city.programme.import_values(&session, table(city, today).as_bytes()).await.context("indikator")?;
    for (id, baseline, quarter, year) in TARGETS {
        let one = city.programme.library().get(id).with_context(|| (*id).to_owned())?;
        let before = Period::of(today, Span::Year).moved(-1);
        let new = |period, value, reason: &str| NewTarget {
            period,
            value,
            seen: 0,
            about: before.to_string(),
            reason: reason.to_owned(),
        };
        let why = "[contoh] kesepakatan forum perangkat daerah";
        let mut wanted = vec![new(None, hundredths(*baseline)?, "")];
        let aims = [(Span::Quarter, *quarter), (Span::Year, *year)];
        for (span, value) in aims.into_iter().filter(|(_, value)| *value > 0) {
            wanted.push(new(Some(Period::of(today, span)), hundredths(value)?, why));
        }
        for wish in wanted {
            city.programme.aim(&session, one, &wish).await.with_context(|| (*id).to_owned())?;
        }
    }
    Ok(())
}

fn hundredths(value: i64) -> anyhow::Result<Number> {
    Number::fraction(i128::from(value), 100).context("angka")
}

/// As an officer would bring it.
fn table(city: &City, today: Date) -> String {
    let mut table = "indikator,periode,nilai,catatan,tautan\n".to_owned();
    for (id, span, first, step) in VALUES {
        let last = Period::of(today, *span).moved(-1);
        let count = match span {
            Span::Month => 13,
            Span::Quarter => 6,
            Span::Year => 4,
        };
        for at in 0..count {
            // A little unrest, the same in every city.
            let unrest = (at * 7 + i64::try_from(id.len()).unwrap_or(0)) % 5 - 2;
            let value = first + step * at + step * unrest / 4;
            // People and meetings are counted whole.
            let whole_only = city.programme.library().get(id).is_some_and(|one| one.decimals == 0);
            let (whole, part) = (value / 100, if whole_only { 0 } else { value % 100 });
            // Writing to a String cannot fail.
            let _ = writeln!(
                table,
                "{id},{},\"{whole},{part:02}\",[contoh],https://contoh.example/bukti/{id}",
                last.moved(at + 1 - count)
            );
        }
    }
    table
}
