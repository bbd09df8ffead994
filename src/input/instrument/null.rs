//! The null distribution as a file declares it: a name, or the probability of each code.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::input::instrument::InstrumentFault;
use crate::input::toml_file::{FaultKind, Faults, Spot, Table, nearest, number_of, shown};
use crate::model::{CodeRange, ModelError, NullDistribution};

/// The names that [`named`] resolves.
pub const NULL_NAMES: &[&str] = &["uniform"];

/// The distribution that a name stands for, on a range. The one place where names are resolved.
#[must_use]
pub fn named(name: &str, range: CodeRange) -> Option<NullDistribution> {
    match name {
        "uniform" => Some(NullDistribution::uniform(range)),
        _ => None,
    }
}

/// The null distribution of a table (`[[scale]]` or `[scoring]`) for the scale `scale` on `range`.
pub(crate) fn read_null(
    table: &Table<'_>,
    scale: &str,
    range: CodeRange,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    let value = table.value("null")?;
    match value.get_ref() {
        DeValue::String(name) => read_name(name, range, &value.span(), faults),
        DeValue::Array(list) => {
            let members: Vec<&Spanned<DeValue<'_>>> = list.iter().collect();
            read_list(&members, scale, range, &value.span(), faults)
        }
        _ => {
            faults.add(
                &value.span(),
                FaultKind::WrongType {
                    what: "`null`".to_owned(),
                    wanted: "a name or a list of probabilities",
                    found: format!("`{}`", shown(faults.source.text.get(value.span()).unwrap_or("…"))),
                    example: "null = \"uniform\"".to_owned(),
                },
            );
            None
        }
    }
}

fn read_name(name: &str, range: CodeRange, span: &Range<usize>, faults: &mut Faults) -> Option<NullDistribution> {
    let null = named(name, range);
    if null.is_none() {
        faults.add(
            span,
            FaultKind::NotAWord {
                key: "null",
                found: shown(name),
                nearest: nearest(name, NULL_NAMES.iter().copied()),
                words: NULL_NAMES.to_vec(),
            },
        );
    }
    null
}

fn read_list(
    members: &[&Spanned<DeValue<'_>>],
    scale: &str,
    range: CodeRange,
    span: &Range<usize>,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    let probabilities: Option<Vec<f64>> = members
        .iter()
        .map(|value| number_of(&Spot::member("null"), value, faults))
        .collect();
    match NullDistribution::declared(probabilities?, range) {
        Ok(null) => Some(null),
        Err(ModelError::BadNull { why }) => {
            let scale = scale.to_owned();
            faults.add(span, InstrumentFault::BadNull { scale, why });
            None
        }
        Err(other) => {
            faults.add(span, InstrumentFault::Model(other));
            None
        }
    }
}
