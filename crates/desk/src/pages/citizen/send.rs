//! `POST /layanan/{id}`: a report is sent. Nothing that was typed or attached is lost on the way.

use super::contacts::Contacts;
use super::fee::FeeView;
use super::said::Said;
use super::service::{drawn, form_name, point, suggested};
use super::{Counter, access, handles, proving, saved, sources};
use crate::commands::{OpenCase, Supporting, counted};
use crate::drafts::DraftFor;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use cases::nearby::NearCase;
use definition::model::{Channel, Definition, FieldKind};
use definition::{Answers, Value};
use kernel::{CaseNumber, Instant};
use std::sync::Arc;
use web::form::Mistake;
use web::{Answer, FormKey, FormToken, Submission, View, Visitor};

/// Field of the code that was sent to the contact.
const CODE: &str = "_kode";
/// So many reports nearby are offered.
const NEAR: usize = 3;

/// Everything about one sending.
struct Sending<'a> {
    v: &'a View,
    counter: &'a Counter,
    definition: Arc<Definition>,
    headers: &'a HeaderMap,
    key: FormKey,
    said: Said,
    /// This very form was sent before: its files have left the draft, and were judged then.
    before: bool,
}

pub(super) async fn send(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let definition = counter.service(&id)?;
    let v = &visitor.view.about(definition.kind);
    if !definition.channels.contains(&Channel::Web) {
        return Err(DeskRefusal::NoSuchService.into());
    }
    let (key, expired) = v.stamped(&form_name(&id), form.text("_tanda"))?;
    counted_once(v, &counter, &form)?;
    let takes = |field: &str| definition.files.contains_key(field).then(|| field.to_owned());
    let mut said = Said::read(&counter, DraftFor::Service(&id), v, &form, takes).await?;
    said.sent = with_photo_spot(&definition, &form);
    if expired {
        said.notice = Some("warga-formulir-lama");
    }
    if !form.text("_simpan").is_empty() {
        return saved::led(v, &headers, &counter.desk.save_answers(&id, said.draft(), said.typed()).await?);
    }
    let asked = sources::asked(v, &counter, &definition, &form, &mut said).await;
    let changed = asked || !form.text("_buang").is_empty() || !form.text("_ubah").is_empty();
    let shown_again = expired || changed || !said.mistakes.is_empty();
    let before = counter.desk.was_sent(&key.to_string()).await?;
    let mut sending = Sending { v, counter: &counter, definition, headers: &headers, key, said, before };
    match sending.answers() {
        Ok(_) if shown_again => sending.form_again().await,
        Err(_) if changed => sending.form_again().await,
        Err(mistakes) => {
            sending.said.mistakes.extend(mistakes);
            sending.form_again().await
        }
        Ok(answers) => sending.go_on(&answers).await,
    }
}

/// Counts one sending of this visitor, and one try where a code came along.
fn counted_once(v: &View, counter: &Counter, form: &Submission) -> Result<(), web::TooMany> {
    counter.counted(v)?;
    if form.text(CODE).is_empty() { Ok(()) } else { proving::counted(v) }
}

/// The position of a photo becomes the coordinate where the resident ticked it.
fn with_photo_spot(definition: &Definition, form: &Submission) -> Submission {
    let spot = form.text("_titik_foto");
    let texts = form.texts().iter().cloned();
    match point(definition).map(|id| format!("{id}.koordinat")) {
        Some(field) if !spot.is_empty() && form.text(&field).trim().is_empty() => {
            let others = texts.filter(|(name, _)| *name != field);
            Submission::of(others.chain([(field.clone(), spot.to_owned())]))
        }
        _ => Submission::of(texts),
    }
}

