//! From TOML to the model. Every key is known or refused; everything is read even after a fault,
//! so that many faults are shown at once.

mod expressions;
mod fields;
mod flow;
mod head;
mod letters;
mod scenarios;
mod schema;
mod step;
mod units;
mod values;

pub(crate) use schema::schema;
pub(crate) use units::units;
pub(crate) use values::template;

use crate::model::Definition;
use crate::reader::{self, Reader, Reading, Table};

/// The first line of every definition.
pub const FORMAT: &str = "#: format layanan 1";

pub(crate) fn read(text: &str) -> Reading<Definition> {
    reader::read(text, FORMAT, definition)
}

fn definition(reader: &Reader, root: &Table) -> Definition {
    let fields = fields::read(root);
    let types = fields::TypeTable::of(&fields.fields, reader);
    let fields = fields::with_conditions(fields, &types);
    let files = fields::files(root, &types);
    let head = head::read(root);
    let deadline = flow::case_deadline(root, head.kind);
    let steps = step::all(root, &types);
    let deadline = flow::resolve_lapse(deadline, &steps);
    let ends = flow::ends(root);
    let fees = letters::fees(root, &types);
    Definition {
        id: head.id,
        kind: head.kind,
        name: head.name,
        version: head.version,
        valid_from: head.valid_from,
        running_cases: head.running_cases,
        owner: head.owner,
        channels: head.channels,
        reporter: head.reporter,
        least_sign_in: head.least_sign_in,
        standard: head::standard(root),
        scenarios: scenarios::read(root, &fields),
        fields,
        files,
        fees,
        duplicates: flow::duplicates(root),
        deadline,
        steps: flow::resolve_targets(steps, &ends),
        ends,
        letters: letters::letters(root),
        messages: letters::messages(root),
        retention: letters::retention(root),
        hash: reader::hash(reader.text()),
    }
}
