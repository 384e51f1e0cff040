#![doc = include_str!("../README.md")]

pub mod actor;
pub mod area;
pub mod calendar;
pub mod clock;
pub mod duration;
pub mod event;
pub mod fact;
pub mod ids;
pub mod lang;
pub mod money;
pub mod refusal;
pub mod spread;
pub mod text;
pub mod time;

pub use actor::{Actor, OfficerId, Role};
pub use area::AreaCode;
pub use calendar::{Calendar, MissingYear};
pub use duration::{Duration, Unit};
pub use event::{Event, NewEvent, TextRef};
pub use fact::{Fact, FactAsked, FactKind, FactValue, Facts};
pub use ids::{CaseNumber, Id, Token, TrackingCode};
pub use lang::Lang;
pub use money::Rupiah;
pub use refusal::{Refusal, RefusalKind};
pub use time::{Clock, Instant, SystemClock, Zone};
