//! A form of the page, and what hands do with it.

use crate::browser::Browser;
use anyhow::{Context, Result};
use fantoccini::Locator;
use fantoccini::elements::Element;
use std::path::Path;

/// A form of the page.
pub struct Form<'a> {
    /// The window that shows it.
    pub browser: &'a Browser,
    /// The form itself.
    pub element: Element,
}

impl Form<'_> {
    async fn field(&self, css: &str) -> Result<Element> {
        self.element.find(Locator::Css(css)).await.with_context(|| format!("field {css}"))
    }

    /// Types into a field, replacing what stood there.
    pub async fn fill(&self, name: &str, value: &str) -> Result<()> {
        let field = self.field(&format!("[name=\"{name}\"]:not([type=hidden])")).await?;
        field.clear().await?;
        Ok(field.send_keys(value).await?)
    }

    /// Chooses a radio button or ticks a box.
    pub async fn choose(&self, name: &str, value: &str) -> Result<()> {
        Ok(self.field(&format!("input[name=\"{name}\"][value=\"{value}\"]")).await?.click().await?)
    }

    /// Chooses an entry of a drop-down list.
    pub async fn select(&self, name: &str, value: &str) -> Result<()> {
        Ok(self.field(&format!("select[name=\"{name}\"]")).await?.select_by_value(value).await?)
    }

    /// Chooses the entry of a drop-down list that says `words`.
    pub async fn select_by_words(&self, name: &str, words: &str) -> Result<()> {
        let list = self.field(&format!("select[name=\"{name}\"]")).await?;
        let entry = list.find(Locator::XPath(&format!("option[contains(., {words:?})]"))).await;
        let value = entry.with_context(|| format!("{words} in {name}"))?.prop("value").await?.unwrap_or_default();
        Ok(list.select_by_value(&value).await?)
    }

    /// What stands in a field.
    pub async fn value(&self, name: &str) -> Result<String> {
        Ok(self.field(&format!("[name=\"{name}\"]")).await?.prop("value").await?.unwrap_or_default())
    }

    /// Attaches a file.
    pub async fn attach(&self, name: &str, file: &Path) -> Result<()> {
        let field = self.field(&format!("input[type=file][name=\"{name}\"]")).await?;
        field.send_keys(&file.display().to_string()).await?;
        // Where script makes photos smaller, it says so on the form until it is done.
        let ready = format!("form:not([aria-busy]) input[type=file][name=\"{name}\"]");
        self.browser.wait_for(Locator::Css(&ready)).await.map(|_| ())
    }

    /// Types a date in the order that this browser shows.
    pub async fn date(&self, name: &str, date: &str) -> Result<()> {
        let field = self.field(&format!("input[name=\"{name}\"]")).await?;
        let [year, month, day] = date.split('-').collect::<Vec<_>>()[..] else { anyhow::bail!("no date: {date}") };
        for typed in [format!("{day}{month}{year}"), format!("{month}{day}{year}")] {
            field.send_keys(&typed).await?;
            if field.prop("value").await?.as_deref() == Some(date) {
                return Ok(());
            }
            field.clear().await?;
        }
        anyhow::bail!("the browser takes no date {date} in {name}")
    }

    /// Names of the fields that a person can fill in.
    pub async fn names(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for field in self.element.find_all(Locator::Css("input:not([type=hidden]), select, textarea")).await? {
            names.extend(field.attr("name").await?);
        }
        names.dedup();
        Ok(names)
    }

    /// Presses the button that sends it, and waits for the next page.
    pub async fn send(self) -> Result<()> {
        let before = self.browser.document().await?;
        let all = "button:is([type=submit], :not([type])):not([hidden])";
        // Buttons with a name do something on the way: ask a source, drop a file, save for later.
        let button = match self.element.find(Locator::Css(&format!("{all}:not([name])"))).await {
            Ok(button) => button,
            Err(_) => self.element.find(Locator::Css(all)).await.context("button")?,
        };
        button.click().await?;
        self.browser.arrived(&before).await
    }
}
