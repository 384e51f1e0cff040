//! The typesetter of letters and books, in a process of its own: a template that never ends, or that asks for all memory, ends that
//! process and nothing else. The next letter starts a new one.

mod apart;
mod worker;

pub use worker::work;

use apart::Apart;
use kernel::{Instant, Lang};
use paper::{BOOK, Fault, Order, Paper, Press, Sheet};
use std::path::PathBuf;
use std::sync::Arc;

/// Where sheets are typeset.
pub enum Workshop {
    /// In this process: for tests, whose program is another one.
    Here(Box<Paper>),
    /// In a process of the same program.
    Apart(Apart),
}

impl std::fmt::Debug for Workshop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Workshop")
    }
}

impl Workshop {
    /// In this process.
    ///
    /// # Errors
    /// The typesetter cannot be set up; never.
    pub fn here() -> Result<Self, String> {
        Paper::new().map(|paper| Self::Here(Box::new(paper)))
    }

    /// In a process of `program`, started with the first sheet.
    pub const fn apart(program: PathBuf) -> Self {
        Self::Apart(Apart::new(program))
    }

    /// Typesets one sheet; takes a thread for some milliseconds.
    ///
    /// # Errors
    /// What is wrong with the template.
    pub fn typeset(&self, order: &Order<'_>) -> Result<Sheet, Vec<Fault>> {
        match self {
            Self::Here(paper) => paper.typeset(order),
            Self::Apart(apart) => apart.typeset(order),
        }
    }

    /// As the rooms call it.
    pub fn press(self) -> Press {
        both(Arc::new(self), None)
    }
}

/// A press for letters, and another one for books where there is one.
fn both(letters: Arc<Workshop>, books: Option<Workshop>) -> Press {
    Arc::new(move |template, values, at: Instant| {
        let workshop = books.as_ref().filter(|_| template == BOOK).unwrap_or(&letters);
        let made = workshop.typeset(&Order { template, values, at });
        let told = |faults: Vec<Fault>| faults.iter().map(|one| one.short(Lang::Id)).collect::<Vec<_>>().join("\n");
        made.map(|sheet| sheet.pdf).map_err(told)
    })
}

/// The press of the running program. Books have a process of their own: a letter does not wait for 150 pages.
pub fn press() -> Option<Press> {
    let program = std::env::current_exe().ok()?;
    Some(both(Arc::new(Workshop::apart(program.clone())), Some(Workshop::apart(program))))
}
