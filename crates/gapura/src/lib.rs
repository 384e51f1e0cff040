#![doc = include_str!("../README.md")]

pub mod city;
pub mod cli;
pub mod commands;
pub mod config;
pub mod data;
pub mod files;
pub mod founding;
mod health;
mod listen;
pub mod phone;
#[cfg(feature = "surat")]
pub mod press;
pub mod report;
pub mod serve;
pub mod starter;
pub mod worker;
