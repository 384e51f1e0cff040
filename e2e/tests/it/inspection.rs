//! Looks a page over: axe, sideways scroll, keyboard, manners, weight.

use crate::browser::Browser;
use crate::machine::{absent, program};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;

const TESTER: &str = include_str!("inspect.js");
const WIDTHS: [u32; 3] = [320, 360, 1280];

/// What may come over the wire at a first visit.
#[derive(Clone, Copy)]
pub struct Budget {
    /// In bytes.
    pub bytes: u64,
    /// The page itself included.
    pub requests: u64,
}

/// A page of residents.
pub const CITIZEN: Budget = Budget { bytes: 30 * 1024, requests: 4 };
/// A page of residents that is kept on a device brings the script that keeps it.
pub const KEPT: Budget = Budget { bytes: 30 * 1024, requests: 5 };
/// The public proof of a letter, and the page that checks codes.
pub const PROOF: Budget = Budget { bytes: 15 * 1024, requests: 4 };
/// A page of officers.
pub const OFFICER: Budget = Budget { bytes: 60 * 1024, requests: 5 };
/// Documents as they were sent, beside the form.
pub const DOCUMENTS: Budget = Budget { bytes: 10 * 1024 * 1024, requests: 20 };

/// Looks pages over and gathers what is wrong, so that one run tells everything.
pub struct Inspector<'a> {
    browser: &'a Browser,
    axe: Option<String>,
    budget: Budget,
    wrong: Vec<String>,
    pages: usize,
}

impl<'a> Inspector<'a> {
    /// For the pages that this window shows.
    pub fn new(browser: &'a Browser, budget: Budget) -> Result<Self> {
        Ok(Self { browser, axe: axe()?, budget, wrong: Vec::new(), pages: 0 })
    }

    /// From here on pages must be as light as this.
    pub fn within(&mut self, budget: Budget) {
        self.budget = budget;
    }

    /// Goes to a page as at a first visit, weighs it and looks it over.
    pub async fn visit(&mut self, name: &str, path: &str) -> Result<()> {
        self.browser.cdp("Network.clearBrowserCache", json!({})).await?;
        self.browser.go(path).await?;
        self.browser.sees("Kabupaten Jombang").await?;
        self.weigh(name).await?;
        self.here(name).await
    }

    /// Looks the present page over, light and dark, at each width.
    pub async fn here(&mut self, name: &str) -> Result<()> {
        self.pages += 1;
        self.browser.eval(TESTER).await?;
        if let Some(axe) = &self.axe {
            self.browser.eval(&format!("{axe};true")).await?;
        }
        self.note(name, "manners", "tester.manners()").await?;
        for dark in [false, true] {
            self.browser.dark(dark).await?;
            for width in WIDTHS {
                self.browser.resize(width).await?;
                let place = format!("{name} {width} {}", if dark { "dark" } else { "light" });
                self.note(&place, "sideways", "tester.wide()").await?;
                if self.axe.is_some() {
                    self.note(&place, "axe", "tester.axe()").await?;
                }
                if width > 320 {
                    crate::people::keep(self.browser, &place.replace([' ', '/'], "-")).await?;
                }
            }
        }
        self.browser.dark(false).await?;
        self.browser.resize(360).await?;
        self.walk(name).await?;
        for said in self.browser.complaints().await? {
            self.wrong.push(format!("{name}: the browser says {said}"));
        }
        Ok(())
    }

    async fn note(&mut self, place: &str, kind: &str, expression: &str) -> Result<()> {
        let found = self.browser.eval(expression).await.with_context(|| format!("{kind} of {place}"))?;
        let found = found.as_array().cloned().with_context(|| format!("{kind} of {place} answered {found}"))?;
        self.wrong.extend(found.iter().map(|one| format!("{place}: {kind}: {}", one.as_str().unwrap_or_default())));
        Ok(())
    }

    /// Presses Tab until every control was reached, at most three times as often as there are controls.
    async fn walk(&mut self, name: &str) -> Result<()> {
        self.browser.cdp("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        self.browser.eval("tester.watch()").await?;
        let stops = self.browser.eval("tester.stops()").await?.as_u64().unwrap_or_default();
        for press in 0..stops * 3 + 20 {
            for kind in ["rawKeyDown", "keyUp"] {
                let key = json!({ "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9 });
                self.browser.cdp("Input.dispatchKeyEvent", key).await?;
            }
            if press >= stops && self.browser.eval("tester.missed().length").await? == 0 {
                break;
            }
        }
        self.note(name, "keyboard does not reach", "tester.missed()").await?;
        self.note(name, "focus is not seen", "[...tester.faint]").await
    }

    async fn weigh(&mut self, name: &str) -> Result<()> {
        self.browser.eval(TESTER).await?;
        let weight = self.browser.eval("tester.weight()").await?;
        let (bytes, requests) =
            (weight["bytes"].as_u64().unwrap_or(u64::MAX), weight["requests"].as_u64().unwrap_or(u64::MAX));
        if bytes > self.budget.bytes || requests > self.budget.requests {
            self.wrong.push(format!("{name}: {bytes} bytes in {requests} requests: {}", weight["names"]));
        }
        if weight["foreign"] != json!([]) || weight["fonts"] != json!(0) {
            self.wrong.push(format!("{name}: foreign {}, fonts {}", weight["foreign"], weight["fonts"]));
        }
        // Shown with --nocapture.
        println!("{name}: {bytes} bytes in {requests} requests");
        Ok(())
    }

    /// Fails with everything that was found.
    pub fn finish(self) -> Result<()> {
        ensure!(self.pages > 0, "no page was looked at");
        ensure!(
            self.wrong.is_empty(),
            "{} things on {} pages:\n{}",
            self.wrong.len(),
            self.pages,
            self.wrong.join("\n")
        );
        Ok(())
    }
}

/// The text of axe-core, where this machine has it; if not, that is told.
fn axe() -> Result<Option<String>> {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/axe.min.js");
    match program("GAPURA_TEST_AXE", &usual.display().to_string()) {
        Some(path) => Ok(Some(std::fs::read_to_string(path)?)),
        None => {
            absent("axe", "axe.min.js is not there; `cargo xtask test` fetches it");
            Ok(None)
        }
    }
}

/// The value as text.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
