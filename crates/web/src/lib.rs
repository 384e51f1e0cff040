#![doc = include_str!("../README.md")]

extern crate self as web;

mod address;
mod assemble;
mod assets;
mod brand;
mod compress;
mod csv;
mod download;
mod error;
mod format;
mod frame;
mod i18n;
mod json;
mod machine;
mod markup;
mod menu;
mod origin;
mod problem_page;
mod qr;
mod room;
mod sent;
mod session;
mod submission;
mod throttle;
mod token;
mod view;
mod visitor;

pub mod chart;
pub mod component;
pub mod form;
pub mod media;
pub mod outgoing;
pub mod style_page;
pub mod testing;

pub use address::{Network, Proxies};
pub use assemble::{assemble, framing, working};
pub use brand::{BadPalette, Brand, Colour};
pub use csv::{csv_file, csv_safe, csv_table};
pub use download::download;
pub use error::{Answer, Error, OrFail};
pub use format::{Whole, Words};
pub use frame::{City, Frame, FrameError, Limits, Observation, Observer, Settings};
pub use i18n::{Argument, Catalogue};
pub use json::{json, problem};
pub use machine::{Caller, Machine, Machines, NoMachines, Program, Scope, bearer};
pub use markup::{Markup, page, page_with, redirect};
pub use menu::{Menu, Way};
pub use qr::qr_svg;
pub use room::{Described, Door, MenuItem, Room, Routes, Shown};
pub use sent::{Sent, in_time, unsent};
pub use session::{
    Doorkeeper, Grant, Pending, Session, cookie, read_cookie, session_cookie, session_cookie_gone, session_handle,
};
pub use submission::{Submission, Upload};
pub use throttle::{Purpose, Throttle, TooMany};
pub use token::{FormKey, FormToken, TokenError};
pub use view::{Theme, View, manner};
pub use visitor::{May, Permission, Signed, Visitor, Who};

/// The texts that the frame itself says.
pub const LOCALE: &[(kernel::Lang, &str)] =
    &[(kernel::Lang::Id, include_str!("../locale/id.ftl")), (kernel::Lang::En, include_str!("../locale/en.ftl"))];
