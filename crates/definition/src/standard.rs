//! The *Standar Pelayanan*: 14 components (UU 25/2009 art. 21; PermenPANRB 15/2014), derived from the running
//! definition, so that the published standard is the one that runs.

mod outside;
mod words;

pub use outside::{CATALOGUE_COLUMNS, catalogue_row, page, sheet};
pub use words::{condition as condition_in_words, duration as duration_in_words, holder as holder_in_words};

use crate::model::{Channel, Definition, Fees, Kind, Rule, SignIn, Step};
use crate::say::Say;
use crate::units::Units;

/// One component of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// 1 to 14; 1 to 6 must be published.
    pub number: u8,
    /// Its heading.
    pub title: Say,
    /// Its lines; none where the city has not said anything yet.
    pub lines: Vec<Say>,
}

/// The standard of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    /// `layanan.nama`.
    pub service: String,
    /// The office that owns the service, as the region names it.
    pub owner: String,
    /// `layanan.versi`.
    pub version: u32,
    /// Number and date of the decree; `None`: every page says *rancangan*.
    pub decree: Option<(String, jiff::civil::Date)>,
    /// The 14 components in order.
    pub components: Vec<Component>,
}

impl Standard {
    /// Whether no decree adopted it yet.
    pub const fn is_draft(&self) -> bool {
        self.decree.is_none()
    }
}

