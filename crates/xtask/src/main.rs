//! Developer commands: demo, test, bench, tidy, floors, where
fn main() {}
