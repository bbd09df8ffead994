//! Tables of text, read by every layout. A first byte that is the number of a layout chooses it, else the layout is recognised.

#![no_main]

use cte::engine::{READERS, Reading, Setup, Source, check, score};
use libfuzzer_sys::fuzz_target;
use targets::{setup, write};

fuzz_target!(|data: &[u8]| {
    let (layout, table) = match data.split_first() {
        Some((&first, rest)) if usize::from(first) < READERS.len() => (READERS.get(usize::from(first)), rest),
        _ => (None, data),
    };
    let base = setup();
    let setup = Setup {
        reading: Reading {
            layout,
            ..base.reading.clone()
        },
        ..base
    };
    let responses = [Source::new("a.csv", table)];
    write(check(&responses, &setup));
    write(score(&responses, &setup));
});
