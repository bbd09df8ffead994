//! `cte items`: item analysis.

use std::process::ExitCode;

use crate::cli::args::ItemsArgs;
use crate::cli::load::load;
use crate::cli::output::deliver;
use crate::disclosure::publish_items;
use crate::report::{self, Context, ItemOrder};

pub(crate) fn run(args: &ItemsArgs) -> anyhow::Result<ExitCode> {
    let column = args.by.as_deref().filter(|column| !column.is_empty());
    let loaded = load(&args.survey, column)?;
    let policy = loaded.policy;
    let published = publish_items(&loaded.survey(), policy, args.by.is_some());
    let context = Context {
        instrument: &loaded.instrument,
        inputs: loaded.inputs(),
        remarks: loaded.remarks(),
    };
    let order = ItemOrder::ALL
        .into_iter()
        .find(|order| order.name() == args.sort)
        .unwrap_or(ItemOrder::Instrument);
    deliver(
        &report::items(&published, &context, order),
        &loaded.output(&args.output),
        args.only.as_deref(),
    )?;
    Ok(ExitCode::SUCCESS)
}
