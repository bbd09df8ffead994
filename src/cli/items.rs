//! `cte items`: item analysis.

use clap::Args;
use clap::builder::PossibleValue;

use crate::cli::command::Registered;
use crate::cli::options::one_of;
use crate::cli::reporting::Reporting;
use crate::cli::survey::{SurveyArgs, by};
use crate::engine::{Command, ItemOrder, Report, Setup, items};

/// The command.
pub(crate) const COMMAND: Registered = Registered::reporting::<ItemsArgs>();

/// Analyse items: distribution, missing answers, relation to the scale
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cte items responses.csv                           every item, in the questionnaire's order\n  \
    cte items responses.csv --by                      also by academy\n  \
    cte items responses.csv -o items.xlsx             as a workbook")]
struct ItemsArgs {
    /// Also by group: by academy, or by the column named
    #[arg(long, value_name = "COLUMN", num_args = 0..=1, default_missing_value = "", help_heading = "What is shown")]
    by: Option<String>,
    /// The order of the items
    #[arg(long, value_name = "ORDER", default_value = "instrument", help_heading = "What is shown",
        value_parser = one_of(ItemOrder::ALL, |order| PossibleValue::new(order.name())))]
    sort: ItemOrder,
}

impl Reporting for ItemsArgs {
    const NAME: &str = "items";
    const COMMAND: Command = Command::Items;

    fn add_to(&self, setup: &mut Setup<'static>) -> anyhow::Result<()> {
        setup.reading.by = by(self.by.as_deref());
        setup.show.items_by_academy = self.by.as_deref() == Some("");
        setup.show.item_order = self.sort;
        Ok(())
    }

    fn report(&self, survey: &SurveyArgs, setup: &Setup<'_>) -> anyhow::Result<Report> {
        Ok(items(&survey.responses(setup)?, setup)?)
    }
}
