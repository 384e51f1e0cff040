//! What a form asks about reaching whoever sends it, and what is wrong with what was typed there.

use super::words;
use crate::codes::Way;
use crate::commands::contact;
use crate::refusal::DeskRefusal;
use crate::{Desk, Desked};
use definition::Definition;
use web::form::Mistake;
use web::{Submission, View};

/// Number and address, as this form asks for them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contacts {
    /// One of the two must be given.
    any: bool,
    /// This one must be given: it is proved before the form is sent.
    needed: Option<Way>,
    /// Whether a code can be sent to it.
    reached: bool,
}

impl Contacts {
    /// As a resident's own form asks for them.
    pub fn of(desk: &Desk, definition: &Definition) -> Self {
        let reached = desk.proves(definition).is_some();
        Self { any: definition.reporter.contact_required, needed: Way::of(definition), reached }
    }

    /// As the counter asks for them: an officer sees the person, so nothing is proved.
    pub const fn at_counter(definition: &Definition) -> Self {
        Self { any: definition.reporter.contact_required, needed: None, reached: false }
    }

    pub const fn phone_label(self) -> &'static str {
        match self.needed {
            Some(Way::Phone) => "warga-hp-perlu",
            _ if self.any => "warga-hp-wajib",
            _ => "warga-hp",
        }
    }

    pub const fn phone_hint(self) -> &'static str {
        match self.needed {
            Some(Way::Phone) if self.reached => "warga-hp-kode",
            Some(Way::Phone) => "warga-hp-tanpa-kode",
            _ => "warga-hp-kata",
        }
    }

    pub const fn email_label(self) -> &'static str {
        if matches!(self.needed, Some(Way::Email)) { "warga-surel-perlu" } else { "warga-surel" }
    }

    pub const fn email_hint(self) -> &'static str {
        match self.needed {
            Some(Way::Email) if self.reached => "warga-surel-kode",
            Some(Way::Email) => "warga-surel-tanpa-kode",
            _ => "warga-surel-kata",
        }
    }

    /// What is wrong with number and address, to be named beside the form's other mistakes.
    pub fn mistakes(self, v: &View, sent: &Submission) -> Vec<Mistake> {
        let (phone, email) = (sent.text("_hp"), sent.text("_surel"));
        let by_code = self.needed == Some(Way::Phone);
        let phone = if by_code { contact::mobile(phone) } else { contact::phone(phone) };
        let email = contact::email(email);
        let is_none = |read: &Desked<Option<String>>| matches!(read, Ok(None));
        match self.needed {
            Some(Way::Phone) if is_none(&phone) => return vec![Mistake::new("_hp", v.t("warga-hp-kosong"))],
            Some(Way::Email) if is_none(&email) => return vec![Mistake::new("_surel", v.t("warga-surel-kosong"))],
            None if self.any && is_none(&phone) && is_none(&email) => {
                return vec![Mistake::new("_hp", words::refusal(v, &DeskRefusal::ContactRequired))];
            }
            _ => {}
        }
        let wrong = if by_code { "warga-hp-seluler" } else { "warga-hp-keliru" };
        let read = [("_hp", wrong, phone), ("_surel", "warga-surel-keliru", email)];
        let faulty = read.into_iter().filter(|(_, _, read)| read.is_err());
        faulty.map(|(field, key, _)| Mistake::new(field, v.t(key))).collect()
    }
}
