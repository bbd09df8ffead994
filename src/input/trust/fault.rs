//! Faults that only a trust file can have.

use jiff::civil::Date;

use crate::input::text::did_you_mean;
use crate::model::TrustError;

/// A fault of a trust file other than those of any TOML file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFault {
    /// A name without a letter or digit.
    #[error("`{found}` cannot be {what}: it has no letter and no digit")]
    NamesNobody {
        /// The kind of thing that it should name.
        what: &'static str,
        /// The value found.
        found: String,
    },
    /// A name, alias or URN that belongs to another academy.
    #[error(
        "{what} `{found}` already stands for `{academy}` (line {line}); case, spaces and punctuation do not tell names \
         apart — change or remove one of the two"
    )]
    Taken {
        /// The kind: name, alias or URN.
        what: &'static str,
        /// The value found.
        found: String,
        /// The academy it belongs to.
        academy: String,
        /// The line on which that is.
        line: usize,
    },
    /// Both a column and the file or sheet name the academy.
    #[error("`group` and `academy_from` both say where the academy is: keep one of them")]
    TwoAcademies,
    /// A number that is not a URN. Contains the value found.
    #[error("`{0}` is no URN: it has 4 to 10 letters and digits, such as \"100123\"")]
    BadUrn(String),
    /// Roles with more staff in total than the academy.
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
        /// The day it joined.
        joined: Date,
        /// The day it left.
        left: Date,
    },
    /// Not a date.
    #[error("`{found}` is not a date — write the year first: `{example}`")]
    NotADate {
        /// The value found.
        found: String,
        /// The correct form.
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
        /// The date of the term before it.
        before_date: Date,
        /// The line on which that date is.
        line: usize,
    },
    /// A list without members.
    #[error("{what} is an empty list — {cure}")]
    EmptyList {
        /// The kind of table that the list belongs to.
        what: String,
        /// An example of a correct list.
        cure: &'static str,
    },
    /// A response file named `-`.
    #[error("`-` is standard input, which only a command line can name — name a file")]
    StandardInput,
    /// A pool that names an academy which is not in the file.
    #[error("the pool `{pool}` names `{member}`, which is not among the academies{}", member_cure(nearest.as_deref()))]
    UnknownMember {
        /// The pool.
        pool: String,
        /// The name in the pool.
        member: String,
        /// The most similar academy.
        nearest: Option<String>,
    },
    /// An academy or role that is in two pools, or twice in one.
    #[error("`{member}` is in a pool already (line {line}) — each {of} is in one pool, once")]
    InTwoPools {
        /// The academy or role.
        member: String,
        /// The kind: academy or role.
        of: &'static str,
        /// The line on which it is first.
        line: usize,
    },
    /// A pool with one member. Contains the pool.
    #[error("the pool `{0}` has one member — a pool merges two or more; add another, or remove the pool")]
    FewMembers(String),
    /// A questionnaire that is neither bundled nor a file.
    #[error(
        "there is no bundled questionnaire `{found}`{}; there are {known} — a file of your own is named with its ending, \
         such as `{found}.toml`",
        did_you_mean(*nearest)
    )]
    UnknownInstrument {
        /// The value found.
        found: String,
        /// The most similar bundled questionnaire.
        nearest: Option<&'static str>,
        /// The ids of the bundled questionnaires.
        known: String,
    },
    /// A number that is not a share.
    #[error("`{key}` is {found}: a share above 0 and {most} 1 is wanted{}", share_cure(key, *found))]
    BadShare {
        /// The key.
        key: &'static str,
        /// The value found.
        found: f64,
        /// `at most` if 1 is allowed, else `below`.
        most: &'static str,
    },
    /// Limits in the wrong order.
    #[error("`icc2_no` is {no} and `icc2_yes` is {yes}: `icc2_no` cannot be above `icc2_yes`")]
    LimitsCross {
        /// Below this limit the verdict is no.
        no: f64,
        /// From this limit on the verdict is yes.
        yes: f64,
    },
    /// A fault that the model found.
    #[error(transparent)]
    Model(#[from] TrustError),
}

fn member_cure(nearest: Option<&str>) -> String {
    match nearest {
        None => " — add the academy, or take its name out; to pool roles, write `of = \"roles\"`".to_owned(),
        nearest => did_you_mean(nearest),
    }
}

fn share_cure(key: &str, found: f64) -> String {
    if found > 1.0 && found < 100.0 {
        format!(" — for {found} %, write `{key} = {}`", found / 100.0)
    } else {
        String::new()
    }
}
