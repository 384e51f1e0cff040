//! Who may see and do what on a case: the one place that decides it (agencies are tenants).

use crate::model::{CaseHead, Holder};
use cases::doors::StandIn;
use kernel::{OfficerId, Role};
use web::{Grant, Session};

/// Who looks at a case or acts on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody in particular: status, holder, dates, coarse place and public answer of what is not secret.
    Stranger,
    /// Whoever opened the case, proved by code or token.
    Reporter,
    /// The application that sent the case for whoever opened it: it hears how things stand, and what they may do now.
    Sender,
    /// An officer with these grants.
    Officer(Officer),
}

/// An officer, as rights need to know them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// The person.
    pub id: OfficerId,
    /// What the person may be, and where.
    pub grants: Vec<Grant>,
    /// Letters under which the person stands in for others today (semantics R46).
    pub mandates: Vec<StandIn>,
}

/// Without letters: [`Desk::officer`](crate::Desk::officer) asks for them.
impl From<&Session> for Officer {
    fn from(session: &Session) -> Self {
        Self { id: session.officer.clone(), grants: session.grants.clone(), mandates: Vec::new() }
    }
}

impl Officer {
    /// Units in which the officer works on cases, each once.
    pub fn working_units(&self) -> Vec<String> {
        let mut units: Vec<String> =
            self.grants.iter().filter(|grant| works(grant.role)).map(|grant| grant.unit.clone()).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Whether the officer holds this role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    fn roles_in<'a>(&'a self, unit: &'a str) -> impl Iterator<Item = Role> + 'a {
        self.grants.iter().filter(move |grant| grant.unit == unit).map(|grant| grant.role)
    }
}

/// Roles that work on cases of their unit.
pub const fn works(role: Role) -> bool {
    matches!(role, Role::Verifier | Role::Liaison | Role::FieldOfficer | Role::Head)
}

/// What a viewer may see of one case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// That the case exists, where it stands, who holds it, the dates and the public answer.
    pub head: bool,
    /// Answers, texts and files.
    pub text: bool,
    /// Name and contact of the resident.
    pub identity: bool,
    /// Internal notes, reasons between offices, checklists.
    pub notes: bool,
}

/// What `viewer` may see of a case whose present and past holders are `units`.
///
/// Strangers see the head of what is not secret (`/lacak/{number}`); the resident everything but internal notes;
/// the application that sent it the head, of a secret one too; officers of a unit that holds or held it everything, but nobody the identity behind an anonymous report;
/// the auditor everything that is not secret; a city administrator or leader what a stranger sees.
pub fn sight(viewer: &Viewer, head: &CaseHead, units: &[String]) -> Sight {
    match viewer {
        Viewer::Stranger => Sight { head: !head.secret, ..Sight::default() },
        Viewer::Sender => Sight { head: true, ..Sight::default() },
        Viewer::Reporter => Sight { head: true, text: true, identity: true, notes: false },
        Viewer::Officer(officer) => {
            let holds = officer.working_units().iter().any(|unit| units.contains(unit));
            let audits = officer.has(Role::Auditor) && !head.secret;
            let seen = holds || audits;
            Sight {
                head: seen || officer.has(Role::Auditor) || !head.secret,
                text: seen,
                identity: holds && !head.anonymous,
                notes: seen,
            }
        }
    }
}

/// The capacity in which an officer may act on a case: goes into the event's actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The unit for which the officer acts.
    pub unit: String,
    /// The title under which.
    pub title: String,
    /// For whom: the holder of the step and the letter (see [`on_behalf`]).
    pub on_behalf_of: Option<String>,
}

impl Capacity {
    /// In one's own right.
    pub fn own(unit: &str, title: &str) -> Self {
        Self { unit: unit.to_owned(), title: title.to_owned(), on_behalf_of: None }
    }
}

/// How an event names for whom a substitute acted: `lurah@desa-35.17.01.2001 LETTER-ID`.
pub fn on_behalf(title: &str, unit: &str, letter: &str) -> String {
    format!("{title}@{unit} {letter}")
}

/// Title, unit and letter of what [`on_behalf`] wrote; `None` for anything else, such as `@pelapor`.
pub fn read_on_behalf(written: &str) -> Option<(&str, &str, &str)> {
    let (office, letter) = written.split_once(' ')?;
    let (title, unit) = office.split_once('@')?;
    Some((title, unit, letter))
}

/// Which role the title of a step has in a unit; answered by the agencies' door.
pub type RoleOf<'a> = &'a dyn Fn(&str, &str) -> Option<Role>;

