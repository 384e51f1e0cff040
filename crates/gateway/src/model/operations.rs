//! Which operation of a description a call means: by method and by the template of its path.

use cases::doors::Operation;
use std::borrow::Cow;

/// One part of a template between two slashes. The order is the order of preference: the plainest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Plain(Box<str>),
    Around(Box<str>, Box<str>),
    Any,
}

impl Part {
    fn read(text: &str) -> Self {
        match text.split_once('{').and_then(|(before, rest)| Some((before, rest.rsplit_once('}')?.1))) {
            None => Self::Plain(text.into()),
            Some(("", "")) => Self::Any,
            Some((before, after)) => Self::Around(before.into(), after.into()),
        }
    }

    fn fits(&self, part: &str) -> bool {
        match self {
            Self::Plain(text) => **text == *part,
            Self::Any => !part.is_empty(),
            Self::Around(before, after) => {
                part.len() > before.len() + after.len() && part.starts_with(&**before) && part.ends_with(&**after)
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Route {
    method: Box<str>,
    parts: Box<[Part]>,
    at: usize,
}

/// What was found for a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The operation at this place of the description.
    Operation(usize),
    /// The path is known with these methods only.
    OtherMethods(String),
    /// Nothing has this path.
    Nothing,
}

/// The operations of a service, ready to be matched: concrete paths before templated ones (OpenAPI 3.1, paths object).
#[derive(Clone, Debug, Default)]
pub struct Operations(Vec<Route>);

impl Operations {
    /// Reads the templates.
    pub fn new(operations: &[Operation]) -> Self {
        let mut routes: Vec<Route> = operations
            .iter()
            .enumerate()
            .map(|(at, operation)| Route {
                method: operation.method.as_str().into(),
                parts: parts(&operation.template),
                at,
            })
            .collect();
        routes.sort_by(|one, other| one.parts.cmp(&other.parts));
        Self(routes)
    }

    /// The operation that a call means.
    pub fn find(&self, method: &str, path: &[Cow<'_, str>]) -> Found {
        let mut others = String::new();
        for route in self.0.iter().filter(|route| route.fits(path)) {
            if *route.method == *method {
                return Found::Operation(route.at);
            }
            if !others.split(", ").any(|known| known == &*route.method) {
                others.push_str(if others.is_empty() { "" } else { ", " });
                others.push_str(&route.method);
            }
        }
        if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
    }
}

impl Route {
    fn fits(&self, path: &[Cow<'_, str>]) -> bool {
        self.parts.len() == path.len() && self.parts.iter().zip(path).all(|(part, text)| part.fits(text))
    }
}

fn parts(template: &str) -> Box<[Part]> {
    let inner = template.strip_prefix('/').unwrap_or(template);
    if inner.is_empty() { Box::default() } else { inner.split('/').map(Part::read).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operations(all: &[(&str, &str)]) -> Operations {
        let one = |(method, template): &(&str, &str)| Operation {
            method: (*method).into(),
            template: (*template).into(),
            id: format!("{method} {template}"),
            request: None,
            example: None,
        };
        Operations::new(&all.iter().map(one).collect::<Vec<_>>())
    }

    fn find(operations: &Operations, method: &str, path: &str) -> Found {
        let parts: Vec<Cow<'_, str>> = path.split('/').skip(1).map(Cow::Borrowed).collect();
        operations.find(method, &parts)
    }

    #[test]
    fn a_concrete_path_comes_before_a_templated_one() {
        let all = operations(&[("GET", "/pasien/{nik}"), ("GET", "/pasien/baru"), ("POST", "/pasien")]);
        assert_eq!(find(&all, "GET", "/pasien/baru"), Found::Operation(1));
        assert_eq!(find(&all, "GET", "/pasien/3517"), Found::Operation(0));
        assert_eq!(find(&all, "POST", "/pasien"), Found::Operation(2));
    }

    #[test]
    fn another_method_is_told_and_another_path_is_not() {
        let all = operations(&[("GET", "/a/{x}"), ("PUT", "/a/{x}"), ("GET", "/")]);
        assert_eq!(find(&all, "DELETE", "/a/1"), Found::OtherMethods("GET, PUT".into()));
        for wrong in ["/a", "/a/", "/a/1/2", "/b", "/A/1"] {
            assert_eq!(find(&all, "GET", wrong), Found::Nothing, "{wrong}");
        }
        assert_eq!(all.find("GET", &[]), Found::Operation(2), "the root of the service");
        assert_eq!(all.find("get", &[]), Found::OtherMethods("GET".into()), "methods are written in capitals");
    }

    #[test]
    fn a_template_may_stand_inside_a_part() {
        let all = operations(&[("GET", "/berkas/{id}.json"), ("GET", "/berkas/{id}")]);
        assert_eq!(find(&all, "GET", "/berkas/7.json"), Found::Operation(0));
        assert_eq!(find(&all, "GET", "/berkas/7.csv"), Found::Operation(1));
        assert_eq!(find(&all, "GET", "/berkas/.json"), Found::Operation(1), "a value is never empty");
    }
}
