//! An academy's report: its own figures beside the rest of the trust, itself left out. No other academy's figures.

use crate::disclosure::{
    AcademyChange, AcademyItem, AcademyScale, MeanDifference, Reported, ReportedAcademy, RestOfTrust, Shown,
    TrustEstimates, Undefined,
};
use crate::report::board::figures::{bounds, group_mark, interval_heading, score_axis, trust_mark};
use crate::report::board::page::{Page, Part, Section};
use crate::report::board::trust::{interval_cell, of_scales, reliability};
use crate::report::board::{Folder, change, staff, words as board_words};
use crate::report::context::{Context, marking};
use crate::report::score::words;
use crate::report::{Cell, Column, DotRow, Dots, Drawing, Figure, Kind, Mark, Role, Sign, Table, fields, number};

/// The most items that a table of differences names on either side.
const MOST: usize = 5;
/// Below this a difference is called clear.
const CLEAR: f64 = 0.05;

/// The page of an academy, by its place in the report.
pub(crate) fn page(folder: &Folder<'_>, place: usize, name: &str) -> Page {
    let Folder { reported, context, .. } = *folder;
    let academy = &reported.academies[place];
    let page = |answer, sections| Page {
        name: name.to_owned(),
        title: academy.name.clone(),
        subtitle: folder.subtitle(false),
        marking: marking(reported.trust.policy),
        answer,
        sections,
    };
    if !academy.is_shown() {
        return page(
            none(reported.trust.policy.min_group),
            vec![board_words::not_concluded(folder.since().is_some())],
        );
    }
    let own: Vec<AcademyChange<'_>> = folder
        .change()
        .into_iter()
        .flat_map(|change| change.of_academy(place))
        .collect();
    let view = View {
        academy,
        reported,
        context,
        folder,
        changes: &own,
    };
    let mut sections = vec![view.scores(), view.differences(), view.items(), view.agreement()];
    sections.extend(folder.since().map(|since| change::academy_section(since, &own)));
    sections.extend([
        reliability(&reported.trust, context),
        board_words::not_concluded(folder.since().is_some()),
        board_words::method(folder),
    ]);
    page(view.answer(), sections)
}

/// Why there is nothing to show.
fn none(min_group: u64) -> Vec<String> {
    vec![
        "No figures of this academy can be shown for this survey.".to_owned(),
        format!(
            "Figures are shown only where at least {min_group} staff answered and where they give no smaller group back: what a \
             few people answered could otherwise be told."
        ),
        "Its answers count in the trust's figures all the same.".to_owned(),
    ]
}

struct View<'a> {
    academy: &'a ReportedAcademy,
    reported: &'a Reported,
    context: &'a Context<'a>,
    folder: &'a Folder<'a>,
    changes: &'a [AcademyChange<'a>],
}

impl<'a> View<'a> {
    /// The scales that can be shown, with their places in the instrument.
    fn shown(&self) -> impl Iterator<Item = (usize, &'a AcademyScale)> {
        let places = self.reported.trust.scales.iter().map(|scale| scale.scale);
        places
            .zip(&self.academy.scales)
            .filter_map(|(place, scale)| Some((place, scale.figures()?)))
    }

    fn level(&self) -> f64 {
        self.reported.trust.options.level
    }

