//! What the machine gives: programs, a folder for pictures, the driver.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// Which variable names the browser, and where it usually is.
pub const CHROMIUM: (&str, &str) = ("GAPURA_TEST_CHROMIUM", "/usr/bin/chromium");
const DRIVER: (&str, &str) = ("GAPURA_TEST_CHROMEDRIVER", "/usr/bin/chromedriver");

const ZBAR: (&str, &str) = ("GAPURA_TEST_ZBARIMG", "/usr/bin/zbarimg");

/// The folder for pictures, beside the build.
pub fn pictures() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/pictures");
    std::fs::create_dir_all(&folder)?;
    Ok(folder.canonicalize()?)
}

/// A program of the machine: named by the run of all tests, else where Debian has it.
pub fn program(variable: &str, usual: &str) -> Option<PathBuf> {
    let path = std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from);
    path.is_file().then_some(path)
}

/// Told in the form that the run of all tests puts into its table.
pub fn absent(name: &str, why: &str) {
    use std::io::Write as _;
    // Past the capture of the test harness; nobody reads it where there is no standard output.
    let _ = std::io::stdout().write_all(format!("\nABSENT: {name}: {why}\n").as_bytes());
}

/// Whether this machine has the browser; if not, that is told.
pub fn is_there() -> bool {
    let all = [CHROMIUM, DRIVER].iter().all(|(variable, usual)| program(variable, usual).is_some());
    if !all {
        absent("browser", "chromium and chromedriver are not installed");
    }
    all
}

/// What the QR code on a picture says, read by a program that we did not write; `None`, and told, where it is missing.
pub fn read_qr(picture: &Path) -> Result<Option<String>> {
    let Some(reader) = program(ZBAR.0, ZBAR.1) else {
        absent("qr reader", "zbarimg is not installed");
        return Ok(None);
    };
    let output =
        Command::new(reader).args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"]).arg(picture).output()?;
    anyhow::ensure!(output.status.success(), "no QR code on {}", picture.display());
    Ok(Some(String::from_utf8(output.stdout)?.trim().to_owned()))
}

/// The port of the one chromedriver of this test run; it ends with the run.
pub fn driver_port() -> Result<u16> {
    static PORT: OnceLock<Mutex<Option<u16>>> = OnceLock::new();
    let mut driver =
        PORT.get_or_init(|| Mutex::new(None)).lock().map_err(|_| anyhow::anyhow!("another test broke the driver"))?;
    if let Some(port) = *driver {
        return Ok(port);
    }
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let binary = program(DRIVER.0, DRIVER.1).context("chromedriver")?;
    // The thread that starts the driver must live as long as the run: its end would end the driver too.
    std::thread::spawn(move || {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(binary).arg(format!("--port={port}"));
        if let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            let _ = child.wait();
        }
    });
    for _ in 0..400 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            *driver = Some(port);
            return Ok(port);
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    anyhow::bail!("chromedriver did not listen within 10 s")
}
