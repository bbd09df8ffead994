//! Drafts a first trust file from response files, for the user to complete.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::input::options::GroupChoice;
use crate::input::text::{likeness, name_key};
use crate::input::trust::renamed::Renamed;
use crate::model::AcademyFrom;
use crate::plain::escape;

/// Names this similar may be one academy.
const ALIKE: f64 = 0.8;

/// Of more academies than this, each is compared with its neighbours only.
const MANY: usize = 1_000;
const NEIGHBOURS: usize = 4;

/// The content of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The questionnaire: an id, or a path relative to the trust file.
    pub instrument: String,
    /// The academies as the responses name them, in any order.
    pub academies: Vec<String>,
    /// Academies that may have been renamed between two terms.
    pub renamed: Vec<Renamed>,
    /// The headcounts that are known, by `name_key` of the academy.
    pub headcounts: BTreeMap<String, u64>,
    /// The terms, earliest first.
    pub terms: Vec<DraftTerm>,
    /// Where the academy is, if the user said so.
    pub academy: Option<GroupChoice>,
    /// The columns that the user mapped: item and header.
    pub columns: Vec<(String, String)>,
}

/// A term of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftTerm {
    /// Its name and a day in it, if the names of the files show them. Otherwise it is written as a comment to complete.
    pub known: Option<(String, Date)>,
    /// Its files, relative to the trust file.
    pub files: Vec<String>,
    /// Files that look like another download of one of these, which the owner is asked about.
    pub again: Vec<String>,
}

impl Draft {
    /// The draft as TOML, with comments that say what to complete. [`load`](crate::input::trust::load()) can read it.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut text = HEAD.replace("INSTRUMENT", &quoted(&self.instrument));
        for term in &self.terms {
            let files: Vec<String> = term.files.iter().map(|file| quoted(file)).collect();
            let files = files.join(", ");
            // Writing to a String cannot fail.
            let _ = match &term.known {
                Some((name, date)) => write!(
                    text,
                    "\n[[term]]\nname = {}\ndate = {date}                        # guessed from the file's name: the day the survey opened\nfiles = [{files}]\n",
                    quoted(name)
                ),
                None => write!(
                    text,
                    "\n# [[term]]                               # give it its name and date, and take the `#` away\n# name = \"Autumn 2026\"\n# date = 2026-10-05\n# files = [{files}]\n"
                ),
            };
            for again in &term.again {
                let _ = writeln!(
                    text,
                    "# {} looks like a later download of the same form: name it instead, or too, if it has other responses",
                    quoted(again)
                );
            }
        }
        text.push_str(ACADEMIES);
        let academies = self.sorted();
        // Names are sorted, so that one that differs at its end is next to the other.
        let compared = if academies.len() > MANY {
            NEIGHBOURS
        } else {
            academies.len()
        };
        for (place, academy) in academies.iter().enumerate() {
            let _ = write!(text, "\n[[academy]]\nname = {}\n", quoted(academy));
            if let Some(renamed) = self.renamed.iter().find(|renamed| is(&renamed.now, academy)) {
                let before = quoted(&renamed.before);
                let _ = writeln!(
                    text,
                    "# the new name of {before}? then remove that academy, and take the `#` off the next line\n# aliases = [{before}]"
                );
            } else if let Some(renamed) = self.renamed.iter().find(|renamed| is(&renamed.before, academy)) {
                let _ = writeln!(text, "# not in the later term: see {}", quoted(&renamed.now));
            } else if let Some(like) = alike(academy, &academies[place.saturating_sub(compared)..place]) {
                let _ = writeln!(
                    text,
                    "# the same as {}? then remove this one and add its name to that one's aliases",
                    quoted(like)
                );
            }
            match self.headcounts.get(&name_key(academy)) {
                Some(staff) => {
                    let _ = writeln!(text, "headcount = {staff}");
                }
                None => text.push_str("# headcount =\n"),
            }
        }
        text.push_str(REST);
        let academy = match &self.academy {
            Some(GroupChoice::Column(header)) => Some(("group", quoted(header))),
            Some(GroupChoice::OfFile) => Some(("academy_from", quoted(AcademyFrom::File.name()))),
            Some(GroupChoice::OfSheet) => Some(("academy_from", quoted(AcademyFrom::Sheet.name()))),
            Some(GroupChoice::Guess | GroupChoice::Everybody(_)) | None => None,
        };
        if academy.is_some() || !self.columns.is_empty() {
            text.push_str("\n[defaults]\n");
        } else {
            text.push_str("\n# [defaults]\n");
        }
        if let Some((key, value)) = academy {
            let _ = writeln!(text, "{key} = {value}");
        }
        text.push_str(DEFAULTS);
        if !self.columns.is_empty() {
            text.push_str("\n[defaults.columns]                       # items whose column has another header\n");
        }
        for (item, header) in &self.columns {
            let _ = writeln!(text, "{} = {}", quoted(item), quoted(header));
        }
        text
    }

    fn sorted(&self) -> Vec<&str> {
        let mut academies: Vec<&str> = self
            .academies
            .iter()
            .map(String::as_str)
            .filter(|name| !name_key(name).is_empty())
            .collect();
        academies.sort_by_cached_key(|name| (name_key(name), (*name).to_owned()));
        academies.dedup_by_key(|name| name_key(name));
        academies
    }
}

/// True if two spellings are one name.
fn is(one: &str, other: &str) -> bool {
    name_key(one) == name_key(other)
}

fn alike<'a>(academy: &str, others: &[&'a str]) -> Option<&'a str> {
    let own = name_key(academy);
    others.iter().copied().find(|other| {
        let other = name_key(other);
        likeness(&own, &other) >= ALIKE || own.starts_with(&format!("{other} "))
    })
}

/// Text as a TOML string on one line, so that it can be put behind a `#`. This is JSON's form except for one character.
fn quoted(text: &str) -> String {
    escape(&serde_json::Value::from(text).to_string())
}

const HEAD: &str = r#"# The trust file: cte finds it in the working directory or above, or is told with --config.
# Paths are relative to this file. Whatever a command line says wins over what stands here.

name = "Our trust"                       # the trust's name
instrument = INSTRUMENT
# response_rate_drop = 0.15              # warn where the response rate falls by so much from one term to the next
# published = "published/"               # the folder of what was published before

# The terms, the earliest first: `cte score` takes the last, `cte score --term NAME` another.
"#;

const ACADEMIES: &str = r#"
# The academies, in the order that every table shows them in. Each may have, besides its name:
#     aliases = ["Ashdown", "Ashdown Primary School"]    # what else response files call it
#     urn = "100123"
#     phase = "primary"
#     headcount = 31                                     # staff who could answer: gives response rates
#     headcount_by_role = { "Teacher" = 18, "Teaching assistant" = 9 }
#     joined = 2026-09-01                                # the first day in the trust
#     left = 2027-09-01                                  # the first day no longer in it
"#;

const REST: &str = r#"
# Groups too small to be shown alone may be shown as one:
# [[pool]]
# name = "Small primaries"
# of = "academies"                       # or "roles", for the column that --by names
# members = ["Ashdown Primary", "Ivy Lane Primary"]

# What the verdict on comparing academies needs of ICC(2):
# [limits]
# icc2_no = 0.50                         # below it: no
# icc2_yes = 0.70                        # from it on: yes, where the rest allows it

# What need not be said on the command line each time:"#;

const DEFAULTS: &str = r#"# by = "What is your role?"
# min_group = 10
# level = 0.95
# missing = "listwise"
"#;
