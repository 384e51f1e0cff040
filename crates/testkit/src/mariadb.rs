//! A MariaDB of a test's own.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A server in a temporary folder that lets its administrator `root` in without a password. It ends with the process,
/// at the latest: its shell reads from us and stops it when we are gone.
#[derive(Debug)]
pub struct MariaDb {
    socket: PathBuf,
    _shell: Child,
    _folder: TempDir,
}

impl MariaDb {
    /// Starts the program that `GAPURA_TEST_MARIADB` names, on a socket alone; `None`, and a word about it, where it
    /// names none.
    ///
    /// # Errors
    /// The server cannot be set up or does not start.
    pub fn start() -> io::Result<Option<Self>> {
        let Some(program) = std::env::var_os("GAPURA_TEST_MARIADB") else {
            println!("not run with MariaDB: GAPURA_TEST_MARIADB names no program");
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        let user = said(Command::new("id").arg("-un"))?;
        let data = folder.path().join("data");
        said(
            Command::new("mariadb-install-db")
                .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
                .arg(format!("--datadir={}", data.display()))
                .arg(format!("--user={user}")),
        )?;
        let socket = folder.path().join("s");
        let shell = serve(&program, &data, &socket, &user)?;
        Ok(Some(Self { socket, _shell: shell, _folder: folder }))
    }

    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Its administrator does something, in SQL.
    ///
    /// # Errors
    /// The server refuses it.
    pub fn does(&self, lines: &str) -> io::Result<()> {
        let socket = format!("--socket={}", self.socket.display());
        said(Command::new("mariadb").args(["--no-defaults", "--user=root", &socket, "--execute", lines])).map(drop)
    }
}

/// The shell under which it runs, once it is ready.
fn serve(program: &OsStr, data: &Path, socket: &Path, user: &str) -> io::Result<Child> {
    let line = format!(
        "{} --no-defaults --datadir={} --socket={} --pid-file={}.pid --skip-networking --user={user} & own=$!; cat; kill $own",
        program.display(),
        data.display(),
        socket.display(),
        socket.display(),
    );
    let mut shell = Command::new("sh").args(["-c", &line]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let words = shell.stderr.take().ok_or_else(|| io::Error::other("MariaDB has no words"))?;
    let mut lines = BufReader::new(words).lines().map_while(Result::ok);
    if !lines.any(|line| line.contains("ready for connections")) {
        return Err(io::Error::other("MariaDB does not start"));
    }
    // Whoever stops reading stops the server once the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(shell)
}

fn said(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    Err(io::Error::other(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr))))
}
