//! Files from an agency's SFTP server, fetched by the `sftp` program of OpenSSH in batch mode (docs/adr/0081). The server's
//! key has to be known beforehand; nothing is ever asked and nothing is ever trusted at first sight.

use super::{Secrets, folder};
use crate::failed::Failed;
use crate::model::{Drop, Pull};
use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// The whole conversation may take so long.
const LIMIT: Duration = Duration::from_secs(600);
/// The largest file that is fetched, in bytes.
const LARGEST: u64 = 512 << 20;
/// Most files of one conversation.
const MOST: usize = 50;

/// How files looked there the last time, by name: size and time as the server writes them, and whether they were fetched.
pub(crate) type Remote = HashMap<String, (String, bool)>;

/// Fetches what looks the same as at the look before and was not fetched yet, and puts it into the drop.
pub(crate) async fn fetch(
    (pull, drop): (&Pull, &Drop),
    root: &Path,
    secrets: &Secrets,
    remote: &mut Remote,
) -> Result<usize, Failed> {
    let local = folder::folder(root, drop)?;
    let listing = talk(pull, secrets, &format!("ls -ln \"{}\"\n", pull.remote)).await?;
    let mut wanted = Vec::new();
    let mut now = Remote::new();
    for (name, size, look) in listed(&listing).filter(|(name, ..)| folder::wanted(drop, name)) {
        let fetched = match remote.get(&name) {
            Some((before, fetched)) if *before == look => {
                if !fetched && size <= LARGEST && wanted.len() < MOST {
                    wanted.push(name.clone());
                }
                *fetched || wanted.last() == Some(&name)
            }
            _ => false,
        };
        now.insert(name, (look, fetched));
    }
    if !wanted.is_empty() {
        let place = local.display();
        let lines = wanted.iter().map(|name| format!("get \"{}/{name}\" \"{place}/{name}.part\"\n", pull.remote));
        talk(pull, secrets, &lines.collect::<String>()).await?;
        for name in &wanted {
            let spool = |error: std::io::Error| Failed::Stopped(error.into());
            std::fs::rename(local.join(format!("{name}.part")), local.join(name)).map_err(spool)?;
            std::fs::write(local.join(format!("{name}{}", folder::MARK)), b"").map_err(spool)?;
        }
    }
    *remote = now;
    Ok(wanted.len())
}

/// One conversation; what the program printed.
async fn talk(pull: &Pull, secrets: &Secrets, batch: &str) -> Result<String, Failed> {
    let key = secrets.file(&pull.key_from)?;
    let hosts = secrets.file(&format!("{}.known_hosts", pull.key_from))?;
    let option = |name: &str, path: &Path| format!("-o{name}={}", path.display());
    let mut child = Command::new("sftp")
        .args([
            "-oLogLevel=ERROR",
            "-oBatchMode=yes",
            "-oStrictHostKeyChecking=yes",
            "-oIdentitiesOnly=yes",
            "-oConnectTimeout=10",
        ])
        .args([
            option("UserKnownHostsFile", &hosts),
            option("IdentityFile", &key),
            "-oGlobalKnownHostsFile=none".into(),
        ])
        .args(["-F", "none", "-b", "-", "-P", &pull.port.to_string()])
        .arg(format!("{}@{}", pull.user, pull.host))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|_| Failed::Other("sftp".to_owned()))?;
    let mut stdin = child.stdin.take().ok_or(Failed::Away)?;
    let sent = stdin.write_all(batch.as_bytes()).await;
    drop(stdin);
    let output = tokio::time::timeout(LIMIT, child.wait_with_output()).await;
    let output = output.map_err(|_| Failed::Slow(600))?.map_err(|_| Failed::Away)?;
    if sent.is_err() || !output.status.success() {
        return Err(said(&String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a failed conversation means; its words stay here, because they may quote anything.
fn said(words: &str) -> Failed {
    let lower = words.to_lowercase();
    let any = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
    if any(&["host key verification failed", "host identification has changed", "no matching host key"]) {
        Failed::Other("kunci-server".to_owned())
    } else if any(&["permission denied", "too many authentication"]) {
        Failed::Login
    } else if any(&["not found", "no such file", "can't ls", "can't stat"]) {
        Failed::Folder("jauh".to_owned())
    } else {
        Failed::Away
    }
}

/// Name, size, and how it looks, of each plain file of a listing by `ls -ln`.
fn listed(listing: &str) -> impl Iterator<Item = (String, u64, String)> {
    listing.lines().filter(|line| line.starts_with('-')).filter_map(|line| {
        let mut rest = line;
        let mut parts = Vec::new();
        for _ in 0..8 {
            let (part, after) = rest.trim_start().split_once(' ')?;
            parts.push(part);
            rest = after;
        }
        let name = rest.trim_start().rsplit('/').next()?;
        let plain = !name.is_empty() && !name.chars().any(|letter| letter.is_control() || "\"\\*?[".contains(letter));
        let size = parts.get(4)?.parse().ok()?;
        plain.then(|| (name.to_owned(), size, parts.get(4..).unwrap_or_default().join(" ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_files_of_a_listing_are_read_and_everything_else_is_left_out() {
        let listing = "sftp> ls -ln \"/keluar\"\n\
            drwxr-xr-x    2 1000     1000         4096 Jan 31 07:00 /keluar/lama\n\
            -rw-r--r--    1 1000     1000          120 Jan 31 07:00 /keluar/data pegawai.csv\n\
            -rw-r--r--    1 1000     1000           99 Jan 31  2025 b.csv\n\
            -rw-r--r--    1 1000     1000           99 Jan 31 07:00 /keluar/a\"b.csv\n\
            lrwxrwxrwx    1 1000     1000           99 Jan 31 07:00 /keluar/x.csv\n-rw\n";
        let found: Vec<_> = listed(listing).collect();
        assert_eq!(found[0], ("data pegawai.csv".into(), 120, "120 Jan 31 07:00".into()));
        assert_eq!(found[1], ("b.csv".into(), 99, "99 Jan 31 2025".into()));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn what_the_program_says_is_told_without_its_words() {
        assert!(matches!(said("Host key verification failed."), Failed::Other(code) if code == "kunci-server"));
        assert!(matches!(said("u@h: Permission denied (publickey)."), Failed::Login));
        assert!(matches!(said("Can't ls: \"/x\" not found"), Failed::Folder(_)));
        assert!(matches!(said("ssh: connect to host h port 22: Connection refused"), Failed::Away));
    }
}
