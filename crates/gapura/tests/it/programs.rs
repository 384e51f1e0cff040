//! Programs that others wrote, started with what they need to know.

use crate::house::PASSWORD;
use crate::living::{KeyPair, Living};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long one of them may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// Scripts that use clients of others.
pub(crate) fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/klien")
}

/// The folder or program that `cargo xtask test` names; a sentence where it names none.
fn named(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from);
    if found.is_none() {
        println!("not run: {variable} is not set");
    }
    found
}

/// Python with the clients.
pub(crate) fn python() -> Option<Command> {
    let packages = named("GAPURA_TEST_PYTHON_CLIENTS")?;
    let paths = std::env::join_paths([packages, scripts()]).unwrap();
    let mut command = Command::new("python3");
    command.env("PYTHONPATH", paths).env("PYTHONDONTWRITEBYTECODE", "1");
    Some(command)
}

/// Node with a script that finds its packages: they are looked for from where the script lies.
pub(crate) fn node(script: &str) -> Option<Command> {
    let folder = named("GAPURA_TEST_NODE_CLIENTS")?.join("klien");
    std::fs::create_dir_all(&folder).unwrap();
    for name in ["peramban.mjs", script] {
        // Several tests may do so at once: each file is there whole or not at all.
        let kept = tempfile::NamedTempFile::new_in(&folder).unwrap();
        std::fs::copy(scripts().join(name), kept.path()).unwrap();
        kept.persist(folder.join(name)).unwrap();
    }
    let mut command = Command::new("node");
    command.arg(folder.join(script));
    Some(command)
}

/// PHP.
pub(crate) fn php() -> Option<Command> {
    Some(Command::new(named("GAPURA_TEST_PHP")?))
}

/// PHP's own server with this file behind every address. What it complains about counts as said.
pub(crate) fn php_server(file: &Path, port: u16) -> Option<Command> {
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$@\" 2>&1", "sh"]).arg(named("GAPURA_TEST_PHP")?);
    command.arg("-S").arg(format!("127.0.0.1:{port}")).arg(file);
    Some(command)
}

/// Tells a program where the house is, which key it has, and who signs on.
pub(crate) fn told(command: &mut Command, living: &Living, key: &KeyPair) {
    command
        .env("GAPURA_URL", &living.url)
        .env("GAPURA_CLIENT_ID", &key.id)
        .env("GAPURA_CLIENT_SECRET", &key.secret)
        .env("GAPURA_KEMBALI", &living.callback)
        .env("GAPURA_KELUAR", living.after())
        .env("GAPURA_PEMBERITAHUAN", living.farewell())
        .env("GAPURA_PETUGAS", "ani")
        .env("GAPURA_SANDI", PASSWORD)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .kill_on_drop(true);
}

/// Runs it to its end: what it printed. It must succeed.
pub(crate) async fn ran(command: &mut Command) -> String {
    let output = tokio::time::timeout(PATIENCE, command.output()).await;
    let output = output.unwrap_or_else(|_| panic!("{command:?} does not end")).unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{command:?}\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// A program that goes on running; killed when it falls.
pub(crate) struct Running {
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts it and waits until it listens on `port`.
    pub async fn start(command: &mut Command, port: u16) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let listens = || async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() };
        crate::living::eventually("it does not listen", listens).await;
        Self { _child: child, lines }
    }

    /// The next line that holds this.
    pub async fn says(&mut self, wanted: &str) -> String {
        let mut heard = Vec::new();
        let waiting = async {
            loop {
                let Some(line) = self.lines.next_line().await.unwrap() else { panic!("it ended: {heard:?}") };
                if line.contains(wanted) {
                    return line;
                }
                assert!(!line.starts_with("refused"), "{line}");
                heard.push(line);
            }
        };
        let said = tokio::time::timeout(PATIENCE, waiting).await;
        said.unwrap_or_else(|_| panic!("never said: {wanted}"))
    }
}
