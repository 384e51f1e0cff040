//! A real Chromium, driven through chromedriver. Each test opens a window of its own.

use crate::form::Form;
use crate::machine::{CHROMIUM, driver_port, pictures, program};
use anyhow::{Context, Result, ensure};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::time::Duration;

/// How long a page may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often is looked whether the next page has come. Looking without a pause takes the processor from what is waited for.
const LOOK: Duration = Duration::from_millis(20);

/// What kind of visitor sits before the screen.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Whether scripts run.
    pub script: bool,
    /// Whether the system asks for dark colours.
    pub dark: bool,
}

impl Screen {
    /// A phone with scripts off, the least that must work.
    pub const PLAIN_PHONE: Self = Self { width: 360, script: false, dark: false };
    /// A phone with scripts on.
    pub const PHONE: Self = Self { width: 360, script: true, dark: false };
    /// An office computer.
    pub const DESK: Self = Self { width: 1280, script: true, dark: false };
}

/// One window.
pub struct Browser {
    /// The WebDriver client, for what the words below do not say.
    pub client: Client,
    base: String,
}

struct CdpCommand {
    name: &'static str,
    parameters: Value,
}

impl std::fmt::Debug for CdpCommand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl WebDriverCompatibleCommand for CdpCommand {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.name, "params": self.parameters }).to_string()))
    }
}

#[derive(Debug)]
struct BrowserLog;

impl WebDriverCompatibleCommand for BrowserLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

