//! The form of an action, drawn from the definition, with what was typed still in it.

use super::words;
use crate::pages::citizen::sources;
use crate::sources::Asking;
use crate::{CaseView, Desk, Offered};
use definition::model::{FieldKind, Item, ItemKind, Outcome, Reason, Rule, Target};
use definition::standard::condition_in_words;
use definition::value::SELF_ENTERED;
use definition::{Definition, Stage};
use web::form::{Drawn, Form, Kept, Mistake, Places, texts};
use web::{FormKey, FormToken, Markup, Submission, View};

/// Purpose of every form token on the case page.
pub(super) const TOKEN: &str = "kasus";

/// A form that is shown again, with everything in it.
pub(super) struct Again {
    /// `STEP.ACTION`, or the noun of the engine's verb.
    pub form: String,
    pub typed: Submission,
    pub mistakes: Vec<Mistake>,
    /// Key of the form: it stays, so that sending again is still one act.
    pub key: Option<FormKey>,
    /// Handle of the draft that holds the files; empty without any.
    pub draft: String,
    /// What a source was just asked, and how that ended.
    pub asked: Option<sources::Note>,
}

impl Again {
    /// A form as it came in.
    pub fn new(form: &str, typed: Submission) -> Self {
        Self { form: form.to_owned(), typed, mistakes: Vec::new(), key: None, draft: String::new(), asked: None }
    }
}

/// Where the form of an action stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    /// On the page of the case.
    Case,
    /// Beside the documents.
    Beside,
    /// On a page that is carried along; there is nobody to ask then.
    Carried,
}

/// What the officer may do at the steps now: one tab per action, one form open.
pub(super) struct Panel {
    pub tabs: Vec<Tab>,
    pub form: Option<ActionForm>,
}

pub(super) struct Tab {
    pub href: String,
    pub text: String,
    pub here: bool,
}

/// The open action.
pub(super) struct ActionForm {
    pub href: String,
    pub name: String,
    pub label: String,
    /// Where it leads.
    pub leads: String,
    /// What it needs, where that is not yet so.
    pub needs: String,
    /// Why it cannot be taken at all.
    pub blocked: String,
    pub uses: String,
    pub danger: bool,
    pub drawn: Drawn,
    /// Some buttons stand before the one that acts.
    pub asks: bool,
    pub reason: Option<ReasonField>,
    /// What is checked document by document, where they stand beside the form.
    pub documents: Vec<DocumentChecks>,
    pub marks: Vec<MarkBox>,
    pub mark_error: String,
    pub draft: String,
    pub token: FormToken,
    /// Where a script sends it that was filled in without a signal; empty where it may not be.
    pub carried: String,
}

/// Something to choose from.
pub(super) struct Choice {
    pub value: String,
    pub name: String,
    pub chosen: bool,
}

impl Choice {
    /// `value` called `name`; chosen if it is `now`.
    pub fn new(value: &str, name: &str, now: &str) -> Self {
        Self { value: value.to_owned(), name: name.to_owned(), chosen: value == now }
    }
}

/// An answer with its label.
pub(super) struct Given {
    pub label: String,
    pub value: String,
    /// Filled in by an officer.
    pub office: bool,
    /// Where it came from, for what a source could give; else empty.
    pub origin: String,
}

pub(super) struct ReasonField {
    pub codes: Vec<Choice>,
    pub code_error: String,
    pub text: String,
    pub text_error: String,
}

/// A field of the resident that can be marked to be mended.
pub(super) struct MarkBox {
    pub id: String,
    pub label: String,
    pub marked: bool,
}

/// What is to be checked in one document.
pub(super) struct DocumentChecks {
    /// `berkas.ID`.
    pub id: String,
    pub label: String,
    /// How many of it were sent.
    pub count: usize,
    /// Its part of the checklist.
    pub fields: Markup,
    /// Whether it is marked to be mended; `None` where this action marks nothing.
    pub marked: Option<bool>,
}

impl Panel {
    /// The panel with the action that the address or the form that is shown again names; else the first that can be taken.
    pub fn of(v: &View, desk: &Desk, case: &CaseView, again: Option<&Again>, beside: bool) -> Result<Self, web::Error> {
        let asked = again.map_or_else(|| super::query(v.query(), "tindakan"), |again| again.form.clone());
        let name = |offered: &Offered| format!("{}.{}", offered.step, offered.id);
        let named = case.offered.iter().find(|offered| name(offered) == asked);
        let usual = case.offered.iter().find(|offered| offered.blocked.is_none()).or(case.offered.first());
        let open = named.or(usual);
        let several = case.offered.iter().any(|offered| case.offered.iter().any(|other| other.step != offered.step));
        let tabs = case.offered.iter().map(|offered| Tab {
            href: format!(
                "/kerja/kasus/{}{}?tindakan={}#tindakan",
                case.head.number,
                if beside { "/periksa" } else { "" },
                name(offered)
            ),
            text: if several { format!("{} ({})", offered.label, offered.step_name) } else { offered.label.clone() },
            here: open.is_some_and(|open| name(open) == name(offered)),
        });
        let again = again.filter(|again| open.is_some_and(|open| name(open) == again.form));
        let spot = if beside { Spot::Beside } else { Spot::Case };
        Ok(Self {
            tabs: tabs.collect(),
            form: open.map(|open| ActionForm::of(v, desk, case, open, again, spot)).transpose()?,
        })
    }
}

