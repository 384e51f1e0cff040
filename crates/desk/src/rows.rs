//! The read tables of a case, computed from its state: `desk_cases` and `desk_holders`, written with its events.

use crate::model::{ClosedBy, Holder, Status, due_at};
use cases::doors::Agencies;
use cases::{Case, ClockRef, Closing, Due, Units};
use definition::Definition;
use definition::model::{OpenItem, Step};
use definition::{Answers, Value as AnswerValue};
use kernel::{Calendar, Instant};
use store::{Statement, Value, values};

/// Sorts behind every due instant.
pub(crate) const NEVER: i64 = i64::MAX;

/// The import's flag for "answered, and nobody knows whether it was finished".
pub(crate) const FINISH_UNKNOWN: &str = "selesai_tidak_diketahui";

/// The flag for a coordinate outside the region's outline (semantics R69).
pub(crate) const OUTSIDE: &str = "di_luar_wilayah";

/// What a projection is computed with.
#[derive(Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub region: &'a str,
    pub definition: &'a Definition,
    pub calendar: &'a Calendar,
    pub agencies: &'a dyn Agencies,
    pub units: &'a dyn Units,
}

/// What of a row never changes after the opening.
pub(crate) struct Opening<'a> {
    pub id: &'a str,
    /// The number, or `Value::Drawn`.
    pub number: Value,
    pub district: &'a str,
    pub coordinate: Option<(f64, f64)>,
    pub person: &'a str,
    pub token_hash: &'a str,
    pub answers: &'a Answers,
    /// What officers are warned of.
    pub flags: &'a [String],
}

/// What of a row follows from the state of the case.
pub(crate) struct Standing {
    pub status: Status,
    pub holders: Vec<Holder>,
    pub step_due: Option<Instant>,
    pub total_due: Option<Instant>,
    pub missing_year: Option<i64>,
    pub next_fire_at: Option<Instant>,
    pub dormant: bool,
}

/// Whether an import was not taken over: it fires nothing and sends nothing (semantics R55).
pub(crate) fn is_dormant(case: &Case) -> bool {
    case.imported.is_some() && !case.taken_over
}

impl Standing {
    pub fn of(frame: &Frame<'_>, case: &Case) -> Self {
        let holders = holders(frame, case);
        let total = case.clock(&ClockRef::Total);
        let total_due = total.and_then(|clock| clock.due(frame.calendar).ok().flatten());
        Self {
            status: status(frame.definition, case),
            step_due: holders.iter().filter_map(|holder| holder.due).min(),
            holders,
            total_due: total_due.filter(|_| case.ended.is_none()),
            missing_year: case.missing_year(frame.calendar).map(|missing| i64::from(missing.0)),
            next_fire_at: case.next_fire_at(frame.calendar),
            dormant: is_dormant(case),
        }
    }
}

fn status(definition: &Definition, case: &Case) -> Status {
    if case.ended.is_some() {
        let imported = case.imported.as_ref();
        let unknown = imported.is_some_and(|from| from.flags.iter().any(|flag| flag == FINISH_UNKNOWN));
        return if unknown { Status::Unknown } else { Status::Ended };
    }
    if !case.office_holds() && case.waiting.is_empty() {
        return Status::Waiting;
    }
    let start = definition.start();
    if case.tokens.iter().all(|token| token.step == start) { Status::New } else { Status::Working }
}

fn holders(frame: &Frame<'_>, case: &Case) -> Vec<Holder> {
    let held = case.holders(frame.calendar).into_iter();
    held.map(|held| {
        let step = frame.definition.steps.get(&held.step);
        let unit = if held.working { held.unit } else { String::new() };
        let agency = frame.agencies.agency(&unit);
        Holder {
            step_name: step.map_or_else(|| held.step.clone(), |step| step.name.clone()),
            step: held.step,
            unit_name: agency.map_or_else(|| unit.clone(), |agency| agency.name),
            unit,
            title: held.title.unwrap_or_default(),
            since: held.since,
            due: due_at(held.until),
            escalated: held.escalated.into_iter().map(|(title, unit)| (unit, title)).collect(),
            substitutes: step.map(|step| substitutes(frame, case, step)).unwrap_or_default(),
        }
    })
    .collect()
}