impl Browser {
    /// Opens a window on the server at `base`, for example `http://127.0.0.1:4000`.
    pub async fn open(base: &str, screen: Screen) -> Result<Self> {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=id",
            "--accept-lang=id",
        ];
        let mut capabilities = serde_json::Map::new();
        let binary = program(CHROMIUM.0, CHROMIUM.1).context("chromium")?;
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": arguments, "binary": binary, "prefs": { "intl.accept_languages": "id" } }),
        );
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", driver_port()?))
            .await
            .context("open a window through chromedriver")?;
        let browser = Self { client, base: base.to_owned() };
        browser.resize(screen.width).await?;
        browser.dark(screen.dark).await?;
        browser.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": !screen.script })).await?;
        Ok(browser)
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub async fn cdp(&self, name: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.client.issue_cmd(CdpCommand { name, parameters }).await?)
    }

    /// Makes the page `width` CSS pixels wide, as a phone of that size would.
    pub async fn resize(&self, width: u32) -> Result<()> {
        let metrics = json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await.map(|_| ())
    }

    /// Goes to a path of the server.
    pub async fn go(&self, path: &str) -> Result<()> {
        Ok(self.client.goto(&format!("{}{path}", self.base)).await?)
    }

    /// The path of the present page with its query.
    pub async fn path(&self) -> Result<String> {
        Ok(self.client.current_url().await?.as_str().trim_start_matches(&self.base).to_owned())
    }

    /// The visible text of the page.
    pub async fn text(&self) -> Result<String> {
        Ok(self.client.find(Locator::Css("body")).await?.text().await?)
    }

    /// Fails unless the page shows `words`.
    pub async fn sees(&self, words: &str) -> Result<()> {
        let there = format!("//body[contains(normalize-space(.), {words:?})]");
        // Where it does not come in time, the text below says what came instead.
        let _ = self.wait_for(Locator::XPath(&there)).await;
        let text = self.text().await?;
        ensure!(text.contains(words), "the page {} does not say \"{words}\"; it says:\n{text}", self.path().await?);
        Ok(())
    }

    /// Fails if the page shows `words`.
    pub async fn lacks(&self, words: &str) -> Result<()> {
        let text = self.text().await?;
        ensure!(!text.contains(words), "the page {} says \"{words}\":\n{text}", self.path().await?);
        Ok(())
    }

    /// Types into the field called `name`, replacing what stood there.
    pub async fn fill(&self, name: &str, value: &str) -> Result<()> {
        self.form("body").await?.fill(name, value).await
    }

    /// Waits for a form; where it lies in a closed part of the page, opens that part.
    pub async fn form(&self, css: &str) -> Result<Form<'_>> {
        let element = self.wait_for(Locator::Css(css)).await.with_context(|| format!("form {css}"))?;
        if let Ok(summary) = element.find(Locator::XPath("ancestor::details[not(@open)]/summary")).await {
            summary.click().await?;
        }
        Ok(Form { browser: self, element })
    }

    /// Sends the form that `css` names by its button.
    pub async fn send(&self, css: &str) -> Result<()> {
        self.form(css).await?.send().await
    }

    /// Whether the page has such an element.
    pub async fn has(&self, css: &str) -> Result<bool> {
        Ok(!self.client.find_all(Locator::Css(css)).await?.is_empty())
    }

    /// The visible texts of all such elements.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for element in self.client.find_all(Locator::Css(css)).await? {
            texts.push(element.text().await?.trim().to_owned());
        }
        Ok(texts)
    }

    /// Follows a link.
    pub async fn follow(&self, css: &str) -> Result<()> {
        self.wait_for(Locator::Css(css)).await.with_context(|| css.to_owned())?.click().await?;
        Ok(())
    }

    /// Waits for an element.
    pub async fn wait_for(&self, what: Locator<'_>) -> Result<Element> {
        Ok(self.client.wait().at_most(PATIENCE).for_element(what).await?)
    }

    /// Presses the button or follows the link that says `words`.
    pub async fn press(&self, words: &str) -> Result<()> {
        let path = format!(
            "//*[self::button or self::a or self::summary][not(@hidden)][contains(normalize-space(.), \"{words}\")]"
        );
        Ok(self
            .wait_for(Locator::XPath(&path))
            .await
            .with_context(|| format!("button or link \"{words}\""))?
            .click()
            .await?)
    }

    /// Runs script in the page for the tester (also where the page's own scripts are off).
    pub async fn eval(&self, expression: &str) -> Result<Value> {
        let answer = self
            .cdp("Runtime.evaluate", json!({ "expression": expression, "awaitPromise": true, "returnByValue": true }))
            .await?;
        ensure!(answer.get("exceptionDetails").is_none(), "{answer}");
        Ok(answer["result"]["value"].clone())
    }

    /// What tells the present document from the next one.
    pub async fn document(&self) -> Result<Element> {
        Ok(self.client.find(Locator::Css("html")).await?)
    }

    /// Waits until the document `before` has made place for another one that is complete.
    pub async fn arrived(&self, before: &Element) -> Result<()> {
        let gone = async {
            let mut looks = tokio::time::interval(LOOK);
            while before.tag_name().await.is_ok() {
                looks.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.context("no other page came")?;
        self.wait_for(Locator::Css("body > footer, main")).await.map(|_| ())
    }

    /// A picture of the whole page.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        let metrics = self.cdp("Page.getLayoutMetrics", json!({})).await?;
        let size = &metrics["cssContentSize"];
        self.clip(&size["width"], &size["height"]).await
    }

    /// A picture of the upper part of the page.
    pub async fn clip(&self, width: &Value, height: &Value) -> Result<Vec<u8>> {
        let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.cdp("Page.captureScreenshot", wish).await?;
        decode(answer["data"].as_str().unwrap_or_default())
    }

    /// A picture of one element, three times as large, as a good camera sees it on paper.
    pub async fn close_up(&self, css: &str) -> Result<Vec<u8>> {
        let place = format!(
            "(({{x, y, width, height}}) => ({{x: x + scrollX, y: y + scrollY, width, height, scale: 3}}))(document.querySelector({css:?}).getBoundingClientRect())"
        );
        let clip = self.eval(&place).await?;
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let answer = self.cdp("Page.captureScreenshot", wish).await?;
        decode(answer["data"].as_str().unwrap_or_default())
    }

    /// Cuts the network, or mends it.
    pub async fn offline(&self, cut: bool) -> Result<()> {
        self.cdp("Network.enable", json!({})).await?;
        let wish = json!({ "offline": cut, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", wish).await.map(|_| ())
    }

    /// Asks for light or dark colours, as the system of the visitor would.
    pub async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        // Without motion, so that colours are measured and not their way from one to the other.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let wish = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, still] });
        self.cdp("Emulation.setEmulatedMedia", wish).await.map(|_| ())
    }

    /// What the browser complained about since it was last asked.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let log = self.client.issue_cmd(BrowserLog).await?;
        let entries = log.as_array().cloned().unwrap_or_default();
        let text = |entry: &Value| entry["message"].as_str().unwrap_or_default().to_owned();
        // An answer with a status is an answer, and checked by the test that asked for it.
        Ok(entries.iter().map(text).filter(|said| !said.contains("the server responded with a status of")).collect())
    }
}

fn decode(text: &str) -> Result<Vec<u8>> {
    use base64::Engine as _;
    Ok(base64::engine::general_purpose::STANDARD.decode(text)?)
}

/// Lets `journey` use a window; a picture of a page that failed is kept, and the window is closed in any case.
pub async fn in_window(base: &str, screen: Screen, journey: impl AsyncFnOnce(&Browser) -> Result<()>) -> Result<()> {
    let browser = Browser::open(base, screen).await?;
    let outcome = journey(&browser).await;
    if outcome.is_err() {
        let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
        if let Ok(picture) = browser.picture().await {
            std::fs::write(pictures()?.join(format!("gagal-{name}-{}.png", screen.width)), picture)?;
        }
    }
    browser.client.close().await?;
    outcome
}
