//! What only a trust file can have wrong: what was found, what was wanted, the nearest right thing, the cure.

use crate::model::TrustError;
use jiff::civil::Date;

/// What is wrong with a trust file, beyond what any TOML file can have wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFault {
    /// A name without a letter or digit.
    #[error("`{found}` cannot be {what}: it has no letter and no digit")]
    NamesNobody {
        /// What it should name.
        what: &'static str,
        /// What was found.
        found: String,
    },
    /// A name, alias or URN that already stands for another academy.
    #[error(
        "{what} `{found}` already stands for `{academy}` (line {line}); case, spaces and punctuation do not tell names \
         apart — change or remove one of the two"
    )]
    Taken {
        /// The name, alias or URN.
        what: &'static str,
        /// What was found.
        found: String,
        /// The academy it stands for.
        academy: String,
        /// Where that stands.
        line: usize,
    },
    /// A number that is no URN.
    #[error("`{found}` is no URN: it has 4 to 10 letters and digits, such as \"100123\"")]
    BadUrn {
        /// What was found.
        found: String,
    },
    /// Roles that have more staff together than the academy.
    #[error(
        "the roles of `{academy}` have {roles} staff together, and its `headcount` is {headcount} — correct one of them"
    )]
    RolesAboveHeadcount {
        /// The academy.
        academy: String,
        /// The sum over its roles.
        roles: u64,
        /// The headcount.
        headcount: u64,
    },
    /// An academy that left before it joined.
    #[error("`{academy}` left on {left} and joined on {joined}: it must leave after it joined — swap or correct them")]
    LeftFirst {
        /// The academy.
        academy: String,
        /// When it joined.
        joined: Date,
        /// When it left.
        left: Date,
    },
    /// No day of the calendar.
    #[error("`{found}` is not a date — write the year first: `{example}`")]
    NotADate {
        /// What was found.
        found: String,
        /// How it would be right.
        example: String,
    },
    /// A term that is not later than the one before it.
    #[error(
        "the term `{term}` is of {date}, and `{before}` before it (line {line}) of {before_date} — list the terms from \
         the earliest to the latest, each with its own date"
    )]
    Order {
        /// The term.
        term: String,
        /// Its date.
        date: Date,
        /// The term before it.
        before: String,
        /// That one's date.
        before_date: Date,
        /// Where that one's date stands.
        line: usize,
    },
    /// A list without members.
    #[error("{what} is an empty list — {cure}")]
    EmptyList {
        /// Whose list.
        what: String,
        /// How to mend it.
        cure: &'static str,
    },
    /// A response file called `-`.
    #[error("`-` is standard input, which only a command line can name — name a file")]
    StandardInput,
    /// A pool of an academy that is not there.
    #[error("the pool `{pool}` names `{member}`, which is not among the academies{}", member_cure(nearest.as_deref()))]
    UnknownMember {
        /// The pool.
        pool: String,
        /// What it names.
        member: String,
        /// The academy most like it.
        nearest: Option<String>,
    },
    /// Something in two pools, or twice in one.
    #[error("`{member}` is in a pool already (line {line}) — each {of} is in one pool, once")]
    InTwoPools {
        /// What is in both.
        member: String,
        /// Academy or role.
        of: &'static str,
        /// Where it stands first.
        line: usize,
    },
    /// A pool of one.
    #[error("the pool `{pool}` has one member — a pool merges two or more; add another, or remove the pool")]
    FewMembers {
        /// The pool.
        pool: String,
    },
    /// A questionnaire that is not bundled and no file.
    #[error(
        "there is no bundled questionnaire `{found}`{}; there are {known} — a file of your own is named with its ending, \
         such as `{found}.toml`",
        nearest.map_or(String::new(), |nearest| format!("; nearest: `{nearest}`"))
    )]
    UnknownInstrument {
        /// What was found.
        found: String,
        /// The bundled one most like it.
        nearest: Option<&'static str>,
        /// The bundled ones.
        known: String,
    },
    /// A share that is none.
    #[error("`{key}` is {found}: a share above 0 and {most} 1 is wanted{}", share_cure(key, *found))]
    BadShare {
        /// The key.
        key: &'static str,
        /// What was found.
        found: f64,
        /// Whether 1 itself will do.
        most: &'static str,
    },
    /// Limits in the wrong order.
    #[error("`icc2_no` is {no} and `icc2_yes` is {yes}: `icc2_no` cannot be above `icc2_yes`")]
    LimitsCross {
        /// Below it, no.
        no: f64,
        /// From it, yes.
        yes: f64,
    },
    /// What only the model found.
    #[error(transparent)]
    Model(#[from] TrustError),
}

fn member_cure(nearest: Option<&str>) -> String {
    nearest.map_or_else(
        || " — add the academy, or take its name out; to pool roles, write `of = \"roles\"`".to_owned(),
        |nearest| format!("; nearest: `{nearest}`"),
    )
}

fn share_cure(key: &str, found: f64) -> String {
    if found > 1.0 && found < 100.0 {
        format!(" — for {found} %, write `{key} = {}`", found / 100.0)
    } else {
        String::new()
    }
}