/// Units and titles that may act at a step in place of its holder (semantics R46).
fn substitutes(frame: &Frame<'_>, case: &Case, step: &Step) -> Vec<(String, String)> {
    let offices = step.substitutes.iter();
    let named = offices.map(|office| {
        let unit = office.unit.answered(&case.answers.clear);
        let unit = frame.units.unit(frame.definition, &unit, case.village.as_deref());
        (unit, office.title.clone())
    });
    named.collect()
}

/// Rounds degrees to millionths, as the tables keep them.
pub(crate) fn micro_degrees(degrees: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a coordinate is at most 180 millions here")]
    let micro = (degrees.clamp(-180.0, 180.0) * 1e6).round() as i64;
    micro
}

/// Degrees of what [`micro_degrees`] made.
pub(crate) fn degrees(micro: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 180 millions")]
    let degrees = micro as f64 / 1e6;
    degrees
}

/// The coordinate as open data may show it: the centre of a grid cell of so many metres (semantics R59), or nothing.
pub(crate) fn open_coordinate(definition: &Definition, answers: &Answers) -> Option<(f64, f64)> {
    let items = definition.retention.open.iter();
    items
        .filter_map(|item| match item {
            OpenItem::Field(field) => Some((field, 0)),
            OpenItem::Coarse(field, metres) => Some((field, *metres)),
            _ => None,
        })
        .find_map(|(field, metres)| match answers.get(field) {
            Some(AnswerValue::Point(point)) => point.coordinate.map(|exact| coarse(exact, metres)),
            _ => None,
        })
}

/// The centre of the grid cell of `metres` in which a point lies.
pub(crate) fn coarse((latitude, longitude): (f64, f64), metres: u32) -> (f64, f64) {
    if metres == 0 {
        return (latitude, longitude);
    }
    let step = f64::from(metres) / 111_195.08;
    let centre = |value: f64, step: f64| ((value / step).floor() + 0.5) * step;
    let row = centre(latitude, step);
    let width = step / row.to_radians().cos().max(0.01);
    (row, centre(longitude, width))
}

/// The first coordinate that the resident gave, exactly.
pub(crate) fn exact_coordinate(answers: &Answers) -> Option<(f64, f64)> {
    answers.values.values().find_map(|value| match value {
        AnswerValue::Point(point) => point.coordinate,
        _ => None,
    })
}

/// The known values of the fields that make two reports the same thing (semantics R60), as JSON.
pub(crate) fn same_values(definition: &Definition, answers: &Answers) -> String {
    let fields = definition.duplicates.iter().flat_map(|rule| &rule.same);
    let same: indexmap::IndexMap<&String, &AnswerValue> =
        fields.filter_map(|field| Some((field, answers.get(field)?))).collect();
    serde_json::to_string(&same).unwrap_or_default()
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

const INSERT: &str = "INSERT INTO desk_cases (region, id, number, service, service_name, kind, definition, channel, \
    status, holders, step, unit, step_due, total_due, missing_year, next_fire_at, opened_at, moved_at, answered_at, \
    answer, ended_at, end_id, end_name, outcome, closed_by, district, village, latitude, longitude, exact_lat, \
    exact_lon, same, anonymous, secret, publicised, dormant, source, outside, flags, supports, person, token_hash, \
    version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
    $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43)";

const UPDATE: &str = "UPDATE desk_cases SET status = $3, holders = $4, step = $5, unit = $6, step_due = $7, \
    total_due = $8, missing_year = $9, next_fire_at = $10, moved_at = $11, answered_at = $12, answer = $13, \
    ended_at = $14, end_id = $15, end_name = $16, outcome = $17, closed_by = $18, publicised = $19, dormant = $20, \
    supports = $21, version = $22 WHERE region = $1 AND id = $2";

