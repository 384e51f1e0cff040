#![doc = include_str!("../README.md")]

pub mod encoding;
pub mod grid;
pub mod source;
pub mod table;

pub use source::Source;

/// `3,51701E+15`: a spreadsheet took the number for a quantity and lost its last digits.
pub fn is_mangled(key: &str) -> bool {
    let upper = key.trim().to_ascii_uppercase();
    upper.split_once("E+").is_some_and(|(number, power)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(power) && digits(&number.replace([',', '.'], ""))
    })
}
