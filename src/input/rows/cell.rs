//! Parses one cell: a code of the scale, a missing answer with its reason, or an unreadable text.
//!
//! The declared scale is tried first: codes, labels, and the instrument's synonyms and missing texts. Next come cells
//! with a number and a label (`5 - Strongly agree`). The words that survey tools write for missing answers come last,
//! because `None` is an answer on some scales. A cell whose readings contradict each other is not read.

use std::collections::HashMap;

use crate::input::rows::cell_problem::CellProblem;
use crate::input::rows::wordings::DeclaredText;
use crate::input::scales::nearest_in_meaning;
use crate::input::text::{Mixed, fold, is_number, readings, tidy, whole_number};
use crate::model::{MISSING_WORDS, MissingReason, Response};

/// A parsed cell. Small, because one is cached per distinct text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParsedAnswer {
    /// The index of the code in the declared range.
    Code(u8),
    /// No answer. The number identifies the reason; see [`CellKey::reason`].
    Missing(u8),
    /// Unreadable; [`CellKey::resolve`] says why.
    Bad,
}

/// A parsed cell, and the text it was recognised by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ParsedCell {
    pub(crate) answer: ParsedAnswer,
    /// Index in [`CellKey::wordings`] of the declared text that the cell used, if it used one.
    pub(crate) wording: Option<u16>,
}

/// The meaning of a declared text: one, or two that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    One(ParsedAnswer),
    Either(ParsedAnswer, ParsedAnswer),
}

/// A response definition, prepared for parsing millions of cells.
pub(crate) struct CellKey {
    response: Response,
    tidied: HashMap<String, Meaning>,
    folded: HashMap<String, Meaning>,
    reasons: Vec<MissingReason>,
    empty: ParsedAnswer,
    single: [ParsedAnswer; 128],
    /// The declared texts of codes.
    wordings: Vec<DeclaredText>,
    /// Indices into `wordings`, by folded text.
    worded: HashMap<String, u16>,
}

impl CellKey {
    pub(crate) fn new(response: &Response) -> Self {
        let mut key = Self {
            response: response.clone(),
            tidied: HashMap::new(),
            folded: HashMap::new(),
            reasons: vec![MissingReason::Skipped],
            empty: ParsedAnswer::Missing(0),
            single: [ParsedAnswer::Bad; 128],
            wordings: Vec::new(),
            worded: HashMap::new(),
        };
        for (place, code) in (0..=u8::MAX).zip(response.range.codes()) {
            key.declare(&code.to_string(), ParsedAnswer::Code(place));
        }
        for (text, &code) in response
            .labels
            .iter()
            .map(|(code, label)| (label, code))
            .chain(&response.synonyms)
        {
            if let Some(place) = response.range.index(i64::from(code)) {
                key.declare(text, ParsedAnswer::Code(place));
                key.word(text, code);
            }
        }
        for (text, reason) in &response.missing {
            let number = key.number(reason);
            key.declare(text, ParsedAnswer::Missing(number));
        }
        for (_, reason) in MISSING_WORDS {
            key.number(reason);
        }
        key.empty = key.resolve("").unwrap_or(ParsedAnswer::Bad);
        for (byte, letter) in (0..128_u8).enumerate() {
            key.single[byte] = key
                .resolve(char::from(letter).encode_utf8(&mut [0; 4]))
                .unwrap_or(ParsedAnswer::Bad);
        }
        key
    }

    fn number(&mut self, reason: &MissingReason) -> u8 {
        let place = self
            .reasons
            .iter()
            .position(|known| known == reason)
            .unwrap_or_else(|| {
                self.reasons.push(reason.clone());
                self.reasons.len() - 1
            });
        // An instrument with more than 255 distinct reasons is unlikely; its further reasons would be read as the last
        // one.
        u8::try_from(place).unwrap_or(u8::MAX)
    }

