//! `docs/lima-menit.md` and `docs/five-minutes.md`, followed to the letter by somebody who has the program, an empty folder
//! and a browser: every command is typed, every change made, every button pressed that stands in bold.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::town::{PASSWORD, VILLAGE};
use anyhow::{Context, Result, ensure};
use fantoccini::Locator;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const INDONESIAN: &str = include_str!("../../../docs/lima-menit.md");
const ENGLISH: &str = include_str!("../../../docs/five-minutes.md");

/// What a page asks its reader to do, in order.
enum Part {
    /// Commands; whether they are meant to be refused.
    Type(String, bool),
    /// Lines of the answer.
    Reads(Vec<String>),
    /// Lines of the file and what takes their place.
    Change(String, String),
    /// Words in bold of one paragraph: links and buttons.
    Press(Vec<String>),
}

fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (place, piece) in page.split("\n```").enumerate() {
        if place % 2 == 0 {
            let bold = |paragraph: &str| paragraph.split("**").skip(1).step_by(2).map(str::to_owned).collect();
            let paragraphs = piece.split("\n\n").filter(|paragraph| paragraph.contains("**"));
            parts.extend(paragraphs.map(|paragraph| Part::Press(bold(paragraph))));
            continue;
        }
        let (kind, text) = piece.split_once('\n').unwrap_or_default();
        let side = |sign: char| text.lines().filter_map(|line| line.strip_prefix(sign)).collect::<Vec<_>>().join("\n");
        parts.push(match kind {
            "text" => Part::Reads(text.lines().map(str::to_owned).collect()),
            "diff" => Part::Change(side('-'), side('+')),
            _ => Part::Type(text.to_owned(), kind.ends_with("gagal")),
        });
    }
    parts
}

/// The program that was built together with this test.
fn program() -> Result<PathBuf> {
    let beside = std::env::current_exe()?.parent().and_then(Path::parent).context("no folder")?.join("gapura");
    ensure!(beside.is_file(), "{} is not there: build the whole workspace", beside.display());
    Ok(beside)
}

/// The running server; it ends with its owner.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Somebody with a terminal.
struct Newcomer {
    folder: tempfile::TempDir,
    address: String,
    answer: String,
    /// Path of the one-time link of each officer.
    links: BTreeMap<String, String>,
    server: Option<Server>,
}

impl Newcomer {
    fn sit_down() -> Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let address = port.to_string();
        Ok(Self { folder: tempfile::tempdir()?, address, answer: String::new(), links: BTreeMap::new(), server: None })
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("parkir-liar.toml")
    }

    fn shell(&self, line: &str) -> Result<Command> {
        let found = program()?;
        let mut command = Command::new("sh");
        let path = format!("{}:{}", found.parent().unwrap_or(&found).display(), std::env::var("PATH")?);
        command.args(["-ec", line]).current_dir(self.folder.path()).env("PATH", path).env("RUST_LOG", "off");
        command.env_remove("GAPURA_DATA");
        Ok(command)
    }

    fn types(&mut self, text: &str, refused: bool) -> Result<()> {
        self.answer.clear();
        for line in text.lines() {
            if line == "gapura serve" {
                self.serves()?;
                continue;
            }
            let output = self.shell(line)?.output()?;
            let said =
                [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            ensure!(output.status.success() != refused, "{line}\n{said}");
            if let (Some(name), Some((_, path))) = (line.split(' ').nth(3), said.split_once("/akun/atur/")) {
                self.links.insert(name.to_owned(), format!("/akun/atur/{}", path.trim()));
            }
            self.answer.push_str(&said);
        }
        Ok(())
    }

    fn serves(&mut self) -> Result<()> {
        let line = format!("exec gapura serve --listen {}", self.address);
        let mut child = self.shell(&line)?.stdout(Stdio::piped()).spawn()?;
        let mut first = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut first)?;
        self.server = Some(Server(child));
        ensure!(first.contains(&format!("http://{}", self.address)), "serve says: {first}");
        Ok(())
    }

    fn reads(&self, lines: &[String]) -> Result<()> {
        for line in lines {
            ensure!(self.answer.contains(line.trim()), "\"{line}\" is not in:\n{}", self.answer);
        }
        Ok(())
    }

    fn changes(&self, old: &str, new: &str) -> Result<()> {
        let text = std::fs::read_to_string(self.file())?;
        ensure!(text.matches(old).count() == 1, "the file has not once:\n{old}\n{text}");
        Ok(std::fs::write(self.file(), text.replace(old, new))?)
    }
}

