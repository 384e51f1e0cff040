//! Journeys as tables: what residents, offices and silence do to a case, step by step, by pages alone.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::people::{Application, Put, Receipt, Scene, act, apply, decide, keep, put, sign_in, stranger, track};
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;

/// One thing that happens in a journey.
pub enum Step {
    /// An officer takes an action: who, `step.action`, what is filled in.
    Officer(&'static str, &'static str, &'static [Put]),
    /// The resident takes an action: `step.action`, what is filled in, which fields may be.
    Resident(&'static str, &'static [Put], &'static [&'static str]),
    /// An officer passes the one-time link on, and whoever holds it answers: who, `step.action`, what is filled in.
    Link(&'static str, &'static str, &'static [Put]),
    /// Calendar days pass in which nobody does anything, until the time of this step, or of `total`, has run out.
    Lapse(&'static str, i64),
    /// The resident objects to the end.
    Object(&'static str),
    /// The resident's page says this.
    Reads(&'static str),
    /// The resident's page does not offer this action.
    NoMore(&'static str),
    /// A stranger's page says this.
    Public(&'static str),
    /// The case page of this officer says this.
    Desk(&'static str, &'static str),
    /// The public list of broken promises names the case.
    Late,
}

/// A journey.
pub struct Journey {
    /// How the test is called.
    pub name: &'static str,
    /// What the resident sends.
    pub sent: &'static Application,
    /// What happens then.
    pub steps: &'static [Step],
    /// Id of the end.
    pub end: &'static str,
}

/// A table of journeys; each is a test without script and one with it.
macro_rules! journeys {
    (in $town:ident; $($(#[doc = $doc:literal])* $name:ident: $sent:ident, ends $end:literal, [$($step:expr),+ $(,)?];)+) => {
        /// All journeys.
        const ALL: &[crate::play::Journey] =
            &[$(crate::play::Journey { name: stringify!($name), sent: &$sent, steps: &[$($step),+], end: $end }),+];
        mod without_script {
            $(#[tokio::test]
            async fn $name() -> anyhow::Result<()> {
                crate::play::play(super::ALL, stringify!($name), crate::browser::Screen::PLAIN_PHONE, crate::town::Town::$town).await
            })+
        }
        mod with_script {
            $(#[tokio::test]
            async fn $name() -> anyhow::Result<()> {
                crate::play::play(super::ALL, stringify!($name), crate::browser::Screen::PHONE, crate::town::Town::$town).await
            })+
        }
    };
}

pub(crate) use journeys;

/// Plays the journey of this name in a town of its own.
pub async fn play(all: &[Journey], name: &str, screen: Screen, town: impl AsyncFnOnce() -> Result<Town>) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let journey = all.iter().find(|journey| journey.name == name).context("journey")?;
    let town = town().await?;
    in_window(&town.base, screen, async |resident: &Browser| {
        in_window(&town.base, screen, async |office: &Browser| {
            walk(journey, &Scene { town: &town, resident, office }).await
        })
        .await
    })
    .await
}

async fn walk(journey: &Journey, scene: &Scene<'_>) -> Result<()> {
    let receipt = apply(scene.town, scene.resident, journey.sent).await.context("sending")?;
    let mut seated = "";
    for (place, step) in journey.steps.iter().enumerate() {
        take(scene, &receipt, step, &mut seated)
            .await
            .with_context(|| format!("step {} of {}", place + 1, journey.name))?;
    }
    sign_in(scene.office, "indra").await?;
    scene.office.go(&format!("/kerja/kasus/{}", receipt.number)).await?;
    scene.office.sees("Kasus ini sudah berakhir").await?;
    keep(scene.resident, &format!("alur-{}", journey.name)).await
}

/// Lets another officer sit down where somebody else sits.
async fn seat(scene: &Scene<'_>, who: &'static str, seated: &mut &'static str) -> Result<()> {
    if *seated != who {
        sign_in(scene.office, who).await?;
        *seated = who;
    }
    Ok(())
}

async fn take(scene: &Scene<'_>, receipt: &Receipt, step: &Step, seated: &mut &'static str) -> Result<()> {
    let (resident, number) = (scene.resident, receipt.number.as_str());
    match *step {
        Step::Officer(who, action, puts) => {
            seat(scene, who, seated).await?;
            act(scene.office, number, action, puts).await.context(action)
        }
        Step::Resident(action, puts, may) => {
            let name = action.split('.').nth(1).context("step.action")?;
            track(resident, receipt).await?;
            let form = resident.form(&format!("form[action$=\"/tindakan/{name}\"]")).await?;
            ensure!(form.names().await? == may, "{action} lets the resident fill in {:?}", form.names().await?);
            decide(resident, receipt, name, puts).await.context(action)
        }
        Step::Link(who, action, puts) => {
            seat(scene, who, seated).await?;
            answer_by_link(scene, number, action, puts).await.context(action)
        }
        Step::Lapse(_, days) => {
            // Sessions end meanwhile.
            *seated = "";
            scene.town.wait(days).await
        }
        Step::Object(reason) => {
            track(resident, receipt).await?;
            let form = resident.form("form[action$=\"/banding\"]").await?;
            form.fill("alasan", reason).await?;
            form.send().await
        }
        Step::Reads(words) => {
            track(resident, receipt).await?;
            resident.sees(words).await
        }
        Step::NoMore(action) => {
            track(resident, receipt).await?;
            let offered = resident.has(&format!("form[action$=\"/tindakan/{action}\"]")).await?;
            ensure!(!offered, "{action} is offered once more");
            Ok(())
        }
        Step::Public(words) => {
            stranger(resident, number).await?;
            resident.sees(words).await?;
            resident.lacks("Bu Sulastri").await?;
            resident.lacks("depan pasar").await
        }
        Step::Desk(who, words) => {
            seat(scene, who, seated).await?;
            scene.office.go(&format!("/kerja/kasus/{number}")).await?;
            scene.office.sees(words).await
        }
        Step::Late => {
            resident.go("/terlambat").await?;
            resident.sees(number).await
        }
    }
}

/// Reads the link from the case page, opens it where nobody is signed in, answers, and finds it over.
pub async fn answer_by_link(scene: &Scene<'_>, number: &str, action: &str, puts: &[Put]) -> Result<()> {
    let path = link(scene, number).await?;
    let (_, name) = action.split_once('.').context("step.action")?;
    let holder = scene.resident;
    holder.client.delete_all_cookies().await?;
    holder.go(&path).await?;
    let tab = format!("nav.tabs a[href$=\"aksi={name}\"]");
    if holder.has(&tab).await? {
        holder.follow(&tab).await?;
    }
    let form = holder.form(&format!("form:has(input[name=_aksi][value=\"{name}\"])")).await?;
    put(&form, puts).await?;
    form.send().await?;
    holder.sees("Terima kasih").await?;
    holder.go(&path).await?;
    holder.sees("sudah tidak berlaku").await
}

/// The path of the one-time link that the case page shows to the office.
pub async fn link(scene: &Scene<'_>, number: &str) -> Result<String> {
    crate::people::open_case(scene.office, number).await?;
    let links = scene.office.texts("#tindakan code").await?;
    let link = links.iter().find(|text| text.contains("/t/")).with_context(|| format!("no link among {links:?}"))?;
    Ok(link.trim_start_matches(&scene.town.base).to_owned())
}

/// Whether the journeys together take every action of the definition, reach every end and let every time run out that
/// something happens after.
pub fn assert_covered(source: &str, all: &[Journey]) -> Result<()> {
    let definition = definition::load(source).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let steps = || all.iter().flat_map(|journey| journey.steps);
    let taken = steps().filter_map(|step| match step {
        Step::Officer(_, action, _) | Step::Resident(action, ..) | Step::Link(_, action, _) => {
            Some((*action).to_owned())
        }
        _ => None,
    });
    let of_step = |(step, one): (&String, &definition::model::Step)| {
        one.actions.keys().map(|action| format!("{step}.{action}")).collect::<Vec<_>>()
    };
    let actions: BTreeSet<String> = definition.steps.iter().flat_map(of_step).collect();
    assert_eq!(taken.collect::<BTreeSet<_>>(), actions, "actions");
    let ends: BTreeSet<&str> = all.iter().map(|journey| journey.end).collect();
    assert_eq!(ends, definition.ends.keys().map(String::as_str).collect(), "ends");
    let lapsed = steps().filter_map(|step| match step {
        Step::Lapse(what, _) => Some(*what),
        _ => None,
    });
    let total = definition.deadline.lapse.as_ref().map(|_| "total");
    let of_steps = definition.steps.iter().filter(|(_, step)| step.lapse.is_some()).map(|(id, _)| id.as_str());
    assert_eq!(lapsed.collect::<BTreeSet<_>>(), total.into_iter().chain(of_steps).collect(), "time-outs");
    Ok(())
}
