//! The built program as operators start it and residents meet it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod angka;
mod bad_input;
mod checker;
mod cli;
mod clients;
mod companions;
mod disk;
mod doors;
mod gerakan;
mod house;
mod http;
mod indikator;
mod instrumen;
mod kill;
mod kill_exchange;
mod letter;
mod living;
mod programs;
mod sending;
mod signers;
mod sources;
mod story;
mod surat;
mod town;
mod umpan;