/// Presses what stands in bold and waits for the next page.
async fn turn(window: &Browser, words: &str) -> Result<()> {
    let before = window.document().await?;
    window.press(words).await?;
    window.arrived(&before).await.with_context(|| format!("after \"{words}\""))
}

async fn sign_in(window: &Browser, name: &str, button: &str) -> Result<()> {
    window.fill("nama", name).await?;
    window.fill("sandi", PASSWORD).await?;
    turn(window, button).await
}

/// The journey's windows: two offices and a phone, and the words that were pressed first.
struct Windows<'a> {
    agus: &'a Browser,
    other: &'a Browser,
    resident: &'a Browser,
    language: &'static str,
    save: String,
    enter: String,
    number: String,
}

impl Windows<'_> {
    async fn press(&mut self, town: &Newcomer, paragraph: usize, words: &[String]) -> Result<()> {
        match (paragraph, words) {
            (0, [save, enter, part, services, new, check, propose]) => {
                (self.save, self.enter) = (save.clone(), enter.clone());
                self.joins(self.agus, town, "agus").await?;
                turn(self.agus, part).await?;
                turn(self.agus, services).await?;
                turn(self.agus, new).await?;
                self.pastes(town).await?;
                turn(self.agus, check).await?;
                ensure!(self.agus.has("#alur ~ div svg").await?, "the flow is drawn");
                ensure!(!self.agus.has("#temuan .remarks li").await?, "nothing is found");
                turn(self.agus, propose).await
            }
            (1, [part, services, proposal, approve]) => {
                self.joins(self.other, town, "rini").await?;
                turn(self.other, part).await?;
                self.approves(services, proposal, approve).await
            }
            (2, [service, send, accept]) => {
                self.reports(service, send).await?;
                self.accepts(town, accept).await
            }
            (3, [part, services, change, propose]) => {
                self.agus.go("/kerja").await?;
                turn(self.agus, part).await?;
                turn(self.agus, services).await?;
                turn(self.agus, change).await?;
                self.pastes(town).await?;
                turn(self.agus, propose).await?;
                self.returns("rini").await?;
                turn(self.other, part).await?;
                let approve = if self.language == "id" { "Setujui dan terbitkan" } else { "Approve and publish" };
                self.approves(services, "Parkir liar", approve).await
            }
            _ => anyhow::bail!("the page has other words in paragraph {paragraph}: {words:?}"),
        }
    }

    async fn joins(&self, window: &Browser, town: &Newcomer, name: &str) -> Result<()> {
        window.client.delete_all_cookies().await?;
        let link = town.links.get(name).with_context(|| format!("no link for {name}: {:?}", town.links))?;
        window.go(&format!("{link}?bahasa={}", self.language)).await?;
        window.fill("sandi", PASSWORD).await?;
        window.fill("ulang", PASSWORD).await?;
        turn(window, &self.save).await?;
        ensure!(window.has(".notice-good").await?, "the next page says that the password is kept");
        sign_in(window, name, &self.enter).await
    }

    async fn returns(&self, name: &str) -> Result<()> {
        self.other.client.delete_all_cookies().await?;
        self.other.go(&format!("/masuk?bahasa={}", self.language)).await?;
        sign_in(self.other, name, &self.enter).await
    }

    async fn pastes(&self, town: &Newcomer) -> Result<()> {
        let text = json!(std::fs::read_to_string(town.file())?);
        self.agus.wait_for(Locator::Css("#naskah")).await?;
        self.agus.eval(&format!("document.querySelector('#naskah').value = {text}")).await.map(|_| ())
    }

    async fn approves(&self, services: &str, proposal: &str, approve: &str) -> Result<()> {
        turn(self.other, services).await?;
        let before = self.other.document().await?;
        let link = format!("//section[h2[@id='usulan']]//a[contains(., \"{proposal}\")]");
        self.other.wait_for(Locator::XPath(&link)).await?.click().await?;
        self.other.arrived(&before).await?;
        turn(self.other, approve).await?;
        ensure!(self.other.has(".notice-good").await?, "it says that it is published");
        Ok(())
    }

    async fn reports(&mut self, service: &str, send: &str) -> Result<()> {
        self.resident.go(&format!("/?bahasa={}", self.language)).await?;
        turn(self.resident, service).await?;
        let form = self.resident.form("form#lapor").await?;
        form.select("lokasi.desa", VILLAGE).await?;
        form.fill("lokasi.patokan", "depan pasar").await?;
        form.date("sejak_kapan", "2026-01-20").await?;
        turn(self.resident, send).await?;
        let big = self.resident.texts(".big").await?;
        let [number, _code] = big.as_slice() else { anyhow::bail!("the receipt shows {big:?}") };
        self.number.clone_from(number);
        Ok(())
    }

    async fn accepts(&self, town: &Newcomer, accept: &str) -> Result<()> {
        self.joins(self.other, town, "doni").await?;
        turn(self.other, &self.number).await?;
        let form = self.other.form("form[action$=\"/tindakan/verifikasi.terima\"]").await?;
        ensure!(form.element.text().await?.contains(accept), "the button says {accept}");
        form.send().await?;
        self.resident.go(&format!("/lacak/{}", self.number)).await?;
        self.resident.sees("Pengerjaan").await
    }

    /// The first report ends under version 1; new ones are asked the new question.
    async fn look_back(&self) -> Result<()> {
        self.resident.go("/layanan/parkir-liar").await?;
        ensure!(self.resident.has("[name=kendaraan]").await?, "the new question is asked");
        self.returns("doni").await?;
        turn(self.other, &self.number).await?;
        self.other.sees(if self.language == "id" { "versi 1" } else { "version 1" }).await
    }
}

