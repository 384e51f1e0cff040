//! The side that asks: one child, kept for the next sheet, asked by one caller at a time.

use super::worker::{Asked, TOO_LARGE, TOO_LONG, Told};
use paper::{Bounds, Fault, Order, Sheet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// A child of a program, started when it is needed.
pub struct Apart {
    program: PathBuf,
    line: Mutex<Option<Line>>,
}

/// The pipes to a running child.
struct Line {
    child: Child,
    ask: ChildStdin,
    told: BufReader<ChildStdout>,
}

impl Drop for Line {
    fn drop(&mut self) {
        // It ends by itself when its input closes; a stuck one is ended here. Both may have happened already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Apart {
    pub(super) const fn new(program: PathBuf) -> Self {
        Self { program, line: Mutex::new(None) }
    }

    pub(super) fn typeset(&self, order: &Order<'_>) -> Result<Sheet, Vec<Fault>> {
        let mut held = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let line = match held.take() {
            Some(line) => line,
            None => self.start().map_err(|error| vec![Fault::whole(&error.to_string())])?,
        };
        match line.typeset(order) {
            Ok((line, made)) => {
                *held = Some(line);
                made
            }
            Err(why) => Err(vec![Fault::whole(&why)]),
        }
    }

    /// Nothing of our environment goes along, and what it says to its errors could hold personal values.
    fn start(&self) -> std::io::Result<Line> {
        let mut child = Command::new(&self.program)
            .args(["surat", "tukang"])
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let closed = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        let ask = child.stdin.take().ok_or_else(closed)?;
        let told = BufReader::new(child.stdout.take().ok_or_else(closed)?);
        Ok(Line { child, ask, told })
    }
}

impl Line {
    /// The line itself comes back where it can be used again.
    fn typeset(mut self, order: &Order<'_>) -> Result<(Self, Result<Sheet, Vec<Fault>>), String> {
        match self.exchange(order) {
            Ok(made) => Ok((self, made)),
            Err(error) => {
                let bounds = Bounds::of(order.template);
                let code = self.child.wait().ok().and_then(|status| status.code());
                Err(match code {
                    Some(TOO_LONG) => format!("templat ini tidak selesai dalam {} detik", bounds.time.as_secs()),
                    Some(TOO_LARGE) => {
                        format!("templat ini memakai lebih dari {} MB memori", bounds.memory / 1024 / 1024)
                    }
                    _ => format!("pencetak surat berhenti mendadak ({error})"),
                })
            }
        }
    }

    fn exchange(&mut self, order: &Order<'_>) -> std::io::Result<Result<Sheet, Vec<Fault>>> {
        let asked = Asked { template: order.template.into(), values: order.values.clone(), at: order.at.micros() };
        serde_json::to_writer(&mut self.ask, &asked)?;
        self.ask.write_all(b"\n")?;
        self.ask.flush()?;
        let mut line = String::new();
        if self.told.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(match serde_json::from_str(&line)? {
            Told::Faults(faults) => Err(faults),
            Told::Sheet { bytes, pages, warnings } => {
                let mut pdf = vec![0; bytes];
                self.told.read_exact(&mut pdf)?;
                Ok(Sheet { pdf, pages, warnings })
            }
        })
    }
}
