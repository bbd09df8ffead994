//! Earlier results in JSON: taken into account, and made again.

#![no_main]

use cte::engine::{PublishedResults, RecordedRun, Setup, Source, score};
use cte::input::read_earlier;
use libfuzzer_sys::fuzz_target;
use targets::{RESPONSES, discard, is_scored, setup, write};

fuzz_target!(|data: &[u8]| {
    let earlier = Source::new("earlier.json", data);
    discard(read_earlier("earlier.json", data));
    discard(RecordedRun::read(&earlier));
    if !is_scored(data) {
        return;
    }
    let setup = Setup {
        published: PublishedResults::Only(vec![earlier]),
        ..setup()
    };
    write(score(&[Source::new("a.csv", RESPONSES)], &setup));
});