const HOLD: &str = "INSERT INTO desk_holders (region, unit, case_id, list, due, title, escalated) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (region, unit, case_id) DO UPDATE SET list = EXCLUDED.list, \
    due = EXCLUDED.due, title = EXCLUDED.title, escalated = EXCLUDED.escalated";

/// The statements that make the rows of a new case.
pub(crate) fn insert(frame: &Frame<'_>, case: &Case, opening: &Opening<'_>, last: &Last<'_>) -> Vec<Statement> {
    let standing = Standing::of(frame, case);
    let mut row = values![frame.region, opening.id];
    row.push(opening.number.clone());
    row.extend(values![
        &case.service,
        &frame.definition.name,
        frame.definition.kind.key(),
        &case.definition,
        &case.channel,
    ]);
    let moving = moving(frame, case, &standing, last);
    let (standing_part, rest) = moving.split_at(8);
    row.extend_from_slice(standing_part);
    row.push(case.opened_at.into());
    let (answer_part, flags) = rest.split_at(8);
    row.extend_from_slice(answer_part);
    let open = open_coordinate(frame.definition, opening.answers).filter(|_| !case.secret);
    let exact = opening.coordinate.filter(|_| !case.secret);
    row.extend(values![
        opening.district,
        case.village.as_deref().unwrap_or_default(),
        open.map(|(latitude, _)| micro_degrees(latitude)),
        open.map(|(_, longitude)| micro_degrees(longitude)),
        exact.map(|(latitude, _)| micro_degrees(latitude)),
        exact.map(|(_, longitude)| micro_degrees(longitude)),
        same_values(frame.definition, opening.answers),
        case.anonymous,
        case.secret,
    ]);
    let imported = case.imported.as_ref();
    row.extend_from_slice(flags.get(..2).unwrap_or_default());
    row.extend(values![
        imported.map(|from| from.source.as_str()).unwrap_or_default(),
        imported.map(|from| from.outside.as_str()).unwrap_or_default(),
        json(&opening.flags),
    ]);
    row.extend(flags.get(2..3).unwrap_or_default().iter().cloned());
    row.extend(values![opening.person, opening.token_hash]);
    row.extend(flags.get(3..).unwrap_or_default().iter().cloned());
    let mut statements = vec![Statement::new(INSERT, row)];
    statements.extend(hold(frame, case, opening.id, &standing));
    statements
}

/// The statements that bring the rows of a case up to its state.
pub(crate) fn update(frame: &Frame<'_>, case: &Case, id: &str, last: &Last<'_>) -> Vec<Statement> {
    let standing = Standing::of(frame, case);
    let mut row = values![frame.region, id];
    row.extend(moving(frame, case, &standing, last));
    let mut statements = vec![Statement::new(UPDATE, row).exactly_one()];
    statements.extend(hold(frame, case, id, &standing));
    statements
}

/// What the commit adds to the state: the latest public answer and the version of the stream.
pub(crate) struct Last<'a> {
    /// Reference of the latest public answer as JSON, or empty.
    pub answer: &'a str,
    /// Version of the stream after the commit.
    pub version: i64,
}

/// The changing columns in the order of [`UPDATE`] from `$3` on: eight of where it stands, eight of answer and end,
/// then publicised, dormant, supports, version.
fn moving(frame: &Frame<'_>, case: &Case, standing: &Standing, last: &Last<'_>) -> Vec<Value> {
    let first = standing.holders.first();
    let ended = case.ended.as_ref();
    let end = ended.and_then(|ended| frame.definition.ends.get(&ended.end));
    values![
        standing.status.word(),
        json(&standing.holders),
        first.map(|holder| holder.step.as_str()).unwrap_or_default(),
        crate::messages::holding_unit(case),
        standing.step_due,
        standing.total_due,
        standing.missing_year,
        standing.next_fire_at,
        case.latest,
        case.answered.first().copied(),
        last.answer,
        ended.and_then(|ended| ended.at),
        ended.map(|ended| ended.end.as_str()).unwrap_or_default(),
        end.map(|end| end.name.as_str()).unwrap_or_default(),
        ended.map(|ended| ended.outcome.as_str()).unwrap_or_default(),
        ended.map(|ended| closed_by(ended.by).word()).unwrap_or_default(),
        case.publicised.is_some() && ended.is_none(),
        standing.dormant,
        i64::from(case.supporters),
        last.version,
    ]
}