impl Panel {
    /// The one form that this address names, to be carried along.
    pub fn carried(v: &View, desk: &Desk, case: &CaseView, action: &str) -> Result<Self, web::Error> {
        let named = case.offered.iter().find(|offered| format!("{}.{}", offered.step, offered.id) == action);
        let form = named.map(|offered| ActionForm::of(v, desk, case, offered, None, Spot::Carried)).transpose()?;
        let carried = format!("/kerja/luring/{}/{action}", case.head.number);
        Ok(Self { tabs: Vec::new(), form: form.map(|form| ActionForm { carried, ..form }) })
    }
}

impl ActionForm {
    fn of(
        v: &View,
        desk: &Desk,
        case: &CaseView,
        offered: &Offered,
        again: Option<&Again>,
        spot: Spot,
    ) -> Result<Self, web::Error> {
        let (action, beside) = (&offered.action, spot == Spot::Beside);
        let typed = again.map_or_else(|| texts(&case.answers), |again| again.typed.clone());
        let mistakes = again.map_or(&[][..], |again| &again.mistakes);
        let error = |field: &str| {
            mistakes
                .iter()
                .find(|mistake| mistake.field == field)
                .map(|mistake| mistake.message.clone())
                .unwrap_or_default()
        };
        let blocked = offered.blocked.as_ref().map(|why| super::refused_words(v, why));
        let name = format!("{}.{}", offered.step, offered.id);
        let href = format!("/kerja/kasus/{}/tindakan/{name}", case.head.number);
        let offers = match spot {
            Spot::Carried => Vec::new(),
            Spot::Case | Spot::Beside => offers(v, desk, case, offered, (again, &typed), &href)?,
        };
        Ok(Self {
            label: offered.label.clone(),
            leads: leads(v, case, offered),
            needs: needs(v, case, offered),
            blocked: blocked.map(|(what, advice)| format!("{what}. {advice}")).unwrap_or_default(),
            uses: offered.uses_left.map(|left| v.t1("meja-sisa-pakai", "jumlah", left)).unwrap_or_default(),
            danger: ends_badly(case, offered),
            drawn: drawn(v, desk, case, offered, (again, &typed), (beside, &offers))?,
            asks: !offers.is_empty(),
            href,
            reason: reason(desk, action, &typed, &error),
            documents: if beside { documents(v, desk, case, offered, again, &typed)? } else { Vec::new() },
            marks: if action.mark_fields { marks(case, &typed, beside) } else { Vec::new() },
            mark_error: error(MARKS),
            draft: again.map(|again| again.draft.clone()).unwrap_or_default(),
            token: again.and_then(|again| again.key).map_or_else(|| v.token(TOKEN), |key| v.token_for(TOKEN, key)),
            carried: String::new(),
            name,
        })
    }
}

/// Name of the boxes that mark fields.
pub(super) const MARKS: &str = "_tandai";
/// Name of the reason's code and words.
pub(super) const CODE: &str = "_kode";
pub(super) const REASON: &str = "_alasan";

fn drawn(
    v: &View,
    desk: &Desk,
    case: &CaseView,
    offered: &Offered,
    (again, typed): (Option<&Again>, &Submission),
    (beside, offers): (bool, &[(String, Markup)]),
) -> Result<Drawn, web::Error> {
    let definition = &needed(case, offered);
    let stage = Stage::Step(offered.step.clone());
    let asks_place = definition.fields.values().any(|field| {
        field.filled_at.as_ref() == Some(&offered.step)
            && matches!(field.kind, FieldKind::Point { .. } | FieldKind::Address)
    });
    let places = if asks_place { places(desk) } else { Places::default() };
    let kept = again.map(|again| kept(v, again)).unwrap_or_default();
    let checklist = checklist(case, offered).iter().filter(|item| !beside || document_of(case, item).is_none());
    let checklist: Vec<Item> = checklist.cloned().collect();
    sources::with_offers(Form::new(v, desk.lists(), &places).of(definition, &stage), offers)
        .items(&checklist, offered.binding)
        .items(&offered.action.evidence, offered.binding)
        .known(&case.answers)
        .values(typed)
        .mistakes(again.map_or(&[], |again| &again.mistakes))
        .kept(&kept)
        .draw()
}

