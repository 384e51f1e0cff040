//! `/layanan/{id}/isi`: a long form, one page after the other, and all of it to be checked before it is sent. What was
//! typed waits sealed in a draft; every page is a plain GET after a redirect, so that back, reload and a broken line
//! lose nothing and no answer stands in an address.

use super::contacts::Contacts;
use super::fee::FeeView;
use super::groups::{Group, groups};
use super::said::Said;
use super::service::form_name;
use super::{Counter, access, handles, saved, sources, words};
use crate::drafts::DraftFor;
use crate::refusal::DeskRefusal;
use crate::saved::Begun;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use definition::model::Definition;
use definition::{Answers, Stage};
use serde::Deserialize;
use std::sync::Arc;
use web::form::{Drawn, Form, Kept, Mistake};
use web::{Answer, FormToken, Submission, View, Visitor};

/// Which page; nothing asks for the first one that is not complete.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    bagian: String,
    /// Back to the check afterwards.
    #[serde(default)]
    ke: String,
}

const CHECK: &str = "periksa";

/// A form under way.
struct Walk<'a> {
    v: &'a View,
    counter: &'a Counter,
    definition: Arc<Definition>,
    groups: Vec<Group>,
    said: Said,
    /// What is known so far; wrong answers are left out.
    known: Answers,
}

impl<'a> Walk<'a> {
    fn new(v: &'a View, counter: &'a Counter, definition: Arc<Definition>, said: Said) -> Self {
        let known = counter.desk.partly(&definition, &web::form::input(&said.sent));
        let groups = groups(&definition);
        Self { v, counter, definition, groups, said, known }
    }

    /// The pages that ask anything now, who applies last.
    fn shown(&self) -> Vec<usize> {
        let view = definition::form::view(&self.definition, &self.known, &Stage::Opening);
        let stands = |id: &String| view.fields.contains_key(id) || view.files.contains_key(id);
        let asking = self.groups.iter().enumerate().filter(|(_, group)| group.asked.iter().any(stands));
        asking.map(|(at, _)| at).chain([self.groups.len()]).collect()
    }

    /// Everything that is wrong or missing, on whatever page.
    fn mistakes(&self) -> Vec<Mistake> {
        let v = self.v;
        let files = crate::commands::counted(self.said.files.iter().map(|file| file.field.as_str()));
        let input = web::form::input(&self.said.sent);
        let checked = self.counter.desk.checked(&self.definition, &input, Some(&files));
        let mut all = checked.map_or_else(|errors| Mistake::all(&errors, v.lang()), |_| Vec::new());
        all.extend(Contacts::of(&self.counter.desk, &self.definition).mistakes(v, &self.said.sent));
        all
    }

    /// The page on which this field stands.
    fn page_of(&self, field: &str) -> usize {
        self.groups.iter().position(|group| group.has(field)).unwrap_or(self.groups.len())
    }

    /// The first page that is not complete, or the check.
    fn first_open(&self) -> String {
        let open = self.mistakes().iter().map(|mistake| self.page_of(&mistake.field)).min();
        open.map_or_else(|| CHECK.to_owned(), |at| (at + 1).to_string())
    }

    fn address(&self, page: &str) -> String {
        address(&self.definition.id, page)
    }

    fn title(&self, at: usize) -> &str {
        match self.groups.get(at) {
            None => self.v.t("warga-tentang-anda"),
            Some(group) if group.asked.iter().all(|id| self.definition.files.contains_key(id)) => {
                self.v.t("isi-dokumen")
            }
            Some(_) => "",
        }
    }

    fn draw(&self, at: usize, back_to_check: bool) -> Answer {
        let (v, shown) = (self.v, self.shown());
        let place = shown.iter().position(|page| *page == at).unwrap_or(0);
        let back = match place.checked_sub(1).and_then(|before| shown.get(before)) {
            _ if back_to_check => self.address(CHECK),
            Some(before) => self.address(&(before + 1).to_string()),
            None => format!("/layanan/{}", self.definition.id),
        };
        let kept = self.said.kept(v);
        let uploads = format!("/layanan/{}/unggahan", self.definition.id);
        let action = format!("/layanan/{}/isi", self.definition.id);
        let here: Vec<&str> =
            self.groups.get(at).into_iter().flat_map(|group| &group.asked).map(String::as_str).collect();
        let offers = sources::offers(v, self.counter, &self.definition, &self.said, (&action, &here))?;
        let form = sources::with_offers(self.form(at, &kept).uploads(&uploads), &offers).draw()?;
        let removable = self.said.removable(v).into_iter().zip(&self.said.files);
        let page = Page {
            v,
            definition: &self.definition,
            at: at + 1,
            place: place + 1,
            of: shown.len(),
            title: self.title(at),
            back,
            ke: if back_to_check { CHECK } else { "" },
            form,
            applicant: at == self.groups.len(),
            by_hand: sources::is_missing(self.counter, here.iter().filter_map(|id| self.definition.fields.get(*id))),
            asks: !offers.is_empty(),
            removable: removable
                .filter(|(_, file)| self.page_of(&file.field) == at)
                .map(|(button, _)| button)
                .collect(),
            token: v.token(&form_name(&self.definition.id)),
            contacts: Contacts::of(&self.counter.desk, &self.definition),
            phone_error: self.said.mistake("_hp"),
            email_error: self.said.mistake("_surel"),
            said: &self.said,
        };
        let wrong = !self.said.mistakes.is_empty() || self.said.notice.is_some();
        let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        access::unkept(web::page_with(status, &page)?)
    }