/// Whether the officer may take the actions of the step that `holder` describes, and as what (semantics R7, R48, R49):
/// whoever has the mapped role in the unit that holds it, its liaison where the title is not mapped there, whoever
/// the step was escalated to, and whoever stands in for its holder under a letter valid today (R46).
pub fn may_work(officer: &Officer, holder: &Holder, role_of: RoleOf<'_>) -> Option<Capacity> {
    let own = std::iter::once((&holder.unit, &holder.title));
    let above = holder.escalated.iter().map(|(unit, title)| (unit, title));
    let in_own_right = own.chain(above).filter(|(unit, _)| !unit.is_empty()).find_map(|(unit, title)| {
        let wanted = role_of(title, unit).unwrap_or(Role::Liaison);
        officer.roles_in(unit).any(|role| role == wanted).then(|| Capacity::own(unit, title))
    });
    in_own_right.or_else(|| stands_in(officer, holder, role_of))
}

/// Whether the officer holds a letter for the holder's role, and a title that the definition names as `pengganti`.
fn stands_in(officer: &Officer, holder: &Holder, role_of: RoleOf<'_>) -> Option<Capacity> {
    let role = |title: &str, unit: &str| role_of(title, unit).unwrap_or(Role::Liaison);
    let replaced = role(&holder.title, &holder.unit);
    let mut letters = officer.mandates.iter();
    let letter = letters.find(|letter| letter.unit == holder.unit && letter.role == replaced)?;
    let mut named = holder.substitutes.iter();
    let (unit, title) = named.find(|(unit, title)| officer.roles_in(unit).any(|own| own == role(title, unit)))?;
    let on_behalf_of = Some(on_behalf(&holder.title, &holder.unit, &letter.id));
    Some(Capacity { unit: unit.clone(), title: title.clone(), on_behalf_of })
}