    fn declare(&mut self, text: &str, answer: ParsedAnswer) {
        for (map, key) in [(&mut self.tidied, tidy(text)), (&mut self.folded, folded(text))] {
            let meaning = map.entry(key).or_insert(Meaning::One(answer));
            if let Meaning::One(first) = *meaning
                && first != answer
            {
                *meaning = Meaning::Either(first, answer);
            }
        }
    }

    fn word(&mut self, text: &str, code: i32) {
        if let Ok(place) = u16::try_from(self.wordings.len())
            && !self.worded.contains_key(&folded(text))
        {
            self.worded.insert(folded(text), place);
            self.wordings.push(DeclaredText {
                text: text.to_owned(),
                code,
            });
        }
    }

    /// The declared texts of codes, in the order of the indices that [`Self::read`] returns.
    pub(crate) fn wordings(&self) -> &[DeclaredText] {
        &self.wordings
    }

    /// The index of the declared text that a cell uses for its code.
    fn wording(&self, cell: &str) -> Option<u16> {
        let text = folded(cell);
        let words = std::iter::once(text.as_str()).chain(readings(&text).map(|mixed| mixed.words));
        words.into_iter().find_map(|words| self.worded.get(words)).copied()
    }

    /// The reason of a [`ParsedAnswer::Missing`].
    pub(crate) fn reason(&self, number: u8) -> &MissingReason {
        &self.reasons[usize::from(number).min(self.reasons.len() - 1)]
    }

    /// The meaning of an empty cell.
    pub(crate) fn empty(&self) -> ParsedAnswer {
        self.empty
    }

    /// The meaning of a cell that is one ASCII character.
    pub(crate) fn single(&self, letter: u8) -> Option<ParsedAnswer> {
        self.single.get(usize::from(letter)).copied()
    }

    /// Parses a cell and finds the declared text that it uses.
    pub(crate) fn read(&self, cell: &[u8]) -> ParsedCell {
        let known = match *cell {
            [] => Some(self.empty),
            [letter] => self.single(letter),
            _ => None,
        };
        if let Some(answer) = known {
            return ParsedCell { answer, wording: None };
        }
        let text = String::from_utf8_lossy(cell);
        let answer = self.resolve(&text).unwrap_or(ParsedAnswer::Bad);
        let wording = match answer {
            ParsedAnswer::Code(_) => self.wording(&text),
            _ => None,
        };
        ParsedCell { answer, wording }
    }

    /// Parses a cell, or says why it cannot be read.
    pub(crate) fn resolve(&self, cell: &str) -> Result<ParsedAnswer, CellProblem> {
        let tidied = tidy(cell);
        if let Some(&Meaning::One(answer)) = self.tidied.get(&tidied) {
            return Ok(answer);
        }
        let text = folded(&tidied);
        if text.is_empty() {
            return Ok(ParsedAnswer::Missing(0));
        }
        if let Some(&meaning) = self.folded.get(&text) {
            return self.settled(meaning);
        }
        let range = self.response.range;
        let number = whole_number(&text);
        // `4.0` and `+4` mean the code 4. A declared missing code `99` may be written `99` or `99.0`.
        if let Some(number) = number
            && let Some(&meaning) = self.folded.get(&number.to_string())
        {
            return self.settled(meaning);
        }
        for mixed in readings(&text) {
            if let Some(answer) = self.weigh(&mixed) {
                return answer;
            }
        }
        if let Some(reason) = missing_word(&text, number) {
            return Ok(self.missing(reason));
        }
        if is_number(&text) {
            return Err(CellProblem::OffScale { range });
        }
        let labels: Vec<&str> = self.response.labels.values().map(String::as_str).collect();
        let label = nearest_in_meaning(&text, &labels);
        let nearest = label.and_then(|label| {
            let mut own = self.response.labels.iter();
            own.find(|(_, own)| *own == label)
                .map(|(&code, own)| (own.clone(), code))
        });
        Err(CellProblem::Unknown { range, nearest })
    }

