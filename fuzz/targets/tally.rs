//! Tallies. Most damage is found by their checksum.

#![no_main]

use cte::engine::{Source, score};
use libfuzzer_sys::fuzz_target;
use targets::{setup, write};

fuzz_target!(|data: &[u8]| {
    write(score(&[Source::new("a.tally", data)], &setup()));
});