/// The buttons of sources for the fields of this step.
fn offers(
    v: &View,
    desk: &Desk,
    case: &CaseView,
    offered: &Offered,
    (again, typed): (Option<&Again>, &Submission),
    href: &str,
) -> Result<Vec<(String, Markup)>, web::Error> {
    let stage = Stage::Step(offered.step.clone());
    let asking = Asking::of_case(&case.definition, &stage, &case.answers);
    let here = asking.open(desk.lists());
    sources::offers_on(v, desk, &asking, (typed, again.and_then(|again| again.asked.as_ref())), (href, &here))
}

fn checklist<'a>(case: &'a CaseView, offered: &Offered) -> &'a [Item] {
    case.definition.steps.get(&offered.step).map_or(&[][..], |step| &step.checklist)
}

/// The document that an entry of the checklist is about: `ktp_terbaca` is about `berkas.ktp`, the longest name that fits.
fn document_of<'a>(case: &'a CaseView, item: &Item) -> Option<&'a str> {
    let about = |file: &&String| item.id.strip_prefix(file.as_str()).is_some_and(|rest| rest.starts_with('_'));
    case.definition.files.keys().filter(about).max_by_key(|file| file.len()).map(String::as_str)
}

/// The documents of the form, each with its part of the checklist and its mark.
fn documents(
    v: &View,
    desk: &Desk,
    case: &CaseView,
    offered: &Offered,
    again: Option<&Again>,
    typed: &Submission,
) -> Result<Vec<DocumentChecks>, web::Error> {
    let seen = definition::form::view(&case.definition, &case.answers, &Stage::Opening);
    let (places, mut all) = (Places::default(), Vec::new());
    for (id, file) in &case.definition.files {
        let own = checklist(case, offered).iter().filter(|item| document_of(case, item) == Some(id));
        let own: Vec<Item> = own.cloned().collect();
        let count = case.files.iter().filter(|sent| sent.field == *id).count();
        let shown = count > 0 || seen.files.contains_key(id);
        let marks = offered.action.mark_fields && seen.files.contains_key(id);
        if !shown || (own.is_empty() && !marks) {
            continue;
        }
        let kept = again.map(|again| kept(v, again)).unwrap_or_default();
        let form = Form::new(v, desk.lists(), &places).items(&own, offered.binding).values(typed).kept(&kept);
        let drawn = form.mistakes(again.map_or(&[], |again| &again.mistakes)).draw()?;
        all.push(DocumentChecks {
            label: file.label.clone(),
            fields: drawn.fields,
            marked: marks.then(|| typed.all(MARKS).any(|mark| mark == id)),
            id: id.clone(),
            count,
        });
    }
    Ok(all)
}

/// The definition as this form asks it: the one field on which the action depends is not called optional.
fn needed(case: &CaseView, offered: &Offered) -> Definition {
    let mut definition = Definition::clone(&case.definition);
    let condition = offered.action.condition.as_ref();
    if let Some([only]) = condition.map(|condition| condition.expr.fields()).as_deref()
        && let Some(field) = definition.fields.get_mut(*only)
    {
        field.required = Rule::Always;
    }
    definition
}

/// Photos that wait in the draft; the handler counted them into the form as `_terlampir`.
fn kept(v: &View, again: &Again) -> Vec<Kept> {
    let fields = again.typed.all(KEPT);
    fields
        .enumerate()
        .map(|(at, field)| Kept {
            field: field.to_owned(),
            name: v.t1("meja-foto-ke", "n", at + 1),
            address: None,
            picture: false,
        })
        .collect()
}

/// Name under which the handler notes photos that are kept in the draft.
pub(super) const KEPT: &str = "_terlampir";

/// Ids of the photos that an action may bring along.
pub(super) fn photo_items<'a>(case: &'a CaseView, offered: &'a Offered) -> impl Iterator<Item = &'a Item> {
    checklist(case, offered).iter().chain(&offered.action.evidence).filter(|item| item.kind == ItemKind::Photo)
}

fn places(desk: &Desk) -> Places {
    let villages = desk.gazetteer().villages();
    let districts = desk.gazetteer().districts();
    let districts = districts.iter().map(|district| web::form::District {
        name: district.name.clone(),
        villages: villages
            .iter()
            .filter(|village| village.district == district.code)
            .map(|village| (village.code.clone(), village.name.clone()))
            .collect(),
    });
    Places { districts: districts.collect() }
}