    fn form<'f>(&'f self, at: usize, kept: &'f [Kept]) -> Form<'f> {
        let mut form = Form::new(self.v, self.counter.desk.lists(), &self.counter.villages)
            .asking(&self.definition)
            .values(&self.said.sent)
            .known(&self.known)
            .mistakes(&self.said.mistakes)
            .kept(kept);
        for id in self.groups.get(at).into_iter().flat_map(|group| &group.asked) {
            if let Some(field) = self.definition.fields.get(id) {
                form = form.field(id, field);
            } else if let Some(file) = self.definition.files.get(id) {
                form = form.file(id, file);
            }
        }
        form
    }

    fn check(&self) -> Answer {
        let (v, definition) = (self.v, &self.definition);
        let wrong: Vec<_> = self.mistakes().into_iter().map(|mistake| self.named(mistake)).collect();
        let kept = self.said.kept(v);
        let shown = self.shown();
        let parts = shown.iter().enumerate().map(|(place, at)| self.part(place, *at, &kept)).collect();
        let last = shown.last().copied().unwrap_or(0);
        let page = CheckPage {
            v,
            definition,
            back: self.address(&(last + 1).to_string()),
            wrong,
            parts,
            fee: FeeView::of(v, definition, &self.known),
            token: v.token(&form_name(&definition.id)),
            save_token: v.token(&form_name(&definition.id)),
            handle: self.said.draft(),
            typed: self.said.typed(),
        };
        access::unkept(web::page(&page)?)
    }

    /// Where a mistake is mended, which question it is, and what to do.
    fn named(&self, mistake: Mistake) -> (String, String, String) {
        let fields = self.definition.fields.get(&mistake.field).map(|field| field.label.as_str());
        let files = || self.definition.files.get(&mistake.field).map(|file| file.label.as_str());
        let label = fields.or_else(files).unwrap_or_else(|| self.v.t("warga-tentang-anda")).to_owned();
        let page = (self.page_of(&mistake.field) + 1).to_string();
        (format!("{}&ke={CHECK}", self.address(&page)), label, mistake.message)
    }

    fn part(&self, place: usize, at: usize, kept: &[Kept]) -> Part {
        let v = self.v;
        let asked = self.groups.get(at).map(|group| group.asked.as_slice()).unwrap_or_default();
        let fields = asked.iter().filter_map(|id| {
            let (field, value) = (self.definition.fields.get(id)?, self.known.get(id)?);
            Some((field.label.clone(), words::answer(v, &self.counter.desk, &field.kind, value)))
        });
        let mut answers: Vec<_> = fields.collect();
        if at == self.groups.len() {
            let contacts = Contacts::of(&self.counter.desk, &self.definition);
            let labels = ["warga-nama", contacts.phone_label(), contacts.email_label()];
            for (name, label) in ["_nama", "_hp", "_surel"].into_iter().zip(labels) {
                let text = self.said.sent.text(name).trim();
                answers.extend((!text.is_empty()).then(|| (v.t(label).to_owned(), text.to_owned())));
            }
        }
        let title = match self.title(at) {
            "" => v.t1("isi-bagian-ke", "ke", place + 1),
            title => title.to_owned(),
        };
        Part {
            title,
            answers,
            files: kept.iter().filter(|kept| asked.contains(&kept.field)).cloned().collect(),
            href: format!("{}&ke={CHECK}", self.address(&(at + 1).to_string())),
        }
    }
}

pub(super) fn address(service: &str, page: &str) -> String {
    format!("/layanan/{service}/isi?bagian={page}")
}

#[derive(Template)]
#[template(path = "citizen/begun.html")]
struct Page<'a> {
    v: &'a View,
    definition: &'a Definition,
    at: usize,
    place: usize,
    of: usize,
    title: &'a str,
    back: String,
    ke: &'static str,
    form: Drawn,
    applicant: bool,
    /// People fill in themselves what a source would give.
    by_hand: bool,
    /// Some buttons stand before the one that leads on.
    asks: bool,
    removable: Vec<(String, String)>,
    token: FormToken,
    contacts: Contacts,
    phone_error: &'a str,
    email_error: &'a str,
    said: &'a Said,
}

/// What was answered on one page.
struct Part {
    title: String,
    answers: Vec<(String, String)>,
    files: Vec<Kept>,
    href: String,
}

#[derive(Template)]
#[template(path = "citizen/begun_check.html")]
struct CheckPage<'a> {
    v: &'a View,
    definition: &'a Definition,
    back: String,
    wrong: Vec<(String, String, String)>,
    parts: Vec<Part>,
    fee: Option<FeeView>,
    token: FormToken,
    save_token: FormToken,
    handle: &'a str,
    typed: Vec<(String, String)>,
}

