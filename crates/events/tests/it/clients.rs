//! What others wrote reads our deliveries and our description unchanged. Runs where `cargo xtask test` fetched them.

use crate::office::{Office, office, wanted};
use crate::receiver::{Receiver, Seen};
use events::model::asyncapi;
use events::model::envelope::Origin;
use events::{Format, NewSubscription};
use kernel::Instant;
use serde_json::{Value as Json, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/klien");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/pages/contoh");

/// Where `cargo xtask test` put it; none where it could not be fetched, which that command says.
fn fetched(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// Runs a script with a task on its input; its output.
fn run(command: &mut Command, task: &str) -> String {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(task.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// Deliveries of two events in one format, at a moment that receivers take for the present one.
async fn task(format: Format, now: Instant) -> Json {
    let office: Office = office().await;
    office.ledger.clock.set(now);
    let receiver = Receiver::start().await;
    let new = NewSubscription { format, ..wanted("portal", &receiver.address) };
    let (_, secret) = office.subscribed(new, &receiver).await;
    office.cases(1..=2, "dinas-pupr").await;
    office.deliver().await;
    let delivery = |one: &Seen| {
        let headers: serde_json::Map<_, _> =
            one.headers.iter().map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap()))).collect();
        json!({ "headers": headers, "body": String::from_utf8(one.body.to_vec()).unwrap() })
    };
    let deliveries: Vec<Json> = receiver.take().iter().map(delivery).collect();
    json!({ "secret": secret, "now": now.seconds(), "deliveries": deliveries })
}

const SET: &str = "2027-03-01T09:00:00+07:00";

fn expected() -> Vec<String> {
    let line = |number: i64| {
        // The facts of the subscription itself take the first two places of the log.
        format!("3517-{} id.go.kab.gapura.case.opened.v1 PGD-2027-{number:06}-1 PGD-2027-{number:06}-1", number + 2)
    };
    vec![line(1), line(2)]
}

#[tokio::test]
async fn the_python_libraries_verify_and_read_deliveries() {
    let Some(packages) = fetched("GAPURA_TEST_PYTHON_CLIENTS") else { return };
    for format in Format::ALL {
        let task = task(format, Instant::parse(SET).unwrap()).await;
        let mut python = Command::new("python3");
        let output = run(python.env("PYTHONPATH", &packages).arg(format!("{SCRIPTS}/periksa.py")), &task.to_string());
        let wanted = if format == Format::Batch { Vec::new() } else { expected() };
        assert_eq!(output.lines().collect::<Vec<_>>(), wanted, "{format:?}");
    }
}

#[tokio::test]
async fn the_javascript_libraries_verify_and_read_deliveries_also_batches() {
    let Some(packages) = fetched("GAPURA_TEST_NODE_CLIENTS") else { return };
    for format in Format::ALL {
        let task = task(format, Instant::parse(SET).unwrap()).await;
        let mut node = Command::new("node");
        let output = run(node.env("KLIEN", &packages).arg(format!("{SCRIPTS}/periksa.mjs")), &task.to_string());
        assert_eq!(output.lines().collect::<Vec<_>>(), expected(), "{format:?}");
    }
}

#[test]
fn the_asyncapi_parser_finds_no_error_in_our_document() {
    let Some(packages) = fetched("GAPURA_TEST_NODE_CLIENTS") else { return };
    let registry = events::model::registry::Registry::shipped().unwrap();
    let origin = Origin { region: "35.17".into(), public_url: "https://gapura.contoh.go.id".into() };
    let document = asyncapi::document(&origin, &registry, "Kabupaten Jombang").to_string();
    let mut node = Command::new("node");
    let output = run(node.env("KLIEN", &packages).arg(format!("{SCRIPTS}/asyncapi.mjs")), &document);
    assert_eq!(output.trim(), registry.kinds().len().to_string());
}

#[tokio::test]
async fn the_php_example_of_the_page_for_developers_verifies_deliveries() {
    let Some(php) = fetched("GAPURA_TEST_PHP") else { return };
    // PHP asks the machine for the time: the delivery is made now.
    let now = kernel::Clock::now(&kernel::SystemClock);
    let task = task(Format::Structured, now).await;
    let mut php = Command::new(php);
    let output =
        run(php.arg(format!("{SCRIPTS}/periksa.php")).arg(format!("{EXAMPLES}/periksa.php")), &task.to_string());
    assert_eq!(output.lines().collect::<Vec<_>>(), ["3517-3", "3517-4"]);
}
