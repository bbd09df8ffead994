//! Charts of the spreadsheet's own, which follow its cells.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartLine, ChartMarker, ChartMarkerType,
    ChartRange, ChartType, Color, Format as Look, Workbook, XlsxError,
};

use crate::export::xlsx::{sheet_name, short};
use crate::report::{Cell, Table, clean};

const RULE: Color = Color::RGB(0xD5_DA_E0);
const INK: Color = Color::RGB(0x1F_5F_8B);
/// The first of the columns that the charts draw: names, scores and half the width of their intervals.
const DRAWN: u16 = 20;
/// Rows that a chart takes.
const TALL: u32 = 34;
/// Columns that a chart takes, and how many charts a printed page.
const WIDE: u16 = 15;
const A_PAGE: usize = 2;
/// Above so many groups a chart cannot be read.
const MOST: usize = 60;

/// One chart a scale of its academies' scores with their intervals, one of their changes, and one of how favourable answers were
/// to each item.
pub(crate) fn charts(workbook: &mut Workbook, tables: &[&Table]) -> Result<(), XlsxError> {
    let named = |name: &str| tables.iter().copied().find(|table| table.name == name);
    let mut scales = named("scores").map_or_else(Vec::new, |table| points(table, "mean", What::Scores));
    for change in named("changes").map_or_else(Vec::new, |table| points(table, "difference", What::Changes)) {
        // A scale's change stands behind its scores, where they are here.
        let own = scales.iter().rposition(|scale| scale.name == change.name);
        scales.insert(own.map_or(scales.len(), |place| place + 1), change);
    }
    let items = named("items").and_then(|table| Some((sheet_name(table), items(table)?)));
    if scales.is_empty() && items.is_none() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name("Charts")?;
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let quiet = Look::new().set_font_color(Color::RGB(0x4A_55_63));
    let mut top = 0_u32;
    let (mut breaks, mut placed) = (Vec::new(), 0_usize);
    sheet.set_column_width(DRAWN, 28)?;
    // What the charts draw stands beside them, so that withheld academies leave no gap in a line of figures.
    for scale in &scales {
        let from = top + 1;
        let drawn = match scale.what {
            What::Scores => "what the chart draws",
            What::Changes => "what the chart of changes draws",
        };
        sheet.write_string_with_format(top, DRAWN, format!("{}: {drawn}", scale.name), &quiet)?;
        for (row, point) in (from..).zip(&scale.points) {
            sheet.write_string_with_format(row, DRAWN, &point.name, &quiet)?;
            sheet.write_number_with_format(row, DRAWN + 1, point.value, &quiet)?;
            sheet.write_number_with_format(row, DRAWN + 2, point.half, &quiet)?;
        }
        let to = from + u32::try_from(scale.points.len()).unwrap_or(0) - 1;
        // A little below the break of a page, on which its frame would print else.
        sheet.insert_chart_with_offset(top, 0, &dots(scale, from, to), 0, 6)?;
        top += TALL.max(to + 2 - top);
        placed += 1;
        if placed % A_PAGE == 0 {
            breaks.push(top);
        }
    }
    if let Some((name, (first, last, text, favourable))) = items {
        let mut chart = Chart::new(ChartType::Bar);
        chart
            .add_series()
            .set_categories((name.as_str(), first, text, last, text))
            .set_values((name.as_str(), first, favourable, last, favourable))
            .set_name("Favourable answers, per cent")
            .set_format(
                rust_xlsxwriter::ChartFormat::new()
                    .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(INK)),
            );
        chart.title().set_name("Favourable answers to each item, per cent");
        chart.legend().set_hidden();
        // A bar chart counts its rows from below.
        chart.y_axis().set_reverse();
        chart
            .x_axis()
            .set_min(0)
            .set_max(100)
            .set_major_gridlines_line(ChartLine::new().set_color(RULE));
        chart.set_width(1_000).set_height(120 + 26 * (last - first + 1));
        chart.set_alt_text("Bars: the share of favourable answers to each item; the figures are in the sheet Items.");
        sheet.insert_chart_with_offset(top, 0, &chart, 0, 6)?;
        top += TALL.max(8 + (last - first + 1) * 2);
    }
    // What the charts draw is not printed.
    sheet.set_print_area(0, 0, top, WIDE)?;
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

/// What the points of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Scores,
    Changes,
}

struct Point {
    name: String,
    value: f64,
    half: f64,
}

