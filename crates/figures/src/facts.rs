//! The figures as facts: evidence of an assessment, indicators of a plan.

use crate::model::{Period, Summary, month};
use crate::queries::{Figures, Question};
use kernel::fact::{Both, Telling};
use kernel::{Fact, FactAsked, FactKind, FactValue, Facts, Instant};

/// Id, names, how it comes about in both languages, and how its value is read.
type Known = (&'static str, [&'static str; 2], [&'static str; 2], fn(&Summary) -> Option<FactValue>);

const KNOWN: &[Known] = &[
    (
        "kasus.masuk",
        ["Laporan dan permohonan masuk", "Reports and applications received"],
        [
            "Dihitung menurut bulan masuk, dari proyeksi catatan kejadian.",
            "Counted by month of arrival, from the projection of the ledger.",
        ],
        |summary| Some(count(summary.all.received)),
    ),
    (
        "kasus.selesai",
        ["Kasus yang selesai", "Cases that ended"],
        [
            "Kasus yang masuk pada masa itu dan sudah berakhir pada waktu yang diketahui.",
            "Cases that arrived in the period and ended at a known time.",
        ],
        |summary| Some(count(summary.all.ended)),
    ),
    (
        "kasus.tepat-waktu",
        ["Selesai tepat waktu", "Ended in time"],
        [
            "Bagian yang berakhir sebelum tenggatnya, dari semua yang berakhir dengan waktu yang diketahui.",
            "The part that ended before its deadline, of all that ended at a known time.",
        ],
        |summary| share(summary.all.in_time, summary.all.late),
    ),
    (
        "kasus.jawaban-tepat-waktu",
        ["Jawaban pertama tepat waktu", "First answer in time"],
        [
            "Bagian yang dijawab sebelum tenggat jawabannya, dari semua yang dijawab.",
            "The part answered before the deadline of the answer, of all that were answered.",
        ],
        |summary| share(summary.all.answered_in_time, summary.all.answered_late),
    ),
    (
        "kasus.jawaban-pertama",
        ["Median waktu sampai jawaban pertama", "Median time to the first answer"],
        [
            "Nilai tengah waktu kerja sampai jawaban pertama, menurut kalender kerja daerah.",
            "The middle of the working time to the first answer, by the region's working calendar.",
        ],
        |summary| summary.answer_days.map(days),
    ),
    (
        "kasus.terlambat",
        ["Kasus terbuka yang lewat tenggat", "Open cases past their deadline"],
        [
            "Kasus yang masuk pada masa itu, belum berakhir, dan tenggatnya sudah lewat.",
            "Cases that arrived in the period, did not end, and whose deadline has passed.",
        ],
        |summary| Some(count(summary.all.overdue)),
    ),
    (
        "kepuasan.rata-rata",
        ["Rata-rata penilaian warga", "Mean rating by residents"],
        [
            "Rata-rata nilai 1 sampai 5 yang diberikan pemohon sesudah kasusnya selesai.",
            "The mean of ratings from 1 to 5 that applicants gave after their case ended.",
        ],
        |summary| {
            (summary.all.ratings > 0)
                .then_some(FactValue::Mean { sum: summary.all.rating_sum, of: summary.all.ratings })
        },
    ),
];

const fn count(count: i64) -> FactValue {
    FactValue::Count { count }
}

/// Nothing of nothing is no share.
fn share(part: i64, rest: i64) -> Option<FactValue> {
    (part + rest > 0).then_some(FactValue::Share { part, of: part + rest })
}

fn days(days: f64) -> FactValue {
    FactValue::WorkingDays { thousandths: (days * 1000.0).round() as i64 }
}

impl Facts for Figures {
    fn kinds(&self) -> Vec<FactKind> {
        let kind = |(id, name, how, _): &Known| FactKind {
            id,
            name: Both { id: name[0], en: name[1] },
            how: Both { id: how[0], en: how[1] },
            by_unit: true,
            over_time: true,
        };
        KNOWN.iter().map(kind).collect()
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            let Some((.., value)) = KNOWN.iter().find(|(id, ..)| *id == asked.fact) else {
                return Ok(None);
            };
            let period = Period { from: month(asked.from), to: month(asked.to) };
            let question = Question { period, unit: asked.unit.clone(), service: None };
            let summary = self.summary(&question).await.map_err(|error| error.to_string())?;
            let as_of = summary.as_of.unwrap_or(now);
            Ok(value(&summary).map(|value| Fact { value, as_of }))
        })
    }
}