async fn follow(page: &str, language: &'static str) -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let mut town = Newcomer::sit_down()?;
    let base = format!("http://{}", town.address);
    in_window(&base, Screen::DESK, async |agus: &Browser| {
        in_window(&base, Screen::DESK, async |other: &Browser| {
            in_window(&base, Screen::PHONE, async |resident: &Browser| {
                let (save, enter, number) = Default::default();
                let windows = Windows { agus, other, resident, language, save, enter, number };
                walk(page, &mut town, windows).await
            })
            .await
        })
        .await
    })
    .await
}

async fn walk(page: &str, town: &mut Newcomer, mut windows: Windows<'_>) -> Result<()> {
    let mut paragraph = 0;
    for part in parts(page) {
        match part {
            Part::Type(text, refused) => town.types(&text, refused)?,
            Part::Reads(lines) => town.reads(&lines)?,
            Part::Change(old, new) => town.changes(&old, &new)?,
            Part::Press(words) => {
                windows.press(town, paragraph, &words).await?;
                paragraph += 1;
            }
        }
    }
    ensure!(paragraph == 4, "{paragraph} paragraphs of pressing");
    windows.look_back().await?;
    town.types("gapura layanan coba parkir-liar.toml", false)?;
    town.reads(&[format!("{} tetap  versi 1 Pengerjaan", windows.number)])
}

#[tokio::test]
async fn the_indonesian_guide_leads_a_newcomer_from_an_empty_folder_to_a_second_version() -> Result<()> {
    follow(INDONESIAN, "id").await
}

#[tokio::test]
async fn the_english_guide_leads_there_as_well() -> Result<()> {
    follow(ENGLISH, "en").await
}

#[test]
fn both_guides_ask_for_the_same_commands_and_changes() {
    let done = |page: &str| -> Vec<String> {
        let said = parts(page).into_iter().filter_map(|part| match part {
            Part::Type(text, refused) => Some(format!("{refused} {}", text.replace(" --bahasa en", ""))),
            Part::Change(old, new) => Some(format!("{old}\n{new}")),
            Part::Reads(_) | Part::Press(_) => None,
        });
        said.collect()
    };
    assert_eq!(done(INDONESIAN), done(ENGLISH));
}
