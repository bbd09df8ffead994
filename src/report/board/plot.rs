//! The charts of `cte plot`.

use crate::disclosure::{Comparison, Published, Trend};
use crate::model::Finding;
use crate::report::board::since::Since;
use crate::report::board::trend_chart::TrendView;
use crate::report::board::{academies, change, factor_charts, items};
use crate::report::context::{Context, marking};
use crate::report::{Chart, Record, Report, TermsContext, compare, score, trend};

/// A chart that `cte plot` draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plot {
    /// The academies' scores next to the trust's.
    Scores,
    /// The answers to the items.
    Items,
    /// The agreement of colleagues.
    Agreement,
    /// The change from one term to another.
    Change,
    /// The scores of several terms.
    Trend,
    /// The eigenvalues of a scale's items.
    Scree,
    /// The loadings of a scale's items.
    Loadings,
}

impl Plot {
    /// Every plot.
    pub const ALL: [Self; 7] = [
        Self::Scores,
        Self::Items,
        Self::Agreement,
        Self::Change,
        Self::Trend,
        Self::Scree,
        Self::Loadings,
    ];

    /// The name that the command line uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Scores => "scores",
            Self::Items => "items",
            Self::Agreement => "agreement",
            Self::Change => "change",
            Self::Trend => "trend",
            Self::Scree => "scree",
            Self::Loadings => "loadings",
        }
    }
}

/// The chart of a scale, by its place in the questionnaire; `None` for a change or a trend, which need several terms, and for charts of
/// the structure.
#[must_use]
pub fn chart(published: &Published, context: &Context<'_>, plot: Plot, scale: usize) -> Option<Chart> {
    let record = score::record(published, context);
    let mut scales = published.scales.iter().zip(record.each("scales"));
    let (found, node) = scales.find(|(found, _)| found.scale == scale)?;
    let instrument = context.instrument;
    let charted = match plot {
        Plot::Scores => academies::scores(published, instrument, found, node),
        Plot::Agreement => academies::agreement(instrument, found, node),
        Plot::Change | Plot::Trend | Plot::Scree | Plot::Loadings => return None,
        Plot::Items => {
            let items = &instrument.scales()[scale].items;
            let favourable = |_: usize| node.cell("trust.percent_favourable");
            items::of_scale(
                scale,
                &[scale],
                items,
                record.each("items"),
                &favourable,
                instrument,
                None,
            )
        }
    };
    let chart = marked(charted.chart, marking(published.policy, &context.findings));
    Some(noting_duplicates(chart, &context.findings))
}

/// The chart of the structure of a scale, by its place in the questionnaire, from the report of `cte structure`; `None` for other
/// charts, and where the report has nothing to draw.
#[must_use]
pub fn structure_chart(result: &Report, context: &Context<'_>, plot: Plot, scale: usize) -> Option<Chart> {
    let draw = match plot {
        Plot::Scree => factor_charts::scree,
        Plot::Loadings => factor_charts::loadings,
        Plot::Scores | Plot::Items | Plot::Agreement | Plot::Change | Plot::Trend => return None,
    };
    let id = &context.instrument.scales().get(scale)?.id;
    let own = |node: &&Record| node.text("id") == Some(id.as_str());
    let node = result.record.each("scales").iter().find(own)?;
    let chart = marked(draw(node, scale, context.instrument)?, result.marking.clone());
    Some(noting_duplicates(chart, &context.findings))
}

/// The chart of the change on a scale, by the scale's place among the terms' common ones; `None` if there is no such scale or
/// nothing of it can be shown.
#[must_use]
pub fn change_chart(comparison: &Comparison, terms: &TermsContext<'_>, scale: usize) -> Option<Chart> {
    let record = compare::record(comparison, terms);
    let since = Since {
        comparison,
        terms,
        record: &record,
    };
    let found = since.scales().find(|found| found.place == scale)?;
    let charted = change::plotted(since, found)?;
    let chart = marked(charted.chart, marking(comparison.policy, &terms.findings));
    Some(noting_duplicates(chart, &terms.findings))
}

/// The chart of several terms: the trust on every scale, or the trust and its academies on one, by the scale's place among the terms'
/// common ones. `None` if there is no such scale.
#[must_use]
pub fn trend_chart(published: &Trend, terms: &TermsContext<'_>, scale: Option<usize>) -> Option<Chart> {
    let record = trend::record(published, terms);
    let terms_of = TrendView {
        published,
        terms,
        record: &record,
    };
    let charted = match scale {
        None => terms_of.of_trust(),
        Some(place) => terms_of.of_scale(place)?,
    };
    let chart = marked(charted.chart, marking(published.policy, &terms.findings));
    Some(noting_duplicates(chart, &terms.findings))
}

fn marked(mut chart: Chart, marking: Option<String>) -> Chart {
    if let Some(marking) = marking {
        chart.title = format!("{} · {marking}", chart.title);
    }
    chart
}

/// Adds the findings about responses that have several rows to a chart. People who are counted more than once are noted in
/// its title too, where everybody sees it.
fn noting_duplicates(mut chart: Chart, findings: &[Finding]) -> Chart {
    let with = |code: &'static str| findings.iter().filter(move |finding| finding.code == code);
    if with("duplicates-kept").next().is_some() {
        chart.title.push_str(" · some people are counted more than once");
    }
    for finding in with("duplicates-kept").chain(with("duplicates-left-out")) {
        chart.summary = format!("{} {}.", chart.summary, finding.sentence());
    }
    chart
}
