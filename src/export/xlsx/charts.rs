//! Native spreadsheet charts, which follow the cells. The tables declare which columns are drawn.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFormat, ChartLine, ChartMarker,
    ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, Format as Look, Workbook, XlsxError,
};

use crate::export::xlsx::{sheet_name, short};
use crate::report::{Cell, ChartForm, SheetChart, SheetDots, Table, clean, number};

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

/// Draws the charts that the tables declare: for each scale its academies' scores, then their changes; and the items.
pub(crate) fn charts(workbook: &mut Workbook, tables: &[&Table]) -> Result<(), XlsxError> {
    let mut scales: Vec<Dots> = Vec::new();
    let mut bars: Vec<(Chart, u32)> = Vec::new();
    for (table, chart) in tables.iter().filter_map(|table| Some((*table, table.chart?))) {
        match chart.form {
            ChartForm::Dots(form) => {
                for own in points(table, chart, form) {
                    // A scale's change follows its scores.
                    let place = scales.iter().rposition(|scale| scale.name == own.name);
                    scales.insert(place.map_or(scales.len(), |place| place + 1), own);
                }
            }
            ChartForm::Bars => bars.extend(bar_chart(table, chart)),
        }
    }
    if scales.is_empty() && bars.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name("Charts")?;
    sheet.set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let quiet = Look::new().set_font_color(Color::RGB(0x4A_55_63));
    let mut top = 0_u32;
    let (mut breaks, mut placed) = (Vec::new(), 0_usize);
    sheet.set_column_width(DRAWN, 28)?;
    // The numbers of a chart are next to it, so that withheld academies leave no gap in it.
    for scale in &scales {
        let from = top + 1;
        let aside = format!("{}: {}", scale.name, scale.form.aside);
        sheet.write_string_with_format(top, DRAWN, aside, &quiet)?;
        for (row, point) in (from..).zip(&scale.points) {
            sheet.write_string_with_format(row, DRAWN, &point.name, &quiet)?;
            sheet.write_number_with_format(row, DRAWN + 1, point.value, &quiet)?;
            sheet.write_number_with_format(row, DRAWN + 2, point.half, &quiet)?;
        }
        let to = from + u32::try_from(scale.points.len()).unwrap_or(0) - 1;
        // A little below the page break, where its frame would be printed otherwise.
        sheet.insert_chart_with_offset(top, 0, &dot_chart(scale, from, to), 0, 6)?;
        top += TALL.max(to + 2 - top);
        placed += 1;
        if placed % A_PAGE == 0 {
            breaks.push(top);
        }
    }
    for (chart, rows) in &bars {
        sheet.insert_chart_with_offset(top, 0, chart, 0, 6)?;
        top += TALL.max(8 + rows * 2);
    }
    // The numbers of the charts are not printed.
    sheet.set_print_area(0, 0, top, WIDE)?;
    sheet.set_page_breaks(&breaks)?;
    Ok(())
}

struct Point {
    name: String,
    value: f64,
    half: f64,
}

/// The dots of a scale.
struct Dots {
    name: String,
    chart: &'static SheetChart,
    form: SheetDots,
    points: Vec<Point>,
}

/// The rows that are drawn and shown, by scale.
fn points(table: &Table, chart: &'static SheetChart, form: SheetDots) -> Vec<Dots> {
    let places = ["scale", "grouping", chart.names, chart.value, form.upper].map(|key| table.place(key));
    let [Some(scale), Some(grouping), Some(group), Some(value), Some(upper)] = places else {
        return Vec::new();
    };
    let mut scales: Vec<Dots> = Vec::new();
    for row in table
        .rows
        .iter()
        .filter(|row| row[grouping] == Cell::text(chart.grouping))
    {
        let (Cell::Text(name), Cell::Text(group), Cell::Number(value, _)) = (&row[scale], &row[group], &row[value])
        else {
            continue;
        };
        let half = match &row[upper] {
            Cell::Number(upper, _) => number::computed(upper - value).max(0.0),
            _ => 0.0,
        };
        let point = Point {
            name: clean(group),
            value: *value,
            half,
        };
        match scales.last_mut() {
            Some(last) if last.name == *name => last.points.push(point),
            _ => scales.push(Dots {
                name: name.clone(),
                chart,
                form,
                points: vec![point],
            }),
        }
    }
    scales.retain(|scale| scale.points.len() <= MOST);
    scales
}

