//! Registers of other agencies, as forms ask them (semantics R31, ADR 0025).

use super::Answer;
use std::collections::BTreeMap;

/// What a source says under one key: texts by the names of form inputs (`nama`, `alamat_ktp`, `alamat_ktp.desa`).
pub type Record = BTreeMap<String, String>;

/// A question to a source. Shown by nothing: the key may be a NIK.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// `isi_dari.sumber`.
    pub source: &'a str,
    /// What is looked up.
    pub key: &'a str,
    /// The key is personal: it may stand in a body, never in an address.
    pub personal: bool,
}

/// The source is absent, slow, resting or broken; the form goes on without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoAnswer;

/// Sources of a region; answered by bridges, used by desk.
pub trait Sources: Send + Sync {
    /// What people call this source; `None` where the region has none of this name.
    fn name(&self, source: &str) -> Option<String>;
    /// What the source knows; `Ok(None)` where it knows no such key, or more than one.
    fn ask<'a>(&'a self, question: Question<'a>) -> Answer<'a, Result<Option<Record>, NoAnswer>>;
}

/// A region without sources: people fill in everything themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSources;

impl Sources for NoSources {
    fn name(&self, _: &str) -> Option<String> {
        None
    }

    fn ask<'a>(&'a self, _: Question<'a>) -> Answer<'a, Result<Option<Record>, NoAnswer>> {
        Box::pin(async { Err(NoAnswer) })
    }
}
