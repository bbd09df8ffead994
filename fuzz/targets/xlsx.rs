//! Workbooks and ZIP archives.

#![no_main]

use cte::engine::{Source, check};
use libfuzzer_sys::fuzz_target;
use targets::{setup, write};

fuzz_target!(|data: &[u8]| {
    write(check(&[Source::new("a.xlsx", data)], &setup()));
});