fn filled() -> ChartFormat {
    ChartFormat::new()
        .set_solid_fill(ChartSolidFill::new().set_color(INK))
        .clone()
}

fn dot_chart(dots: &Dots, from: u32, to: u32) -> Chart {
    let Dots {
        name,
        chart,
        form,
        points,
    } = dots;
    let range = |column: u16| ("Charts", from, column, to, column);
    let half = || ChartRange::new_from_range("Charts", from, DRAWN + 2, to, DRAWN + 2);
    let mut bars = ChartErrorBars::new();
    bars.set_type(ChartErrorBarsType::Custom(half(), half()));
    let mut marker = ChartMarker::new();
    marker
        .set_type(ChartMarkerType::Circle)
        .set_size(8)
        .set_format(&mut filled());
    let mut line = ChartLine::new();
    if form.is_joined {
        line.set_color(INK);
    } else {
        line.set_hidden(true);
    }
    let mut drawn = Chart::new(ChartType::Line);
    drawn
        .add_series()
        .set_name(chart.series)
        .set_categories(range(DRAWN))
        .set_values(range(DRAWN + 1))
        .set_format(&mut line)
        .set_marker(&marker)
        .set_y_error_bars(&bars);
    drawn.title().set_name(&short(&format!("{name}: {}", chart.title)));
    drawn.legend().set_hidden();
    let around = form.around_zero;
    let lows = points.iter().map(|point| point.value - point.half);
    let low = lows.chain(around.map(|around| -around)).fold(f64::INFINITY, f64::min);
    let highs = points.iter().map(|point| point.value + point.half);
    let high = highs.chain(around).fold(f64::NEG_INFINITY, f64::max);
    drawn
        .y_axis()
        .set_min((low * 2.0).floor() / 2.0)
        .set_max((high * 2.0).ceil() / 2.0)
        .set_major_gridlines_line(ChartLine::new().set_color(RULE))
        .set_num_format(form.number_format);
    // Names are at the foot, not on the line of no change.
    drawn.x_axis().set_label_position(ChartAxisLabelPosition::Low);
    drawn.set_width(1_000).set_height(640);
    drawn.set_alt_text(chart.alt);
    drawn
}

/// A chart with a bar for each row, and the number of rows; `None` if they are too many.
fn bar_chart(table: &Table, chart: &'static SheetChart) -> Option<(Chart, u32)> {
    let column = |key: &str| u16::try_from(table.place(key)?).ok();
    let (names, value) = (column(chart.names)?, column(chart.value)?);
    let rows = u32::try_from(table.rows.len())
        .ok()
        .filter(|_| table.rows.len() <= MOST)?;
    let sheet = sheet_name(table);
    let mut drawn = Chart::new(ChartType::Bar);
    drawn
        .add_series()
        .set_categories((sheet.as_str(), 1, names, rows, names))
        .set_values((sheet.as_str(), 1, value, rows, value))
        .set_name(chart.series)
        .set_format(&mut filled());
    drawn.title().set_name(chart.title);
    drawn.legend().set_hidden();
    // A bar chart counts its rows from below.
    drawn.y_axis().set_reverse();
    drawn
        .x_axis()
        .set_min(0)
        .set_max(100)
        .set_major_gridlines_line(ChartLine::new().set_color(RULE));
    drawn.set_width(1_000).set_height(120 + 26 * rows);
    drawn.set_alt_text(chart.alt);
    Some((drawn, rows))
}
