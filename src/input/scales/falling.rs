//! Questions labels whose words fall while their codes rise.

use crate::input::scales::order::{Direction, direction};
use crate::model::{Instrument, Response};

/// One sentence for each set of labels that falls, such as 1 = "Strongly agree" to 5 = "Strongly disagree". Labels that
/// only reversed items have are not questioned, because reversal turns them round.
pub(crate) fn falling_labels(instrument: &Instrument) -> Vec<String> {
    let mut seen: Vec<&Response> = Vec::new();
    let mut sentences = Vec::new();
    for item in instrument.items().iter().filter(|item| !item.reversed) {
        if seen.contains(&&item.response) {
            continue;
        }
        seen.push(&item.response);
        let labels = &item.response.labels;
        let texts: Vec<&str> = labels.values().map(String::as_str).collect();
        let (Some((low, first)), Some((high, last))) = (labels.first_key_value(), labels.last_key_value()) else {
            continue;
        };
        if direction(&texts) == Direction::Falling {
            sentences.push(format!(
                "the labels fall from {low} = `{first}` to {high} = `{last}`, so that a high score means `{last}`: if that \
                 is not meant, give the codes of [response.labels] in the other direction"
            ));
        }
    }
    sentences
}
