//! Officers who have names and nothing else.

use cases::doors::{Answer, Staff, StandIn};
use jiff::civil::Date;
use kernel::{OfficerId, Role};

/// Everybody is called `Nama` and their id; nobody holds a role, has an address or stands in for anybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names;

impl Staff for Names {
    fn holding<'a>(&'a self, _: &'a str, _: Role) -> Answer<'a, Vec<OfficerId>> {
        Box::pin(async { Vec::new() })
    }

    fn name<'a>(&'a self, officer: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async move { Some(format!("Nama {}", officer.0)) })
    }

    fn email<'a>(&'a self, _: &'a OfficerId) -> Answer<'a, Option<String>> {
        Box::pin(async { None })
    }

    fn stands_in<'a>(&'a self, _: &'a OfficerId, _: Date) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }

    fn letters<'a>(&'a self, _: &'a [String]) -> Answer<'a, Vec<StandIn>> {
        Box::pin(async { Vec::new() })
    }
}
