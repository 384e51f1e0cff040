//! One MariaDB for all tests of this binary, in a folder of its own; it ends when this process does, because its shell reads
//! from us.

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

struct Server {
    socket: PathBuf,
    _folder: tempfile::TempDir,
    _shell: Child,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();

fn server() -> Option<&'static Server> {
    let started = SERVER.get_or_init(|| match std::env::var_os("GAPURA_TEST_MARIADB") {
        Some(program) => Some(start(Path::new(&program))),
        None => {
            println!("not run with MariaDB: GAPURA_TEST_MARIADB names no program");
            None
        }
    });
    started.as_ref()
}

fn start(program: &Path) -> Server {
    let folder = tempfile::tempdir().unwrap();
    let (data, socket) = (folder.path().join("data"), folder.path().join("s"));
    let user = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8(user.stdout).unwrap().trim().to_owned();
    let made = Command::new("mariadb-install-db")
        .args(["--no-defaults", "--skip-test-db", "--auth-root-authentication-method=normal"])
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--user={user}"))
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let line = format!(
        "{} --no-defaults --datadir={} --socket={} --pid-file={}/pid --skip-networking --user={user} & own=$!; cat; kill $own",
        program.display(),
        data.display(),
        socket.display(),
        folder.path().display(),
    );
    let mut shell =
        Command::new("sh").args(["-c", &line]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(shell.stderr.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    assert!(lines.any(|line| line.contains("ready for connections")), "MariaDB does not start");
    // Whoever stops reading stops the server once the pipe is full.
    std::thread::spawn(move || lines.for_each(drop));
    Server { socket, _folder: folder, _shell: shell }
}

/// The socket of the server, and a connection of its administrator to a fresh database with this name.
pub async fn database(name: &str) -> Option<(PathBuf, Conn)> {
    let server = tokio::task::spawn_blocking(server).await.unwrap()?;
    let options = OptsBuilder::default().socket(Some(server.socket.display().to_string())).user(Some("root"));
    let mut connection = Conn::new(options).await.unwrap();
    for line in [
        format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
        format!("USE {name}"),
        "CREATE USER IF NOT EXISTS gapura@localhost IDENTIFIED BY 'sandi-rahasia'".to_owned(),
    ] {
        connection.query_drop(line).await.unwrap();
    }
    Some((server.socket.clone(), connection))
}
