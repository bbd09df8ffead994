//! Charts of the structure of a scale, made from its record alone: eigenvalues next to those of unrelated items, and loadings.

use crate::model::Instrument;
use crate::report::board::axis;
use crate::report::board::score::dot;
use crate::report::{
    Chart, DotRow, Dots, Drawing, Kind, Mark, Panel, PanelHeight, Panels, Point, Record, Sign, TermPoint, number,
    structure,
};

/// Eigenvalues in descending order, each with the limit of unrelated items; `None` if they are withheld or undefined. `scale` is the
/// record of the scale at this place of the questionnaire.
pub(super) fn scree(scale: &Record, place: usize, instrument: &Instrument) -> Option<Chart> {
    let declared = &instrument.scales()[place];
    let limits = scale.each("parallel.pearson.limits");
    let point = |(factor, eigenvalue): (usize, &Record)| {
        let limit = limits.get(factor);
        let beyond = limit.map_or(String::new(), |limit| format!(", limit {}", limit.shown_number("")));
        let mark = eigenvalue.value("").map(|value| {
            let limit = limit.and_then(|limit| limit.value(""));
            let point = if limit.is_none_or(|limit| value > limit) {
                Point::Filled
            } else {
                Point::Hollow
            };
            Mark {
                shrunken: limit,
                ..dot(point, value)
            }
        });
        TermPoint {
            term: number::text((factor + 1) as f64, Kind::Count),
            mark,
            figure: eigenvalue.shown_number(""),
            text: format!("eigenvalue {}{beyond}", eigenvalue.shown_number("")),
        }
    };
    let points: Vec<TermPoint> = scale.each("eigenvalues").iter().enumerate().map(point).collect();
    let marks: Vec<Mark> = points.iter().filter_map(|point| point.mark).collect();
    if marks.is_empty() {
        return None;
    }
    let mut legend = vec![(Sign::Dot, "eigenvalue (hollow: not above its limit)".to_owned())];
    if marks.iter().any(|mark| mark.shrunken.is_some()) {
        let text = "limit: 95 of 100 sets of unrelated items stay below it";
        legend.push((Sign::Shrunken, text.to_owned()));
    }
    Some(Chart {
        id: format!("scree-{place}"),
        title: format!("{}: how many things the items measure", declared.name),
        summary: "An eigenvalue says how many items' worth of variance a factor explains. Factors count from the left for as long as \
                  they are above their limit."
            .to_owned(),
        source: String::new(),
        drawing: Drawing::Panels(Panels {
            panels: vec![Panel {
                label: number_of_factors(scale),
                note: String::new(),
                axis: axis::of_eigenvalues(marks.into_iter()),
                points,
            }],
            label: "Factors, the largest first; height: eigenvalue of the items' correlations".to_owned(),
            legend,
            height: PanelHeight::Tall,
        }),
    })
}

fn number_of_factors(scale: &Record) -> String {
    match scale.value("parallel.pearson.factors") {
        None => "The number of factors cannot be told".to_owned(),
        Some(factors) if factors < 0.5 => "No factor is larger than chance would make it".to_owned(),
        Some(factors) if factors < 1.5 => "One factor is larger than chance would make it".to_owned(),
        Some(factors) => format!(
            "{} factors are larger than chance would make them",
            number::text(factors, Kind::Count)
        ),
    }
}

/// The items' loadings on their own scale's factor, and on one factor behind all; `None` if they are withheld or undefined.
pub(super) fn loadings(scale: &Record, place: usize, instrument: &Instrument) -> Option<Chart> {
    let declared = &instrument.scales()[place];
    let points = declared.range.points();
    let one = structure::leading_model(scale, "one_factor", points);
    let several = structure::leading_model(scale, "declared_scales", points);
    let model = several.or(one)?;
    let beside = several.and(one);
    let row = |(item, loading): (usize, &Record)| {
        let id = loading.text("item").unwrap_or_default();
        let words = declared
            .items
            .get(item)
            .map_or("", |&item| instrument.items()[item].text.as_str());
        let label = if words.is_empty() || words == id {
            id.to_owned()
        } else {
            format!("{id} · {words}")
        };
        let shown = loading.shown_number("standardized");
        let factor = loading.text("factor").filter(|_| several.is_some());
        let mark = loading.value("standardized").map(|value| Mark {
            shrunken: beside.and_then(|one| one.each("loadings").get(item)?.value("standardized")),
            ..dot(Point::Filled, value)
        });
        DotRow {
            label,
            text: factor.map_or_else(|| shown.clone(), |factor| format!("{factor} {shown}")),
            mark,
        }
    };
    let rows: Vec<DotRow> = model.each("loadings").iter().enumerate().map(row).collect();
    let marks: Vec<Mark> = rows.iter().filter_map(|row| row.mark).collect();
    if marks.is_empty() {
        return None;
    }
    let estimator = |model: &Record| model.text("estimator").unwrap_or_default().to_uppercase();
    let on_what = if several.is_some() {
        "its own scale"
    } else {
        "one factor"
    };
    let mut legend = vec![(Sign::Dot, format!("loading on {on_what} ({})", estimator(model)))];
    if let Some(one) = beside {
        let text = format!("loading on one factor behind all questions ({})", estimator(one));
        legend.push((Sign::Shrunken, text));
    }
    Some(Chart {
        id: format!("loadings-{place}"),
        title: format!("{}: how closely each question goes with its scale", declared.name),
        summary: "A loading is the correlation of a question with what its scale has in common: 1 means that it measures nothing \
                  else, 0 that it measures none of it."
            .to_owned(),
        source: String::new(),
        drawing: Drawing::Dots(Dots {
            axis: axis::of_loadings(marks.into_iter()),
            reference: None,
            rows,
            heading: "Loading".to_owned(),
            legend,
        }),
    })
}
