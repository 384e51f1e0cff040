//! Who entered what, and the words that they wrote.

use super::measured;
use crate::indicator::judge::Targets;
use crate::indicator::model::Indicator;
use crate::indicator::period::Period;
use crate::indicator::stored::{Entry, Target};
use crate::programme::Programme;
use std::collections::HashMap;
use web::View;

/// One version of an entered value.
pub(super) struct Version {
    pub stands: bool,
    pub value: String,
    pub by: String,
    pub note: String,
    pub link: String,
    pub file: String,
}

/// Names of officers and the words they wrote.
pub(super) struct People {
    officers: HashMap<String, String>,
    texts: HashMap<String, String>,
}

impl People {
    pub async fn read(
        programme: &Programme,
        entries: &[Entry],
        targets: &Targets,
        one: &Indicator,
    ) -> Result<Self, store::StoreError> {
        let aims: Vec<&Target> =
            targets.periods(&one.id).into_iter().flat_map(|period| targets.versions(&one.id, period)).collect();
        let mut sealed: Vec<Option<&str>> = aims.iter().map(|aim| aim.reason.as_deref()).collect();
        sealed.extend(entries.iter().flat_map(|entry| [entry.note.as_deref(), entry.link.as_deref()]));
        let mut ids: Vec<&str> = aims.iter().map(|aim| aim.officer.as_str()).collect();
        ids.extend(entries.iter().map(|entry| entry.officer.as_str()));
        let texts = programme.unsealed(sealed).await?;
        let officers = programme.officers(ids).await;
        Ok(Self { officers, texts })
    }

    pub fn name(&self, v: &View, officer: &str) -> String {
        let known = self.officers.get(officer).filter(|name| !name.is_empty());
        known.cloned().unwrap_or_else(|| v.t("indikator-petugas").to_owned())
    }

    pub fn text(&self, reference: Option<&String>) -> String {
        reference.and_then(|id| self.texts.get(id)).cloned().unwrap_or_default()
    }

    /// The versions of a period, the one that stands first.
    pub fn versions(&self, v: &View, one: &Indicator, entries: &[Entry], period: Period) -> Vec<Version> {
        let mine: Vec<&Entry> = entries.iter().filter(|entry| entry.period == period).collect();
        let last = mine.iter().map(|entry| entry.version).max();
        let version = |entry: &&Entry| Version {
            stands: Some(entry.version) == last,
            value: measured(v, entry.value, &one.unit, one.decimals),
            by: v.t2(
                "indikator-oleh",
                "nama",
                self.name(v, &entry.officer).as_str(),
                "waktu",
                v.words().moment(entry.at).as_str(),
            ),
            note: self.text(entry.note.as_ref()),
            link: self.text(entry.link.as_ref()),
            file: entry
                .blob
                .as_ref()
                .map_or_else(String::new, |_| format!("/dasbor/indikator/{}/bukti/{period}/{}", one.id, entry.version)),
        };
        mine.iter().rev().map(version).collect()
    }
}