    fn settled(&self, meaning: Meaning) -> Result<ParsedAnswer, CellProblem> {
        match meaning {
            Meaning::One(answer) => Ok(answer),
            Meaning::Either(first, second) => Err(CellProblem::Ambiguous {
                first: self.in_words(first),
                second: self.in_words(second),
            }),
        }
    }

    fn in_words(&self, answer: ParsedAnswer) -> String {
        match answer {
            ParsedAnswer::Code(place) => format!("the code {}", self.response.range.code(place)),
            ParsedAnswer::Missing(reason) => format!("`{}`", self.reason(reason).name()),
            ParsedAnswer::Bad => "no answer".to_owned(),
        }
    }

    fn missing(&self, reason: &MissingReason) -> ParsedAnswer {
        let place = self.reasons.iter().position(|known| known == reason).unwrap_or(0);
        ParsedAnswer::Missing(u8::try_from(place).unwrap_or(u8::MAX))
    }

    /// Compares a number and the words next to it with the declared scale. Returns `None` if the cell was not meant as
    /// a number with its label.
    fn weigh(&self, mixed: &Mixed<'_>) -> Option<Result<ParsedAnswer, CellProblem>> {
        let range = self.response.range;
        let place = range.index(mixed.number);
        let own_label = i32::try_from(mixed.number)
            .ok()
            .and_then(|code| self.response.labels.get(&code));
        let disagrees = |code: Option<u8>| CellProblem::Disagrees {
            number: mixed.number,
            label: code
                .map(|place| range.code(place))
                .and_then(|code| self.response.labels.get(&code))
                .map_or_else(|| mixed.words.to_owned(), Clone::clone),
            code: code.map(|place| range.code(place)),
            own_label: own_label.cloned(),
        };
        match (place, self.folded.get(mixed.words)) {
            // "1 - 2" may be a range of years and "5 4" two answers, so digits do not count as words.
            _ if is_number(mixed.words) => None,
            (place, Some(&Meaning::One(answer))) => Some(match (place, answer) {
                (Some(place), ParsedAnswer::Code(meant)) if place == meant => Ok(answer),
                (_, ParsedAnswer::Code(meant)) => Err(disagrees(Some(meant))),
                (None, _) => Ok(answer),
                (Some(_), _) => Err(disagrees(None)),
            }),
            (_, Some(&meaning @ Meaning::Either(..))) => Some(self.settled(meaning)),
            (_, None) if !mixed.parted => None,
            (place, None) => match (place, missing_word(mixed.words, None)) {
                // "0 - None" may be the lowest answer of a form that counts from 0.
                (None, Some(reason)) if *reason != MissingReason::Skipped => Some(Ok(self.missing(reason))),
                (None, _) => None,
                (Some(place), None) if mixed.words.is_empty() || own_label.is_none() => {
                    Some(Ok(ParsedAnswer::Code(place)))
                }
                (Some(_), _) => Some(Err(disagrees(None))),
            },
        }
    }
}

/// The folded text without surrounding quotes, a spreadsheet's leading text mark, and trailing full stops; ` / `
/// becomes `/`.
fn folded(text: &str) -> String {
    let folded = fold(text).replace(" / ", "/");
    let mut rest = folded.as_str();
    rest = rest.strip_prefix('\'').unwrap_or(rest);
    while let Some(inner) = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        rest = inner;
    }
    let stopped = rest.trim().trim_end_matches('.').trim_end();
    if stopped.is_empty() { rest.trim() } else { stopped }.to_owned()
}

fn missing_word(text: &str, number: Option<i64>) -> Option<&'static MissingReason> {
    let number = number.map(|number| number.to_string());
    let is = |word: &str| word == text || number.as_deref() == Some(word);
    MISSING_WORDS
        .iter()
        .find(|(word, _)| is(word))
        .map(|(_, reason)| reason)
}
