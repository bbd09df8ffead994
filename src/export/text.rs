//! The view for people, in a terminal.

use std::cmp::Reverse;
use std::fmt::Write;

use comfy_table::{Cell as Field, CellAlignment, ColumnConstraint, Table as Grid, Width, presets};
use unicode_width::UnicodeWidthStr;

use crate::export::{ExportError, Format, Style};
use crate::report::{Block, Cell, Fact, Kind, Report, Role, Span, Table, clean, lines, number};
use crate::threads::each;

pub(crate) const FORMAT: Format = Format {
    name: "text",
    endings: &["txt"],
    about: "the view for people, as wide as the terminal",
    write,
    folder: None,
};

/// Names are cut to no less than this.
const NAME_MIN: usize = 12;
/// A picture needs this much room and takes no more than that.
const PICTURE_MIN: usize = 16;
const PICTURE_MAX: usize = 48;
/// Between two columns.
const GAP: usize = 2;
const INDENT: &str = "  ";
/// Rows of a table that one thread sets.
const ROWS_AT_ONCE: usize = 64;

#[expect(clippy::unnecessary_wraps, reason = "every format has this signature")]
fn write(report: &Report, style: &Style) -> Result<Vec<u8>, ExportError> {
    let mut page = Screen {
        out: String::new(),
        width: style.width.max(40),
        colour: style.colour,
    };
    page.paragraph(&report.title, "", "", Some("1"));
    if let Some(marking) = &report.marking {
        page.paragraph(marking, "", "", Some("1;31"));
    }
    page.line("");
    let rest = if style.brief && !report.summary.is_empty() {
        &[][..]
    } else {
        &report.blocks
    };
    for block in report.summary.iter().chain(rest) {
        match block {
            Block::Heading { text, aside } => page.heading(text, aside),
            Block::Facts(facts) => page.facts(facts),
            Block::Table(table) => page.table(table),
            Block::Note(text) => {
                let code = text.starts_with("warning: ").then_some("33");
                page.paragraph(text, INDENT, INDENT, code);
                page.line("");
            }
        }
    }
    let text = page.out.trim_end().to_owned() + "\n";
    Ok(text.into_bytes())
}

/// Words that have a colour in a terminal.
struct Tint {
    words: &'static str,
    code: &'static str,
}

const TINTS: [Tint; 6] = [
    Tint {
        words: "▲ ",
        code: "32",
    },
    Tint {
        words: "clearly higher",
        code: "32",
    },
    Tint {
        words: "▼ ",
        code: "35",
    },
    Tint {
        words: "clearly lower",
        code: "35",
    },
    Tint {
        words: "withheld",
        code: "2",
    },
    Tint {
        words: "···",
        code: "2",
    },
];

struct Screen {
    out: String,
    width: usize,
    colour: bool,
}

impl Screen {
    fn line(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{}", text.trim_end());
    }

    fn paint(&self, text: &str, code: Option<&str>) -> String {
        match code {
            Some(code) if self.colour && !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            _ => text.to_owned(),
        }
    }

    /// A line with its meaning in colour: what is clearly higher or lower, withheld, or a warning. The words and marks say it too.
    fn tinted(&self, line: &str) -> String {
        if !self.colour {
            return line.to_owned();
        }
        let mut out = String::new();
        let mut rest = line;
        // Each tint reaches to the end of its cell.
        while let Some((at, tint)) = TINTS
            .iter()
            .filter_map(|tint| Some((rest.find(tint.words)?, tint)))
            .min_by_key(|(at, _)| *at)
        {
            let (before, cell) = rest.split_at(at);
            let end = cell.find("  ").unwrap_or(cell.len());
            out += before;
            out += &self.paint(&cell[..end], Some(tint.code));
            rest = &cell[end..];
        }
        out + rest
    }

