//! Item analysis.

use crate::disclosure::publish_items;
use crate::engine::chosen_scales::ChosenScales;
use crate::engine::load::load;
use crate::engine::remarks::withholding_findings;
use crate::engine::round::read::Need;
use crate::engine::{Error, Setup, Source};
use crate::report::{self, Report};

/// Item analysis: distribution, missing answers and relation to the scale; with the setup also by academy or by a column.
///
/// # Errors
/// When a file cannot be read or understood.
pub fn items(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let column = setup.reading.by.column();
    let mut round = load(responses, setup, column, Need::Rows)?;
    // The column that was named may be that of the academies.
    let by_column = round.survey.groupings() > 1;
    let by_academy = setup.show.items_by_academy || (column.is_some() && !by_column);
    let guarded = round.guarded(setup, &[by_academy, by_column], None)?;
    let survey = round.survey().guarded_by(guarded.as_ref());
    let mut published = publish_items(&survey, round.policy, by_academy || by_column);
    let chosen = ChosenScales::of(setup, &round.instrument)?;
    for (_, items) in (0..)
        .zip(&mut published.scales)
        .filter(|(place, _)| !chosen.has(*place))
    {
        items.clear();
    }
    let mut context = round.context();
    context.findings.extend(withholding_findings(&survey, round.policy));
    let report = report::items(&published, &context, setup.show.item_order);
    Ok(report::stamped(report))
}