const TITLES: [(&str, &str); 14] = [
    ("Persyaratan", "Requirements"),
    ("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    ("Jangka waktu pelayanan", "Time"),
    ("Biaya/tarif", "Fees"),
    ("Produk pelayanan", "Product"),
    ("Penanganan pengaduan, saran, dan masukan", "Complaints, suggestions and comments"),
    ("Dasar hukum", "Legal basis"),
    ("Sarana, prasarana, dan/atau fasilitas", "Facilities"),
    ("Kompetensi pelaksana", "Competence of staff"),
    ("Pengawasan internal", "Internal oversight"),
    ("Jumlah pelaksana", "Number of staff"),
    ("Jaminan pelayanan", "Service guarantee"),
    ("Jaminan keamanan dan keselamatan pelayanan", "Security and safety guarantee"),
    ("Evaluasi kinerja pelaksana", "Evaluation of performance"),
];

/// Derives the standard of a definition for a region's offices.
pub fn standard(definition: &Definition, units: &Units) -> Standard {
    let texts = &definition.standard;
    let written = |text: &Option<String>| -> Vec<Say> { text.iter().map(Say::same).collect() };
    let lines = [
        requirements(definition),
        procedure(definition, units),
        time(definition),
        fees(definition),
        product(definition),
        complaints(definition),
        legal_basis(definition),
        facilities(definition),
        written(&texts.competence),
        oversight(definition, units),
        written(&texts.staff),
        guarantee(definition),
        safety(definition),
        evaluation(definition),
    ];
    let components = TITLES.iter().zip(lines).zip(1..).map(|((title, lines), number)| Component {
        number,
        title: Say::new(title.0, title.1),
        lines,
    });
    let owner = units.unit(definition, &definition.owner).map(|unit| unit.name.clone());
    Standard {
        service: definition.name.clone(),
        owner: owner.unwrap_or_else(|| definition.owner.to_string()),
        version: definition.version,
        decree: texts.decree.as_ref().map(|decree| (decree.number.clone(), decree.date)),
        components: components.collect(),
    }
}

fn requirements(definition: &Definition) -> Vec<Say> {
    let mut lines = Vec::new();
    let fields = definition.fields.values().filter(|field| field.filled_at.is_none());
    for field in fields {
        lines.extend(requirement(definition, &field.label, &field.required, &field.visible));
    }
    for file in definition.files.values() {
        if let Some(line) = requirement(definition, &file.label, &file.required, &file.visible) {
            let kinds: Vec<&str> = file.kinds.iter().map(|kind| kind.key()).collect();
            let size = format!("{}, ≤ {} MB", kinds.join("/"), file.max_bytes.div_ceil(1024 * 1024));
            lines.push(Say::new(format!("{} ({size})", line.id), format!("{} ({size})", line.en)));
        }
    }
    if definition.reporter.contact_required {
        lines.push(Say::new("Nomor HP atau surel", "Mobile number or e-mail address"));
    }
    match definition.least_sign_in {
        SignIn::Phone => lines.push(Say::new(
            "Nomor HP yang dapat menerima kode, bila dikirim lewat situs",
            "A mobile number that can receive a code, if sent by the web",
        )),
        SignIn::Email => lines.push(Say::new(
            "Alamat surel yang dapat menerima kode, bila dikirim lewat situs",
            "An e-mail address that can receive a code, if sent by the web",
        )),
        SignIn::None | SignIn::Nik => {}
    }
    lines
}

fn requirement(definition: &Definition, label: &str, required: &Rule, visible: &Rule) -> Option<Say> {
    let when = match (required, visible) {
        (Rule::When(condition), _) | (Rule::Always, Rule::When(condition)) => {
            let words = words::condition(definition, condition);
            Say::new(format!(" — bila {}", words.id), format!(" — if {}", words.en))
        }
        (Rule::Always, Rule::Always) => Say::default(),
        (Rule::Always, Rule::Never) => return None,
        (Rule::Never, _) => Say::new(" — bila ada", " — if there is any"),
    };
    let label = label.trim_end_matches('?');
    Some(Say::new(format!("{label}{}", when.id), format!("{label}{}", when.en)))
}

fn procedure(definition: &Definition, units: &Units) -> Vec<Say> {
    let names: Vec<Say> = definition
        .channels
        .iter()
        .map(|channel| match channel {
            Channel::Web => Say::new("situs ini", "this site"),
            Channel::Counter => Say::new("loket", "the counter"),
            Channel::WhatsApp => Say::new("WhatsApp (belum berjalan)", "WhatsApp (not yet)"),
            Channel::Offline => Say::new("formulir tanpa sinyal", "a form without a signal"),
            Channel::Officers => Say::new("petugas perangkat daerah", "officers of the agencies"),
        })
        .collect();
    let all = |pick: fn(&Say) -> &str| names.iter().map(pick).collect::<Vec<_>>().join(", ");
    let mut lines =
        vec![Say::new(format!("Diajukan lewat {}.", all(|say| &say.id)), format!("Sent by {}.", all(|say| &say.en)))];
    for step in definition.steps.values() {
        let holder = words::holder(definition, units, &step.by);
        let limit = deadlines_in_words(definition, step);
        lines.push(Say::new(
            format!("{} — {}{}", step.name, holder.id, limit.id),
            format!("{} — {}{}", step.name, holder.en, limit.en),
        ));
    }
    for end in definition.ends.values().filter(|end| end.appeal.is_some()) {
        let within = end.appeal.map(words::duration).unwrap_or_default();
        lines.push(Say::new(
            format!("{}: keberatan dapat diajukan dalam {}.", end.name, within.id),
            format!("{}: an objection is possible within {}.", end.name, within.en),
        ));
    }
    lines
}

/// ` (paling lama 3 hari kerja)`, or nothing where the step has no clock.
pub(crate) fn deadlines_in_words(definition: &Definition, step: &Step) -> Say {
    let each: Vec<Say> = step
        .deadlines
        .iter()
        .map(|entry| {
            let time = words::duration(entry.duration);
            match &entry.condition {
                None if step.deadlines.len() > 1 => {
                    Say::new(format!("selain itu {}", time.id), format!("otherwise {}", time.en))
                }
                None => time,
                Some(condition) => {
                    let when = words::condition(definition, condition);
                    Say::new(format!("{} bila {}", time.id, when.id), format!("{} if {}", time.en, when.en))
                }
            }
        })
        .collect();
    if each.is_empty() {
        return Say::default();
    }
    let all = |pick: fn(&Say) -> &str| each.iter().map(pick).collect::<Vec<_>>().join("; ");
    Say::new(format!(" (paling lama {})", all(|say| &say.id)), format!(" (at most {})", all(|say| &say.en)))
}

fn time(definition: &Definition) -> Vec<Say> {
    let deadline = &definition.deadline;
    let mut lines = Vec::new();
    let mut line = |duration: Option<kernel::Duration>, id: &str, en: &str| {
        if let Some(time) = duration.map(words::duration) {
            lines.push(Say::new(format!("{id}: {}", time.id), format!("{en}: {}", time.en)));
        }
    };
    line(deadline.total, "Selesai paling lambat", "Finished at the latest");
    line(deadline.verification, "Diverifikasi dan diteruskan", "Verified and forwarded");
    line(deadline.first_answer, "Jawaban pertama sesudah itu", "First answer after that");
    if deadline.total.is_some() && deadline.count == crate::model::Counting::Pause {
        lines.push(Say::new(
            "Hari penerimaan tidak dihitung; jam berhenti selama menunggu Anda dan tidak pernah diulang dari nol.",
            "The day of receipt is not counted; the clock stops while we wait for you and never starts again from zero.",
        ));
    }
    lines
}

fn fees(definition: &Definition) -> Vec<Say> {
    let Fees { lines } = &definition.fees;
    if lines.is_empty() {
        return vec![Say::new("Gratis", "Free of charge")];
    }
    lines
        .values()
        .map(|line| {
            let waived = line.waived.as_ref().map(|condition| words::condition(definition, condition));
            let waived = waived.map_or_else(Say::default, |when| {
                Say::new(format!("; gratis bila {}", when.id), format!("; free if {}", when.en))
            });
            let base = format!("{}: {}", line.name, line.formula.source);
            Say::new(format!("{base}{}", waived.id), format!("{base}{}", waived.en))
        })
        .collect()
}

fn product(definition: &Definition) -> Vec<Say> {
    let texts = &definition.standard;
    let mut lines: Vec<Say> = texts.product.iter().map(Say::same).collect();
    lines.extend(
        texts
            .no_substitute_for
            .iter()
            .map(|text| Say::new(format!("Bukan pengganti {text}"), format!("Does not replace {text}"))),
    );
    lines
}

fn complaints(definition: &Definition) -> Vec<Say> {
    let channels = &definition.standard.complaints;
    let mut lines = Vec::new();
    lines.extend(channels.email.iter().map(|email| Say::new(format!("Surel {email}"), format!("E-mail {email}"))));
    lines.extend(channels.phone.iter().map(|phone| Say::new(format!("Telepon {phone}"), format!("Telephone {phone}"))));
    if channels.lapor {
        lines.push(Say::same("SP4N-LAPOR! (lapor.go.id)"));
    }
    lines
}

fn legal_basis(definition: &Definition) -> Vec<Say> {
    let entries = definition.standard.legal_basis.iter();
    entries
        .map(|basis| match &basis.checked {
            None => Say::new(format!("{} (belum diperiksa)", basis.name), format!("{} (not checked yet)", basis.name)),
            Some(checked) => Say::new(
                format!("{} (diperiksa {}, {})", basis.name, checked.by, words::date(checked.on).id),
                format!("{} (checked by {}, {})", basis.name, checked.by, words::date(checked.on).en),
            ),
        })
        .collect()
}

fn facilities(definition: &Definition) -> Vec<Say> {
    let written = definition.standard.facilities.iter().map(Say::same);
    let derived = Say::new(
        "Formulir daring yang dapat dipakai tanpa akun, nomor lacak, dan halaman pelacakan",
        "An online form that needs no account, a tracking number and a tracking page",
    );
    written.chain([derived]).collect()
}

fn oversight(definition: &Definition, units: &Units) -> Vec<Say> {
    let mut lines: Vec<Say> = definition.standard.oversight.iter().map(Say::same).collect();
    for step in definition.steps.values() {
        let Some(lapse) = &step.lapse else { continue };
        let Some(up) = &lapse.escalate else { continue };
        let up = words::office(definition, units, up);
        let (told_id, told_en) = if lapse.publish {
            ("diumumkan dan dilaporkan", "publicised and reported")
        } else {
            ("dilaporkan", "reported")
        };
        lines.push(Say::new(
            format!("{} yang lewat tenggat {told_id} kepada {}", step.name, up.id),
            format!("{} past its deadline is {told_en} to {}", step.name, up.en),
        ));
    }
    lines
}

fn guarantee(definition: &Definition) -> Vec<Say> {
    let written = definition.standard.guarantee.iter().map(Say::same);
    let derived = definition.deadline.total.is_some().then(|| {
        Say::new(
            "Kasus yang lewat batas waktu tercatat dan terhitung di halaman transparansi",
            "A case past its deadline is recorded and counted on the transparency page",
        )
    });
    written.chain(derived).collect()
}

fn safety(definition: &Definition) -> Vec<Say> {
    let mut lines: Vec<Say> = definition.standard.safety.iter().map(Say::same).collect();
    if definition.reporter.anonymous {
        lines.push(Say::new("Dapat dikirim tanpa nama", "May be sent without a name"));
    }
    if definition.reporter.secret {
        lines.push(Say::new("Dapat dirahasiakan dari umum", "May be kept from the public"));
    }
    if let Some(kept) = definition.retention.personal {
        let time = words::duration(kept.duration);
        let from = if kept.after_letter {
            ("surat tidak berlaku", "the letter is no longer valid")
        } else {
            ("kasus berakhir", "the case ends")
        };
        lines.push(Say::new(
            format!("Data pribadi dihapus {} setelah {}", time.id, from.0),
            format!("Personal data are erased {} after {}", time.en, from.1),
        ));
    }
    lines
}

fn evaluation(definition: &Definition) -> Vec<Say> {
    let written = definition.standard.evaluation.iter().map(Say::same);
    let derived = match definition.kind {
        Kind::Complaint => Say::new(
            "Waktu jawaban, waktu penyelesaian, dan ketepatan per perangkat daerah dihitung dari setiap kasus",
            "Time to answer, time to finish and punctuality per agency are computed from every case",
        ),
        Kind::Request | Kind::Information => Say::new(
            "Waktu penyelesaian dan ketepatan per perangkat daerah dihitung dari setiap kasus",
            "Time to finish and punctuality per agency are computed from every case",
        ),
    };
    written.chain([derived]).collect()
}