impl Sending<'_> {
    async fn form_again(&self) -> Answer {
        self.held(drawn(self.v, self.counter, &self.definition, &self.said, Some(self.key)).await?)
    }

    /// The answer, with the draft remembered: its pictures are looked at under an address without a secret.
    fn held(&self, answer: Response) -> Answer {
        handles::kept(self.v, self.headers, &self.definition.id, self.said.draft(), answer)
    }

    /// The typed answers, or everything that is wrong with the form, contact included. The desk checks again and decides.
    fn answers(&self) -> Result<Answers, Vec<Mistake>> {
        let (v, sent) = (self.v, &self.said.sent);
        let files = counted(self.said.files.iter().map(|file| file.field.as_str()));
        let files = (!self.before).then_some(&files);
        let checked = self.counter.desk.checked(&self.definition, &web::form::input(sent), files);
        let contacts = Contacts::of(&self.counter.desk, &self.definition).mistakes(v, sent);
        match checked {
            Ok(answers) if contacts.is_empty() => Ok(answers),
            Ok(_) => Err(contacts),
            Err(errors) => Err([Mistake::all(&errors, v.lang()), contacts].concat()),
        }
    }

    async fn go_on(self, answers: &Answers) -> Answer {
        let joined = CaseNumber::parse(self.said.sent.text("_dukung"));
        if let Ok(number) = joined {
            return self.join(&number, answers).await;
        }
        let again = self.said.sent.text("_tetap").is_empty();
        if again && !self.before {
            let near = self.counter.desk.near(&self.definition.id, answers, NEAR).await?;
            let doubts = Doubts {
                spot: suggested(&self.definition, &self.said),
                outside: self.counter.desk.is_outside(answers),
            };
            let fee = FeeView::of(self.v, &self.definition, answers).filter(|fee| !fee.lines.is_empty());
            if !near.is_empty() || doubts.spot.is_some() || doubts.outside || fee.is_some() {
                return self.check(&near, doubts, fee);
            }
        }
        match self.counter.desk.open_case(self.wish()).await {
            Ok(receipt) => {
                let to = web::redirect(&format!("/lacak/{}/tanda-terima", receipt.number))?;
                let to = handles::kept(self.v, self.headers, &self.definition.id, "", to)?;
                let to = proving::proved(self.v, self.headers, self.proof(), to)?;
                access::opened(self.v, self.headers, &receipt.number, to)
            }
            Err(DeskError::Refused(refusal)) => self.refused(refusal).await,
            Err(failure) => Err(failure.into()),
        }
    }

    /// A proof of the contact whose code came with this form.
    fn proof(&self) -> Option<String> {
        let sent = &self.said.sent;
        let typed = !sent.text(CODE).is_empty();
        typed.then(|| self.counter.desk.proof_of(&self.definition, sent.text("_hp"), sent.text("_surel"))).flatten()
    }

    fn wish(&self) -> OpenCase {
        let sent = &self.said.sent;
        let text = |name: &str| sent.text(name).to_owned();
        // Kept on a device without a signal, until its contact had to be proved.
        let on_device = Instant::parse(sent.text("_alat")).ok().filter(|_| self.definition.is_offline());
        OpenCase {
            service: self.definition.id.clone(),
            input: web::form::input(sent),
            draft: self.said.handle.clone(),
            anonymous: sent.text("_anonim") == "ya",
            secret: sent.text("_rahasia") == "ya",
            name: text("_nama"),
            phone: text("_hp"),
            email: text("_surel"),
            channel: if on_device.is_some() { Channel::Offline } else { Channel::Web }.key().to_owned(),
            device_at: on_device,
            at_counter: None,
            asker: None,
            sent_by: None,
            form_key: self.key.to_string(),
            lang: self.v.lang(),
            code: text(CODE),
            proofs: proving::proofs(self.v, self.headers),
        }
    }

    /// What the desk will not take becomes a mistake beside its field, or a question.
    async fn refused(mut self, refusal: DeskRefusal) -> Answer {
        match refusal {
            DeskRefusal::Answers(errors) => self.said.mistakes = Mistake::all(&errors, self.v.lang()),
            DeskRefusal::OtherAnswers => return self.ask_whether_new().await,
            DeskRefusal::Unproved => {
                return proving::ask(self.v, self.counter, self.headers, &self.definition, &self.said).await;
            }
            DeskRefusal::WrongProofCode { .. } | DeskRefusal::CodeSpent | DeskRefusal::CodeOver => {
                let why = (self.key, &refusal);
                return proving::refused(self.v, self.counter, &self.definition, &self.said, why).await;
            }
            DeskRefusal::DraftGone => {
                self.said.handle.clear();
                self.said.files.clear();
                self.said.notice = Some("warga-foto-hilang");
            }
            other => return Err(other.into()),
        }
        self.form_again().await
    }

    /// "Saya juga mengalami": no new case, support for the one that runs (semantics R60).
    async fn join(self, number: &CaseNumber, answers: &Answers) -> Answer {
        let sent = &self.said.sent;
        let wish = Supporting {
            text: told(&self.definition, answers),
            phone: sent.text("_hp").to_owned(),
            email: sent.text("_surel").to_owned(),
            lang: self.v.lang(),
            form_key: self.key.to_string(),
        };
        match self.counter.desk.support(number, wish).await {
            Ok(()) => web::redirect(&format!("/lacak/{number}?terima=dukungan")),
            Err(failure) => Err(failure.into()),
        }
    }

    /// The fee, reports nearby, a pin outside, and the position that a photo suggests, before anything is sent.
    fn check(&self, near: &[NearCase], doubts: Doubts, fee: Option<FeeView>) -> Answer {
        let page = CheckPage {
            v: self.v,
            service: &self.definition.id,
            token: self.v.token_for(&form_name(&self.definition.id), self.key),
            handle: self.said.draft(),
            typed: self.said.typed(),
            near: near.iter().map(|case| self.tile(case)).collect(),
            doubts,
            fee,
        };
        self.held(web::page(&page)?)
    }

    fn tile(&self, case: &NearCase) -> NearTile {
        let v = self.v;
        let village = case.sighting.village.as_deref().and_then(|code| self.counter.desk.gazetteer().village(code));
        let far = case.distance_m.map(|metres| v.t1("warga-meter", "jarak", v.words().number(metres.round())));
        NearTile {
            number: case.number.to_string(),
            opened: v.words().date_of(case.opened_at),
            place: far.or_else(|| village.map(|village| village.name)).unwrap_or_default(),
            supporters: v.t1("warga-pendukung", "jumlah", case.supporters),
        }
    }

    /// The same form came before with other answers: is this another report?
    async fn ask_whether_new(&self) -> Answer {
        let there = self.counter.desk.draft(&self.said.handle).await?.is_some();
        let page = AgainPage {
            v: self.v,
            service: &self.definition.id,
            name: &self.definition.name,
            token: self.v.token(&form_name(&self.definition.id)),
            handle: if there { self.said.draft() } else { "" },
            typed: self.said.typed(),
        };
        web::page_with(StatusCode::CONFLICT, &page)
    }
}

