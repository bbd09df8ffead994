//! Reasons for missing answers. Each reason is counted separately.

use std::borrow::Cow;

/// Reason why an answer is missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingReason {
    /// Nothing was answered.
    Skipped,
    /// The question does not apply to this person.
    NotApplicable,
    /// The person does not know.
    DontKnow,
    /// The person would rather not say.
    Declined,
    /// The cell could not be read and `--skip-bad` treats it as missing.
    Invalid,
    /// The item was not asked of the person's group. No cell says so; it is found from the answers of the whole group.
    NotAsked,
    /// A reason that the instrument declares in its own words.
    Declared(String),
}

impl MissingReason {
    /// The reason with this name; any other name is a declared reason.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "skipped" => Self::Skipped,
            "not applicable" => Self::NotApplicable,
            "don't know" => Self::DontKnow,
            "declined" => Self::Declined,
            "invalid" => Self::Invalid,
            other => Self::Declared(other.to_owned()),
        }
    }

    /// The reason's name, as tables and JSON show it.
    #[must_use]
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Skipped => Cow::Borrowed("skipped"),
            Self::NotApplicable => Cow::Borrowed("not applicable"),
            Self::DontKnow => Cow::Borrowed("don't know"),
            Self::Declined => Cow::Borrowed("declined"),
            Self::Invalid => Cow::Borrowed("invalid"),
            Self::NotAsked => Cow::Borrowed("not asked of the group"),
            Self::Declared(name) => Cow::Borrowed(name),
        }
    }
}

/// Words that survey tools write for a missing answer, in the folded form of cells (lower case, straight apostrophes).
/// The labels of the scale come first: `None` or `Not sure` may be a real label.
pub const MISSING_WORDS: &[(&str, MissingReason)] = &[
    ("-", MissingReason::Skipped),
    (".", MissingReason::Skipped),
    ("--", MissingReason::Skipped),
    ("-99", MissingReason::Skipped),
    ("999", MissingReason::Skipped),
    ("[not completed]", MissingReason::Skipped),
    ("#n/a", MissingReason::Skipped),
    ("#null!", MissingReason::Skipped),
    ("null", MissingReason::Skipped),
    ("none", MissingReason::Skipped),
    ("nan", MissingReason::Skipped),
    ("(blank)", MissingReason::Skipped),
    ("n/a", MissingReason::NotApplicable),
    ("na", MissingReason::NotApplicable),
    ("not applicable", MissingReason::NotApplicable),
    ("does not apply", MissingReason::NotApplicable),
    ("this does not apply to me", MissingReason::NotApplicable),
    ("don't know", MissingReason::DontKnow),
    ("do not know", MissingReason::DontKnow),
    ("dont know", MissingReason::DontKnow),
    ("dk", MissingReason::DontKnow),
    ("unsure", MissingReason::DontKnow),
    ("not sure", MissingReason::DontKnow),
    ("can't say", MissingReason::DontKnow),
    ("prefer not to say", MissingReason::Declined),
    ("prefer not to answer", MissingReason::Declined),
    ("rather not say", MissingReason::Declined),
    ("pnts", MissingReason::Declined),
];
