//! Earlier results in JSON: taken into account, and made again.

#![no_main]

use cte::engine::{PublishedResults, RecordedRun, Setup, Source, score};
use libfuzzer_sys::fuzz_target;
use targets::{RESPONSES, setup, write};

fuzz_target!(|data: &[u8]| {
    let earlier = Source::new("earlier.json", data);
    if let Err(error) = RecordedRun::read(&earlier) {
        drop(error.to_string());
    }
    let setup = Setup {
        published: PublishedResults::Only(vec![earlier]),
        ..setup()
    };
    write(score(&[Source::new("a.csv", RESPONSES)], &setup));
});