    /// Words wrapped to the width, the first line after `first`, the others after `rest`.
    fn paragraph(&mut self, text: &str, first: &str, rest: &str, code: Option<&str>) {
        for (place, wrapped) in wrap(&clean(text), self.width.saturating_sub(rest.width()))
            .iter()
            .enumerate()
        {
            let lead = if place == 0 { first } else { rest };
            let painted = self.paint(wrapped, code);
            self.line(&format!("{lead}{painted}"));
        }
    }

    fn heading(&mut self, text: &str, aside: &str) {
        let (text, aside) = (clean(text), clean(aside));
        let painted = self.paint(&text, Some("1"));
        if text.width() + GAP + 1 + aside.width() <= self.width {
            self.line(&format!("{painted}   {aside}"));
        } else {
            self.paragraph(&text, "", "", Some("1"));
            self.paragraph(&aside, INDENT, INDENT, None);
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        let labels: Vec<String> = facts.iter().map(|fact| clean(&fact.label)).collect();
        let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
        for (fact, label) in facts.iter().zip(labels) {
            let first = format!("{INDENT}{label}{}  ", " ".repeat(widest - label.width()));
            let rest = " ".repeat(first.width());
            self.paragraph(&fact.text, &first, &rest, None);
        }
        self.line("");
    }

    /// A table. Figures that do not fit continue below, with the names repeated.
    fn table(&mut self, table: &Table) {
        let room = self.width.saturating_sub(INDENT.len());
        let mut left: Vec<usize> = (0..table.columns.len()).collect();
        loop {
            let plan = Plan::new(table, &left, room);
            let (fits, rest) = plan.split(room);
            let shown: Vec<usize> = fits.columns.iter().map(|column| column.place).collect();
            self.grid(table, &fits);
            if rest.is_empty() {
                break;
            }
            left.retain(|place| {
                rest.contains(place) || (shown.contains(place) && table.columns[*place].role == Role::Name)
            });
        }
    }

    fn grid(&mut self, table: &Table, plan: &Plan) {
        // Every column's width is known, so that rows are set by themselves as they would be among the others.
        let blocks: Vec<&[Vec<Cell>]> = table.rows.chunks(ROWS_AT_ONCE).collect();
        let set = each(&blocks, |rows| plan.set(rows));
        for line in plan.set_header() {
            self.line(&format!("{INDENT}{line}"));
        }
        for line in set.iter().flatten() {
            let line = self.tinted(line);
            self.line(&format!("{INDENT}{line}"));
        }
        self.line("");
    }
}

/// The axis that the pictures of a column share.
#[derive(Clone, Copy)]
struct Axis {
    from: f64,
    to: f64,
}

struct Chosen {
    place: usize,
    role: Role,
    heading: String,
    width: usize,
    axis: Option<Axis>,
}

/// The columns that fit, with their widths.
struct Plan {
    columns: Vec<Chosen>,
}

impl Plan {
    /// The lines of the headings.
    fn set_header(&self) -> Vec<String> {
        let mut grid = Grid::new();
        let headings = self.columns.iter().map(|column| column.field(column.heading.clone()));
        grid.set_header(headings);
        self.lines(grid)
    }

    /// The lines of rows.
    fn set(&self, rows: &[Vec<Cell>]) -> Vec<String> {
        let mut grid = Grid::new();
        for row in rows {
            let fields = self
                .columns
                .iter()
                .map(|column| column.field(column.draw(&row[column.place])));
            grid.add_row(fields);
        }
        self.lines(grid)
    }

    fn lines(&self, mut grid: Grid) -> Vec<String> {
        grid.load_style(presets::NOTHING);
        let last = self.columns.len().saturating_sub(1);
        for (place, column) in self.columns.iter().enumerate() {
            if let Some(set) = grid.column_mut(place) {
                let gap = if place == last { 0 } else { GAP };
                set.set_padding((0, u16::try_from(gap).unwrap_or(0)));
                let width = u16::try_from(column.width + gap).unwrap_or(u16::MAX);
                set.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
            }
        }
        grid.lines().collect()
    }

