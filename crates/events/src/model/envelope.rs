//! CloudEvents 1.0: one event as an object, as headers with a body, or several as a batch. Every attribute is unreserved
//! ASCII, because receivers do not agree on decoding (standards/exchange.md 3.2).

use super::registry::{TEST, moment};
use kernel::Instant;
use serde_json::{Map, Value as Json, json};

/// `application/cloudevents+json; charset=utf-8`.
pub const STRUCTURED: &str = "application/cloudevents+json; charset=utf-8";
/// `application/cloudevents-batch+json`.
pub const BATCH: &str = "application/cloudevents-batch+json";
/// The body of a binary delivery.
pub const DATA: &str = "application/json";

/// Where events of one installation come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Region code.
    pub region: String,
    /// `https://…` without a slash at the end.
    pub public_url: String,
}

/// One event as its reader gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// Index in the log: order, and part of the id.
    pub index: i64,
    /// Public type.
    pub kind: String,
    /// What it is about; empty: nothing in particular.
    pub subject: String,
    /// When it happened.
    pub happened_at: Instant,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// The fields of this reader.
    pub data: Map<String, Json>,
}

impl Origin {
    /// `https://…/api/v1/events`: an absolute address that also leads to the events.
    pub fn source(&self) -> String {
        format!("{}/api/v1/events", self.public_url)
    }

    /// The address of a type's JSON Schema.
    pub fn schema(&self, kind: &str) -> String {
        format!("{}/api/v1/peristiwa/{kind}", self.public_url)
    }

    /// The id of the event at this place of the log: the same at every try, without a dot (Standard Webhooks 4.1).
    pub fn id(&self, index: i64) -> String {
        format!("{}-{index}", self.region.replace('.', ""))
    }

    /// The attributes, in the order in which they are written.
    fn attributes(&self, one: &Outbound) -> Vec<(&'static str, String)> {
        let mut attributes = vec![
            ("specversion", "1.0".to_owned()),
            ("id", self.id(one.index)),
            ("source", self.source()),
            ("type", one.kind.clone()),
        ];
        if !one.subject.is_empty() {
            attributes.push(("subject", one.subject.clone()));
        }
        attributes.extend([
            ("time", moment(one.happened_at)),
            ("recordedtime", moment(one.recorded_at)),
            ("sequence", sequence(one.index)),
            ("dataschema", self.schema(&one.kind)),
        ]);
        attributes
    }

    /// The event as one object.
    pub fn object(&self, one: &Outbound) -> Json {
        let mut object: Map<String, Json> =
            self.attributes(one).into_iter().map(|(name, value)| (name.to_owned(), Json::from(value))).collect();
        object.insert("datacontenttype".to_owned(), Json::from(DATA));
        object.insert("data".to_owned(), Json::Object(one.data.clone()));
        Json::Object(object)
    }

    /// The event as `ce-…` headers; its body is the data alone.
    pub fn headers(&self, one: &Outbound) -> Vec<(String, String)> {
        self.attributes(one).into_iter().map(|(name, value)| (format!("ce-{name}"), value)).collect()
    }

    /// Several as a batch.
    pub fn batch(&self, all: &[Outbound]) -> Json {
        Json::Array(all.iter().map(|one| self.object(one)).collect())
    }

    /// A test delivery: no fact of the ledger, so its sequence is 0 and its id says what it is.
    pub fn test(&self, subscription: &str, nonce: &str, now: Instant) -> (String, Json) {
        let id = format!("{}-uji-{nonce}", self.region.replace('.', ""));
        let object = json!({
            "specversion": "1.0", "id": id, "source": self.source(), "type": TEST, "subject": subscription,
            "time": moment(now), "recordedtime": moment(now), "sequence": sequence(0), "dataschema": self.schema(TEST),
            "datacontenttype": DATA, "data": { "subscription": subscription },
        });
        (id, object)
    }
}

/// An index that sorts as text.
fn sequence(index: i64) -> String {
    format!("{index:019}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin { region: "35.17".into(), public_url: "https://gapura.jombangkab.go.id".into() }
    }

    fn one(index: i64) -> Outbound {
        let data = json!({ "number": "PGD-2027-000001-2" });
        Outbound {
            index,
            kind: "id.go.kab.gapura.case.opened.v1".into(),
            subject: "PGD-2027-000001-2".into(),
            happened_at: Instant::parse("2027-03-01T09:00:00+07:00").unwrap(),
            recorded_at: Instant::parse("2027-03-01T09:00:01+07:00").unwrap(),
            data: data.as_object().unwrap().clone(),
        }
    }

    #[test]
    fn an_event_is_a_whole_cloudevent_with_its_two_times_and_its_place_in_the_log() {
        let object = origin().object(&one(123));
        assert_eq!(object["id"], "3517-123");
        assert_eq!(object["source"], "https://gapura.jombangkab.go.id/api/v1/events");
        assert_eq!(
            (&object["time"], &object["recordedtime"]),
            (&json!("2027-03-01T02:00:00Z"), &json!("2027-03-01T02:00:01Z"))
        );
        assert_eq!(
            object["dataschema"],
            "https://gapura.jombangkab.go.id/api/v1/peristiwa/id.go.kab.gapura.case.opened.v1"
        );
        assert_eq!(object["data"]["number"], "PGD-2027-000001-2");
    }

    #[test]
    fn sequences_sort_as_texts_in_the_order_of_the_log() {
        assert!(sequence(9) < sequence(10) && sequence(10) < sequence(i64::MAX));
    }

    #[test]
    fn headers_need_no_encoding_and_hold_no_content_type_of_their_own() {
        for (name, value) in origin().headers(&one(7)) {
            assert!(
                value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%' && byte != b'"'),
                "{name}: {value}"
            );
            assert!(name.starts_with("ce-") && name != "ce-datacontenttype");
        }
    }

    #[test]
    fn ids_hold_no_dot_and_a_test_is_told_from_a_fact() {
        let (id, object) = origin().test("018f", "abc", Instant::from_seconds(0));
        assert!(!id.contains('.') && !origin().id(5).contains('.'));
        assert_eq!((object["type"].as_str(), object["id"].as_str()), (Some(TEST), Some(id.as_str())));
    }
}