struct Scale {
    name: String,
    what: What,
    points: Vec<Point>,
}

/// The academies that are shown, by scale.
fn points(table: &Table, value: &str, what: What) -> Vec<Scale> {
    let place = |key: &str| table.columns.iter().position(|column| column.key == key);
    let (Some(scale), Some(grouping), Some(group), Some(mean), Some(upper)) = (
        place("scale"),
        place("grouping"),
        place("group"),
        place(value),
        place("upper"),
    ) else {
        return Vec::new();
    };
    let mut scales: Vec<Scale> = Vec::new();
    for row in &table.rows {
        let (Cell::Text(name), Cell::Text(group), Cell::Number(mean, _)) = (&row[scale], &row[group], &row[mean])
        else {
            continue;
        };
        if row[grouping] != Cell::text("academy") {
            continue;
        }
        let half = match &row[upper] {
            Cell::Number(upper, _) => (upper - mean).max(0.0),
            _ => 0.0,
        };
        let point = Point {
            name: clean(group),
            value: *mean,
            half,
        };
        match scales.last_mut() {
            Some(last) if last.name == *name => last.points.push(point),
            _ => scales.push(Scale {
                name: name.clone(),
                what,
                points: vec![point],
            }),
        }
    }
    scales.retain(|scale| scale.points.len() <= MOST);
    scales
}

fn dots(scale: &Scale, from: u32, to: u32) -> Chart {
    let range = |column: u16| ("Charts", from, column, to, column);
    let mut chart = Chart::new(ChartType::Line);
    let half = || ChartRange::new_from_range("Charts", from, DRAWN + 2, to, DRAWN + 2);
    let mut bars = ChartErrorBars::new();
    bars.set_type(ChartErrorBarsType::Custom(half(), half()));
    chart
        .add_series()
        .set_name(match scale.what {
            What::Scores => "Score with its interval",
            What::Changes => "Change with its interval",
        })
        .set_categories(range(DRAWN))
        .set_values(range(DRAWN + 1))
        .set_format(ChartLine::new().set_hidden(true))
        .set_marker(
            ChartMarker::new()
                .set_type(ChartMarkerType::Circle)
                .set_size(8)
                .set_format(
                    rust_xlsxwriter::ChartFormat::new()
                        .set_solid_fill(rust_xlsxwriter::ChartSolidFill::new().set_color(INK)),
                ),
        )
        .set_y_error_bars(&bars);
    let title = match scale.what {
        What::Scores => format!("{}: academies in the order of the file, not ranked", scale.name),
        What::Changes => format!("{}: change of each academy, with its interval", scale.name),
    };
    chart.title().set_name(&short(&title));
    chart.legend().set_hidden();
    let low = scale
        .points
        .iter()
        .map(|point| point.value - point.half)
        .fold(f64::INFINITY, f64::min);
    let high = scale
        .points
        .iter()
        .map(|point| point.value + point.half)
        .fold(f64::NEG_INFINITY, f64::max);
    // Changes are seen against no change, which the axis always holds.
    let (low, high) = match scale.what {
        What::Scores => (low, high),
        What::Changes => (low.min(-0.5), high.max(0.5)),
    };
    chart
        .y_axis()
        .set_min((low * 2.0).floor() / 2.0)
        .set_max((high * 2.0).ceil() / 2.0)
        .set_major_gridlines_line(ChartLine::new().set_color(RULE))
        .set_num_format(match scale.what {
            What::Scores => "0.0",
            What::Changes => "+0.0;-0.0;0.0",
        });
    // Names stand at the foot, not on the line of no change.
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    chart.set_width(1_000).set_height(640);
    chart.set_alt_text(match scale.what {
        What::Scores => "Dots with intervals: each academy's score; the figures are in the sheet Academies.",
        What::Changes => "Dots with intervals: each academy's change; the figures are in the sheet Change.",
    });
    chart
}

/// The rows of the items, and the columns of their wording and their favourable answers.
fn items(table: &Table) -> Option<(u32, u32, u16, u16)> {
    let place = |key: &str| {
        let found = table.columns.iter().position(|column| column.key == key)?;
        u16::try_from(found).ok()
    };
    let last = u32::try_from(table.rows.len()).ok()?;
    let few = table.rows.len() <= MOST;
    few.then_some((1, last, place("text")?, place("percent_favourable")?))
}
