//! Clients that others wrote, unmodified, and the portal's own examples, against the whole program with the machine's clock.
//! `cargo xtask test` fetches them; where one is not there its test says so.

use crate::http::{Client, Reply};
use crate::living::{KeyPair, Living, eventually, free_port};
use crate::programs::{Running, node, php, php_server, python, ran, scripts, told};
use portal::{Language, TOPICS};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_others_take_tokens_use_them_and_give_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let key = living.program().await;
    if let Some(mut python) = python() {
        told(&mut python, &living, &key);
        let said = ran(python.arg(scripts().join("token_klien.py"))).await;
        assert!(said.contains("authlib client_secret_post") && said.contains("requests-oauthlib body"), "{said}");
    }
    if let Some(mut node) = node("token_klien.mjs") {
        told(&mut node, &living, &key);
        assert!(ran(&mut node).await.contains("openid-client"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clients_of_others_sign_an_officer_on_renew_and_sign_out() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let key = living.sign_on().await;
    if let Some(mut python) = python() {
        told(&mut python, &living, &key);
        let said = ran(python.arg(scripts().join("masuk_klien.py"))).await;
        assert!(said.contains("authlib True") && said.contains("requests-oauthlib"), "{said}");
    }
    if let Some(mut node) = node("masuk_klien.mjs") {
        told(&mut node, &living, &key);
        assert!(ran(&mut node).await.contains("openid-client"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deliveries_are_verified_and_read_by_libraries_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let key = living.program().await;
    if let Some(mut python) = python() {
        python.arg(scripts().join("peristiwa_klien.py"));
        for format in ["structured", "binary"] {
            let (subscription, port) = subscribed(&living, &key, format).await;
            delivered(&living, &key, (&subscription, port), &mut python, " id.go.kab.gapura.case.opened.v1 ").await;
        }
    }
    if let Some(mut node) = node("peristiwa_klien.mjs") {
        let (subscription, port) = subscribed(&living, &key, "structured").await;
        delivered(&living, &key, (&subscription, port), &mut node, " id.go.kab.gapura.case.opened.v1 ").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_parser_of_asyncapi_reads_our_file_without_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut node) = node("asyncapi_klien.mjs") else { return };
    let living = Living::open(folder.path()).await;
    told(&mut node, &living, &KeyPair { id: String::new(), secret: String::new() });
    assert!(ran(&mut node).await.contains("asyncapi "));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schemathesis_finds_nothing_between_our_openapi_and_our_answers() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut python) = python() else { return };
    let living = Living::open(folder.path()).await;
    let key = living.program().await;
    let token = token(&living, &key, "peristiwa.baca peristiwa.langganan laporan.baca laporan.tulis").await;
    told(&mut python, &living, &key);
    python.current_dir(folder.path()).args(["-m", "schemathesis.cli", "--config-file"]);
    python.arg(scripts().join("schemathesis.toml")).args(["run", "--no-color", "--seed", "20261129"]);
    python.args(["--max-examples", "15", "--header", &format!("Authorization: Bearer {token}")]);
    let said = ran(python.arg(format!("{}/api/v1/openapi.json", living.url))).await;
    assert!(said.contains(" passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_that_ends_runs_as_the_portal_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let service = living.service().await;
    let key = living.program().await;
    let wanted = [
        ("token", "minta-token", "layanan.panggil"),
        ("panggil-layanan", "panggil", "P-2"),
        ("laporan", "kirim", "PGD-"),
        ("peristiwa", "ambil", "id.go.kab.gapura.case.opened.v1"),
        ("data-lama", "setor", "2 baris disetor"),
    ];
    for (topic, name, said) in wanted {
        if topic == "peristiwa" {
            let read = token(&living, &key, "peristiwa.baca").await;
            eventually("no event left", || async { !events(&living, &read).await.is_empty() }).await;
        }
        for language in Language::ALL {
            let example = written(folder.path(), &living, topic, (name, language));
            let Some(mut command) = started(language, &example) else { continue };
            if example.ends_with("setor.sh") {
                // It needs a server of SFTP whose key this machine knows: its grammar alone is looked at.
                assert!(ran(Command::new("sh").arg("-n").arg(&example)).await.is_empty());
                continue;
            }
            told(&mut command, &living, &key);
            let place = example.parent().unwrap();
            command.env("GAPURA_LAYANAN", format!("{service}/pasien?batas=2")).env("GAPURA_UMPAN", place);
            command.env("GAPURA_KUNCI_KIRIM", format!("contoh-{}", language.word()));
            let answer = ran(command.current_dir(place)).await;
            assert!(answer.replace(' ', "").contains(&said.replace(' ', "")), "{name} {}: {answer}", language.word());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_of_sign_on_lets_an_officer_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let key = living.sign_on().await;
    let port: u16 = living.callback.split([':', '/']).nth(4).unwrap().parse().unwrap();
    for language in Language::ALL {
        let example = written(folder.path(), &living, "masuk-tunggal", ("masuk", language));
        let Some(mut browser) = python() else { return };
        told(&mut browser, &living, &key);
        browser.arg(scripts().join("masuk_contoh.py"));
        let application = match language {
            Language::Curl => {
                assert!(ran(browser.arg(&example)).await.contains("\"sub\""));
                continue;
            }
            Language::Php => php_server(&example, port),
            Language::Laravel => php_server(&scripts().join("laravel_masuk.php"), port),
            _ => started(language, &example),
        };
        let Some(mut application) = application else { continue };
        told(&mut application, &living, &key);
        let sessions = folder.path().join(language.word());
        std::fs::create_dir_all(&sessions).unwrap();
        application.env("PORT", port.to_string()).env("GAPURA_CONTOH", &example).env("GAPURA_SESI", &sessions);
        let _running = Running::start(&mut application, port).await;
        let welcome = ran(&mut browser).await;
        assert!(welcome.contains("Petugas ani"), "{}: {welcome}", language.word());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_that_receives_takes_what_we_signed() {
    let folder = tempfile::tempdir().unwrap();
    let living = Living::open(folder.path()).await;
    let key = living.program().await;
    for language in Language::ALL.into_iter().filter(|language| *language != Language::Curl) {
        let example = written(folder.path(), &living, "peristiwa", ("terima", language));
        let (subscription, port) = subscribed(&living, &key, "structured").await;
        let receiver = match language {
            Language::Php => php_server(&example, port),
            Language::Laravel => php_server(&scripts().join("laravel_terima.php"), port),
            _ => started(language, &example),
        };
        let Some(mut receiver) = receiver else { continue };
        receiver.env("GAPURA_CONTOH", &example);
        delivered(&living, &key, (&subscription, port), &mut receiver, "id.go.kab.gapura.case.opened.v1").await;
    }
}

/// The example as a file of its own, as somebody downloads it.
fn written(folder: &Path, living: &Living, topic: &str, (name, language): (&str, Language)) -> PathBuf {
    let topic = TOPICS.iter().find(|one| one.id == topic).unwrap();
    let example = topic.examples.iter().find(|one| one.name == name).unwrap();
    let place = folder.join(format!("{name}-{}", language.word()));
    std::fs::create_dir_all(&place).unwrap();
    let path = place.join(example.file(language));
    std::fs::write(&path, example.text(language, &living.url)).unwrap();
    path
}

/// The program that runs an example in its language.
fn started(language: Language, example: &Path) -> Option<Command> {
    let there = |variable: &str, program: &str| std::env::var_os(variable).map(|_| Command::new(program));
    let mut command = match language {
        Language::Curl => Command::new("sh"),
        Language::Python => there("GAPURA_TEST_PYTHON_CLIENTS", "python3")?,
        Language::JavaScript => there("GAPURA_TEST_NODE_CLIENTS", "node")?,
        Language::Php => php()?,
        Language::Laravel => {
            let mut command = php()?;
            command.arg("-d").arg(format!("auto_prepend_file={}", scripts().join("laravel.php").display()));
            command
        }
    };
    command.arg(example);
    Some(command)
}

async fn asked(living: &Living, token: &str, path: &str, body: Option<Json>) -> Reply {
    let mut client = Client::open(living.url.trim_start_matches("http://").parse().unwrap()).await.unwrap();
    let bearer = format!("Bearer {token}");
    match body {
        None => client.bearer(path, &bearer).await.unwrap(),
        Some(body) => {
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            client.post(path, &headers, body.to_string()).await.unwrap()
        }
    }
}

async fn token(living: &Living, key: &KeyPair, scope: &str) -> String {
    let address = living.url.trim_start_matches("http://").parse().unwrap();
    key.token(address, scope).await.unwrap()
}

async fn events(living: &Living, token: &str) -> Vec<Json> {
    let reply = asked(living, token, "/api/v1/events?after=0&type=id.go.kab.gapura.case.opened.v1", None).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.text());
    reply.json().as_array().unwrap().clone()
}

/// A subscription to a port where nobody listens yet: the subscription with its secret, and the port.
async fn subscribed(living: &Living, key: &KeyPair, format: &str) -> (Json, u16) {
    let manage = token(living, key, "peristiwa.langganan").await;
    let port = free_port();
    let wish = json!({ "target": format!("http://127.0.0.1:{port}/"), "format": format });
    let reply = asked(living, &manage, "/api/v1/langganan", Some(wish)).await;
    assert_eq!(reply.status.as_u16(), 201, "{}", reply.text());
    (reply.json(), port)
}

/// Starts a receiver with the secret, tries it out, lets something happen, and waits until the receiver tells of it.
async fn delivered(
    living: &Living,
    key: &KeyPair,
    (subscription, port): (&Json, u16),
    receiver: &mut Command,
    said: &str,
) {
    told(receiver, living, key);
    receiver.env("GAPURA_WEBHOOK_SECRET", subscription["secret"].as_str().unwrap()).env("PORT", port.to_string());
    let mut receiver = Running::start(receiver, port).await;
    let manage = token(living, key, "peristiwa.langganan laporan.tulis").await;
    let id = subscription["id"].as_str().unwrap();
    let tried = asked(living, &manage, &format!("/api/v1/langganan/{id}/uji"), Some(json!({}))).await;
    assert_eq!(tried.status.as_u16(), 200, "{}", tried.text());
    assert_eq!(tried.json()["state"], "aktif");
    let mut client = Client::open(living.url.trim_start_matches("http://").parse().unwrap()).await.unwrap();
    let report = json!({ "service": "lainnya", "answers": { "kejadian": "Lampu taman mati", "bidang": "lain" } });
    let (bearer, once) = (format!("Bearer {manage}"), format!("uji-{id}"));
    let headers = [("content-type", "application/json"), ("idempotency-key", &once), ("authorization", &bearer)];
    let sent = client.post("/api/v1/laporan", &headers, report.to_string()).await.unwrap();
    assert_eq!(sent.status.as_u16(), 201, "{}", sent.text());
    receiver.says(said).await;
    let gone = client.delete(&format!("/api/v1/langganan/{id}"), &bearer).await.unwrap();
    assert_eq!(gone.status.as_u16(), 204, "{}", gone.text());
}