fn reason(
    desk: &Desk,
    action: &definition::model::Action,
    typed: &Submission,
    error: &dyn Fn(&str) -> String,
) -> Option<ReasonField> {
    let codes = match &action.reason {
        Reason::None => return None,
        Reason::Text => Vec::new(),
        Reason::List(list) => {
            let chosen = typed.text(CODE);
            let codes = desk.lists().get(list).into_iter().flatten();
            codes.map(|(code, label)| Choice::new(code, label, chosen)).collect()
        }
    };
    Some(ReasonField { codes, code_error: error(CODE), text: typed.text(REASON).to_owned(), text_error: error(REASON) })
}

/// The resident's visible fields and files; without the files where each has its own box.
fn marks(case: &CaseView, typed: &Submission, beside: bool) -> Vec<MarkBox> {
    let definition = &case.definition;
    let seen = definition::form::view(definition, &case.answers, &Stage::Opening);
    let marked = |id: &str| typed.all(MARKS).any(|mark| mark == id);
    let fields = seen.fields.keys().filter_map(|id| {
        let label = definition.fields.get(id)?.label.clone();
        Some(MarkBox { marked: marked(id), id: id.clone(), label })
    });
    let files = seen.files.keys().filter(|_| !beside).filter_map(|id| {
        let label = definition.files.get(id)?.label.clone();
        Some(MarkBox { marked: marked(id), id: id.clone(), label })
    });
    fields.chain(files).collect()
}

fn leads(v: &View, case: &CaseView, offered: &Offered) -> String {
    let names = offered.action.targets.iter().map(|target| match target {
        Target::End(id) => {
            let end = case.definition.ends.get(id).map_or_else(|| id.clone(), |end| end.name.clone());
            v.tf("meja-mengakhiri", &[("akhir", &end)])
        }
        Target::Step(id) | Target::Join(id) => {
            let step = case.definition.steps.get(id).map_or_else(|| id.clone(), |step| step.name.clone());
            v.tf("meja-menuju", &[("langkah", &step)])
        }
    });
    names.collect::<Vec<_>>().join(" ")
}

/// What must be filled in so that the action may be taken (semantics R38), where it is not so yet.
fn needs(v: &View, case: &CaseView, offered: &Offered) -> String {
    let open = offered.action.condition.as_ref().filter(|condition| !condition.holds(&case.answers));
    open.map(|condition| {
        let said = condition_in_words(&case.definition, condition);
        v.tf("meja-perlu", &[("syarat", &said.lang(v.lang()))])
    })
    .unwrap_or_default()
}

/// The condition of an action in words, for the mistake that names it.
pub(super) fn condition(v: &View, case: &CaseView, offered: &Offered) -> Option<(String, String)> {
    let condition = offered.action.condition.as_ref()?;
    let said = condition_in_words(&case.definition, condition);
    let fields = condition.expr.fields();
    let own = fields.into_iter().find(|id| {
        let field = case.definition.fields.get(*id);
        field.is_some_and(|field| field.filled_at.as_ref() == Some(&offered.step))
    });
    Some((own.unwrap_or_default().to_owned(), v.tf("meja-perlu", &[("syarat", &said.lang(v.lang()))])))
}

fn ends_badly(case: &CaseView, offered: &Offered) -> bool {
    offered.action.targets.iter().any(|target| match target {
        Target::End(id) => case.definition.ends.get(id).is_some_and(|end| end.outcome == Outcome::Failure),
        Target::Step(_) | Target::Join(_) => false,
    })
}

/// Answers as the officer reads them: the resident's, and what officers filled in.
pub(super) fn answers(v: &View, desk: &Desk, case: &CaseView) -> Vec<Given> {
    let fields = case.definition.fields.iter();
    let given = fields.filter_map(|(id, field)| {
        let value = case.answers.get(id)?;
        let said = words::value(v, desk, Some(&field.kind), value);
        let origin = origin(v, desk, case, id);
        Some(Given { label: field.label.clone(), value: said, office: field.filled_at.is_some(), origin })
    });
    given.collect()
}

/// Where a value came from that a source could give: "dari Dukcapil", or "diisi sendiri".
fn origin(v: &View, desk: &Desk, case: &CaseView, id: &str) -> String {
    let may = definition::origin::all(&case.definition).any(|inquiry| inquiry.fields().any(|own| own == id));
    match case.answers.source(id).filter(|_| may) {
        None => String::new(),
        Some(SELF_ENTERED) => v.t("meja-asal-sendiri").to_owned(),
        Some(source) => {
            v.t1("meja-asal-sumber", "sumber", desk.source_name(source).unwrap_or_else(|| source.to_owned()))
        }
    }
}