/// Who closed it, as tables and pages name it.
pub(crate) const fn closed_by(by: Closing) -> ClosedBy {
    match by {
        Closing::Officer => ClosedBy::Officer,
        Closing::Resident => ClosedBy::Reporter,
        Closing::Withdrawn => ClosedBy::Withdrawn,
        Closing::Silence => ClosedBy::Silence,
        Closing::Import => ClosedBy::Import,
    }
}

/// One row per unit that holds or ever held the case, and per unit to which a step was escalated.
fn hold(frame: &Frame<'_>, case: &Case, id: &str, standing: &Standing) -> Vec<Statement> {
    let mut rows: Vec<Held> = Vec::new();
    for stay in case.stays.iter().filter(|stay| stay.working) {
        Held::of(&mut rows, &stay.unit);
    }
    let open = case.ended.is_none();
    let total = standing.total_due.filter(|_| !standing.dormant);
    for holder in standing.holders.iter().filter(|holder| open && !holder.is_reporter()) {
        let due = holder.due.filter(|_| !standing.dormant).into_iter().chain(total).min();
        let units = std::iter::once((&holder.unit, &holder.title, false));
        let above = holder.escalated.iter().map(|(unit, title)| (unit, title, true));
        for (unit, title, escalated) in units.chain(above) {
            Held::of(&mut rows, unit).take(title, due, escalated);
        }
        if !holder.substitutes.is_empty() {
            Held::of(&mut rows, &holder.unit).take(&in_place_of(&holder.title), due, false);
        }
    }
    let waits = open && rows.iter().all(|row| row.list != InList::Working);
    let last = crate::messages::holding_unit(case);
    for row in &mut rows {
        row.list = match row.list {
            _ if !open => InList::Ended,
            InList::Elsewhere if waits && row.unit == last => InList::Waiting,
            list => list,
        };
        if standing.dormant && matches!(row.list, InList::Working | InList::Waiting) {
            row.list = InList::Imported;
        }
    }
    rows.into_iter().map(|row| row.statement(frame.region, id)).collect()
}

/// In which list of a unit a case stands: the number in `desk_holders.list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InList {
    /// The case has ended.
    Ended = 0,
    /// The unit works on it, or may because it was escalated.
    Working = 1,
    /// It waits for the reporter; the unit held it last.
    Waiting = 2,
    /// Imported and not taken over.
    Imported = 3,
    /// Still open, but with others.
    Elsewhere = 4,
}

struct Held {
    unit: String,
    list: InList,
    due: i64,
    /// Of every branch that the unit holds: each officer finds their own.
    titles: Vec<String>,
    escalated: bool,
}

/// How titles stand in `desk_holders.title`, so that one of them can be looked for: `|lurah|sekretaris|`.
fn listed(titles: &[String]) -> String {
    if titles.is_empty() { String::new() } else { format!("|{}|", titles.join("|")) }
}

/// What stands in that list for whoever may act there in place of `title` under a *surat tugas* (semantics R46).
pub(crate) fn in_place_of(title: &str) -> String {
    format!("~{title}")
}

/// The pattern that finds a title in that list.
pub(crate) fn one_of_titles(title: &str) -> String {
    format!("%|{title}|%")
}

