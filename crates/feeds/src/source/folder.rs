//! A folder into which somebody puts files. A file is taken once it is whole, read from a copy, and moved away with a report.
//! Nothing outside the operator's folder of drops is ever opened, whatever links stand in it.

use crate::failed::Failed;
use crate::model::Drop;
use kernel::{Instant, Zone};
use ring::digest;
use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The largest file in bytes.
const LARGEST: u64 = 512 << 20;
/// Beside a file: it is whole.
pub(crate) const MARK: &str = ".selesai";
/// What programs call a file that they are still writing.
const UNFINISHED: [&str; 5] = [".part", ".filepart", ".tmp", ".crdownload", MARK];
/// Most files that one look takes up.
const MOST: usize = 200;

/// Whatever has the same was not written to in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        Self { bytes: about.len(), changed: about.modified().ok() }
    }
}

/// How files looked the last time, by name.
pub(crate) type Looks = HashMap<String, Stamp>;

/// A file that lies in the folder and is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub name: String,
    path: PathBuf,
    stamp: Stamp,
}

/// A copy of it that nobody else writes to.
pub(crate) struct Copied {
    pub file: tempfile::NamedTempFile,
    /// SHA-256 of its bytes.
    pub hash: String,
}

/// The folder of a drop below the root, links followed; it has to stay there.
pub(crate) fn folder(root: &Path, drop: &Drop) -> Result<PathBuf, Failed> {
    let missing = |_| Failed::Folder(drop.folder.clone());
    let root = root.canonicalize().map_err(missing)?;
    let folder = root.join(&drop.folder).canonicalize().map_err(missing)?;
    if folder.starts_with(&root) { Ok(folder) } else { Err(Failed::Folder(drop.folder.clone())) }
}

/// Files that fit the pattern and are whole, oldest first: marked, or the same as at the look before.
pub(crate) fn look(root: &Path, drop: &Drop, looks: &mut Looks) -> Result<Vec<Found>, Failed> {
    let folder = folder(root, drop)?;
    let entries = fs::read_dir(&folder).map_err(|_| Failed::Folder(drop.folder.clone()))?;
    let (mut found, mut now) = (Vec::new(), Looks::new());
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !wanted(drop, &name) {
            continue;
        }
        let path = entry.path();
        // Not followed: a link could lead to any file that we may read.
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if !about.is_file() {
            continue;
        }
        let stamp = Stamp::of(&about);
        let marked = folder.join(format!("{name}{MARK}")).is_file();
        if marked || looks.get(&name) == Some(&stamp) {
            found.push(Found { name: name.clone(), path, stamp });
        }
        now.insert(name, stamp);
    }
    *looks = now;
    found.sort_by(|one, other| (one.stamp.changed, &one.name).cmp(&(other.stamp.changed, &other.name)));
    found.truncate(MOST);
    Ok(found)
}

/// Whether a file of this name is one of the drop, and not one that is still being written.
pub(crate) fn wanted(drop: &Drop, name: &str) -> bool {
    let lower = name.to_lowercase();
    fits(&drop.pattern, name) && !UNFINISHED.iter().any(|ending| lower.ends_with(ending))
}

/// `*` stands for any letters, `?` for one; capitals do not matter. Hidden files never fit.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.to_lowercase().chars().collect(), name.to_lowercase().chars().collect());
    if name.first() == Some(&'.') {
        return false;
    }
    // Where the pattern can stand after each letter of the name.
    let mut at = vec![false; pattern.len() + 1];
    let skip = |at: &mut Vec<bool>| {
        for (place, letter) in pattern.iter().enumerate() {
            if at[place] && *letter == '*' {
                at[place + 1] = true;
            }
        }
    };
    at[0] = true;
    skip(&mut at);
    for letter in name {
        let mut next = vec![false; pattern.len() + 1];
        for (place, wanted) in pattern.iter().enumerate().filter(|(place, _)| at[*place]) {
            match wanted {
                '*' => next[place] = true,
                '?' => next[place + 1] = true,
                one => next[place + 1] |= *one == letter,
            }
        }
        skip(&mut next);
        at = next;
    }
    at.last() == Some(&true)
}

