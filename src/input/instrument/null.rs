//! Reads null distributions: a name, or the probability of each code.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::input::instrument::fault::InstrumentFault;
use crate::input::toml_file::{FaultKind, Faults, Spot, TomlTable, nearest, number_of, shown};
use crate::model::{CodeRange, ModelError, NULL_NAMES, NullDistribution};

/// Reads the null distribution of a table (`[[scale]]` or `[scoring]`) for the scale `scale` on `range`.
pub(crate) fn read_null(
    table: &TomlTable<'_>,
    scale: &str,
    range: CodeRange,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    let value = table.value("null")?;
    match value.get_ref() {
        DeValue::String(name) => read_name(name, scale, range, &value.span(), faults),
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

fn read_name(
    name: &str,
    scale: &str,
    range: CodeRange,
    span: &Range<usize>,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    if !NULL_NAMES.contains(&name) {
        faults.add(
            span,
            FaultKind::NotAWord {
                key: "null",
                found: shown(name),
                nearest: nearest(name, NULL_NAMES.iter().copied()),
                words: NULL_NAMES.to_vec(),
            },
        );
        return None;
    }
    sound(NullDistribution::named(name, range), scale, span, faults)
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
    sound(NullDistribution::declared(probabilities?, range), scale, span, faults)
}

fn sound(
    null: Result<NullDistribution, ModelError>,
    scale: &str,
    span: &Range<usize>,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    match null {
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