impl Held {
    fn of<'a>(rows: &'a mut Vec<Self>, unit: &str) -> &'a mut Self {
        let place = rows.iter().position(|row| row.unit == unit).unwrap_or_else(|| {
            rows.push(Self {
                unit: unit.to_owned(),
                list: InList::Elsewhere,
                due: NEVER,
                titles: Vec::new(),
                escalated: false,
            });
            rows.len() - 1
        });
        &mut rows[place]
    }

    fn take(&mut self, title: &str, due: Option<Instant>, escalated: bool) {
        let held = self.list == InList::Working;
        self.escalated = escalated && (self.escalated || !held);
        self.list = InList::Working;
        self.due = self.due.min(due.map_or(NEVER, Instant::micros));
        if !title.is_empty() && !self.titles.iter().any(|known| known == title) {
            self.titles.push(title.to_owned());
        }
    }

    fn statement(self, region: &str, id: &str) -> Statement {
        let titles = listed(&self.titles);
        Statement::new(HOLD, values![region, self.unit, id, self.list as i64, self.due, titles, self.escalated])
    }
}

/// A due as two columns tell it: the instant, or the year that is missing.
pub(crate) fn due_of(at: Option<Instant>, missing_year: Option<i64>) -> Due {
    match (at, missing_year) {
        (Some(at), _) => Due::At(at),
        (None, Some(year)) => Due::Missing(kernel::MissingYear(i16::try_from(year).unwrap_or(i16::MAX))),
        (None, None) => Due::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_point_is_the_centre_of_its_cell_and_stays_there() {
        let exact = (-7.546_12, 112.233_98);
        let centre = coarse(exact, 100);
        assert!(cases::nearby::distance_m(exact, centre) <= 71.0, "half a diagonal");
        assert!(cases::nearby::distance_m(centre, coarse(centre, 100)) < 0.01);
        assert_eq!(coarse(exact, 0), exact);
    }

    #[test]
    fn a_coordinate_survives_the_table() {
        assert_eq!(micro_degrees(-7.546_123), -7_546_123);
        assert!((degrees(-7_546_123) + 7.546_123).abs() < 1e-9);
    }

    #[test]
    fn a_due_is_an_instant_a_missing_year_or_nothing() {
        let at = Instant::from_seconds(7);
        assert_eq!(due_of(Some(at), Some(2028)), Due::At(at));
        assert_eq!(due_of(None, Some(2028)), Due::Missing(kernel::MissingYear(2028)));
        assert_eq!(due_of(None, None), Due::None);
    }

    fn taken(acts: &[(&str, Option<i64>, bool)]) -> Held {
        let mut rows = Vec::new();
        for (title, due, escalated) in acts {
            let due = due.map(Instant::from_seconds);
            Held::of(&mut rows, "dinas-pupr").take(title, due, *escalated);
        }
        rows.remove(0)
    }

    #[test]
    fn a_unit_that_takes_nothing_is_elsewhere() {
        let mut rows = Vec::new();
        assert_eq!(Held::of(&mut rows, "a").list, InList::Elsewhere);
        assert_eq!(rows[0].due, NEVER);
    }

    #[test]
    fn a_unit_has_one_row_per_case() {
        let mut rows = Vec::new();
        for unit in ["a", "b", "a"] {
            Held::of(&mut rows, unit);
        }
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn of_two_branches_the_earlier_due_counts() {
        let row = taken(&[("x", Some(9), false), ("y", Some(5), false)]);
        assert_eq!(row.due, 5_000_000);
        assert_eq!(row.list, InList::Working);
    }

    #[test]
    fn a_step_of_ones_own_outweighs_an_escalated_one() {
        let row = taken(&[("atasan", Some(1), true), ("pengawas", Some(2), false)]);
        assert!(!row.escalated);
    }

    #[test]
    fn two_branches_in_one_unit_are_found_by_the_title_of_each() {
        let row = taken(&[("seksi-ekbang", Some(1), false), ("ketua-rt", Some(2), false), ("ketua-rt", None, true)]);
        assert_eq!(listed(&row.titles), "|seksi-ekbang|ketua-rt|");
        assert_eq!(listed(&[]), "", "a unit that holds nothing has no title");
    }

    #[test]
    fn what_came_by_escalation_alone_says_so() {
        assert!(taken(&[("atasan", None, true)]).escalated);
    }

    #[test]
    fn without_a_grid_a_point_stays_exact() {
        assert_eq!(coarse((-7.5, 112.2), 0), (-7.5, 112.2));
    }
}
