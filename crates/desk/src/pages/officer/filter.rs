//! Tabs and filters of an officer's list, as they stand in the address.

use super::{city_wide, query};
use crate::rights::Officer;
use crate::rows::InList;
use kernel::Role;

/// Which part of the cases is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// `giliran`: the officer may take the step's actions.
    Mine,
    /// `terbuka`: everything open in the officer's units.
    Open,
    /// `menunggu`: waits for the resident.
    Waiting,
    /// `berakhir`: ended, held or last held by the officer's units.
    Ended,
    /// `impor`: imported and not taken over.
    Imported,
    /// `kota`: heads of the whole city, for those who may.
    City,
    /// `sampel`: cases of the whole city drawn by chance, for auditors.
    Sample,
}

impl Tab {
    pub const ALL: [Self; 7] =
        [Self::Mine, Self::Open, Self::Waiting, Self::Imported, Self::Ended, Self::City, Self::Sample];

    /// The word in addresses and text keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mine => "giliran",
            Self::Open => "terbuka",
            Self::Waiting => "menunggu",
            Self::Ended => "berakhir",
            Self::Imported => "impor",
            Self::City => "kota",
            Self::Sample => "sampel",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.word() == word)
    }

    /// The tabs of this officer.
    pub fn of(officer: &Officer) -> Vec<Self> {
        let works = !officer.working_units().is_empty();
        let city = city_wide(officer).is_some();
        Self::ALL
            .into_iter()
            .filter(|tab| match tab {
                Self::City => city,
                Self::Sample => officer.has(Role::Auditor),
                _ => works,
            })
            .collect()
    }

    /// The lists of a unit that the tab shows, in the order of their dues.
    pub const fn lists(self) -> &'static [InList] {
        match self {
            Self::Mine => &[InList::Working],
            Self::Open => &[InList::Working, InList::Waiting, InList::Imported],
            Self::Waiting => &[InList::Waiting],
            Self::Imported => &[InList::Imported],
            Self::Ended => &[InList::Ended],
            Self::City | Self::Sample => &[],
        }
    }

    /// Where the officer starts: whoever takes steps sees their turn, a liaison or head everything of the unit.
    fn first(officer: &Officer) -> Self {
        let takes = officer.has(Role::Verifier) || officer.has(Role::FieldOfficer);
        match (officer.working_units().is_empty(), takes) {
            (true, _) => Self::City,
            (false, true) => Self::Mine,
            (false, false) => Self::Open,
        }
    }
}

/// What an officer wants to see; stands in the address.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub tab: Tab,
    pub unit: String,
    pub service: String,
    pub status: String,
    pub district: String,
    pub number: String,
    pub after: String,
    pub limit: usize,
}

impl Filter {
    /// Reads it from an address or from the hidden field of the export.
    pub fn read(text: &str, officer: &Officer) -> Self {
        let value = |name: &str| query(text, name);
        let tabs = Tab::of(officer);
        Self {
            tab: Tab::parse(&value("daftar")).filter(|tab| tabs.contains(tab)).unwrap_or_else(|| Tab::first(officer)),
            unit: value("unit"),
            service: value("layanan"),
            status: value("status"),
            district: value("kecamatan"),
            number: value("q"),
            after: value("sesudah"),
            limit: 25,
        }
    }

    /// Whether anything narrows the list besides the tab.
    pub fn narrows(&self) -> bool {
        [&self.unit, &self.service, &self.status, &self.district, &self.number].iter().any(|part| !part.is_empty())
    }

    /// Without the page: what an export covers, and what its fact says.
    pub fn as_query(&self) -> String {
        let parts = [
            ("daftar", self.tab.word()),
            ("unit", &self.unit),
            ("layanan", &self.service),
            ("status", &self.status),
            ("kecamatan", &self.district),
            ("q", &self.number),
        ];
        let set = parts.iter().filter(|(_, value)| !value.is_empty());
        set.map(|(name, value)| format!("{name}={}", super::encoded(value))).collect::<Vec<_>>().join("&")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::OfficerId;
    use web::Grant;

    fn officer(role: Role) -> Officer {
        let grant = Grant { role, unit: "dinas-pupr".into() };
        Officer { id: OfficerId("p1".into()), grants: vec![grant], mandates: Vec::new() }
    }

    #[test]
    fn whoever_takes_steps_starts_with_their_turn_and_a_liaison_with_everything_open() {
        assert_eq!(Filter::read("", &officer(Role::FieldOfficer)).tab, Tab::Mine);
        assert_eq!(Filter::read("", &officer(Role::Liaison)).tab, Tab::Open);
        assert_eq!(Filter::read("", &officer(Role::Leader)).tab, Tab::City);
    }

    #[test]
    fn a_tab_that_is_not_the_officers_is_not_opened_by_its_address() {
        assert_eq!(Filter::read("daftar=kota", &officer(Role::FieldOfficer)).tab, Tab::Mine);
        assert_eq!(Filter::read("daftar=terbuka", &officer(Role::Auditor)).tab, Tab::City);
    }

    #[test]
    fn a_filter_written_into_an_address_reads_back_as_itself() {
        let read = Filter::read("daftar=berakhir&layanan=jalan-rusak&q=PGD%202026", &officer(Role::Head));
        let again = Filter::read(&read.as_query(), &officer(Role::Head));
        assert_eq!((again.tab, &again.service, &again.number), (Tab::Ended, &read.service, &read.number));
        assert!(again.narrows() && !Filter::read("daftar=berakhir", &officer(Role::Head)).narrows());
    }

    #[test]
    fn an_auditor_has_the_city_and_a_sample() {
        let tabs = Tab::of(&officer(Role::Auditor));
        assert_eq!(tabs, [Tab::City, Tab::Sample]);
    }

    #[test]
    fn no_list_of_a_unit_shows_a_case_twice() {
        for tab in Tab::ALL {
            let lists = tab.lists();
            let once = |at: usize| !lists[..at].contains(&lists[at]);
            assert!((0..lists.len()).all(once), "{tab:?}");
        }
    }
}