pub(super) async fn page(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Answer {
    let definition = counter.service(&id)?;
    let v = &visitor.view.about(definition.kind);
    let said = Said::resumed(&counter, handles::of(v, &headers, &id)).await?;
    let walk = Walk::new(v, &counter, definition, said);
    if asked.bagian == CHECK {
        return walk.check();
    }
    match asked.bagian.parse::<usize>() {
        Ok(page) if walk.shown().contains(&page.wrapping_sub(1)) => walk.draw(page - 1, asked.ke == CHECK),
        _ => web::redirect(&walk.address(&walk.first_open())),
    }
}

/// `POST /layanan/{id}/isi`: one page is kept, or everything so far is saved for another device.
pub(super) async fn keep(
    visitor: Visitor,
    State(counter): State<Counter>,
    Path(id): Path<String>,
    headers: HeaderMap,
    form: Submission,
) -> Answer {
    let definition = counter.service(&id)?;
    let v = &visitor.view.about(definition.kind);
    let (_, expired) = v.stamped(&form_name(&id), form.text("_tanda"))?;
    counter.counted(v)?;
    let held = handles::of(v, &headers, &id).map(|handle| handle.secret().to_owned()).unwrap_or_default();
    let form = match form.text("_draf") {
        "" => form.with("_draf", &held),
        _ => form,
    };
    let takes = |field: &str| definition.files.contains_key(field).then(|| field.to_owned());
    let mut said = Said::read(&counter, DraftFor::Service(&id), v, &form, takes).await?;
    let at = form.text("_bagian").parse::<usize>().unwrap_or(0);
    let begun = counter.desk.begun(&said.handle).await?;
    said.sent = merged(&definition, begun.as_ref(), &said, at);
    said.notice = expired.then_some("warga-formulir-lama");
    if sources::asked(v, &counter, &definition, &form, &mut said).await {
        // Also kept for the pages behind this one: a source may have filled in something there.
        let begun = counter.desk.keep_answers(&id, &said.handle, said.typed()).await?;
        begun.handle.secret().clone_into(&mut said.handle);
        said.begun = true;
        let walk = Walk::new(v, &counter, definition, said);
        return walk.again(&headers, at, form.text("_ke") == CHECK);
    }
    let texts = said.typed();
    if !form.text("_simpan").is_empty() {
        let begun = counter.desk.save_answers(&id, &said.handle, texts).await?;
        return saved::led(v, &headers, &begun);
    }
    let walk = Walk::new(v, &counter, definition, said);
    let changed = expired || !form.text("_buang").is_empty();
    walk.kept(&headers, (at, form.text("_ke") == CHECK, changed), texts).await
}

impl Walk<'_> {
    /// The same page (from 1), with its draft remembered.
    fn again(&self, headers: &HeaderMap, at: usize, back_to_check: bool) -> Answer {
        let at = self.place_of(at)?;
        handles::kept(self.v, headers, &self.definition.id, self.said.draft(), self.draw(at, back_to_check)?)
    }

    /// A page as forms count it (from 1) as the list of groups does.
    fn place_of(&self, at: usize) -> Result<usize, DeskRefusal> {
        at.checked_sub(1).filter(|at| *at <= self.groups.len()).ok_or(DeskRefusal::NoSuchService)
    }

    /// The next page where this one is right; else this one again with its mistakes.
    async fn kept(
        mut self,
        headers: &HeaderMap,
        (at, back_to_check, changed): (usize, bool, bool),
        texts: Vec<(String, String)>,
    ) -> Answer {
        let id = self.definition.id.clone();
        let at = self.place_of(at)?;
        let here = |walk: &Self, mistake: &Mistake| walk.page_of(&mistake.field) == at;
        let found: Vec<_> = self.mistakes().into_iter().filter(|mistake| here(&self, mistake)).collect();
        if !changed {
            self.said.mistakes.extend(found);
        }
        if changed || !self.said.mistakes.is_empty() {
            return self.again(headers, at + 1, back_to_check);
        }
        let handle = self.said.draft().to_owned();
        let begun = self.counter.desk.keep_answers(&id, &handle, texts).await?;
        let next = self.shown().into_iter().find(|page| *page > at).filter(|_| !back_to_check);
        let next = next.map_or_else(|| CHECK.to_owned(), |page| (page + 1).to_string());
        let answer = web::redirect(&address(&id, &next))?;
        handles::kept(self.v, headers, &id, begun.handle.secret(), answer)
    }
}

/// What was typed before, with this page's inputs as they were sent now: a box that is no longer ticked is not sent.
fn merged(definition: &Definition, begun: Option<&Begun>, said: &Said, at: usize) -> Submission {
    let groups = groups(definition);
    let here = |name: &str| match at.checked_sub(1).and_then(|at| groups.get(at)) {
        Some(group) => group.has(name),
        None => at == groups.len() + 1 && name.starts_with('_'),
    };
    let before = begun.into_iter().flat_map(|begun| &begun.texts).filter(|(name, _)| !here(name));
    let now = said.typed().into_iter().filter(|(name, _)| here(name));
    Submission::of(before.cloned().chain(now))
}