    fn new(table: &Table, places: &[usize], room: usize) -> Self {
        let mut columns = each(places, |&place| {
            let column = &table.columns[place];
            let cells = || table.rows.iter().map(|row| &row[place]);
            let widest = cells().map(|cell| words(cell).width()).max().unwrap_or(0);
            let heading = clean(&column.heading);
            let width = widest.max(heading.width());
            Chosen {
                place,
                role: column.role,
                heading,
                width,
                axis: axis(cells()),
            }
        });
        let total = |columns: &[Chosen]| {
            let widths: usize = columns
                .iter()
                .filter(|c| c.role != Role::Picture)
                .map(|c| c.width + GAP)
                .sum();
            widths.saturating_sub(GAP)
        };
        while total(&columns) > room {
            // The columns that are least missed go first, and a name is cut last.
            let over = total(&columns) - room;
            let name = columns.iter().position(|column| column.role == Role::Name);
            let least_missed = columns
                .iter()
                .enumerate()
                .filter_map(|(place, column)| match column.role {
                    Role::Extra(priority) => Some((priority, Reverse(place))),
                    _ => None,
                });
            match (name, least_missed.max()) {
                (_, Some((_, Reverse(place)))) => {
                    columns.remove(place);
                }
                (Some(name), None) => {
                    let width = &mut columns[name].width;
                    *width = width.saturating_sub(over).max(NAME_MIN);
                    break;
                }
                (None, None) => break,
            }
        }
        let left = room.saturating_sub(total(&columns) + GAP);
        columns.retain_mut(|column| {
            if column.role != Role::Picture {
                return true;
            }
            column.width = left.min(PICTURE_MAX);
            column.axis.is_some() && left >= PICTURE_MIN
        });
        for column in &mut columns {
            if let (Role::Picture, Some(axis)) = (column.role, column.axis) {
                column.heading = axis.ticks(column.width);
            }
        }
        Self { columns }
    }

    /// The columns that fit, and the places of the figures and words that do not.
    fn split(mut self, room: usize) -> (Self, Vec<usize>) {
        let (mut used, mut rest) = (0, Vec::new());
        let mut figures = 0;
        self.columns.retain(|column| {
            let says = matches!(column.role, Role::Figure | Role::Words);
            let fits = used + column.width <= room || !says || figures == 0;
            if fits {
                used += column.width + GAP;
                figures += usize::from(says);
            } else {
                rest.push(column.place);
            }
            fits
        });
        (self, rest)
    }
}

impl Chosen {
    /// A text with the alignment of the column.
    fn field(&self, text: String) -> Field {
        let alignment = match self.role {
            Role::Figure | Role::Extra(_) => CellAlignment::Right,
            Role::Name | Role::Picture | Role::Words => CellAlignment::Left,
        };
        Field::new(text).set_alignment(alignment)
    }

    fn draw(&self, cell: &Cell) -> String {
        match (cell, self.axis) {
            (Cell::Span(span), Some(axis)) => axis.draw(span, self.width),
            (Cell::Shares(shares), _) => bars(shares),
            _ => cut(&words(cell), self.width),
        }
    }
}

/// The axis from the lowest to the highest limit, out to whole steps; `None` where nothing is drawn.
fn axis<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<Axis> {
    let axes = cells.filter_map(|cell| match cell {
        Cell::Span(span) => Some((span.lower, span.upper)),
        Cell::Shares(_) => Some((0.0, 0.0)),
        _ => None,
    });
    let (from, to) = axes.reduce(|all, own| (all.0.min(own.0), all.1.max(own.1)))?;
    Some(Axis {
        from: (from * 2.0).floor() / 2.0,
        to: (to * 2.0).ceil() / 2.0,
    })
}

impl Axis {
    fn column(self, value: f64, width: usize) -> usize {
        let last = width.saturating_sub(1);
        let span = (self.to - self.from).max(f64::MIN_POSITIVE);
        let place = ((value - self.from) / span * last as f64).round();
        // Bounded by the width on the line before.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 0..=last"
        )]
        let place = place.clamp(0.0, last as f64) as usize;
        place
    }

    fn ticks(self, width: usize) -> String {
        if self.to <= self.from {
            return String::new();
        }
        let mut line = vec![' '; width];
        let mut tick = self.from.ceil();
        while tick <= self.to {
            let label = number::text(tick, Kind::Count);
            let at = self
                .column(tick, width)
                .min(width.saturating_sub(label.chars().count()));
            if line[at..].iter().take(label.chars().count() + 1).all(|c| *c == ' ') {
                for (slot, c) in line[at..].iter_mut().zip(label.chars()) {
                    *slot = c;
                }
            }
            tick += 1.0;
        }
        line.into_iter().collect::<String>().trim_end().to_owned()
    }

    fn draw(self, span: &Span, width: usize) -> String {
        let (from, at, to) = (
            self.column(span.lower, width),
            self.column(span.value, width),
            self.column(span.upper, width),
        );
        // What changes is seen against no change.
        let nought = (self.from < 0.0 && self.to > 0.0).then(|| self.column(0.0, width));
        let mark = |place: usize| match place {
            place if place == at => '●',
            place if (from..=to).contains(&place) && nought == Some(place) => '┼',
            place if (from..=to).contains(&place) => '─',
            place if nought == Some(place) => '┊',
            _ => ' ',
        };
        (0..width).map(mark).collect::<String>().trim_end().to_owned()
    }
}

