//! One entry of the registry: everything that is known about a key.

use crate::report::Kind;

/// The thing whose figure a key names, where one key has two meanings: `n` of a score counts staff, `n` of an item answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Anything that has no meaning of its own for a key.
    Any,
    /// The agreement of a group.
    Agreement,
    /// A coefficient of a scale.
    Coefficient,
    /// An item.
    Item,
    /// The change of linked respondents.
    Linked,
    /// A model of what is behind the answers.
    Model,
    /// A table by its name.
    Table,
}

/// How a cell stands out in a spreadsheet. It is bold too, so that colour alone never carries a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to look at.
    Look,
    /// Something that is clearly higher.
    Good,
}

/// What a spreadsheet emphasises in a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Emphasis {
    /// Nothing.
    Plain,
    /// The size of each number, as a bar.
    Bar,
    /// Cells with one of these texts.
    Words(&'static [&'static str]),
    /// Cells whose text contains one of these, each in its tone.
    Phrases(&'static [(&'static str, Tone)]),
    /// Numbers below this.
    Below(f64),
    /// The whole row of every cell that is not empty.
    Row,
}

/// A chart that a workbook draws of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetChart {
    /// The grouping whose rows are drawn, such as `academy`.
    pub grouping: &'static str,
    /// The key of the column with the names.
    pub names: &'static str,
    /// The key of the column with the numbers.
    pub value: &'static str,
    /// Its form.
    pub form: ChartForm,
    /// The name of the numbers.
    pub series: &'static str,
    /// The title; behind the scale's name if there is a chart for each scale.
    pub title: &'static str,
    /// The description for readers who cannot see it.
    pub alt: &'static str,
}

/// The form of a chart in a workbook.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ChartForm {
    /// For each scale, a dot for each academy with its interval up to the limit in a column.
    Dots(SheetDots),
    /// A bar for each row, from 0 to 100.
    Bars,
}

/// The dots of a chart in a workbook.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SheetDots {
    /// The key of the column with the upper limits.
    pub upper: &'static str,
    /// The axis includes this distance on both sides of 0; `None` if it need not include 0.
    pub around_zero: Option<f64>,
    /// The format of the numbers on the axis.
    pub number_format: &'static str,
    /// True if a line joins the dots.
    pub is_joined: bool,
    /// The heading of the numbers next to the chart.
    pub aside: &'static str,
}

/// An entry of the registry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyEntry {
    /// The key in records and tables.
    pub key: &'static str,
    /// The thing whose figure it is.
    pub subject: Subject,
    /// The unit of its numbers; `None` for words, and for parts whose unit is that of their figure.
    pub kind: Option<Kind>,
    /// The heading where there is room.
    pub heading: &'static str,
    /// The heading of a narrow column.
    pub short: &'static str,
    /// The meaning in one line; empty where the heading says it all.
    pub meaning: &'static str,
    /// Other names by which people ask for it: lower case, letters and digits only.
    pub also: &'static [&'static str],
    /// The key of the explanation that covers it; empty where that is its own, or where it needs none.
    pub explained_by: &'static str,
    /// What a spreadsheet emphasises.
    pub emphasis: Emphasis,
    /// The chart of a table.
    pub chart: Option<&'static SheetChart>,
}

impl KeyEntry {
    /// An entry without a unit of its own.
    pub(super) const fn words(key: &'static str, heading: &'static str, meaning: &'static str) -> Self {
        Self {
            key,
            subject: Subject::Any,
            kind: None,
            heading,
            short: heading,
            meaning,
            also: &[],
            explained_by: "",
            emphasis: Emphasis::Plain,
            chart: None,
        }
    }

    /// An entry of numbers.
    pub(super) const fn number(key: &'static str, kind: Kind, heading: &'static str, meaning: &'static str) -> Self {
        let mut entry = Self::words(key, heading, meaning);
        entry.kind = Some(kind);
        entry
    }

    /// The entry for one subject only.
    pub(super) const fn of(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
    }

    /// The entry with a heading for narrow columns.
    pub(super) const fn short(mut self, short: &'static str) -> Self {
        self.short = short;
        self
    }

    /// The entry with other names.
    pub(super) const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    /// The entry with the explanation of another key.
    pub(super) const fn see(mut self, explained_by: &'static str) -> Self {
        self.explained_by = explained_by;
        self
    }

    /// The entry with an emphasis.
    pub(super) const fn stands_out(mut self, emphasis: Emphasis) -> Self {
        self.emphasis = emphasis;
        self
    }
    /// The entry of a table of which a workbook draws a chart.
    pub(super) const fn charted(mut self, chart: &'static SheetChart) -> Self {
        self.chart = Some(chart);
        self
    }
}
