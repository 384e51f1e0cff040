//! Orders as desk writes them.

use cases::doors::{MESSAGE_TOPIC, MessageOrder, MessageTo};
use kernel::{CaseNumber, Lang, Role, TextRef};
use store::{Commit, DRAWN, Outgoing, Person};
use testkit::Ledger;

/// What a resident left.
#[derive(Clone, Copy, Default)]
pub struct Contact {
    pub name: &'static str,
    pub phone: &'static str,
    pub email: &'static str,
    pub hidden: bool,
}

pub const SITI: Contact =
    Contact { name: "Siti Rohmah", phone: "0812-3456-7890", email: "siti@contoh.id", hidden: false };

/// The number of every case here.
pub fn number() -> CaseNumber {
    CaseNumber::new("PGD", 2027, 123)
}

/// Orders message `place` of a case for a resident and answers the person whose key seals it.
pub async fn to_resident(ledger: &Ledger, case: &str, place: i64, contact: Contact, text: &str) -> Person {
    let (now, chance) = (ledger.now(), &ledger.chance);
    let vault = ledger.store.vault("35.17", now, chance).await.unwrap();
    let (person, keep) = vault.new_person(now, chance).unwrap();
    let commit = Commit::of_statements("35.17", vec![keep]);
    ledger.store.commit(commit, now).await.unwrap();
    to_known(ledger, case, place, &person, contact, text).await;
    person
}

/// The same for a resident who has a key already.
pub async fn to_known(ledger: &Ledger, case: &str, place: i64, person: &Person, contact: Contact, text: &str) {
    let (now, chance) = (ledger.now(), &ledger.chance);
    let vault = ledger.store.vault("35.17", now, chance).await.unwrap();
    let mut statements = Vec::new();
    let mut seal = |text: &str| -> Option<TextRef> {
        (!text.is_empty()).then(|| {
            let (reference, statement) = vault.seal(person, text, now, chance).unwrap();
            statements.push(statement);
            reference
        })
    };
    let to = MessageTo::Person {
        hidden: contact.hidden,
        name: seal(contact.name),
        phone: seal(contact.phone),
        email: seal(contact.email),
    };
    let text = seal(text).unwrap();
    write(ledger, case, place, person, (to, text), statements).await;
}

/// Orders the link of a saved form, which belongs to no case.
pub async fn without_case(ledger: &Ledger, draft: &str, contact: Contact, text: &str) {
    of_form(ledger, draft, contact, (text, "mesin:lanjutkan", None)).await;
}

/// Orders a code that holds until then.
pub async fn a_code(ledger: &Ledger, draft: &str, contact: Contact, until: kernel::Instant) {
    of_form(ledger, draft, contact, ("Kode Anda 123456", "mesin:kode", Some(until))).await;
}

async fn of_form(
    ledger: &Ledger,
    draft: &str,
    contact: Contact,
    (text, key, until): (&str, &str, Option<kernel::Instant>),
) {
    let (now, chance) = (ledger.now(), &ledger.chance);
    let vault = ledger.store.vault("35.17", now, chance).await.unwrap();
    let (person, keep) = vault.new_person(now, chance).unwrap();
    let (text, sealed) = vault.seal(&person, text, now, chance).unwrap();
    let (email, address) = vault.seal(&person, contact.email, now, chance).unwrap();
    let to = MessageTo::Person { hidden: true, name: None, phone: None, email: Some(email) };
    let mut order = order(draft, 0, &person, (to, text));
    (order.number, order.unit, order.until) = (None, String::new(), until);
    key.clone_into(&mut order.key);
    keep_order(ledger, &order, vec![keep, sealed, address]).await;
}

/// Orders an escalation for the heads of a unit.
pub async fn to_heads(ledger: &Ledger, case: &str, unit: &str) {
    let (now, chance) = (ledger.now(), &ledger.chance);
    let vault = ledger.store.vault("35.17", now, chance).await.unwrap();
    let (person, keep) = vault.new_person(now, chance).unwrap();
    let (text, sealed) = vault.seal(&person, &format!("Laporan {DRAWN} melewati batas waktu"), now, chance).unwrap();
    let to = MessageTo::Staff { unit: unit.to_owned(), role: Role::Head };
    write(ledger, case, 1, &person, (to, text), vec![keep, sealed]).await;
}

async fn write(
    ledger: &Ledger,
    case: &str,
    place: i64,
    person: &Person,
    what: (MessageTo, TextRef),
    statements: Vec<store::Statement>,
) {
    keep_order(ledger, &order(case, place, person, what), statements).await;
}

fn order(case: &str, place: i64, person: &Person, (to, text): (MessageTo, TextRef)) -> MessageOrder {
    MessageOrder {
        once: format!("{case}/{place}/{}", person.id()),
        case: case.to_owned(),
        number: Some(number()),
        order: place,
        key: "masuk:survei".to_owned(),
        to,
        lang: Lang::Id,
        person: person.id().to_owned(),
        text,
        unit: "dinas-pupr".to_owned(),
        until: None,
    }
}

async fn keep_order(ledger: &Ledger, order: &MessageOrder, statements: Vec<store::Statement>) {
    let outgoing = Outgoing {
        topic: MESSAGE_TOPIC.to_owned(),
        once_key: order.once.clone(),
        payload: serde_json::to_value(order).unwrap(),
        due_at: ledger.now(),
    };
    let commit = Commit { statements, outbox: vec![outgoing], ..Commit::new("35.17", "", 0) };
    ledger.store.commit(commit, ledger.now()).await.unwrap();
}