/// One bar a share, an eighth of a line high for each eighth of the largest.
fn bars(shares: &[f64]) -> String {
    const STEPS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let top = shares.iter().copied().fold(0.0, f64::max);
    let step = |share: &f64| {
        if top <= 0.0 || *share <= 0.0 {
            return STEPS[0];
        }
        let eighths = (share / top * 8.0).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to 1..=8"
        )]
        let place = eighths.clamp(1.0, 8.0) as usize;
        STEPS[place]
    };
    shares.iter().map(step).collect()
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Shares(shares) => bars(shares),
        other => other.words(),
    }
}

/// Text cut to a width, with an ellipsis if something is missing.
fn cut(text: &str, width: usize) -> String {
    lines::cut(text, |text| text.width() <= width)
}

/// Words set into lines of at most `width`; a longer word has its own line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    lines::wrap(text, usize::MAX, |line| line.width() <= width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_wide_characters_counted() {
        assert_eq!(cut("Ashdown Primary School", 10), "Ashdown P…");
        assert_eq!(cut("学校学校", 5), "学校…");
        assert_eq!(cut("short", 10), "short");
    }

    #[test]
    fn text_cannot_drive_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\nd"), "a[31mbc d");
    }

    #[test]
    fn colour_stands_beside_a_mark_or_a_word_and_ends_with_its_cell() {
        let screen = |colour| Screen {
            out: String::new(),
            width: 80,
            colour,
        };
        let line = "Oak  ▼ 4.11  4.30  withheld";
        assert_eq!(screen(false).tinted(line), line);
        assert_eq!(
            screen(true).tinted(line),
            "Oak  \u{1b}[35m▼ 4.11\u{1b}[0m  4.30  \u{1b}[2mwithheld\u{1b}[0m"
        );
    }

    #[test]
    fn paragraphs_keep_to_the_width() {
        let lines = wrap("one two three four", 9);
        assert_eq!(lines, ["one two", "three", "four"]);
    }

    #[test]
    fn an_interval_is_drawn_on_the_axis() {
        let axis = Axis { from: 1.0, to: 5.0 };
        assert_eq!(
            axis.draw(
                &Span {
                    lower: 2.0,
                    value: 3.0,
                    upper: 4.0
                },
                9
            ),
            "  ──●──"
        );
        assert_eq!(axis.ticks(9), "1 2 3 4 5");
        let change = Axis { from: -1.0, to: 1.0 };
        let draw = |lower: f64, value: f64, upper: f64| change.draw(&Span { lower, value, upper }, 9);
        assert_eq!(draw(-0.5, 0.25, 0.5), "  ──┼●─");
        assert_eq!(draw(0.25, 0.5, 0.75), "    ┊─●─");
    }
}
