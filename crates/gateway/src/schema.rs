//! Bodies held against the JSON Schema of an operation (draft 2020-12, as OpenAPI 3.1 has it).

use boon::{Compiler, Draft, SchemaIndex, Schemas, UrlLoader};
use serde_json::Value;

/// Places that are named at most.
const MOST: usize = 10;
/// Under which name the compiler knows the schema; nothing is fetched there.
const NAME: &str = "urn:gapura:kiriman";

/// A schema, compiled. One that cannot be used lets nothing pass: deny by default.
pub(crate) struct Schema(Option<(Schemas, SchemaIndex)>);

/// Loads nothing: a schema that points outside of itself is refused.
struct Nothing;

impl UrlLoader for Nothing {
    fn load(&self, url: &str) -> Result<Value, Box<dyn std::error::Error>> {
        Err(format!("{url}: nothing is loaded").into())
    }
}

/// Compiles a schema.
pub(crate) fn schema(text: &str) -> Schema {
    let compiled = compile(text);
    if let Err(why) = &compiled {
        tracing::error!(why, "a schema of a service cannot be used; its bodies are refused");
    }
    Schema(compiled.ok())
}

fn compile(text: &str) -> Result<(Schemas, SchemaIndex), String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut compiler = Compiler::new();
    compiler.set_default_draft(Draft::V2020_12);
    compiler.use_loader(Box::new(Nothing));
    compiler.add_resource(NAME, value).map_err(|error| error.to_string())?;
    let mut schemas = Schemas::new();
    let index = compiler.compile(NAME, &mut schemas).map_err(|error| error.to_string())?;
    Ok((schemas, index))
}

impl Schema {
    /// Whether the body is what the schema says.
    ///
    /// # Errors
    /// Where it is not: places in the body, never its values.
    pub fn check(&self, body: &[u8]) -> Result<(), Vec<String>> {
        let Some((schemas, index)) = &self.0 else {
            return Err(vec!["#".to_owned()]);
        };
        let value: Value = serde_json::from_slice(body).map_err(|_| vec!["JSON".to_owned()])?;
        schemas.validate(&value, *index).map_err(|error| {
            let mut places = Vec::new();
            gather(&error, &mut places);
            places
        })
    }
}

/// The innermost causes, each place once.
fn gather(error: &boon::ValidationError<'_, '_>, places: &mut Vec<String>) {
    if error.causes.is_empty() {
        let place = format!("#{}", error.instance_location);
        if places.len() < MOST && !places.contains(&place) {
            places.push(place);
        }
    }
    for cause in &error.causes {
        gather(cause, places);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENT: &str = r#"{"type":"object","required":["nama"],"additionalProperties":false,
        "properties":{"nama":{"type":"string","maxLength":5},"umur":{"type":"integer","minimum":0}}}"#;

    #[test]
    fn a_body_is_what_the_schema_says_or_the_places_are_named() {
        let patient = schema(PATIENT);
        assert_eq!(patient.check(br#"{"nama":"Budi","umur":7}"#), Ok(()));
        assert_eq!(patient.check(br#"{"nama":"Sulistyowati","umur":-1}"#), Err(vec!["#/nama".into(), "#/umur".into()]));
        assert_eq!(patient.check(br#"{"nik":"1"}"#).unwrap_err().len(), 1);
        assert_eq!(patient.check(b"nama=Budi"), Err(vec!["JSON".into()]));
    }

    #[test]
    fn a_mistake_is_told_without_the_value() {
        let told = schema(PATIENT).check(br#"{"nama":"3517010101900001"}"#).unwrap_err();
        assert!(!told.concat().contains("3517"), "{told:?}");
    }

    #[test]
    fn a_schema_that_points_outside_lets_nothing_pass() {
        for outside in ["https://contoh.id/skema.json", "file:///etc/passwd", "http://169.254.169.254/"] {
            let pointing = schema(&format!(r#"{{"$ref":"{outside}"}}"#));
            assert_eq!(pointing.check(b"{}"), Err(vec!["#".into()]), "{outside}");
        }
        assert!(schema("{").check(b"{}").is_err());
    }
}
