//! What identifies each response, so that the responses of two runs can be compared.

use crate::input::duplicates::hash::{in_column, mix, of_bytes, of_text};
use crate::input::duplicates::marks::SurveyMarks;
use crate::input::text::bare;
use crate::model::Instrument;
use crate::tally::Responses;

/// The identity of a response. Two rows with equal identities are one response if it is [`certain`](Self::certain);
/// otherwise they have equal content and may be different people.
///
/// It does not depend on the order of the columns, on line ends, on the kind of file (CSV or a workbook) or on the ids of
/// the questionnaire's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResponseIdentity {
    /// A hash of what identifies the response: its id, its number and time, or the content of its row.
    pub hash: u128,
    /// True if the hash is of an id, of a number and a time, or of a row with a time or a written comment.
    pub certain: bool,
}

/// What a hash is of; part of the hash.
#[derive(Clone, Copy)]
enum Of {
    Id = 1,
    NumberAndTime = 2,
    Row = 3,
}

/// The identity of each response, in the order of the rows.
pub(crate) fn identities(instrument: &Instrument, responses: &Responses, marks: &SurveyMarks) -> Vec<ResponseIdentity> {
    let rows = responses.rows();
    if marks.rows.len() != rows {
        return Vec::new();
    }
    let answers = answers(instrument, responses);
    let mut identities = Vec::with_capacity(rows);
    for file in &marks.files {
        let keys = marks.keys_of(file);
        for row in file.rows.clone() {
            let keys = keys.map(|keys| keys[row - file.rows.start]).unwrap_or_default();
            let time = keys.times.into_iter().find(|&time| time != 0).unwrap_or(keys.when);
            let certain = keys.id != 0 || (file.seconds && keys.when != 0) || keys.text != 0;
            let (of, parts) = if keys.id != 0 {
                (Of::Id, [keys.id, 0])
            } else if keys.number != 0 && time != 0 && file.seconds {
                (Of::NumberAndTime, [keys.number, time])
            } else {
                (Of::Row, [answers[row], marks.rows[row].others])
            };
            identities.push(ResponseIdentity {
                hash: hash(of, parts),
                certain,
            });
        }
    }
    identities
}

fn hash(of: Of, [one, other]: [u64; 2]) -> u128 {
    let kind = of as u64;
    let high = mix(mix(one, kind), other);
    let low = mix(mix(other, !kind), one);
    (u128::from(high) << 64) | u128::from(low)
}

/// For each row the sum over its answers, each with the text of its item.
fn answers(instrument: &Instrument, responses: &Responses) -> Vec<u64> {
    let mut sums = vec![0_u64; responses.rows()];
    for (place, item) in instrument.items().iter().enumerate() {
        let text = if item.text.trim().is_empty() {
            &item.id
        } else {
            &item.text
        };
        let header = of_bytes(bare(text).as_bytes());
        let parts: Vec<u64> = (0..=u8::MAX)
            .map(|answer| in_column(of_bytes(&[answer]), header))
            .collect();
        for (sum, &answer) in sums.iter_mut().zip(responses.column(place)) {
            *sum = sum.wrapping_add(parts[usize::from(answer)]);
        }
    }
    for note in responses.notes() {
        let part = mix(of_text(note.reason.name().as_bytes()), u64::from(note.item));
        if let Some(sum) = sums.get_mut(note.row as usize) {
            *sum = sum.wrapping_add(part);
        }
    }
    sums
}
