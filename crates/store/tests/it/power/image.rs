//! Loop-mounted ext4 images. Whatever is mounted here is unmounted when its guard falls, also by a panic.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Sparse; holds the writes of a few seconds.
const BYTES: u64 = 256 << 20;

/// An image without a journal's history, to be mounted once at a time.
pub(super) struct Image {
    file: PathBuf,
    folder: PathBuf,
}

impl Image {
    /// A fresh ext4 in `folder/NAME.img`.
    pub fn make(folder: &Path, name: &str) -> Result<Self> {
        let image = Self::at(folder, name)?;
        std::fs::File::create(&image.file)?.set_len(BYTES)?;
        // Journal and inode tables are written now, not by a kernel thread while the power is cut.
        let options = "lazy_itable_init=0,lazy_journal_init=0";
        run("mkfs.ext4", &["-q", "-F", "-E", options, text(&image.file)])?;
        Ok(image)
    }

    /// The same bytes under another name: what a disk holds when the power goes.
    pub fn copy(&self, name: &str) -> Result<Self> {
        let folder = self.folder.parent().unwrap_or(Path::new("/"));
        let copy = Self::at(folder, name)?;
        run("cp", &["--sparse=always", text(&self.file), text(&copy.file)])?;
        Ok(copy)
    }

    fn at(folder: &Path, name: &str) -> Result<Self> {
        let image = Self { file: folder.join(format!("{name}.img")), folder: folder.join(name) };
        std::fs::create_dir_all(&image.folder)?;
        Ok(image)
    }

    pub fn mount(&self) -> Result<Mounted> {
        let options = "loop,noatime";
        run("mount", &["-t", "ext4", "-o", options, text(&self.file), text(&self.folder)])?;
        Ok(Mounted { folder: self.folder.clone() })
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

/// A mounted image.
pub(super) struct Mounted {
    folder: PathBuf,
}

impl Mounted {
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if run("umount", &[text(&self.folder)]).is_err() {
            // Something still has a file open: out of the tree now, freed when it ends.
            let _ = run("umount", &["--lazy", text(&self.folder)]);
        }
    }
}

/// Why images cannot be mounted on this machine; none if they can.
pub(super) fn obstacle(folder: &Path) -> Option<String> {
    let tried = Image::make(folder, "trial").and_then(|image| image.mount().map(drop));
    tried.err().map(|error| error.to_string())
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .args(arguments)
        .env("PATH", format!("{path}:/usr/sbin:/sbin"))
        .output()
        .map_err(|error| Error::other(format!("{program}: {error}")))?;
    if output.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&output.stderr);
    Err(Error::other(format!("{program}: {}", why.trim())))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
