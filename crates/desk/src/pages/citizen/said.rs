//! A form as it was sent: its texts are kept, its files wait in a draft, its faults are named. Nothing of it is lost
//! when it has to be shown again.

use super::{Counter, sources, words};
use crate::drafts::{Draft, DraftFor, NewFile};
use crate::model::DraftFile;
use crate::refusal::{DeskError, DeskRefusal, Desked};
use axum::http::StatusCode;
use kernel::Token;
use web::form::{Kept, Mistake};
use web::{Submission, View};

/// Hidden field with the handle of the draft.
pub(super) const DRAFT: &str = "_draf";

/// What was sent, so far.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Every text.
    pub sent: Submission,
    /// Handle of the draft; empty without files.
    pub handle: String,
    /// Files in the draft.
    pub files: Vec<DraftFile>,
    /// What must be mended.
    pub mistakes: Vec<Mistake>,
    /// Typed answers wait in the draft, too.
    pub begun: bool,
    /// Key of a sentence above the form.
    pub notice: Option<&'static str>,
    /// The key about which a source was just asked, and how that ended.
    pub asked: Option<sources::Note>,
}

impl Said {
    /// What this browser began and has not sent: answers and files.
    ///
    /// # Errors
    /// The store failed.
    pub async fn resumed(counter: &Counter, handle: Option<Token>) -> Desked<Self> {
        let Some(handle) = handle else {
            return Ok(Self::default());
        };
        let draft = counter.desk.draft(handle.secret()).await?;
        let files = draft.map(|draft| draft.files).unwrap_or_default();
        let begun = counter.desk.begun(handle.secret()).await?;
        let handle = handle.secret().to_owned();
        let (sent, begun) = begun.map_or_else(Default::default, |begun| (Submission::of(begun.texts), true));
        Ok(Self { sent, handle, files, begun, ..Self::default() })
    }

    /// Takes the form in: files that came along go into the draft, those that cannot be kept become mistakes.
    ///
    /// # Errors
    /// The store failed.
    pub async fn read(
        counter: &Counter,
        purpose: DraftFor<'_>,
        v: &View,
        form: &Submission,
        takes: impl Fn(&str) -> Option<String>,
    ) -> Desked<Self> {
        let mut said = Self {
            sent: Submission::of(form.texts().iter().cloned()),
            handle: form.text(DRAFT).to_owned(),
            ..Self::default()
        };
        if let Some(draft) = counter.desk.draft(&said.handle).await? {
            said.files = draft.files;
            said.begun = counter.desk.begun(&said.handle).await?.is_some();
        }
        let dropped = form.text("_buang");
        if !dropped.is_empty() && said.files.iter().any(|file| file.id == dropped) {
            counter.desk.drop_draft_file(&said.handle, dropped).await?;
            said.files.retain(|file| file.id != dropped);
        }
        for upload in form.files() {
            let Some(field) = takes(&upload.field) else {
                continue;
            };
            let file = NewFile { field, bytes: upload.bytes.to_vec() };
            match said.put(counter, purpose, file).await {
                Ok(draft) => {
                    said.handle = draft.handle.secret().to_owned();
                    said.files = draft.files;
                }
                Err(DeskError::Refused(refusal @ DeskRefusal::Unavailable)) => {
                    return Err(refusal.into());
                }
                Err(DeskError::Refused(refusal)) => {
                    let words = format!("{}: {}", upload.name, words::refusal(v, &refusal));
                    said.mistakes.push(Mistake::new(upload.field.clone(), words));
                }
                Err(failure) => return Err(failure),
            }
        }
        Ok(said)
    }

    /// Into the draft that is there; into a new one where it was swept away meanwhile.
    async fn put(&mut self, counter: &Counter, purpose: DraftFor<'_>, file: NewFile) -> Desked<Draft> {
        match counter.desk.put_file(purpose, &self.handle, file.clone()).await {
            Err(DeskError::Refused(DeskRefusal::DraftGone)) if self.files.is_empty() => {
                self.handle.clear();
                counter.desk.put_file(purpose, "", file).await
            }
            done => done,
        }
    }

    /// 422 where something must be mended before it can be sent.
    pub fn status(&self) -> StatusCode {
        let wrong = !self.mistakes.is_empty() || self.notice.is_some();
        if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
    }

    /// The handle, if there is anything behind it.
    pub fn draft(&self) -> &str {
        if self.files.is_empty() && !self.begun { "" } else { &self.handle }
    }

    /// The files as a form names them: `Foto 1`, `Foto 2`.
    pub fn kept(&self, v: &View) -> Vec<Kept> {
        let files = self.files.iter().enumerate();
        let kept = files.map(|(at, file)| Kept {
            field: file.field.clone(),
            name: v.t1("warga-foto-ke", "nomor", at + 1),
            address: Some(format!("/draf/{}", file.id)),
            picture: file.media.starts_with("image/"),
        });
        kept.collect()
    }

    /// The files with their ids, to be taken out again.
    pub fn removable(&self, v: &View) -> Vec<(String, String)> {
        let files = self.files.iter().enumerate();
        files.map(|(at, file)| (file.id.clone(), v.t1("warga-buang-foto", "nomor", at + 1))).collect()
    }

    /// Every text that the person typed, for hidden fields of a page between; what steers the form is left out.
    pub fn typed(&self) -> Vec<(String, String)> {
        const STEERS: [&str; 12] = [
            "_tanda",
            DRAFT,
            "_tetap",
            "_dukung",
            "_buang",
            "_titik_foto",
            "_ubah",
            "_simpan",
            "_bagian",
            "_kode",
            "_ke",
            sources::ASK,
        ];
        self.sent.texts().iter().filter(|(name, _)| !STEERS.contains(&name.as_str())).cloned().collect()
    }

    /// What is wrong with this field; empty if nothing is.
    pub fn mistake(&self, field: &str) -> &str {
        let found = self.mistakes.iter().find(|found| found.field == field);
        found.map_or("", |found| found.message.as_str())
    }

    /// The sentence above the form.
    pub fn notice<'a>(&self, v: &'a View) -> &'a str {
        self.notice.map_or("", |key| v.t(key))
    }
}
