//! Errors of matching columns.

use std::fmt;
use std::fmt::Write as _;

use crate::input::text::{SHOWN, did_you_mean, quoted, shell};

/// A reason why columns cannot be matched to items and groupings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// Items have no column.
    #[error("{}", missing_columns(instrument, missing, *items, columns))]
    NoColumns {
        /// The instrument's id.
        instrument: String,
        /// The number of its items.
        items: usize,
        /// The items without a column.
        missing: Vec<MissingColumn>,
        /// Every header of the file.
        columns: Vec<String>,
    },
    /// Several columns match one item.
    #[error("{} columns match item `{item}`: {}", columns.len(), choices(&format!("--column {item}="), columns))]
    SeveralColumns {
        /// The item's id.
        item: String,
        /// The columns' headers and letters in a spreadsheet.
        columns: Vec<(String, String)>,
    },
    /// Several items match one column.
    #[error(
        "column `{column}` matches {} items, {} — map each with --column ITEM=HEADER",
        items.len(), joined(items.iter().map(|item| format!("`{item}`")), " and ")
    )]
    SeveralItems {
        /// The column's header.
        column: String,
        /// The items' ids.
        items: Vec<String>,
    },
    /// `--column` names an item that the instrument does not have.
    #[error("--column {item}={header}: `{instrument}` has no item `{item}`{}", did_you_mean(nearest.as_deref()))]
    NoSuchItem {
        /// The item named.
        item: String,
        /// The header named.
        header: String,
        /// The instrument's id.
        instrument: String,
        /// The most similar item.
        nearest: Option<String>,
    },
    /// An option names a column that does not exist.
    #[error("no column `{header}` for {wanted_for}{}; the columns are {}", did_you_mean(nearest.as_deref()), quoted(columns))]
    NoSuchColumn {
        /// The header named.
        header: String,
        /// The option or purpose.
        wanted_for: String,
        /// The most similar header.
        nearest: Option<String>,
        /// The headers that could be meant: for a grouping, those that are no items.
        columns: Vec<String>,
    },
    /// A word that was given for a column stands in the headers of several.
    #[error("the word `{word}` for {wanted_for} is in {} headers: {}", columns.len(), choices(option, columns))]
    SharedWord {
        /// The word.
        word: String,
        /// The option or purpose.
        wanted_for: String,
        /// The option, as it is written before a column.
        option: String,
        /// The columns' headers and letters in a spreadsheet.
        columns: Vec<(String, String)>,
    },
    /// An option names a header that several columns share.
    #[error("{} columns are called `{header}`: choose one for {wanted_for} by its letter, {}", letters.len(), by_letter(letters))]
    SharedHeader {
        /// The header.
        header: String,
        /// The option or purpose.
        wanted_for: String,
        /// The letters of these columns.
        letters: Vec<String>,
    },
    /// No column looks like the academy. Contains the columns that are not items, most likely first.
    #[error(
        "no column looks like the academy: name it with -g COLUMN; if all are of one school, give its name with --academy NAME; \
         if each file or each sheet is a school, use --academy-from file or --academy-from sheet; to show everybody as one \
         group, use --academy \"All staff\"; {}",
        hints(.0)
    )]
    NoAcademy(Vec<ColumnHint>),
    /// The academy named for everybody is one of several in a column.
    #[error(
        "`{name}` is one of {academies} academies in the column `{column}`, and --academy would count everybody as there: leave it \
         out; `cte report -g COLUMN --academy NAME` writes the page of one academy"
    )]
    OneOfSeveral {
        /// The academy named.
        name: String,
        /// The header of the column.
        column: String,
        /// The number of different names in it.
        academies: usize,
    },
    /// Several columns look like the academy. Contains their headers and letters in a spreadsheet.
    #[error("{} columns look like the academy: {}", .0.len(), choices("-g ", .0))]
    SeveralAcademies(Vec<(String, String)>),
    /// Answers are spread over one column per option, and a label has no column.
    #[error(
        "the answers to item `{item}` are spread over one column per option, and none is `{label}`: is a column missing, or does the \
         form use another scale than the instrument?"
    )]
    OptionLacking {
        /// The item's id.
        item: String,
        /// The label that no column has.
        label: String,
    },
    /// The table has one row per answer. Contains the column that names the items.
    #[error(
        "the table has one row per answer: the column `{column}` names the items. cte reads one row per respondent and one column \
         per item: reshape it, in a spreadsheet with a pivot table (rows: the respondent and the academy; columns: `{column}`; \
         values: the answer), or in R with `tidyr::pivot_wider()`"
    )]
    LongTable {
        /// The column's header.
        column: String,
    },
    /// The items are rows and the respondents columns. Contains the column that names the items.
    #[error(
        "the table is the wrong way round: the items are rows, named in the column `{column}`, and the respondents are columns. \
         Transpose it: copy it in a spreadsheet, paste it with Paste Special > Transpose, and save that"
    )]
    TransposedTable {
        /// The column's header.
        column: String,
    },
    /// A column with answers but no header follows an item's column.
    #[error(
        "column {letter}, next to `{column}`, has cells but no header: does it belong to that question? Use \
         --header-rows if a second row names the options, else give the column a header"
    )]
    NamelessColumn {
        /// The item's column.
        column: String,
        /// The letter of the column without a header.
        letter: String,
    },
}

