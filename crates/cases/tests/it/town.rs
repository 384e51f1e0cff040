//! A small town: calendars, people, and a case that is moved in short words.

use cases::{Act, AnswersRef, AsWritten, Case, CaseRefusal, Command, Context, Decision, Fact, Open, decide, open};
use definition::model::Definition;
use kernel::calendar::{CalendarPlan, Holiday, HolidayKind};
use kernel::{Actor, Calendar, Instant, OfficerId, TextRef, Zone};
use serde_json::Value;

pub fn wib(text: &str) -> Instant {
    Instant::parse(&format!("{text}+07:00")).unwrap()
}

/// Years 2026 and 2027 with a handful of holidays.
pub fn calendar() -> Calendar {
    let days = ["2026-08-17", "2026-12-25", "2027-01-01", "2027-03-09"];
    let holidays = days.map(|day| {
        let holiday = Holiday { kind: HolidayKind::LiburNasional, name: "Libur".to_owned() };
        (day.parse().unwrap(), holiday)
    });
    Calendar::new(CalendarPlan::with_holidays(holidays))
}

pub fn officer(name: &str) -> Actor {
    Actor::Officer { id: OfficerId(name.to_owned()), unit: "dinas-pupr".to_owned(), title: "pelaksana".to_owned() }
}

pub fn text() -> Option<TextRef> {
    Some(TextRef { id: "teks/1".to_owned(), hash: "0".repeat(64) })
}

pub fn invented(definition: &Definition, plain: &Value) -> AnswersRef {
    let plain = plain.as_object().unwrap();
    AnswersRef::invented(definition::plain::answers(definition, plain).unwrap())
}

pub fn opening(definition: &Definition, plain: &Value) -> Open {
    Open {
        zone: Zone::Wib,
        channel: "web".to_owned(),
        anonymous: false,
        secret: false,
        answers: invented(definition, plain),
        files: Vec::new(),
        device_at: None,
        renewal: false,
    }
}

/// A case and everything around it.
pub struct Town {
    pub definition: Definition,
    pub calendar: Calendar,
    pub case: Case,
    pub facts: Vec<Fact>,
    pub rehearsal: bool,
}

impl Town {
    pub fn open(definition: Definition, plain: &Value, at: &str) -> Self {
        Self::open_with(definition, calendar(), plain, wib(at))
    }

    pub fn open_with(definition: Definition, calendar: Calendar, plain: &Value, at: Instant) -> Self {
        let command = opening(&definition, plain);
        let context = context(&definition, &calendar, true);
        let Decision { facts, case, .. } = open(&context, command, at, &Actor::Reporter);
        Self { definition, calendar, case, facts, rehearsal: true }
    }

    pub fn command(&mut self, at: Instant, actor: &Actor, command: &Command<'_>) -> Result<(), CaseRefusal> {
        let context = context(&self.definition, &self.calendar, self.rehearsal);
        let decision = decide(&context, &self.case, command, at, actor);
        self.facts.extend(decision.facts);
        self.case = decision.case;
        decision.outcome
    }

    pub fn act(&mut self, at: &str, by: &str, action: &str) -> Result<(), CaseRefusal> {
        self.act_with(at, by, action, Act::default())
    }

    /// `by` is an officer's name, or "warga" for the reporter.
    pub fn act_with(&mut self, at: &str, by: &str, action: &str, act: Act) -> Result<(), CaseRefusal> {
        let (step, action) = match action.split_once('.') {
            Some((step, action)) => (Some(step.to_owned()), action),
            None => (None, action),
        };
        let act = Act { step, action: action.to_owned(), ..act };
        let actor = match by {
            "warga" => Actor::Reporter,
            name => officer(name),
        };
        self.command(wib(at), &actor, &Command::Act(Box::new(act)))
    }

    pub fn look(&mut self, at: &str) {
        self.command(wib(at), &Actor::System, &Command::Look).unwrap();
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.facts.iter().map(|fact| fact.event.name()).collect()
    }

    pub fn count(&self, name: &str) -> usize {
        self.names().iter().filter(|one| **one == name).count()
    }
}

pub fn context<'a>(definition: &'a Definition, calendar: &'a Calendar, rehearsal: bool) -> Context<'a> {
    Context { definition, calendar, units: &AsWritten, opened: None, rehearsal }
}
