//! Reads `[defaults]`, which replaces command-line options, and `[limits]`, which decide the verdict on ICC(2).

use crate::input::toml_file::{Faults, LARGEST, Spot, TomlTable, text_of};
use crate::input::trust::fault::TrustFault;
use crate::input::trust::term::is_file;
use crate::model::{AcademyFrom, Defaults, Icc2Limits, MissingRule};

/// The smallest group size that may be set. In a group of two, each could work out the other's answers.
const LEAST_GROUP: u64 = 3;

/// Reads `[defaults]`.
pub(crate) fn read_defaults(table: &TomlTable<'_>, formats: &[&'static str], faults: &mut Faults) -> Defaults {
    let mut columns = Vec::new();
    for (item, header) in table.free("columns", faults).unwrap_or_default() {
        if let Some(header) = text_of(&Spot::key(item.get_ref()), header, faults) {
            columns.push(((*item.get_ref()).to_owned(), header.to_owned()));
        }
    }
    let level = table.number("level", faults);
    let level = level.filter(|&found| is_share(table, "level", found, "below", faults));
    let headcount = table.text("headcount", faults).filter(|path| is_file(path, faults));
    let threads = table.count("threads", 1, u64::from(u16::MAX), faults);
    let academy_from = table.word(
        "academy_from",
        &AcademyFrom::ALL.map(|from| (from.name(), from)),
        faults,
    );
    if academy_from.is_some() && table.has("group") {
        faults.add(&table.span_of("academy_from"), TrustFault::TwoAcademies);
    }
    Defaults {
        group: table.string("group", faults),
        academy_from,
        columns,
        id: table.string("id", faults),
        by: table.string("by", faults),
        sheet: table.string("sheet", faults),
        headcount: headcount.map(|path| (*path.get_ref()).to_owned()),
        skip_bad: table.flag("skip_bad", faults),
        min_group: table.count("min_group", LEAST_GROUP, LARGEST, faults),
        missing: table.word("missing", &MissingRule::ALL.map(|rule| (rule.name(), rule)), faults),
        level,
        seed: table.count("seed", 0, LARGEST, faults),
        threads: threads.and_then(|threads| u16::try_from(threads).ok()),
        format: table.one_of("format", formats, faults).map(str::to_owned),
    }
}

/// Reads `[limits]`.
pub(crate) fn read_limits(table: &TomlTable<'_>, faults: &mut Faults) -> Icc2Limits {
    let usual = Icc2Limits::default();
    let mut limit = |key: &'static str| {
        let found = table.number(key, faults)?;
        is_share(table, key, found, "below", faults).then_some(found)
    };
    let (no, yes) = (limit("icc2_no"), limit("icc2_yes"));
    let (no, yes) = (no.unwrap_or(usual.no()), yes.unwrap_or(usual.yes()));
    Icc2Limits::new(no, yes).unwrap_or_else(|| {
        let key = if table.has("icc2_no") { "icc2_no" } else { "icc2_yes" };
        faults.add(&table.span_of(key), TrustFault::LimitsCross { no, yes });
        usual
    })
}

/// Checks that a number is a share, and reports it otherwise. `most` says whether 1 is allowed: `at most` or `below`.
pub(crate) fn is_share(
    table: &TomlTable<'_>,
    key: &'static str,
    found: f64,
    most: &'static str,
    faults: &mut Faults,
) -> bool {
    let sound = found > 0.0 && (found < 1.0 || (most == "at most" && found <= 1.0));
    if !sound {
        faults.add(&table.span_of(key), TrustFault::BadShare { key, found, most });
    }
    sound
}