/// Copies a file, and makes sure that it was not written to meanwhile.
pub(crate) fn copy(found: &Found) -> Result<Copied, Failed> {
    let replaced = |_: io::Error| Failed::Replaced;
    let mut from = File::open(&found.path).map_err(replaced)?;
    let opened = from.metadata().map_err(replaced)?;
    if !opened.is_file() || Stamp::of(&opened) != found.stamp {
        return Err(Failed::Replaced);
    }
    if opened.len() > LARGEST {
        return Err(Failed::Unreadable("berkas lebih dari 512 MB".to_owned()));
    }
    let spool = |error: io::Error| Failed::Stopped(error.into());
    let mut file = tempfile::NamedTempFile::new().map_err(spool)?;
    let mut context = digest::Context::new(&digest::SHA256);
    let (mut block, mut length) = (vec![0; 64 * 1024], 0_u64);
    loop {
        let read = from.read(&mut block).map_err(replaced)?;
        if read == 0 {
            break;
        }
        length += read as u64;
        if length > opened.len() {
            return Err(Failed::Replaced);
        }
        let bytes = block.get(..read).unwrap_or_default();
        context.update(bytes);
        file.write_all(bytes).map_err(spool)?;
    }
    file.flush().map_err(spool)?;
    if !unchanged(found) || length != opened.len() {
        return Err(Failed::Replaced);
    }
    Ok(Copied { file, hash: kernel::ids::hex(context.finish().as_ref()) })
}

/// Whether the file still is the one that was found.
fn unchanged(found: &Found) -> bool {
    fs::symlink_metadata(&found.path).is_ok_and(|about| about.is_file() && Stamp::of(&about) == found.stamp)
}

/// Where a file goes once it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// It was taken.
    Archive,
    /// It could not be.
    Rejected,
}

impl Shelf {
    const fn name(self) -> &'static str {
        match self {
            Self::Archive => "arsip",
            Self::Rejected => "ditolak",
        }
    }
}

/// Moves a file to its shelf, under its day and the beginning of its hash, with a report beside it. A file that was replaced
/// meanwhile stays: it is another one.
pub(crate) fn shelve(found: &Found, shelf: Shelf, (hash, day): (&str, &str), report: &str) -> io::Result<()> {
    let folder = found.path.parent().unwrap_or(Path::new(".")).join(shelf.name());
    fs::create_dir_all(&folder)?;
    let name = format!("{day}-{}-{}", hash.get(..8).unwrap_or_default(), found.name);
    if unchanged(found) {
        fs::rename(&found.path, folder.join(&name))?;
    }
    let _ = fs::remove_file(found.path.with_file_name(format!("{}{MARK}", found.name)));
    fs::write(folder.join(format!("{name}.laporan.txt")), report)
}

