//! The browser's script and the server judge the same conditions from the same answers, in the same three values: the
//! evaluator is cut out of the script that we ship and run by a real browser.

use crate::browser::{Browser, Screen, in_window};
use crate::machine::is_there;
use crate::town::Town;
use anyhow::{Context, Result, ensure};
use definition::form::browser_table;
use definition::{Answers, Definition, Input, Lists, Sheet, Stage, Truth, check_answers};
use kernel::ids::Chance as _;
use serde_json::{Map, Value as Json, json};
use std::fmt::Write as _;
use testkit::SeededChance;

const SCRIPT: &str = include_str!("../../../crates/web/assets/gapura.js");
/// Definitions, conditions in each, and sets of answers to each.
const ROUNDS: (u64, usize, usize) = (10, 80, 12);

/// A form with a field of each kind that conditions may speak of.
const FORM: &str = r#"#: format layanan 1
[layanan]
id      = "syarat"
jenis   = "permohonan"
nama    = "Syarat"
versi   = 1
berlaku = 2026-01-05
pemilik = "dinas-kominfo"

[isian.luas]
label = "Luas"
tipe  = "angka"

[isian.lebar]
label = "Lebar"
tipe  = "angka"

[isian.rencana]
label = "Rencana"
tipe  = "tanggal"

[isian.batas]
label = "Batas"
tipe  = "tanggal"

[isian.bahaya]
label = "Bahaya"
tipe  = "ya_tidak"

[isian.status]
label   = "Status"
tipe    = "pilih"
pilihan = { milik = "Milik", sewa = "Sewa", pinjam = "Pinjam" }

[isian.alat]
label   = "Alat"
tipe    = "banyak"
pilihan = { kursi = "Kursi", tongkat = "Tongkat", lain = "Lain" }

[isian.nama]
label = "Nama"
tipe  = "teks"

[tenggat]
total = "5 hari kerja"

[langkah.periksa]
nama    = "Periksa"
oleh    = "kepala@dinas-kominfo"
mulai   = true
tenggat = "5 hari kerja"
aksi.selesai = { ke = "selesai" }

[akhir]
selesai = { nama = "Selesai", hasil = "berhasil" }
"#;

/// What may be typed or chosen in each field; nothing at all, too.
const TYPED: [(&str, &[&str]); 8] = [
    ("luas", &["", "0", "36", "0,3", "0,1", "1.500", "-2", "36,0", "12.5", " 7 "]),
    ("lebar", &["", "1", "36", "0,2", "3", "-0,5", "1.500,25"]),
    ("rencana", &["", "2027-03-05", "2027-03-06", "2026-12-31"]),
    ("batas", &["", "2027-03-05", "2027-01-01"]),
    ("bahaya", &["", "ya", "tidak"]),
    ("status", &["", "milik", "sewa", "pinjam"]),
    ("alat", &["", "kursi", "kursi tongkat", "lain tongkat"]),
    ("nama", &["", "Budi", " Budi ", "José", "Jose\u{301}", "budi"]),
];

/// Chooses, always the same from the same seed.
struct Dice(SeededChance);

impl Dice {
    fn below(&self, most: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes) as usize % most
    }

    fn one<'a>(&self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn number(&self, depth: usize) -> String {
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 | 1 => self.one(&["luas", "lebar"]).to_owned(),
            2 | 3 => self.one(&["0", "1", "36", "0.3", "0.1", "2.5", "1_500"]).to_owned(),
            4 => format!("-{}", self.one(&["luas", "lebar", "2"])),
            _ => {
                let sign = self.one(&["+", "-", "*", "/"]);
                format!("({} {sign} {})", self.number(depth - 1), self.number(depth - 1))
            }
        }
    }

    fn comparison(&self) -> String {
        let order = self.one(&["==", "!=", "<", "<=", ">", ">="]);
        let equal = self.one(&["==", "!="]);
        match self.below(11) {
            0..=2 => format!("{} {order} {}", self.number(2), self.number(1)),
            3 => format!("{} dalam {}..{}", self.number(1), self.number(0), self.number(0)),
            4 => format!("{} dalam [{}, {}]", self.number(1), self.number(1), self.number(0)),
            5 => format!("rencana {order} {}", self.one(&["batas", "2027-03-05", "2027-01-01"])),
            6 => format!("bahaya {equal} {}", self.one(&["ya", "tidak"])),
            7 => format!("status dalam [{}, {}]", self.one(&["milik", "sewa"]), self.one(&["pinjam", "sewa"])),
            8 => format!("alat memuat {}", self.one(&["kursi", "tongkat", "lain"])),
            9 => format!("nama {equal} {}", self.one(&["\"Budi\"", "\"José\""])),
            _ => format!("ada {}", self.one(&["luas", "rencana", "bahaya", "status", "alat", "nama"])),
        }
    }

    fn condition(&self, depth: usize) -> String {
        match self.below(if depth == 0 { 1 } else { 5 }) {
            0 | 1 => self.comparison(),
            2 => format!("bukan ({})", self.condition(depth - 1)),
            3 => format!("({} dan {})", self.condition(depth - 1), self.condition(depth - 1)),
            _ => format!("({} atau {})", self.condition(depth - 1), self.condition(depth - 1)),
        }
    }

    /// Names and texts as a form sends them.
    fn typed(&self) -> Vec<(&'static str, &'static str)> {
        let mut pairs = Vec::new();
        for (field, texts) in TYPED {
            let text = self.one(texts);
            match field {
                "alat" => pairs.extend(text.split(' ').map(|option| (field, option))),
                _ => pairs.push((field, text)),
            }
        }
        pairs
    }
}