    fn name(&self, scale: usize) -> &'a str {
        &self.context.instrument.scales()[scale].name
    }

    /// Where we are, how sure we are, what changed: of the first scale that can be shown.
    fn answer(&self) -> Vec<String> {
        let first = self
            .shown()
            .find_map(|(place, scale)| Some((place, scale, scale.own.mean?)));
        let Some((place, scale, mean)) = first else {
            return vec![
                "Nobody answered enough items to have a score.".to_owned(),
                self.folder.no_change(),
            ];
        };
        let declared = &self.context.instrument.scales()[place];
        let (least, most) = bounds(declared, self.context.instrument);
        let pomp = scale.own.pomp;
        let pomp = pomp.map_or(String::new(), |pomp| {
            format!(", which is {} of 100", number::text(pomp, Kind::Percent))
        });
        let interval = match &scale.own.interval {
            Ok(_) => format!(
                "{}: {}",
                interval_heading(self.level()),
                words::interval(&fields::group_score(&scale.own))
            ),
            Err(reason) => format!("how sure that is cannot be said: {reason}"),
        };
        vec![
            format!(
                "{} stands at {} on a scale from {}{pomp}, by the answers of {} ({interval}).",
                declared.name,
                number::text(mean, Kind::Score),
                number::range(least, most, Kind::Count),
                staff(scale.own.n, scale.own.response_rate),
            ),
            match &scale.rest {
                RestOfTrust::TooFew => {
                    "It is not set beside the rest of the trust, which would be a single other academy.".to_owned()
                }
                RestOfTrust::Others(beside) => against(&beside.difference, &beside.rest),
            },
            match self.folder.since() {
                Some(since) => change::of_academy(since, self.changes, declared),
                None => self.folder.no_change(),
            },
        ]
    }

    fn scores(&self) -> Section {
        let interval = interval_heading(self.level());
        let mut columns = vec![
            Column::new("scale", "Scale", Role::Name),
            Column::new("n", "Staff here", Role::Figure),
            Column::new("mean", "Score here", Role::Figure),
            Column::new("interval", &interval, Role::Figure),
        ];
        let beside = self.shown().any(|(_, scale)| scale.rest != RestOfTrust::TooFew);
        if beside {
            columns.extend([
                Column::new("rest", "Rest of the trust", Role::Figure),
                Column::new("rest_interval", &interval, Role::Figure),
                Column::new("difference", "Difference", Role::Figure),
                Column::new("difference_interval", &interval, Role::Figure),
                Column::new("reading", "Reading", Role::Words),
            ]);
        }
        let mut table = Table::new("beside", columns);
        for (place, scale) in self.shown() {
            let mut row = vec![
                Cell::text(self.name(place)),
                Cell::count(scale.own.n),
                Cell::maybe(scale.own.mean, Kind::Score),
                Cell::Text(words::interval(&fields::group_score(&scale.own))),
            ];
            if let RestOfTrust::Others(beside) = &scale.rest {
                row.extend([Cell::maybe(beside.rest.mean, Kind::Score), interval_cell(&beside.rest)]);
                row.extend(difference_cells(&beside.difference));
                row.push(Cell::text(reading(&beside.difference)));
            }
            table.push(row);
        }
        let words = if beside {
            "The rest of the trust is all its other academies together, this one left out. A difference is called clear where \
             its interval leaves out 0."
        } else {
            "These are this academy's own scores; there is no rest of the trust that is more than one academy."
        };
        let mut parts = vec![Part::Words(words.to_owned())];
        let withheld = self
            .academy
            .scales
            .iter()
            .filter(|scale| scale.figures().is_none())
            .count();
        if withheld > 0 {
            parts.push(Part::Words(format!(
                "Scales without figures here are withheld: fewer than {} answered, or the figures would give such a group back.",
                self.reported.trust.policy.min_group
            )));
        }
        let mut figures = self.figures();
        if figures.len() == 1 {
            parts.extend(figures.pop().map(|figure| Part::Figure(Box::new(figure), table)));
        } else {
            parts.push(Part::Table(
                "Scores here and in the rest of the trust".to_owned(),
                table,
            ));
        }
        Section {
            id: "scores",
            heading: "Scores, and the rest of the trust".to_owned(),
            parts,
        }
    }

    /// Here and elsewhere on one axis, where all scales share one.
    fn figures(&self) -> Vec<Figure> {
        let instrument = self.context.instrument;
        let of = |place: usize| bounds(&instrument.scales()[place], instrument);
        let Some(range) = self.shown().next().map(|(place, _)| of(place)) else {
            return Vec::new();
        };
        let alike = |(least, most): (f64, f64)| (least - range.0).abs() < 1e-9 && (most - range.1).abs() < 1e-9;
        if !self.shown().all(|(place, _)| alike(of(place))) {
            return Vec::new();
        }
        let mut rows = Vec::new();
        for (place, scale) in self.shown() {
            let (mark, text) = group_mark(&scale.own);
            rows.push(DotRow {
                label: format!("{}: here", self.name(place)),
                mark: mark.map(|mark| Mark { shrunken: None, ..mark }),
                text,
            });
            if let RestOfTrust::Others(beside) = &scale.rest
                && let Some((mark, text)) = trust_mark(&beside.rest)
            {
                rows.push(DotRow {
                    label: "Rest of the trust".to_owned(),
                    mark: Some(mark),
                    text,
                });
            }
        }
        let axis = score_axis(rows.iter().filter_map(|row| row.mark), range, "Score");
        let interval = interval_heading(self.level());
        let told: Vec<String> = rows.iter().map(|row| format!("{}: {}", row.label, row.text)).collect();
        vec![Figure {
            id: "beside".to_owned(),
            title: "Scores here and in the rest of the trust".to_owned(),
            summary: "For each scale, first this academy and then the rest of the trust.".to_owned(),
            detail: format!("{}.", told.join("; ")),
            drawing: Drawing::Dots(Dots {
                axis,
                reference: None,
                rows,
                heading: format!("Score ({interval})"),
                legend: vec![
                    (Sign::Interval, format!("this academy and its {interval}")),
                    (Sign::Beside, "the rest of the trust".to_owned()),
                ],
            }),
        }]
    }

    fn differences(&self) -> Section {
        let mut found: Vec<(usize, &MeanDifference, bool, [Option<f64>; 2])> = Vec::new();
        for (item, (shown, p)) in self.academy.items.iter().zip(&self.academy.p_holm).enumerate() {
            if let Some(AcademyItem {
                own,
                rest: RestOfTrust::Others((rest, Ok(difference))),
            }) = shown.figures()
            {
                let mean = |found: &crate::disclosure::ItemDistribution| {
                    found.descriptives.as_ref().ok().map(|found| found.mean)
                };
                let clear = p.is_some_and(|p| p < CLEAR);
                found.push((item, difference, clear, [mean(own), mean(rest)]));
            }
        }
        let heading = "The items that differ most from the rest of the trust".to_owned();
        if found.is_empty() {
            return Section {
                id: "differences",
                heading,
                parts: vec![Part::Words(
                    "Items cannot be set beside the rest of the trust here: too few answered, or the rest is a single other \
                     academy."
                        .to_owned(),
                )],
            };
        }
        found.sort_by(|one, other| other.1.difference.total_cmp(&one.1.difference));
        let above: Vec<_> = found
            .iter()
            .filter(|found| found.1.difference > 0.0)
            .take(MOST)
            .collect();
        let below: Vec<_> = found
            .iter()
            .rev()
            .filter(|found| found.1.difference < 0.0)
            .take(MOST)
            .collect();
        let clear = found.iter().filter(|found| found.2).count();
        let mut parts = vec![Part::Words(format!(
            "Some items stand highest and some lowest in any survey, by chance alone. A difference is called clear only if it \
             would stand out among all {} items (Holm's adjustment); {} here.",
            found.len(),
            match clear {
                0 => "none does".to_owned(),
                1 => "one does".to_owned(),
                several => format!("{several} do"),
            }
        ))];
        let sides = [
            ("Most above the rest of the trust", above),
            ("Most below the rest of the trust", below),
        ];
        for (caption, items) in sides {
            if items.is_empty() {
                parts.push(Part::Words(format!("{caption}: no item.")));
                continue;
            }
            let mut table = Table::new(
                "differences",
                vec![
                    Column::new("item", "Item", Role::Name),
                    Column::new("mean", "Here", Role::Figure),
                    Column::new("rest", "Rest", Role::Figure),
                    Column::new("difference", "Difference", Role::Figure),
                    Column::new("interval", &interval_heading(self.level()), Role::Figure),
                    Column::new("reading", "Reading", Role::Words),
                ],
            );
            for (item, difference, clear, [own, rest]) in items {
                let about = &self.context.instrument.items()[*item];
                let mut row = vec![
                    Cell::text(about.text.as_str()),
                    Cell::maybe(*own, Kind::Score),
                    Cell::maybe(*rest, Kind::Score),
                ];
                row.extend(difference_cells(&Ok(**difference)));
                row.push(Cell::text(match (clear, difference.difference > 0.0) {
                    (true, true) => "▲ clearly above",
                    (true, false) => "▼ clearly below",
                    (false, _) => "not clear",
                }));
                table.push(row);
            }
            parts.push(Part::Table(caption.to_owned(), table));
        }
        Section {
            id: "differences",
            heading,
            parts,
        }
    }

    fn items(&self) -> Section {
        let own = |shown: &'a Shown<AcademyItem>| shown.figures().map(|found| &found.own);
        let answers: Vec<_> = self.academy.items.iter().map(own).collect();
        let parts = if answers.iter().any(Option::is_some) {
            of_scales(&answers, self.context)
                .into_iter()
                .map(|(figure, table)| Part::Figure(Box::new(figure), table))
                .collect()
        } else {
            vec![Part::Words(
                "Answers to single items are withheld here: on some items fewer answered, and the figures could give a small \
                 group back."
                    .to_owned(),
            )]
        };
        Section {
            id: "items",
            heading: "What staff answered here".to_owned(),
            parts,
        }
    }

    fn agreement(&self) -> Section {
        let mut table = Table::new(
            "agreement",
            vec![
                Column::new("scale", "Scale", Role::Name),
                Column::new("n", "Answered all items", Role::Figure),
                Column::new("r_star_wg_j", "r*wg(j)", Role::Figure),
                Column::new("chance", "By chance", Role::Figure),
                Column::new("rwg_j", "rwg(j)", Role::Figure),
                Column::new("ad_mean", "AD", Role::Figure),
            ],
        );
        for (place, scale) in self.shown() {
            let name = Cell::text(self.name(place));
            let Shown::Figures(found) = &scale.agreement else {
                table.push(vec![name, Cell::Blank, Cell::text("withheld")]);
                continue;
            };
            let published = self.reported.trust.scales.iter().find(|found| found.scale == place);
            let aggregation = published.and_then(|found| found.aggregation.figures());
            let chance = aggregation.and_then(|found| found.verdict.agreement);
            let mut row = vec![name, Cell::count(found.n)];
            match &found.figures {
                Ok(figures) => row.extend([
                    Cell::number(figures.r_star_wg_j, Kind::Coefficient),
                    Cell::maybe(chance.map(|chance| chance.chance), Kind::Coefficient),
                    Cell::number(figures.rwg_j, Kind::Coefficient),
                    Cell::number(figures.ad_mean, Kind::Score),
                ]),
                Err(reason) => row.extend(vec![Cell::Undefined(reason.to_string()); 4]),
            }
            table.push(row);
        }
        Section {
            id: "agreement",
            heading: "Do colleagues agree here?".to_owned(),
            parts: vec![
                Part::Words(
                    "1 means that everybody answers alike. By chance alone, where nobody agrees, only 5 in 100 groups of the \
                     trust's middle size would stand above the figure in its column. Where agreement is low, an average hides \
                     that colleagues see things differently."
                        .to_owned(),
                ),
                Part::Table("Agreement among colleagues".to_owned(), table),
            ],
        }
    }
}

