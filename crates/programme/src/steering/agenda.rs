//! The agenda of a meeting: gathered from what the system knows while it is planned, kept as it was once it is closed.

use super::decisions::COLUMNS;
use super::filed::{reason, text};
use super::meetings::Meeting;
use super::model::MeetingState;
use super::model::agenda::{Cause, Edits, Item, Placed, agenda, decided, moved};
use super::model::quarter_before;
use super::refusal::Refused;
use crate::indicator::compute::{Computer, Standing as Judgement};
use crate::indicator::judge::{Targets, glance};
use crate::model::verdict::Verdict;
use crate::monev::Light;
use crate::programme::Programme;
use crate::standings::Standing;
use jiff::civil::Date;
use kernel::{Id, Lang};
use serde_json::json;
use std::ops::RangeInclusive;
use store::{Row, Statement, StoreError, values};
use web::Session;

const TITLE: RangeInclusive<usize> = 3..=200;
const NOTE: RangeInclusive<usize> = 0..=2000;
/// Promises on one agenda; a page names where the others are.
const PROMISES: usize = 15;
/// Indicators on one agenda.
const INDICATORS: usize = 10;
/// Decisions of a body that are looked through; more than that are never open at once.
const DECISIONS: i64 = 1000;

impl Programme {
    /// The agenda of a meeting: what is dropped stands last, with its reason.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn agenda(&self, meeting: &Meeting, lang: Lang) -> Result<Vec<Placed>, Refused> {
        let rows = self.agenda_rows(&meeting.id).await?;
        if meeting.state != MeetingState::Planned {
            let kept = rows.into_iter().filter(|row| row.place > 0);
            return Ok(kept.map(|row| Placed { dropped: row.why(), item: row.item }).collect());
        }
        let mut edits = Edits { order: meeting.ordering.clone(), ..Edits::default() };
        for row in rows {
            if let Some(why) = row.why() {
                edits.dropped.insert(row.item.key.clone(), why);
            }
            if row.item.key.starts_with("tambahan:") {
                edits.added.push(row.item);
            }
        }
        Ok(agenda(self.exceptions(meeting, lang).await?, &edits))
    }

    /// What the system finds: decisions first, then what is red or grey, broken or silent, late, or misses its target.
    async fn exceptions(&self, meeting: &Meeting, lang: Lang) -> Result<Vec<Item>, Refused> {
        let last = self.meeting_before(meeting).await?;
        let sql = format!(
            "SELECT {COLUMNS} FROM programme_decisions WHERE region = $1 AND body = $2 AND (open = 1 OR meeting = $3) \
             ORDER BY open DESC, due, id LIMIT $4"
        );
        let asked = values![self.region(), &meeting.body, last.clone().unwrap_or_default(), DECISIONS];
        let mut items = decided(&self.decisions(&sql, asked).await?, &meeting.id, last.as_deref(), meeting.day);
        items.extend(self.promises_missed(meeting.day).await?);
        items.extend(self.indicators_missed(meeting.day, lang).await?);
        Ok(items)
    }

    /// Promises that are not kept, each once, the worst first.
    pub(super) async fn promises_missed(&self, day: Date) -> Result<Vec<Item>, Refused> {
        let (year, quarter) = quarter_before(day);
        let lines = self.quarter(year, quarter).await?;
        let bad = lines.into_iter().filter(|line| matches!(line.light, Light::Red | Light::Grey));
        let mut items: Vec<Item> = bad
            .map(|line| Item {
                key: format!("janji:{}", line.promise),
                title: line.name,
                unit: line.unit,
                causes: vec![Cause::Quarter { year, quarter, light: light(line.light).to_owned() }],
            })
            .collect();
        if let Some(plan) = self.plan().await? {
            // What was missed is known when its year is over, so the year before belongs here too.
            for year in [day.year(), day.year() - 1] {
                let standings = self.standings(&plan, year).await?;
                let mut found: Vec<(Verdict, Item)> =
                    standings.iter().filter_map(|one| missed(one, year, year == day.year())).collect();
                found.sort_by_key(|(verdict, _)| *verdict);
                items.extend(found.into_iter().map(|(_, item)| item));
            }
        }
        let mut all = super::model::agenda::merged(items);
        all.truncate(PROMISES);
        Ok(all)
    }

    /// Indicators whose target is missed, or as it looks now will be.
    async fn indicators_missed(&self, day: Date, lang: Lang) -> Result<Vec<Item>, Refused> {
        let (from, to) = (day.year() - 3, day.year());
        let board = self.board("", from, to).await?;
        let targets = Targets::new(self.targets("", from, to).await?, self.deps().zone);
        let mut computer = Computer::new(board.library, &board);
        let mut found = Vec::new();
        for one in board.library.iter() {
            let Some(judged) = glance(one, &mut computer, &targets, day).judged else { continue };
            if matches!(judged.standing, Judgement::Missed | Judgement::Behind) {
                let value = judged.figure.map(|figure| figure.value.to_string()).unwrap_or_default();
                let cause =
                    Cause::Indicator { period: judged.period.to_string(), value, target: judged.aim.value.to_string() };
                let title = one.name.lang(lang).to_owned();
                let item =
                    Item { key: format!("indikator:{}", one.id), title, unit: one.owner.clone(), causes: vec![cause] };
                found.push((judged.standing == Judgement::Behind, item));
            }
        }
        found.sort_by_key(|(still, _)| *still);
        Ok(found.into_iter().map(|(_, item)| item).take(INDICATORS).collect())
    }

    async fn agenda_rows(&self, meeting: &str) -> Result<Vec<Kept>, Refused> {
        let sql = "SELECT item, place, title, unit, causes, dropped FROM programme_agenda WHERE region = $1 AND meeting = $2 \
                   ORDER BY place, item";
        let rows = self.store().rows(sql, &values![self.region(), meeting]).await?;
        Ok(rows.iter().map(Kept::read).collect::<Result<_, _>>()?)
    }

    /// Adds an item.
    ///
    /// # Errors
    /// The meeting is over, title or unit are wrong, or the store failed.
    pub async fn add_item(
        &self,
        session: &Session,
        meeting: &Meeting,
        (title, note, unit): (&str, &str, &str),
    ) -> Result<(), Refused> {
        let (title, note) = (text(title, TITLE)?, text(note, NOTE)?);
        if !unit.is_empty() {
            self.known_unit(unit)?;
        }
        let now = self.now();
        let key = format!("tambahan:{}", Id::new(now, self.chance()));
        let item = Item {
            key: key.clone(),
            title: title.to_owned(),
            unit: unit.to_owned(),
            causes: vec![Cause::Added { note: note.to_owned() }],
        };
        let (words, keep) = self.keep_text(&format!("{title}\n{note}"), now);
        let row = self.agenda_row(&meeting.id, (&item, 0, ""))?;
        let data = json!({ "meeting": meeting.id, "item": key, "unit": unit, "text": words });
        let statements = vec![keep, self.planned(&meeting.id), row];
        self.file_meeting(session, (&meeting.id, "meeting.item_added"), data, statements, now).await
    }

    /// Drops an item from this meeting. It stays readable with its reason.
    ///
    /// # Errors
    /// The meeting is over, no such item, it is dropped, the reason is missing, or the store failed.
    pub async fn drop_item(
        &self,
        session: &Session,
        meeting: &Meeting,
        (key, why): (&str, &str),
        lang: Lang,
    ) -> Result<(), Refused> {
        let why = reason(why)?;
        let found = self.agenda(meeting, lang).await?;
        let live = found.iter().find(|one| one.item.key == key && one.dropped.is_none()).ok_or(Refused::Moved)?;
        let now = self.now();
        let (words, keep) = self.keep_text(why, now);
        let row = self.agenda_row(&meeting.id, (&live.item, 0, why))?;
        let data = json!({ "meeting": meeting.id, "item": key, "reason": words });
        let statements = vec![keep, self.planned(&meeting.id), row];
        self.file_meeting(session, (&meeting.id, "meeting.item_dropped"), data, statements, now).await
    }

    /// Takes an item back that was dropped.
    ///
    /// # Errors
    /// The meeting is over, it is not dropped, or the store failed.
    pub async fn restore_item(&self, session: &Session, meeting: &Meeting, key: &str) -> Result<(), Refused> {
        let now = self.now();
        let row = Statement::new(
            "UPDATE programme_agenda SET dropped = '' WHERE region = $1 AND meeting = $2 AND item = $3 AND dropped <> ''",
            values![self.region(), &meeting.id, key],
        );
        let data = json!({ "meeting": meeting.id, "item": key });
        let statements = vec![self.planned(&meeting.id), row.exactly_one()];
        self.file_meeting(session, (&meeting.id, "meeting.item_restored"), data, statements, now).await
    }

    /// Moves an item a place up or down among its kind: decisions of the last meeting stay first.
    ///
    /// # Errors
    /// The meeting is over, it cannot go there, or the store failed.
    pub async fn move_item(
        &self,
        session: &Session,
        meeting: &Meeting,
        (key, up): (&str, bool),
        lang: Lang,
    ) -> Result<(), Refused> {
        let found = self.agenda(meeting, lang).await?;
        let keys = moved(&found, key, up).ok_or(Refused::Moved)?;
        let now = self.now();
        let row = Statement::new(
            "UPDATE programme_meetings SET ordering = $3 WHERE region = $1 AND id = $2 AND state = 'direncanakan'",
            values![self.region(), &meeting.id, keys.join("\n")],
        );
        let data = json!({ "meeting": meeting.id, "order": keys });
        self.file_meeting(session, (&meeting.id, "meeting.items_ordered"), data, vec![row.exactly_one()], now).await
    }

    /// The agenda as it stands, written down for good. Answers how many items it has.
    pub(super) async fn kept_agenda(
        &self,
        meeting: &Meeting,
        statements: &mut Vec<Statement>,
    ) -> Result<usize, Refused> {
        let all = self.agenda(meeting, Lang::Id).await?;
        for (at, one) in (1_i64..).zip(&all) {
            statements.push(self.agenda_row(&meeting.id, (&one.item, at, one.dropped.as_deref().unwrap_or("")))?);
        }
        Ok(all.len())
    }

    fn agenda_row(&self, meeting: &str, (item, place, dropped): (&Item, i64, &str)) -> Result<Statement, Refused> {
        let causes = serde_json::to_string(&item.causes).map_err(|error| Refused::Failed(error.to_string()))?;
        Ok(Statement::new(
            "INSERT INTO programme_agenda (region, meeting, item, place, title, unit, causes, dropped) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (region, meeting, item) DO UPDATE SET \
             place = $4, title = $5, unit = $6, causes = $7, dropped = $8",
            values![self.region(), meeting, &item.key, place, &item.title, &item.unit, causes, dropped],
        ))
    }
}

