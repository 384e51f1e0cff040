//! An old system that is only a database: MariaDB with one table, and a view that its keeper made for others to read.

use anyhow::{Context, Result, ensure};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Password of the account that may read the view.
pub const PASSWORD: &str = "sandi-pembaca";

/// It runs as long as this lives: its shell reads from us and stops it when we are gone.
pub struct MariaDb {
    pub socket: PathBuf,
    _shell: Child,
    _folder: tempfile::TempDir,
}

/// Starts it with its table; none where the machine has no such program.
pub fn open(table: &str) -> Result<Option<MariaDb>> {
    let Some(program) = std::env::var_os("GAPURA_TEST_MARIADB") else {
        println!("not run with MariaDB: GAPURA_TEST_MARIADB names no program");
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let user = said(Command::new("id").arg("-un"))?;
    let (data, socket) = (folder.path().join("data"), folder.path().join("s"));
    said(
        Command::new("mariadb-install-db")
            .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--user={user}")),
    )?;
    let shell = start(Path::new(&program), &data, &socket, &user)?;
    let database = MariaDb { socket, _shell: shell, _folder: folder };
    database.does(&format!(
        "CREATE DATABASE simpeg CHARACTER SET utf8mb4; USE simpeg; {table} \
         CREATE USER pembaca@localhost IDENTIFIED BY '{PASSWORD}'; GRANT SELECT ON simpeg.v_pegawai TO pembaca@localhost;"
    ))?;
    Ok(Some(database))
}

impl MariaDb {
    /// Its keeper does something.
    pub fn does(&self, lines: &str) -> Result<()> {
        let socket = format!("--socket={}", self.socket.display());
        said(Command::new("mariadb").args(["--no-defaults", "--user=root", &socket, "--execute", lines])).map(|_| ())
    }
}

fn start(program: &Path, data: &Path, socket: &Path, user: &str) -> Result<Child> {
    let line = format!(
        "{} --no-defaults --datadir={} --socket={} --pid-file={}.pid --skip-networking --user={user} & own=$!; cat; kill $own",
        program.display(),
        data.display(),
        socket.display(),
        socket.display(),
    );
    let mut shell = Command::new("sh").args(["-c", &line]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let lines = BufReader::new(shell.stderr.take().context("no stderr")?).lines();
    let mut lines = lines.map_while(Result::ok);
    ensure!(lines.any(|line| line.contains("ready for connections")), "MariaDB does not start");
    // Whoever stops reading stops the server once the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(shell)
}

fn said(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
