//! Other programs: finding them, asking them, and getting them from Debian.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The cargo that runs us.
pub fn cargo() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// The target triple of this machine's compiler.
pub fn host() -> Result<String> {
    let text = output(Command::new("rustc").arg("-vV"))?;
    host_of(&text).context("rustc names no host")
}

fn host_of(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("host: "))?;
    Some(line.trim().to_owned())
}

/// What a command prints; an error tells what it said instead.
pub fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let result = command.stdin(Stdio::null()).output();
    let result = result.with_context(|| format!("cannot run {name}"))?;
    if !result.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&result.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&result.stdout).into_owned())
}

/// Runs a command with its output shown; whether it succeeded.
pub fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The first of these programs on the search path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let mut places = folders.iter().map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    })
}

/// The folder with PostgreSQL's server programs; Debian keeps them off the search path.
pub fn postgres() -> Option<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql");
    let mut versions: Vec<PathBuf> = std::fs::read_dir(debian)
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    versions.sort();
    let on_path = find(&["initdb"]).and_then(|program| program.parent().map(Path::to_owned));
    let complete = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    versions.into_iter().rev().chain(on_path).find(complete)
}

/// Programs that only the whole test run needs.
pub struct Wanted {
    /// Debian's package names.
    pub packages: &'static [&'static str],
    pub is_there: fn() -> bool,
}

/// Everything that the whole test run needs beside Rust.
pub const WANTED: [Wanted; 8] = [
    Wanted { packages: &["postgresql"], is_there: || postgres().is_some() },
    Wanted {
        packages: &["chromium", "chromium-driver"],
        is_there: || chromium().is_some() && chromedriver().is_some(),
    },
    Wanted { packages: &["w3m"], is_there: || find(&["w3m"]).is_some() },
    Wanted { packages: &["mariadb-server"], is_there: || mariadb().is_some() },
    Wanted { packages: &["openssh-server", "openssh-client"], is_there: || sshd().is_some() },
    Wanted { packages: &["poppler-utils", "qpdf", "zbar-tools"], is_there: reads_pdf },
    Wanted { packages: &["nginx-light"], is_there: || Path::new("/usr/sbin/nginx").is_file() },
    Wanted { packages: &PHP_PACKAGES, is_there: || php().is_some() },
];

/// PHP as agencies run it, and the HTTP client of Laravel as Debian packages it.
const PHP_PACKAGES: [&str; 6] =
    ["php-cli", "php-curl", "php-mbstring", "php-guzzlehttp-guzzle", "php-illuminate-container", "php-illuminate-http"];

/// PHP, where the HTTP client of Laravel is there too.
pub fn php() -> Option<PathBuf> {
    find(&["php"]).filter(|_| Path::new("/usr/share/php/Illuminate/Http/Client").is_dir())
}

/// Whether the programs are there with which tests read a letter as a stranger would.
pub fn reads_pdf() -> bool {
    ["pdfinfo", "pdffonts", "pdftotext", "pdftoppm", "qpdf", "zbarimg"].iter().all(|name| find(&[name]).is_some())
}

/// MariaDB's server, which feeds read like an agency's.
pub fn mariadb() -> Option<PathBuf> {
    server("mariadbd").filter(|_| find(&["mariadb-install-db"]).is_some())
}

/// OpenSSH's server, from which feeds fetch files.
pub fn sshd() -> Option<PathBuf> {
    server("sshd").filter(|_| find(&["sftp"]).is_some() && find(&["ssh-keygen"]).is_some())
}

/// A server's program; Debian keeps these off the search path of others than root.
fn server(name: &str) -> Option<PathBuf> {
    let debian = Path::new("/usr/sbin").join(name);
    find(&[name]).or_else(|| debian.is_file().then_some(debian))
}

/// The browser of the journeys.
pub fn chromium() -> Option<PathBuf> {
    find(&["chromium", "chromium-browser", "google-chrome"])
}

/// The program that drives the browser.
pub fn chromedriver() -> Option<PathBuf> {
    find(&["chromedriver"])
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|text| text.trim() == "0")
}

/// Gets what is missing from Debian where that is allowed, else says which line to run. One line for each want: where Debian
/// lacks one, the others still come.
pub fn install_missing() {
    for wanted in WANTED.iter().filter(|wanted| !(wanted.is_there)()) {
        install(wanted.packages);
    }
}

fn install(packages: &[&str]) {
    let line = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    let sudo = !is_root();
    let allowed = !sudo || output(Command::new("sudo").args(["-n", "true"])).is_ok();
    if !allowed || find(&["apt-get"]).is_none() {
        println!("missing: {}. To have these parts tested, run: sudo {line}", packages.join(", "));
        return;
    }
    println!("getting {} from Debian", packages.join(", "));
    let done = succeeds(&mut apt(sudo, &line)) || {
        succeeds(&mut apt(sudo, "apt-get update -q")) && succeeds(&mut apt(sudo, &line))
    };
    if !done {
        println!("that failed; run it yourself to see why: {line}");
    }
}

fn apt(sudo: bool, line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = if sudo {
        let mut command = Command::new("sudo");
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive"]);
        command
    } else {
        let mut command = Command::new(words.next().unwrap_or("apt-get"));
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    command.args(words);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_what_the_compiler_says() {
        let text = "rustc 1.95.0\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\n";
        assert_eq!(host_of(text).as_deref(), Some("x86_64-unknown-linux-gnu"));
        assert_eq!(host_of("rustc 1.95.0"), None);
    }

    #[test]
    fn a_program_that_is_nowhere_is_not_found() {
        assert!(find(&["no-such-program-anywhere", "sh"]).is_some());
        assert!(find(&["no-such-program-anywhere"]).is_none());
    }

    #[test]
    fn the_words_of_a_failing_command_are_passed_on() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such luck >&2; exit 3"]);
        let error = output(&mut command).unwrap_err();
        assert!(error.to_string().contains("no such luck"));
    }

    #[test]
    fn apt_is_asked_through_sudo_only_by_others_than_root() {
        let own = apt(false, "apt-get install -y w3m");
        assert_eq!(own.get_program(), "apt-get");
        assert_eq!(own.get_args().count(), 3);
        let asked = apt(true, "apt-get install -y w3m");
        assert_eq!(asked.get_program(), "sudo");
        assert_eq!(asked.get_args().count(), 7);
    }
}