/// A stored row of an agenda; place 0 while the meeting is planned.
struct Kept {
    item: Item,
    place: i64,
    dropped: String,
}

impl Kept {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let causes = serde_json::from_str(row.text(4)?).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let item = Item { key: row.string(0)?, title: row.string(2)?, unit: row.string(3)?, causes };
        Ok(Self { item, place: row.int(1)?, dropped: row.string(5)? })
    }

    fn why(&self) -> Option<String> {
        (!self.dropped.is_empty()).then(|| self.dropped.clone())
    }
}

const fn light(light: Light) -> &'static str {
    match light {
        Light::Red => "merah",
        Light::Grey => "abu",
        Light::Yellow => "kuning",
        Light::Green => "hijau",
    }
}

/// What is wrong with a promise in a year; a quick win counts once, in the running year.
fn missed(one: &Standing, year: i16, running: bool) -> Option<(Verdict, Item)> {
    let mut causes = Vec::new();
    let mut worst = Verdict::Open;
    if matches!(one.verdict, Verdict::Broken | Verdict::Silent) {
        worst = one.verdict;
        causes.push(Cause::Promise {
            year,
            verdict: one.verdict.word().to_owned(),
            target: one.target.as_deref().map_or_else(String::new, |text| format!("{} {text}", one.direction.sign())),
            value: one.value.clone().unwrap_or_default(),
        });
    }
    if let Some((deadline, None, verdict)) = one.quick
        && verdict == Verdict::Silent
        && running
    {
        worst = worst.min(verdict);
        causes.push(Cause::QuickWin { deadline });
    }
    let item = Item { key: format!("janji:{}", one.id), title: one.name.clone(), unit: one.owner.clone(), causes };
    (!item.causes.is_empty()).then_some((worst, item))
}
