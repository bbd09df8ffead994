//! Reads null distributions: a name, or the probability of each code.

use toml::de::DeValue;

use crate::input::instrument::fault::InstrumentFault;
use crate::input::toml_file::{Faults, Spot, TomlTable, number_of, wrong};
use crate::model::{CodeRange, ModelError, NULL_NAMES, NullDistribution};

/// Reads the null distribution of a table (`[[scale]]` or `[scoring]`) for the scale `scale` on `range`.
pub(crate) fn read_null(
    table: &TomlTable<'_>,
    scale: &str,
    range: CodeRange,
    faults: &mut Faults,
) -> Option<NullDistribution> {
    let value = table.value("null")?;
    let null = match value.get_ref() {
        DeValue::String(_) => NullDistribution::named(table.one_of("null", NULL_NAMES, faults)?, range),
        DeValue::Array(list) => {
            let members = list.iter();
            let probabilities = members.map(|value| number_of(&Spot::member("null"), value, faults));
            NullDistribution::declared(probabilities.collect::<Option<_>>()?, range)
        }
        _ => {
            let example = "null = \"uniform\"".to_owned();
            let wanted = "a name or a list of probabilities";
            wrong(&Spot::key("null"), value, wanted, example, faults);
            return None;
        }
    };
    let fault = match null {
        Ok(null) => return Some(null),
        Err(ModelError::BadNull { why }) => InstrumentFault::BadNull {
            scale: scale.to_owned(),
            why,
        },
        Err(other) => InstrumentFault::Model(other),
    };
    faults.add(&value.span(), fault);
    None
}