/// An item without a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingColumn {
    /// The item's id.
    pub item: String,
    /// The beginning of its text.
    pub text: String,
    /// The most similar header, if any is similar.
    pub nearest: Option<String>,
}

impl fmt::Display for MissingColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no column for item `{}`", self.item)?;
        if !self.text.is_empty() && self.text != self.item {
            write!(f, " (\"{}\")", self.text)?;
        }
        match &self.nearest {
            Some(nearest) => write!(
                f,
                "; nearest: `{nearest}` — map it with --column {}={}",
                self.item,
                shell(nearest)
            ),
            None => write!(f, " — map it with --column {}=HEADER", self.item),
        }
    }
}

/// A column that may say where respondents work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnHint {
    /// Its header.
    pub header: String,
    /// The number of different texts in it.
    pub distinct: usize,
}

fn joined(parts: impl Iterator<Item = String>, joint: &str) -> String {
    parts.collect::<Vec<_>>().join(joint)
}

fn by_letter(letters: &[String]) -> String {
    joined(letters.iter().map(|letter| format!("`#{letter}`")), " or ")
}

fn hints(columns: &[ColumnHint]) -> String {
    if columns.is_empty() {
        return "the file has no column but the items".to_owned();
    }
    let hint = |column: &ColumnHint| match column.distinct {
        1 => format!("`{}` (1 text)", column.header),
        distinct => format!("`{}` ({distinct} different texts)", column.header),
    };
    let mut list = columns.iter().take(SHOWN).map(hint).collect::<Vec<_>>().join(", ");
    if columns.len() > SHOWN {
        let _ = write!(list, " and {} more", columns.len() - SHOWN);
    }
    format!("the columns are {list}")
}

fn missing_columns(instrument: &str, missing: &[MissingColumn], items: usize, columns: &[String]) -> String {
    match missing {
        [column] => column.to_string(),
        _ if missing.len() == items && missing.iter().all(|column| column.nearest.is_none()) => format!(
            "no column is an item of `{instrument}` (`{}`, …): is it the right instrument and the right file? \
             the columns are {}",
            missing.first().map_or("", |column| &column.item),
            quoted(columns)
        ),
        _ => {
            let mut text = format!(
                "{} of the {items} items of `{instrument}` have no column:",
                missing.len()
            );
            for column in missing.iter().take(SHOWN) {
                let _ = write!(text, "\n  {column}");
            }
            if missing.len() > SHOWN {
                let _ = write!(text, "\n  and {} more", missing.len() - SHOWN);
            }
            text
        }
    }
}

/// The columns of which one is meant, and the options that choose it.
fn choices(option: &str, columns: &[(String, String)]) -> String {
    let named = columns
        .iter()
        .map(|(header, letter)| format!("`{header}` (column {letter})"));
    let shared = columns
        .iter()
        .any(|(header, _)| columns.iter().filter(|(other, _)| other == header).count() > 1);
    let options = columns.iter().map(|(header, letter)| {
        let column = if shared {
            format!("\"#{letter}\"")
        } else {
            shell(header)
        };
        format!("{option}{column}")
    });
    format!("{} — choose with {}", joined(named, " and "), joined(options, " or "))
}
