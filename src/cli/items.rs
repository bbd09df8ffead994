//! `cte items`: item analysis.

use crate::cli::args::ItemsArgs;
use crate::cli::done::Done;
use crate::cli::load::load;
use crate::disclosure::publish_items;
use crate::report::{self, ItemOrder};

pub(crate) fn run(args: &ItemsArgs) -> anyhow::Result<Done> {
    let column = args.by.as_deref().filter(|column| !column.is_empty());
    let mut loaded = load(&args.survey, column)?;
    let policy = loaded.policy;
    let shows = [args.by.is_some() && column.is_none(), column.is_some()];
    let guarded = loaded.guarded(&args.survey, &shows, None)?;
    let published = publish_items(&loaded.survey().guarded_by(guarded.as_ref()), policy, args.by.is_some());
    let context = loaded.context();
    let order = ItemOrder::ALL
        .into_iter()
        .find(|order| order.name() == args.sort)
        .unwrap_or(ItemOrder::Instrument);
    let report = report::items(&published, &context, order);
    Ok(loaded.done(report, &args.survey, &args.output, args.only.as_ref()))
}
