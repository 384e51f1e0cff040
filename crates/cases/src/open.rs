//! How a case begins: opened by a resident, or taken in from elsewhere (semantics R37, R55).

use crate::answers::{village, visible};
use crate::clocks::ClockRef;
use crate::command::{Import, Open};
use crate::decide::{Context, Decision};
use crate::events::{CaseEvent, ClockStopped, Closing, Fact, Follows, Opened};
use crate::game::{Carry, Game};
use crate::state::Case;
use definition::model::Letter;
use kernel::{Actor, Instant};

/// Opens a case at `now`: one token on the start step, the clocks running (semantics R37). The outcome is never a
/// refusal: whether the answers are complete was checked before, and a missing holiday year closes no door (R14).
pub fn open(context: &Context<'_>, command: Open, now: Instant, actor: &Actor) -> Decision {
    let mut opened = opened(context, command);
    opened.verification = Game::verification(context);
    let mut game = begin(context, opened, now, actor);
    game.enter(context.definition.start(), &Carry::from_opening());
    game.settle();
    decision(game)
}

/// Opens a case that follows another one: its own promise, its own clocks, and nobody who acted in the first (R56).
pub fn open_after(context: &Context<'_>, command: Open, follows: Follows, now: Instant, actor: &Actor) -> Decision {
    let mut opened = opened(context, command);
    opened.verification = Game::verification(context);
    opened.follows = Some(Box::new(follows));
    let mut game = begin(context, opened, now, actor);
    game.enter(context.definition.start(), &Carry::from_opening());
    game.settle();
    decision(game)
}

/// Takes in a past report with its own times. It fires nothing until an officer takes it over (semantics R55).
pub fn import(context: &Context<'_>, command: Import, actor: &Actor) -> Decision {
    let mut opened = opened(context, command.open);
    opened.imported = Some(command.imported);
    opened.village = opened.village.or(command.village);
    let first_answer = Game::first_answer(context);
    match command.forwarded_at {
        Some(_) => opened.verification = Game::verification(context),
        None => opened.first_answer = first_answer,
    }
    let mut game = begin(context, opened, command.opened_at, actor);
    let start = context.definition.start();
    let step = command.step.as_deref().unwrap_or(start);
    game.enter(step, &Carry { unit: command.unit, ..Carry::from_opening() });
    if let Some(forwarded) = command.forwarded_at {
        game.at = forwarded.max(command.opened_at);
        game.record(CaseEvent::Stopped(ClockStopped {
            clock: ClockRef::Verification,
            consumed: game.consumed(&ClockRef::Verification),
            step: Some(step.to_owned()),
            first_answer,
        }));
    }
    game.settle();
    if let Some((at, text)) = command.answered {
        game.at = at;
        game.answer(text);
    }
    if let Some((end, at)) = command.ended {
        game.at = at.unwrap_or(game.case.latest).max(game.case.latest);
        game.record_end(&end, Closing::Import, at.is_none());
    }
    decision(game)
}

fn opened(context: &Context<'_>, command: Open) -> Opened {
    let definition = context.definition;
    let known = command.answers.known(definition, context.opened);
    let place = village(definition, &visible(definition, &known)).map(str::to_owned);
    let renewals = definition.letters.values();
    let renewal = renewals.filter_map(|letter: &Letter| letter.renewal.as_ref());
    let skip = renewal.filter(|_| command.renewal);
    Opened {
        service: definition.id.clone(),
        definition: definition.hash.clone(),
        version: definition.version,
        zone: command.zone,
        channel: command.channel,
        device_at: command.device_at,
        anonymous: command.anonymous,
        secret: command.secret,
        village: place,
        answers: command.answers,
        files: command.files,
        total: definition.deadline.total,
        verification: None,
        first_answer: None,
        skip: skip.flat_map(|renewal| renewal.skip.clone()).collect(),
        imported: None,
        follows: None,
    }
}

fn begin<'a>(context: &Context<'a>, opened: Opened, at: Instant, actor: &Actor) -> Game<'a> {
    let fact = Fact { happened_at: at, actor: actor.clone(), event: CaseEvent::Opened(Box::new(opened.clone())) };
    let mut game = Game::new(*context, Case::begun(&fact, &opened));
    game.actor = actor.clone();
    game.facts.push(fact);
    game
}

fn decision(game: Game<'_>) -> Decision {
    Decision { facts: game.facts, case: game.case, outcome: Ok(()) }
}
