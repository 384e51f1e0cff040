//! What a template can see: itself, the shipped library and its values. Everything else is denied.

use crate::fonts::Fonts;
use jiff::civil::DateTime;
use std::path::PathBuf;
use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// What a process needs once.
pub(crate) struct Shelf {
    pub fonts: Fonts,
    library: LazyHash<Library>,
    pub template: FileId,
    gapura: Source,
    standard: Source,
    book: Source,
    values: FileId,
}

impl Shelf {
    /// # Errors
    /// A path of ours is none; never.
    pub fn new() -> Result<Self, String> {
        Ok(Self {
            fonts: Fonts::embedded(),
            library: LazyHash::new(Library::default()),
            template: id("/templat.typ")?,
            gapura: Source::new(id("/gapura.typ")?, include_str!("library/gapura.typ").to_owned()),
            standard: Source::new(id("/standar.typ")?, include_str!("library/standar.typ").to_owned()),
            book: Source::new(id("/buku.typ")?, include_str!("library/buku.typ").to_owned()),
            values: id("/surat.json")?,
        })
    }
}

fn id(path: &str) -> Result<FileId, String> {
    let path = VirtualPath::new(path).map_err(|error| format!("{path}: {error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One sheet's surroundings.
pub(crate) struct Room<'a> {
    pub shelf: &'a Shelf,
    pub template: Source,
    pub values: Bytes,
    /// The sheet's own moment, in its region.
    pub now: DateTime,
}

impl Room<'_> {
    fn denied<T>(id: FileId) -> FileResult<T> {
        let path = id.get();
        match path.root() {
            VirtualRoot::Package(package) => Err(FileError::Package(PackageError::NotFound(package.clone()))),
            VirtualRoot::Project => Err(FileError::NotFound(PathBuf::from(path.vpath().get_with_slash()))),
        }
    }
}

impl World for Room<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shelf.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.fonts.book
    }

    fn main(&self) -> FileId {
        self.shelf.template
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match id {
            _ if id == self.shelf.template => Ok(self.template.clone()),
            _ if id == self.shelf.gapura.id() => Ok(self.shelf.gapura.clone()),
            _ if id == self.shelf.standard.id() => Ok(self.shelf.standard.clone()),
            _ if id == self.shelf.book.id() => Ok(self.shelf.book.clone()),
            _ => Self::denied(id),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shelf.values { Ok(self.values.clone()) } else { Self::denied(id) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.all.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        let now = self.now;
        Datetime::from_ymd(now.year().into(), u8::try_from(now.month()).ok()?, u8::try_from(now.day()).ok()?)
    }
}
