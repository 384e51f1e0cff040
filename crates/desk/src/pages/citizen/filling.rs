//! The form of a service, drawn once for everybody: at home and at the counter.

use super::contacts::Contacts;
use super::said::Said;
use super::{Counter, groups, sources};
use askama::Template;
use definition::Stage;
use definition::model::Definition;
use web::form::{Drawn, Form};
use web::{FormKey, FormToken, Markup, View};

/// Where the form is filled in.
pub(super) struct Place<'a> {
    /// Address that it is sent to.
    pub action: String,
    /// Name under which it is signed.
    pub form: String,
    /// An officer types it for somebody who stands there.
    pub at_counter: bool,
    /// A position that a photo suggests.
    pub position: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "citizen/filling.html")]
struct Fragment<'a> {
    v: &'a View,
    definition: &'a Definition,
    place: &'a Place<'a>,
    form: &'a Drawn,
    said: &'a Said,
    removable: Vec<(String, String)>,
    token: FormToken,
    contacts: Contacts,
    phone_error: &'a str,
    email_error: &'a str,
    /// People fill in themselves what a source would give.
    by_hand: bool,
    /// Some buttons stand before the one that sends.
    asks: bool,
    /// It can also be answered page by page.
    long: bool,
}

/// The list of mistakes, and the whole form with whatever was filled in.
pub(super) struct Filling {
    pub summary: Markup,
    pub form: Markup,
}

impl Filling {
    /// Draws it; `key` where the form was sent before.
    pub fn of(
        v: &View,
        counter: &Counter,
        definition: &Definition,
        said: &Said,
        place: &Place<'_>,
        key: Option<FormKey>,
    ) -> Result<Self, web::Error> {
        let kept = said.kept(v);
        let uploads = format!("{}/unggahan", place.action);
        let here: Vec<&str> = definition.fields.keys().map(String::as_str).collect();
        let offers = sources::offers(v, counter, definition, said, (&place.action, &here))?;
        let form = Form::new(v, counter.desk.lists(), &counter.villages)
            .of(definition, &Stage::Opening)
            .values(&said.sent)
            .mistakes(&said.mistakes)
            .kept(&kept)
            .uploads(&uploads);
        let drawn = sources::with_offers(form, &offers).draw()?;
        let fragment = Fragment {
            v,
            definition,
            place,
            form: &drawn,
            said,
            removable: said.removable(v),
            token: key.map_or_else(|| v.token(&place.form), |key| v.token_for(&place.form, key)),
            contacts: match place.at_counter {
                true => Contacts::at_counter(definition),
                false => Contacts::of(&counter.desk, definition),
            },
            phone_error: said.mistake("_hp"),
            email_error: said.mistake("_surel"),
            long: groups::is_long(definition),
            by_hand: sources::is_missing(counter, definition.fields.values()),
            asks: !offers.is_empty(),
        };
        let form = Markup::of(&fragment)?;
        Ok(Self { summary: drawn.summary, form })
    }
}