/// Whether the officer may answer, note, transfer and return at this step (semantics R48), and as what: whoever may
/// work it, and every other verifier, liaison, field officer or head of the unit that holds it.
pub fn may_speak(officer: &Officer, holder: &Holder, role_of: RoleOf<'_>) -> Option<Capacity> {
    may_work(officer, holder, role_of).or_else(|| {
        let role = officer.roles_in(&holder.unit).find(|role| works(*role))?;
        let title = role.word().to_owned();
        (!holder.unit.is_empty()).then(|| Capacity::own(&holder.unit, &title))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Due, Status};
    use kernel::{CaseNumber, Instant};

    fn officer(grants: &[(Role, &str)]) -> Officer {
        let grants = grants.iter().map(|(role, unit)| Grant { role: *role, unit: (*unit).into() });
        Officer { id: OfficerId("p1".into()), grants: grants.collect(), mandates: Vec::new() }
    }

    fn holder(unit: &str, title: &str) -> Holder {
        Holder {
            step: "survei".into(),
            step_name: "Survei".into(),
            unit: unit.into(),
            unit_name: unit.into(),
            title: title.into(),
            since: Instant::from_seconds(0),
            due: None,
            escalated: Vec::new(),
            substitutes: Vec::new(),
        }
    }

    fn letter(role: Role, unit: &str) -> StandIn {
        StandIn {
            id: "st1".into(),
            number: "800/12".into(),
            officer: OfficerId("p1".into()),
            name: "Sari".into(),
            role,
            unit: unit.into(),
            replaces: None,
        }
    }

    fn of_village(title: &str, _: &str) -> Option<Role> {
        match title {
            "lurah" => Some(Role::Head),
            "kasi-pemerintahan" => Some(Role::FieldOfficer),
            _ => None,
        }
    }

    #[test]
    fn a_substitute_acts_only_with_a_letter_for_that_role_and_unit() {
        let mut sari = officer(&[(Role::FieldOfficer, "desa-1")]);
        let mut step = holder("desa-1", "lurah");
        step.substitutes.push(("desa-1".into(), "kasi-pemerintahan".into()));
        assert_eq!(may_work(&sari, &step, &of_village), None, "without a letter");
        for (role, unit) in [(Role::Head, "desa-2"), (Role::Verifier, "desa-1")] {
            sari.mandates = vec![letter(role, unit)];
            assert_eq!(may_work(&sari, &step, &of_village), None, "{role:?} in {unit}");
        }
        sari.mandates = vec![letter(Role::Head, "desa-1")];
        let capacity = may_work(&sari, &step, &of_village).unwrap();
        assert_eq!(
            (capacity.title.as_str(), capacity.on_behalf_of.as_deref()),
            ("kasi-pemerintahan", Some("lurah@desa-1 st1"))
        );
    }

    #[test]
    fn a_letter_opens_no_step_that_names_no_substitute_or_another_one() {
        let mut liaison = officer(&[(Role::Liaison, "desa-1")]);
        liaison.mandates = vec![letter(Role::Head, "desa-1")];
        let mut step = holder("desa-1", "lurah");
        assert_eq!(may_work(&liaison, &step, &of_village), None);
        step.substitutes.push(("desa-1".into(), "kasi-pemerintahan".into()));
        assert_eq!(may_work(&liaison, &step, &of_village), None);
    }

    #[test]
    fn for_whom_somebody_acted_reads_back_and_a_residents_wish_is_no_letter() {
        let written = on_behalf("lurah", "desa-35.17.01.2001", "st1");
        assert_eq!(read_on_behalf(&written), Some(("lurah", "desa-35.17.01.2001", "st1")));
        assert_eq!(read_on_behalf("@pelapor"), None);
    }

    fn head(anonymous: bool, secret: bool) -> CaseHead {
        CaseHead {
            id: "1".into(),
            number: CaseNumber::new("PGD", 2026, 1),
            service: "jalan-rusak".into(),
            service_name: String::new(),
            definition: String::new(),
            channel: "web".into(),
            status: Status::New,
            holders: Vec::new(),
            step_due: Due::None,
            total_due: Due::None,
            opened_at: Instant::from_seconds(0),
            moved_at: Instant::from_seconds(0),
            answered_at: None,
            ended_at: None,
            end_id: String::new(),
            end_name: String::new(),
            outcome: String::new(),
            closed_by: None,
            village: String::new(),
            district: String::new(),
            coordinate: None,
            anonymous,
            secret,
            publicised: false,
            dormant: false,
            source: String::new(),
            outside: String::new(),
            flags: Vec::new(),
            supports: 0,
            version: 1,
        }
    }

    fn field_officers(title: &str, _: &str) -> Option<Role> {
        (title == "pengawas-jalan").then_some(Role::FieldOfficer)
    }

    #[test]
    fn an_agency_does_not_see_the_text_of_another_agencys_case() {
        let units = ["dinas-pupr".to_owned()];
        let stranger = Viewer::Officer(officer(&[(Role::Head, "dinas-kesehatan")]));
        assert_eq!(sight(&stranger, &head(false, false), &units), Sight { head: true, ..Sight::default() });
        assert_eq!(sight(&stranger, &head(false, true), &units), Sight::default());
        let own = Viewer::Officer(officer(&[(Role::FieldOfficer, "dinas-pupr")]));
        assert!(sight(&own, &head(false, true), &units).text);
    }

    #[test]
    fn nobody_sees_who_is_behind_an_anonymous_report() {
        let units = ["dinas-pupr".to_owned()];
        for role in Role::ALL {
            let viewer = Viewer::Officer(officer(&[(role, "dinas-pupr")]));
            assert!(!sight(&viewer, &head(true, false), &units).identity, "{role:?}");
        }
    }

    #[test]
    fn an_auditor_reads_everything_but_secret_texts() {
        let auditor = Viewer::Officer(officer(&[(Role::Auditor, "inspektorat")]));
        let open = sight(&auditor, &head(false, false), &[]);
        assert!(open.text && open.notes && !open.identity);
        let secret = sight(&auditor, &head(false, true), &[]);
        assert!(secret.head && !secret.text && !secret.notes);
    }

    #[test]
    fn an_administrator_has_no_right_to_texts_by_itself() {
        let viewer = Viewer::Officer(officer(&[(Role::CityAdmin, "dinas-pupr"), (Role::Leader, "setda")]));
        let seen = sight(&viewer, &head(false, false), &["dinas-pupr".to_owned()]);
        assert!(seen.head && !seen.text && !seen.identity);
    }

    #[test]
    fn the_mapped_role_acts_and_the_liaison_where_the_title_is_not_mapped() {
        let (field, liaison) =
            (officer(&[(Role::FieldOfficer, "dinas-pupr")]), officer(&[(Role::Liaison, "dinas-pupr")]));
        let surveyor = holder("dinas-pupr", "pengawas-jalan");
        assert!(may_work(&field, &surveyor, &field_officers).is_some());
        assert!(may_work(&liaison, &surveyor, &field_officers).is_none());
        assert!(may_speak(&liaison, &surveyor, &field_officers).is_some());
        let unmapped = holder("dinas-pupr", "juru-ukur");
        assert!(may_work(&liaison, &unmapped, &field_officers).is_some());
        assert!(may_work(&field, &unmapped, &field_officers).is_none());
    }

    #[test]
    fn whoever_an_overdue_step_was_escalated_to_may_act_there_too() {
        let above = officer(&[(Role::FieldOfficer, "dinas-kominfo")]);
        let mut step = holder("dinas-pupr", "juru-ukur");
        assert_eq!(may_work(&above, &step, &field_officers), None);
        step.escalated.push(("dinas-kominfo".into(), "pengawas-jalan".into()));
        let capacity = may_work(&above, &step, &field_officers).unwrap();
        assert_eq!((capacity.unit.as_str(), capacity.title.as_str()), ("dinas-kominfo", "pengawas-jalan"));
    }

    #[test]
    fn nobody_works_where_the_resident_is_asked() {
        let officer = officer(&[(Role::Liaison, ""), (Role::Liaison, "dinas-pupr")]);
        assert_eq!(may_work(&officer, &holder("", ""), &field_officers), None);
        assert_eq!(may_speak(&officer, &holder("", ""), &field_officers), None);
    }
}
