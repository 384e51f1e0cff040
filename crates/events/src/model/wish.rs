//! What a reader asks for: types, services, areas; and who reads.

use super::envelope::Outbound;
use super::registry::{Audience, CITY, Kind, PREFIX, Place, Registry};
use kernel::Instant;
use serde_json::{Map, Value as Json};

/// So many values of one filter.
const MOST: usize = 50;

/// Who reads: the agency of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The agency that answers for it.
    pub unit: String,
}

impl Reader {
    /// Whether it is Kominfo, which steers the exchange.
    pub fn is_city(&self) -> bool {
        self.unit == CITY
    }
}

/// A fact that may leave, as the projection keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Index in the log.
    pub index: i64,
    /// Name in the ledger.
    pub fact: String,
    /// What it is about.
    pub subject: String,
    /// Whose it is.
    pub place: Place,
    /// Only its holder may know of it.
    pub secret: bool,
    /// When it happened.
    pub happened_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// Every allowed field.
    pub data: Map<String, Json>,
}

/// What is asked for; an empty list asks for everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Public types, or their beginnings: `id.go.kab.gapura.case.` asks for all of cases.
    pub kinds: Vec<String>,
    /// Ids of services.
    pub services: Vec<String>,
    /// Codes of areas; what lies inside counts.
    pub areas: Vec<String>,
}

/// A filter that asks for nothing that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadWish {
    /// No such type.
    Kind(String),
    /// No code of a service.
    Service(String),
    /// No code of an area.
    Area(String),
    /// Too many values.
    Many,
}

impl Wish {
    /// Reads lists as they were typed or sent; case and spaces around do not matter.
    ///
    /// # Errors
    /// The first value that asks for nothing.
    pub fn read(
        registry: &Registry,
        kinds: impl IntoIterator<Item = String>,
        services: impl IntoIterator<Item = String>,
        areas: impl IntoIterator<Item = String>,
    ) -> Result<Self, BadWish> {
        let wish = Self { kinds: list(kinds), services: list(services), areas: list(areas) };
        if [&wish.kinds, &wish.services, &wish.areas].into_iter().any(|list| list.len() > MOST) {
            return Err(BadWish::Many);
        }
        let known = |asked: &&String| !registry.kinds().iter().any(|kind| covers(asked, &kind.name()));
        if let Some(wrong) = wish.kinds.iter().find(known) {
            return Err(BadWish::Kind(wrong.clone()));
        }
        let slug = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if let Some(wrong) = wish.services.iter().find(|text| text.len() > 100 || !slug(text)) {
            return Err(BadWish::Service(wrong.clone()));
        }
        let code = |text: &str| text.len() <= 13 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if let Some(wrong) = wish.areas.iter().find(|text| !code(text)) {
            return Err(BadWish::Area(wrong.clone()));
        }
        Ok(wish)
    }

    /// Whether it asks for this.
    pub fn asks(&self, kind: &Kind, leaving: &Leaving) -> bool {
        let any = |list: &[String], fits: &dyn Fn(&String) -> bool| list.is_empty() || list.iter().any(fits);
        any(&self.kinds, &|asked| covers(asked, &kind.name()))
            && any(&self.services, &|asked| *asked == leaving.place.service)
            && any(&self.areas, &|asked| inside(&leaving.place.area, asked))
    }

    /// The event as this reader gets it; none where it was not asked for or may not be known.
    pub fn select(&self, registry: &Registry, reader: &Reader, leaving: &Leaving) -> Option<Outbound> {
        let kind = registry.of_fact(&leaving.fact)?;
        let holds = !leaving.place.unit.is_empty() && reader.unit == leaving.place.unit;
        let knows = match (leaving.secret, kind.audience) {
            (true, _) => holds,
            (false, Audience::Public) => true,
            (false, Audience::Holder) => holds || reader.is_city(),
            (false, Audience::City) => reader.is_city(),
        };
        (knows && self.asks(kind, leaving)).then(|| Outbound {
            index: leaving.index,
            kind: kind.name(),
            subject: leaving.subject.clone(),
            happened_at: leaving.happened_at,
            recorded_at: leaving.recorded_at,
            data: kind.shown(&leaving.data, &leaving.place, (holds, reader.is_city())),
        })
    }
}