fn difference_cells(difference: &Result<MeanDifference, Undefined>) -> [Cell; 2] {
    match difference {
        Ok(found) => [
            Cell::Text(signed(found.difference)),
            Cell::Text(number::range(found.interval.lower, found.interval.upper, Kind::Score)),
        ],
        Err(reason) => [Cell::Undefined(reason.to_string()), Cell::Undefined(reason.to_string())],
    }
}

fn signed(value: f64) -> String {
    let text = number::text(value, Kind::Score);
    if value > 0.0 { format!("+{text}") } else { text }
}

fn reading(difference: &Result<MeanDifference, Undefined>) -> &'static str {
    match difference {
        Ok(found) if found.interval.lower > 0.0 => "▲ clearly above",
        Ok(found) if found.interval.upper < 0.0 => "▼ clearly below",
        Ok(_) => "no clear difference",
        Err(_) => "cannot be said",
    }
}

/// The second sentence of the answer.
fn against(difference: &Result<MeanDifference, Undefined>, rest: &TrustEstimates) -> String {
    let elsewhere = rest.mean.map_or(String::new(), |mean| {
        format!(", which stands at {}", number::text(mean, Kind::Score))
    });
    match difference {
        Err(reason) => format!("How it differs from the rest of the trust{elsewhere} cannot be said: {reason}."),
        Ok(found) => {
            let range = number::range(found.interval.lower, found.interval.upper, Kind::Score);
            let clear = if found.interval.lower > 0.0 {
                "clearly above the rest of the trust"
            } else if found.interval.upper < 0.0 {
                "clearly below the rest of the trust"
            } else {
                "not clearly different from the rest of the trust"
            };
            format!(
                "That is {clear}{elsewhere}: the difference is {}, and its interval runs from {range}.",
                signed(found.difference)
            )
        }
    }
}
