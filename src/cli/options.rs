//! Values of options: parsed once, into what the engine takes.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::engine::{AcademyFrom, ColumnChoice};

/// Parses the name of one of these values; help and errors list the names.
pub(crate) fn one_of<T: Clone + Send + Sync + 'static>(
    all: impl IntoIterator<Item = T>,
    value: fn(&T) -> PossibleValue,
) -> impl TypedValueParser<Value = T> {
    let all: Vec<T> = all.into_iter().collect();
    let names: Vec<PossibleValue> = all.iter().map(value).collect();
    PossibleValuesParser::new(names).try_map(move |name| {
        let found = all.iter().find(|one| value(one).get_name() == name);
        found.cloned().ok_or_else(|| format!("there is no `{name}`"))
    })
}

/// Parses what the academy is named after.
pub(crate) fn academy_from() -> impl TypedValueParser<Value = AcademyFrom> {
    one_of(AcademyFrom::ALL, |from| PossibleValue::new(from.name()))
}

/// Parses `ITEM=HEADER`.
pub(crate) fn column(text: &str) -> Result<ColumnChoice, String> {
    match text.split_once('=') {
        Some((item, header)) if !item.trim().is_empty() && !header.trim().is_empty() => Ok(ColumnChoice {
            item: item.trim().to_owned(),
            header: header.to_owned(),
        }),
        _ => Err("write it as ITEM=HEADER, such as --column q07=\"Q7.\"".to_owned()),
    }
}

/// Parses the threshold of small groups.
pub(crate) fn min_group(text: &str) -> Result<u64, String> {
    match text.parse::<u64>() {
        Ok(persons) if persons >= 3 => Ok(persons),
        Ok(_) => Err("write 3 or more: of two people, each could work out the other's answers".to_owned()),
        Err(_) => Err("write a whole number, such as 10".to_owned()),
    }
}

/// Parses the level of intervals.
pub(crate) fn level(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(level) if level > 0.0 && level < 1.0 => Ok(level),
        Ok(level) if level > 1.0 && level < 100.0 => {
            Err(format!("a level is a share: write {} for {level} %", level / 100.0))
        }
        _ => Err("a level lies between 0 and 1, such as 0.95".to_owned()),
    }
}

/// True if an argument means a file and not the name of a term.
pub(crate) fn is_file(argument: &OsStr) -> bool {
    let path = std::path::Path::new(argument);
    argument == "-" || path.exists() || path.extension().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_in_per_cent_gets_the_cure() {
        assert_eq!(level("95"), Err("a level is a share: write 0.95 for 95 %".to_owned()));
        assert!(level("nan").is_err());
    }
}
