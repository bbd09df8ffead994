//! From the bytes of a trust file to a [`Trust`].

use crate::input::instrument::BUNDLED;
use crate::input::text::nearest;
use crate::input::toml_file::{Faults, FaultyFile, TomlSource, TomlTable, shown};
use crate::input::trust::academy::read_academies;
use crate::input::trust::defaults::{is_share, read_defaults, read_limits};
use crate::input::trust::fault::TrustFault;
use crate::input::trust::form::{ACADEMY, DEFAULTS, FORMS, HEAD, LIMITS, POOL, TERM};
use crate::input::trust::pool::read_pools;
use crate::input::trust::term::read_terms;
use crate::model::{Defaults, Icc2Limits, Trust, TrustParts};

/// Reads a trust file. `file_name` is its name for messages, `formats` are the names of the output formats; no other file is
/// opened.
///
/// # Errors
/// All faults of the file, each with its line, column and cure.
pub fn load(bytes: &[u8], file_name: &str, formats: &[&'static str]) -> Result<Trust, FaultyFile> {
    let source = TomlSource::read(file_name, bytes)?;
    let document = source.document()?;
    let mut faults = Faults::new(source, FORMS);
    let head = TomlTable::open(&HEAD, document.get_ref(), 0..0, &mut faults);
    let parts = read(&head, formats, &mut faults);
    if !faults.list.is_empty() {
        return Err(FaultyFile::new(faults.list));
    }
    // The checks above report a line. The model's own check is a safeguard.
    Trust::new(parts).map_err(|error| {
        faults.add(&(0..0), TrustFault::Model(error));
        FaultyFile::new(faults.list)
    })
}

fn read(head: &TomlTable<'_>, formats: &[&'static str], faults: &mut Faults) -> TrustParts {
    let name = head.required_text("name", "name = \"Our trust\"", faults);
    let academies = read_academies(&head.tables("academy", &ACADEMY, faults), faults);
    let terms = read_terms(&head.tables("term", &TERM, faults), faults);
    let pools = read_pools(&head.tables("pool", &POOL, faults), &academies, faults);
    let defaults = head.table("defaults", &DEFAULTS, faults);
    let defaults = defaults.map_or_else(Defaults::default, |table| read_defaults(&table, formats, faults));
    let limits = head.table("limits", &LIMITS, faults);
    let limits = limits.map_or_else(Icc2Limits::default, |table| read_limits(&table, faults));
    let drop = head.number("response_rate_drop", faults);
    let drop = drop.filter(|&found| is_share(head, "response_rate_drop", found, "at most", faults));
    TrustParts {
        name: name.map_or_else(String::new, |name| name.get_ref().trim().to_owned()),
        instrument: read_instrument(head, faults),
        academies: academies.list,
        terms,
        pools,
        defaults,
        limits,
        response_rate_drop: drop,
        published: head.string("published", faults),
    }
}

/// The questionnaire: the id of a bundled one, or a text that looks like a file name.
pub(crate) fn read_instrument(head: &TomlTable<'_>, faults: &mut Faults) -> Option<String> {
    let named = head.text("instrument", faults)?;
    let found = *named.get_ref();
    let ids = BUNDLED.iter().map(|bundled| bundled.id);
    if !found.contains(['.', '/', '\\']) && !ids.clone().any(|id| id == found) {
        let fault = TrustFault::UnknownInstrument {
            found: shown(found),
            nearest: nearest(found, ids.clone()),
            known: ids.collect::<Vec<_>>().join(", "),
        };
        faults.add(&named.span(), fault);
        return None;
    }
    Some(found.to_owned())
}
