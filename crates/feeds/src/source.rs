//! Where rows come from. Each source gives its header first and then row after row to [`crate::taking::Taking`].

pub(crate) mod file;
pub(crate) mod folder;
pub(crate) mod mariadb;
pub(crate) mod postgres;
pub(crate) mod sftp;

use crate::failed::Failed;
use std::path::PathBuf;

/// Folders in which credentials stand, each in a file of its own; the first that has it counts.
#[derive(Clone, Default)]
pub struct Secrets(Vec<PathBuf>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({} folders)", self.0.len())
    }
}

impl Secrets {
    /// In these folders.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self(folders)
    }

    /// The file of a credential. Its name is a slug: it cannot lead out of the folder.
    pub(crate) fn file(&self, name: &str) -> Result<PathBuf, Failed> {
        let mut found = self.0.iter().map(|folder| folder.join(name)).filter(|path| path.is_file());
        found.next().ok_or_else(|| Failed::Secret(name.to_owned()))
    }

    /// The credential on the first line of its file.
    pub(crate) fn read(&self, name: &str) -> Result<String, Failed> {
        let text = std::fs::read_to_string(self.file(name)?).map_err(|_| Failed::Secret(name.to_owned()))?;
        let line = text.lines().next().unwrap_or_default();
        if line.is_empty() { Err(Failed::Secret(name.to_owned())) } else { Ok(line.to_owned()) }
    }
}