/// The day in the name of a shelved file.
pub(crate) fn day(now: Instant, zone: Zone) -> String {
    let date = now.date(zone);
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Forgets shelved files from before `first`, a [`day`].
pub(crate) fn sweep(folder: &Path, first: &str) {
    for shelf in [Shelf::Archive, Shelf::Rejected] {
        let Ok(entries) = fs::read_dir(folder.join(shelf.name())) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let day = name.to_str().and_then(|name| name.split('-').next()).filter(|day| day.len() == 8);
            if day.is_some_and(|day| day < first && day.bytes().all(|byte| byte.is_ascii_digit())) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Puts a file that came by browser into the folder, whole or not at all, and marks it.
pub(crate) fn deposit(root: &Path, drop: &Drop, name: &str, bytes: &[u8]) -> Result<(), Failed> {
    let failed = |error: io::Error| Failed::Stopped(error.into());
    // The first file may come by the browser, before anybody made the folder on the server.
    fs::create_dir_all(root.join(&drop.folder)).map_err(failed)?;
    let folder = folder(root, drop)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(folder.join(name)).map_err(|error| failed(error.error))?;
    fs::write(folder.join(format!("{name}{MARK}")), b"").map_err(failed)
}

/// A name for such a file that fits the pattern of the drop: the pattern with letters and digits of ours for its stars.
pub(crate) fn name_for(drop: &Drop, given: &str, salt: &str) -> Option<String> {
    let safe = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let given: String = given.chars().filter(safe).take(80).collect();
    if fits(&drop.pattern, &given) && !given.starts_with('.') {
        return Some(given);
    }
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let made: String = drop.pattern.replacen('*', &format!("unggahan-{salt}"), 1).replace('*', "").replace('?', "0");
    (ending(&given) == ending(&made)).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drop(pattern: &str) -> Drop {
        Drop { folder: "a".into(), pattern: pattern.into(), sheet: None, header: 1 }
    }

    fn root() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        root
    }

    fn names(root: &Path, looks: &mut Looks) -> Vec<String> {
        look(root, &drop("*.csv"), looks).unwrap().into_iter().map(|one| one.name).collect()
    }

    #[test]
    fn patterns_know_stars_and_question_marks_and_no_hidden_files() {
        for (pattern, name, fit) in [
            ("*.csv", "a.CSV", true),
            ("pegawai-*.csv", "pegawai-2026-01.csv", true),
            ("pegawai-??.csv", "pegawai-01.csv", true),
            ("pegawai-??.csv", "pegawai-1.csv", false),
            ("*a*b*", "xaxxbx", true),
            ("*.csv", ".a.csv", false),
            ("*.csv", "a.csv.part", false),
            ("", "", true),
        ] {
            assert_eq!(fits(pattern, name), fit, "{pattern} {name}");
        }
        assert!(!fits(&"*a".repeat(60), &"a".repeat(59)), "and ends at once");
    }

    #[test]
    fn a_file_is_taken_when_it_looks_the_same_twice_or_is_marked_and_never_while_it_grows() {
        let root = root();
        let (folder, mut looks) = (root.path().join("a"), Looks::new());
        fs::write(folder.join("x.csv"), "a").unwrap();
        fs::write(folder.join("y.csv.part"), "a").unwrap();
        assert_eq!(names(root.path(), &mut looks), [""; 0]);
        fs::write(folder.join("x.csv"), "a,b").unwrap();
        assert_eq!(names(root.path(), &mut looks), [""; 0], "it grew");
        assert_eq!(names(root.path(), &mut looks), ["x.csv"]);
        fs::write(folder.join("z.csv"), "a").unwrap();
        fs::write(folder.join("z.csv.selesai"), "").unwrap();
        assert_eq!(names(root.path(), &mut looks), ["x.csv", "z.csv"]);
    }

    #[test]
    fn links_are_not_followed_out_of_the_folder_of_drops() {
        let (root, outside) = (root(), tempfile::tempdir().unwrap());
        fs::write(outside.path().join("rahasia.csv"), "a").unwrap();
        std::os::unix::fs::symlink(outside.path().join("rahasia.csv"), root.path().join("a/x.csv")).unwrap();
        let mut looks = Looks::new();
        names(root.path(), &mut looks);
        assert_eq!(names(root.path(), &mut looks), [""; 0]);
        std::os::unix::fs::symlink(outside.path(), root.path().join("b")).unwrap();
        let linked = Drop { folder: "b".into(), ..drop("*.csv") };
        assert!(matches!(look(root.path(), &linked, &mut looks), Err(Failed::Folder(_))));
        let up = Drop { folder: "a/../..".into(), ..drop("*.csv") };
        assert!(matches!(look(root.path(), &up, &mut looks), Err(Failed::Folder(_))));
    }

    #[test]
    fn a_file_that_is_replaced_while_it_is_read_waits_for_the_next_look() {
        let root = root();
        let (path, mut looks) = (root.path().join("a/x.csv"), Looks::new());
        fs::write(&path, "a").unwrap();
        names(root.path(), &mut looks);
        let found = look(root.path(), &drop("*.csv"), &mut looks).unwrap().remove(0);
        let copied = copy(&found).unwrap();
        assert_eq!(copied.hash, kernel::ids::hash_secret("a"));
        fs::write(&path, "another").unwrap();
        assert!(matches!(copy(&found), Err(Failed::Replaced)));
        shelve(&found, Shelf::Archive, (&copied.hash, "20260131"), "laporan").unwrap();
        assert!(path.exists(), "the new one is not moved away unread");
    }

    #[test]
    fn a_read_file_lies_on_its_shelf_with_a_report_until_its_days_are_over() {
        let root = root();
        let (folder, mut looks) = (root.path().join("a"), Looks::new());
        deposit(root.path(), &drop("*.csv"), "x.csv", b"a").unwrap();
        let found = look(root.path(), &drop("*.csv"), &mut looks).unwrap().remove(0);
        shelve(&found, Shelf::Rejected, ("0123456789", "20260131"), "sebabnya").unwrap();
        let shelved = folder.join("ditolak/20260131-01234567-x.csv");
        assert!(shelved.exists() && !folder.join("x.csv.selesai").exists());
        assert_eq!(fs::read_to_string(folder.join("ditolak/20260131-01234567-x.csv.laporan.txt")).unwrap(), "sebabnya");
        sweep(&folder, "20260131");
        assert!(shelved.exists());
        sweep(&folder, "20260201");
        assert!(!shelved.exists());
    }

    #[test]
    fn a_file_from_the_browser_gets_a_name_that_the_drop_takes_up() {
        let name = |pattern: &str, given: &str| name_for(&drop(pattern), given, "7f");
        assert_eq!(name("*.csv", "Data Pegawai.csv").as_deref(), Some("DataPegawai.csv"));
        assert_eq!(name("pegawai-*.csv", "../../x.csv").as_deref(), Some("pegawai-unggahan-7f.csv"));
        assert_eq!(name("*.xlsx", "x.csv"), None);
    }
}
