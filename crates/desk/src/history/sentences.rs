//! What each event says, and who may read it.

use super::{Phrase, Seen, Teller};
use cases::events::Acted;
use cases::{CaseEvent, ClockRef, Closing, Fact, FileRef};
use definition::model::humanise;
use kernel::{Actor, TextRef};

/// What an event says before texts are opened.
pub(super) struct Told<'a> {
    pub what: Phrase,
    pub seen: Seen,
    pub text: Option<&'a TextRef>,
    pub text_seen: Seen,
    pub files: Vec<String>,
}

impl<'a> Told<'a> {
    fn new(key: &'static str, seen: Seen) -> Self {
        Self { what: Phrase::new(key, Vec::new()), seen, text: None, text_seen: seen, files: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.what.args.push((name, value));
        self
    }

    fn text(self, text: Option<&'a TextRef>) -> Self {
        Self { text, ..self }
    }

    /// A text that fewer people may read than the sentence.
    fn text_for(self, seen: Seen, text: Option<&'a TextRef>) -> Self {
        Self { text, text_seen: seen, ..self }
    }

    fn files(self, files: &[FileRef]) -> Self {
        Self { files: files.iter().map(|file| file.id.clone()).collect(), ..self }
    }
}

impl<'a> Teller<'a> {
    pub(super) fn told(&self, fact: &'a Fact) -> Option<Told<'a>> {
        let step = |key: &'static str, id: &str, seen: Seen| Told::new(key, seen).with("langkah", self.step(id));
        Some(match &fact.event {
            CaseEvent::Opened(opened) => match &opened.imported {
                Some(from) => Told::new("riwayat-diimpor", Seen::Public).with("sumber", from.source.clone()),
                None if opened.follows.is_some() => {
                    let first = opened.follows.as_deref();
                    let renews = first.is_some_and(|first| first.renewal);
                    Told::new(if renews { "riwayat-perpanjangan" } else { "riwayat-banding" }, Seen::Public)
                        .with("nomor", first.map(|first| first.number.clone()).unwrap_or_default())
                        .text_for(Seen::Parties, first.and_then(|first| first.reason.as_ref()))
                }
                None => Told::new("riwayat-dibuka", Seen::Public)
                    .with("saluran", opened.channel.clone())
                    .files(&opened.files),
            },
            CaseEvent::Entered(entered) if entered.working => {
                step("riwayat-masuk", &entered.step, Seen::Public).with("unit", self.unit(&entered.unit))
            }
            CaseEvent::Entered(entered) => step("riwayat-menunggu", &entered.step, Seen::Public),
            CaseEvent::Skipped { step: id } => step("riwayat-dilewati", id, Seen::Parties),
            CaseEvent::Cancelled { step: id, .. } => step("riwayat-batal", id, Seen::Parties),
            CaseEvent::Noted { text } => Told::new("riwayat-catatan", Seen::Office).text(text.as_ref()),
            CaseEvent::Answered { text } => Told::new("riwayat-jawaban", Seen::Public).text(text.as_ref()),
            CaseEvent::InfoAdded { text, files } => Told::new("riwayat-tambahan", Seen::Parties)
                .with("berkas", files.len().to_string())
                .text(text.as_ref())
                .files(files),
            CaseEvent::Supported { text, files } => {
                Told::new("riwayat-dukungan", Seen::Public).text_for(Seen::Office, text.as_ref()).files(files)
            }
            CaseEvent::Acted(acted) => self.acted(&fact.actor, acted),
            other => return self.of_engine(other),
        })
    }

    fn acted(&self, actor: &Actor, acted: &'a Acted) -> Told<'a> {
        let key = match actor {
            Actor::System => "riwayat-aksi-sistem",
            Actor::Reporter => "riwayat-aksi-pelapor",
            _ => "riwayat-aksi",
        };
        let reason = acted.reason.as_ref();
        let code = reason.and_then(|reason| reason.code.as_deref());
        Told::new(key, Seen::Public)
            .with("aksi", humanise(&acted.action))
            .with("langkah", self.step(&acted.step))
            .with("kode", code.map(humanise).unwrap_or_default())
            .text_for(Seen::Parties, reason.and_then(|reason| reason.text.as_ref()))
            .files(&acted.files)
    }

    /// What the engine records beside what people say.
    fn of_engine(&self, event: &'a CaseEvent) -> Option<Told<'a>> {
        Some(match event {
            CaseEvent::Transferred(moved) => self.moved("riwayat-pindah", moved),
            CaseEvent::Returned(moved) => self.moved("riwayat-kembali", moved),
            CaseEvent::CalendarChanged { cause, .. } => {
                Told::new("riwayat-kalender", Seen::Parties).with("sebab", cause.clone())
            }
            CaseEvent::Lapsed(lapsed) => {
                let (clock, step) = self.clock(&lapsed.clock);
                let key = if lapsed.note.is_some() { "riwayat-lewat-catatan" } else { "riwayat-lewat" };
                let note = lapsed.note.clone().unwrap_or_default();
                let told = Told::new(key, Seen::Public).with("jam", clock.to_owned()).with("langkah", step);
                told.with("catatan", note)
            }
            CaseEvent::Paused(moved) if moved.clock == ClockRef::Total => Told::new("riwayat-jeda", Seen::Parties),
            CaseEvent::Resumed(moved) if moved.clock == ClockRef::Total => Told::new("riwayat-jalan", Seen::Parties),
            CaseEvent::Publicised { .. } => Told::new("riwayat-diumumkan", Seen::Public),
            CaseEvent::Escalated(raised) => Told::new("riwayat-naik", Seen::Parties)
                .with("jabatan", self.desk.agencies().title_name(&raised.title, &raised.unit))
                .with("unit", self.unit(&raised.unit)),
            CaseEvent::LapseRefused { code, .. } => {
                Told::new("riwayat-lewat-ditolak", Seen::Office).with("kode", code.clone())
            }
            CaseEvent::Mandated(mandate) => {
                let day = web::Words { lang: kernel::Lang::Id, zone: self.loaded.case.zone }.date(mandate.until);
                Told::new("riwayat-kuasa", Seen::Parties).with("tanggal", day).files(&mandate.files)
            }
            CaseEvent::Withdrawn { text } => {
                Told::new("riwayat-ditarik", Seen::Public).text_for(Seen::Parties, text.as_ref())
            }
            // What was taken back says so already.
            CaseEvent::Ended(ended) if ended.by == Closing::Withdrawn => return None,
            CaseEvent::Ended(ended) => Told::new(ended_key(ended.by), Seen::Public).with("akhir", self.end(&ended.end)),
            CaseEvent::Migrated(migrated) => {
                Told::new("riwayat-versi", Seen::Parties).with("versi", migrated.version.to_string())
            }
            CaseEvent::TakenOver { .. } => Told::new("riwayat-diambil-alih", Seen::Public),
            CaseEvent::Rated { rating } => Told::new("riwayat-nilai", Seen::Parties).with("nilai", rating.to_string()),
            _ => return None,
        })
    }

    fn moved(&self, key: &'static str, moved: &'a cases::events::Moved) -> Told<'a> {
        Told::new(key, Seen::Public)
            .with("dari", self.unit(&moved.from))
            .with("ke", self.unit(&moved.to))
            .text_for(Seen::Office, moved.reason.as_ref())
    }

    fn end(&self, id: &str) -> String {
        self.loaded.definition.ends.get(id).map_or_else(|| humanise(id), |end| end.name.clone())
    }

    /// A clock's word in the locale files, and the name of its step.
    fn clock(&self, clock: &ClockRef) -> (&'static str, String) {
        match clock {
            ClockRef::Total => ("total", String::new()),
            ClockRef::Verification => ("verifikasi", String::new()),
            ClockRef::FirstAnswer => ("jawaban", String::new()),
            ClockRef::Step(step) => ("langkah", self.step(step)),
        }
    }
}

const fn ended_key(by: Closing) -> &'static str {
    match by {
        Closing::Officer => "riwayat-berakhir-petugas",
        Closing::Resident => "riwayat-berakhir-pelapor",
        Closing::Withdrawn => "riwayat-ditarik",
        Closing::Silence => "riwayat-berakhir-diam",
        Closing::Import => "riwayat-berakhir-impor",
    }
}