fn list(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut list: Vec<String> =
        values.into_iter().map(|value| value.trim().to_lowercase()).filter(|value| !value.is_empty()).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// `id.go.kab.gapura.case.` or the whole type; `case.` and `case.opened` are understood too.
fn covers(asked: &str, name: &str) -> bool {
    let short = name.strip_prefix(PREFIX).unwrap_or(name);
    let fits = |whole: &str| whole == asked || (asked.ends_with('.') && whole.starts_with(asked));
    fits(name) || fits(short) || short.rsplit_once(".v").is_some_and(|(fact, _)| fact == asked)
}

fn inside(area: &str, asked: &str) -> bool {
    area.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn registry() -> Registry {
        Registry::shipped().unwrap()
    }

    fn reader(unit: &str) -> Reader {
        Reader { unit: unit.into() }
    }

    fn leaving(secret: bool) -> Leaving {
        let data = json!({ "number": "PGD-2027-000001-2", "village": "35.17.01.2001", "district": "35.17.01" });
        Leaving {
            index: 5,
            fact: "case.opened".into(),
            subject: "PGD-2027-000001-2".into(),
            place: Place { unit: "dinas-pupr".into(), service: "jalan-rusak".into(), area: "35.17.01".into() },
            secret,
            happened_at: Instant::from_seconds(0),
            recorded_at: Instant::from_seconds(0),
            data: data.as_object().unwrap().clone(),
        }
    }

    fn wish(kinds: &[&str], services: &[&str], areas: &[&str]) -> Result<Wish, BadWish> {
        let owned = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        Wish::read(&registry(), owned(kinds), owned(services), owned(areas))
    }

    #[test]
    fn a_secret_case_is_known_to_its_holder_and_not_even_to_kominfo() {
        let everything = Wish::default();
        let gets = |unit: &str, secret| everything.select(&registry(), &reader(unit), &leaving(secret)).is_some();
        assert!(gets("dinas-pupr", true) && !gets("dinas-kominfo", true) && !gets("dinas-kesehatan", true));
        assert!(gets("dinas-pupr", false) && gets("dinas-kominfo", false) && gets("dinas-kesehatan", false));
    }

    #[test]
    fn fields_come_by_right() {
        let everything = Wish::default();
        let fields = |unit: &str| {
            everything.select(&registry(), &reader(unit), &leaving(false)).unwrap().data.contains_key("village")
        };
        assert!(fields("dinas-pupr") && fields("dinas-kominfo") && !fields("dinas-kesehatan"));
    }

    #[test]
    fn what_has_no_holder_is_held_by_nobody_not_by_who_has_no_unit() {
        let mut nobody = leaving(true);
        nobody.place.unit = String::new();
        assert_eq!(Wish::default().select(&registry(), &reader(""), &nobody), None);
    }

    #[test]
    fn filters_know_groups_of_types_and_areas_inside_areas() {
        let asks = |wish: Result<Wish, BadWish>| {
            wish.unwrap().select(&registry(), &reader("dinas-kominfo"), &leaving(false)).is_some()
        };
        assert!(asks(wish(&["case."], &[], &[])) && asks(wish(&["case.opened"], &[], &[])));
        assert!(asks(wish(&["id.go.kab.gapura.case.opened.v1"], &["jalan-rusak"], &["35.17"])));
        assert!(!asks(wish(&["case.ended"], &[], &[])) && !asks(wish(&[], &["sampah"], &[])));
        assert!(!asks(wish(&[], &[], &["35.17.02"])) && !asks(wish(&[], &[], &["35.1"])), "no half code");
    }

    #[test]
    fn a_filter_that_asks_for_nothing_is_named() {
        assert_eq!(wish(&["case.opend"], &[], &[]), Err(BadWish::Kind("case.opend".into())));
        assert_eq!(wish(&["note.added"], &[], &[]), Err(BadWish::Kind("note.added".into())));
        assert_eq!(wish(&[], &["jalan rusak"], &[]), Err(BadWish::Service("jalan rusak".into())));
        assert_eq!(wish(&[], &[], &["35'--"]), Err(BadWish::Area("35'--".into())));
        let many: Vec<String> = (0..60).map(|n| format!("layanan-{n}")).collect();
        assert_eq!(Wish::read(&registry(), [], many, []), Err(BadWish::Many));
    }
}