/// What the resident wrote in free words, for those who work on the case that is joined.
fn told(definition: &Definition, answers: &Answers) -> String {
    let own = definition.fields.iter().filter(|(_, field)| {
        field.personal.is_none() && matches!(field.kind, FieldKind::Paragraph(_) | FieldKind::Text(_))
    });
    let texts = own.filter_map(|(id, _)| match answers.get(id) {
        Some(Value::Text(text)) => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// What the resident is asked to look at again.
struct Doubts {
    /// Where a photo says it was taken.
    spot: Option<String>,
    /// The coordinate lies outside the region (semantics R69).
    outside: bool,
}

/// A report nearby.
struct NearTile {
    number: String,
    opened: String,
    place: String,
    supporters: String,
}

#[derive(Template)]
#[template(path = "citizen/check.html")]
struct CheckPage<'a> {
    v: &'a View,
    service: &'a str,
    token: FormToken,
    handle: &'a str,
    typed: Vec<(String, String)>,
    near: Vec<NearTile>,
    doubts: Doubts,
    fee: Option<FeeView>,
}

#[derive(Template)]
#[template(path = "citizen/again.html")]
struct AgainPage<'a> {
    v: &'a View,
    service: &'a str,
    name: &'a str,
    token: FormToken,
    handle: &'a str,
    typed: Vec<(String, String)>,
}

impl crate::Desk {
    /// Whether a form with this key was sent before; what it said is compared by the store.
    pub(super) async fn was_sent(&self, key: &str) -> Desked<bool> {
        let sql = "SELECT 1 FROM store_sends WHERE region = $1 AND key = $2";
        Ok(self.store().row(sql, &store::values![self.region(), key]).await?.is_some())
    }
}