/// A form whose fields `x0`, `x1`, … are shown under these conditions.
fn definition(conditions: &[String]) -> Result<Definition> {
    let fields = conditions.iter().enumerate().fold(String::new(), |mut all, (at, condition)| {
        let _ = write!(all, "[isian.x{at}]\nlabel = \"X\"\ntipe = \"teks\"\ntampil = '{condition}'\n\n");
        all
    });
    let text = FORM.replace("[tenggat]\n", &format!("{fields}[tenggat]\n"));
    definition::load(&text).map_err(|faults| anyhow::anyhow!("{faults:?}"))
}

fn on_the_server(definition: &Definition, typed: &[(&str, &str)]) -> Result<Answers> {
    let input: Input = typed.iter().copied().collect();
    let (lists, known, stage) = (Lists::new(), Answers::new(), Stage::Opening);
    let sheet = Sheet { definition, lists: &lists, stage: &stage, known: &known, files: None, binding: false };
    check_answers(&sheet, &input).map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

/// What the script's `known` reads out of the page: texts trimmed and in NFC, lists of ticked boxes, nothing for nothing.
fn in_the_page(typed: &[(&str, &str)]) -> Json {
    let mut page = Map::new();
    for (field, text) in typed {
        let text = kernel::text::normal(text);
        if text.is_empty() {
            continue;
        }
        match *field {
            "alat" => {
                let entry = page.entry("alat").or_insert_with(|| json!([]));
                if let Some(list) = entry.as_array_mut() {
                    list.push(json!(text));
                }
            }
            field => drop(page.insert(field.to_owned(), json!(text))),
        }
    }
    Json::Object(page)
}

/// One condition with one set of answers, and what the server says.
struct Judged {
    condition: String,
    typed: Vec<(&'static str, &'static str)>,
    rule: Json,
    server: Json,
}

fn judged(seed: u64) -> Result<Vec<Judged>> {
    let dice = Dice(SeededChance::new(seed));
    let conditions: Vec<String> = (0..ROUNDS.1).map(|_| dice.condition(3)).filter(|one| one.len() < 400).collect();
    let definition = definition(&conditions)?;
    let table = browser_table(&definition);
    let mut all = Vec::new();
    for _ in 0..ROUNDS.2 {
        let typed = dice.typed();
        let answers = on_the_server(&definition, &typed)?;
        for (at, condition) in conditions.iter().enumerate() {
            let field = definition.fields.get(&format!("x{at}")).context("a field")?;
            let definition::model::Rule::When(compiled) = &field.visible else { anyhow::bail!("no condition") };
            let server = match compiled.eval(&answers) {
                Truth::True => json!(true),
                Truth::False => json!(false),
                Truth::Unknown => Json::Null,
            };
            let rule = table["isian"][format!("x{at}")]["tampil"].clone();
            all.push(Judged { condition: condition.clone(), typed: typed.clone(), rule, server });
        }
    }
    Ok(all)
}

/// The evaluator as it stands in the script that browsers load.
fn evaluator() -> Result<&'static str> {
    let after = SCRIPT.split_once("const numeric = ").context("the script has no `numeric`")?.1;
    let whole = after.split_once("for (const form of all('form[data-syarat]'))").context("nothing uses it")?.0;
    SCRIPT.find(whole).and_then(|at| SCRIPT.get(at - "const numeric = ".len()..at + whole.len())).context("a slice")
}

#[tokio::test]
async fn the_script_and_the_server_judge_every_condition_alike() -> Result<()> {
    if !is_there() {
        return Ok(());
    }
    let town = Town::open().await?;
    in_window(&town.base, Screen::DESK, async |window: &Browser| {
        window.go("/").await?;
        let (mut differ, mut seen) = (Vec::new(), [0_usize; 3]);
        for seed in 0..ROUNDS.0 {
            let judged = judged(seed)?;
            let pairs: Vec<Json> = judged.iter().map(|one| json!([one.rule, in_the_page(&one.typed)])).collect();
            let run = format!(
                "(() => {{ {}\nreturn {}.map(([rule, page]) => judge(rule, (id) => page[id] ?? null)); }})()",
                evaluator()?,
                Json::Array(pairs)
            );
            let browser = window.eval(&run).await?;
            let browser = browser.as_array().context("no list of answers")?;
            ensure!(browser.len() == judged.len(), "{} answers", browser.len());
            for (one, browser) in judged.iter().zip(browser) {
                seen[one.server.as_bool().map_or(2, usize::from)] += 1;
                if one.server != *browser {
                    differ.push(format!("{} {:?}: {} {browser}", one.condition, one.typed, one.server));
                }
            }
        }
        println!("{seen:?} were false, true, unknown");
        ensure!(seen.iter().all(|count| *count > 500), "{seen:?}");
        ensure!(
            differ.is_empty(),
            "{} differ (server, browser):\n{}",
            differ.len(),
            differ[..differ.len().min(12)].join("\n")
        );
        Ok(())
    })
    .await
}
