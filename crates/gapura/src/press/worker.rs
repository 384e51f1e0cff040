//! The side that typesets: orders in, one JSON object a line; sheets out, one JSON object a line and the PDF's bytes behind.

use kernel::Instant;
use paper::{Bounds, Fault, Order, Paper};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{BufRead as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How the process ends where a sheet took longer.
pub(super) const TOO_LONG: i32 = 71;
/// How it ends where it took more.
pub(super) const TOO_LARGE: i32 = 72;
/// How often it is looked.
const LOOK: Duration = Duration::from_millis(10);
/// Pages nest; their stack is not to be what bounds them.
const STACK: usize = 64 * 1024 * 1024;

/// An order on its way.
#[derive(Deserialize, Serialize)]
pub(super) struct Asked {
    pub template: String,
    pub values: Value,
    /// Microseconds since 1970.
    pub at: i64,
}

/// An answer on its way.
#[derive(Deserialize, Serialize)]
pub(super) enum Told {
    /// So many bytes of PDF follow.
    Sheet { bytes: usize, pages: usize, warnings: Vec<Fault> },
    /// Nothing follows.
    Faults(Vec<Fault>),
}

/// `gapura surat tukang`: typesets until its input closes.
///
/// # Errors
/// A pipe broke, or an order is none.
pub fn work() -> anyhow::Result<()> {
    let (say, hear) = channel();
    std::thread::Builder::new().name("penjaga".into()).spawn(move || watch(&hear))?;
    let bench = std::thread::Builder::new().name("tukang".into()).stack_size(STACK).spawn(move || typeset(&say))?;
    bench.join().map_err(|_| anyhow::anyhow!("the typesetter panicked"))?
}

fn typeset(watch: &Sender<Option<Bounds>>) -> anyhow::Result<()> {
    let paper = Paper::new().map_err(anyhow::Error::msg)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let asked: Asked = serde_json::from_str(&line?)?;
        watch.send(Some(Bounds::of(&asked.template)))?;
        let at = Instant::from_micros(asked.at);
        let made = paper.typeset(&Order { template: &asked.template, values: &asked.values, at });
        watch.send(None)?;
        let (told, pdf) = match made {
            Ok(sheet) => {
                (Told::Sheet { bytes: sheet.pdf.len(), pages: sheet.pages, warnings: sheet.warnings }, sheet.pdf)
            }
            Err(faults) => (Told::Faults(faults), Vec::new()),
        };
        serde_json::to_writer(&mut out, &told)?;
        out.write_all(b"\n")?;
        out.write_all(&pdf)?;
        out.flush()?;
    }
    Ok(())
}

/// Hears when a sheet begins and ends, and ends the process where one takes too much.
fn watch(hear: &Receiver<Option<Bounds>>) {
    while let Ok(begins) = hear.recv() {
        let Some(bounds) = begins else { continue };
        let started = std::time::Instant::now();
        loop {
            match hear.recv_timeout(LOOK) {
                Err(RecvTimeoutError::Timeout) if started.elapsed() > bounds.time => std::process::exit(TOO_LONG),
                Err(RecvTimeoutError::Timeout) if resident() > bounds.memory => std::process::exit(TOO_LARGE),
                Err(RecvTimeoutError::Timeout) => {}
                _ => break,
            }
        }
    }
}

/// Memory that this process holds, in bytes; 0 where the system does not tell.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: u64 = text.split_whitespace().nth(1).and_then(|count| count.parse().ok()).unwrap_or(0);
    pages * 4096
}
