//! Item analysis.

use crate::disclosure::publish_items;
use crate::engine::load::load;
use crate::engine::round::read::Need;
use crate::engine::{Error, Setup, Source};
use crate::report::{self, Report};

/// Item analysis: distribution, missing answers and relation to the scale; with the setup also by academy or by a column.
///
/// # Errors
/// When a file cannot be read or understood.
pub fn items(responses: &[Source], setup: &Setup<'_>) -> Result<Report, Error> {
    let column = setup.reading.by.column();
    let by_academy = setup.show.items_by_academy;
    let mut round = load(responses, setup, column, Need::Rows)?;
    let guarded = round.guarded(setup, &[by_academy, column.is_some()], None)?;
    let survey = round.survey().guarded_by(guarded.as_ref());
    let published = publish_items(&survey, round.policy, by_academy || column.is_some());
    let report = report::items(&published, &round.context(), setup.show.item_order);
    Ok(report::stamped(report))
}
