//! The audit of the scoring key: items and scales that may be reversed against it.

use crate::disclosure::{Correlation, HomeAudit, ItemAudit, ScaleVerdict, Undefined};
use crate::model::Instrument;
use crate::report::cell::IntoCell;
use crate::report::{Cell, Kind, Record};

/// The evidence on an item of an audited scale.
pub(crate) fn key_evidence(home: &HomeAudit, found: &ItemAudit, instrument: &Instrument) -> Record {
    let items = home.items.as_ref().ok();
    let handled = items.map(|items| if items.listwise { "listwise" } else { "pairwise" });
    let all_turned = items.and_then(|items| items.alpha_all_turned.as_ref());
    let record = Record::object()
        .with("scale", instrument.scales()[home.scale].id.as_str())
        .with_some("n", items.map(|items| Cell::count(items.n)))
        .with_some("missing", handled)
        .with("item_rest_r", correlation(found.item_rest_r.as_ref()))
        .figure("item_rest_r_within_academies", &found.item_rest_r_within)
        .with("r_with_items_that_agree", correlation(found.anchored_r.as_ref()))
        .figure("first_factor_loading", &found.loading)
        .figure("alpha", &found.alpha)
        .figure("alpha_other_way", &found.alpha_other_way)
        .figure("pomp", found.pomp);
    let all_turned = all_turned.map(|all| all.into_cell(Kind::Coefficient));
    let record = record.with_some("alpha_with_all_suspects_the_other_way", all_turned);
    let rotation = found.rotation.as_ref().map(|found| {
        Record::object()
            .figure("add_to_every_code", f64::from(found.undo))
            .figure("as_it_stands", found.as_it_stands)
            .figure("undone", found.undone)
            .figure("t", found.t)
    });
    record.with_some("rotation", rotation)
}

/// An audited scale as a whole.
pub(crate) fn audited_scale(found: &HomeAudit, instrument: &Instrument) -> Record {
    let verdict = match found.verdict {
        ScaleVerdict::Fine => "fine",
        ScaleVerdict::Flipped => "looks flipped",
        ScaleVerdict::AgainstOthers => "runs against the other scales",
        ScaleVerdict::Low => "may be flipped",
    };
    let record = Record::object()
        .with("id", instrument.scales()[found.scale].id.as_str())
        .with("as_a_whole", verdict)
        .figure("pomp", found.pomp)
        .figure("mean_item_skewness", found.skewness);
    match &found.with_others {
        Some((r, n)) => record
            .with("r_with_other_scales", correlation(Ok(r)))
            .figure("n_with_other_scales", *n),
        None => record,
    }
}

fn correlation(found: Result<&Correlation, &Undefined>) -> Record {
    let r = match found {
        Ok(r) => r,
        Err(reason) => return Record::undefined(reason),
    };
    let record = Record::object().number("value", r.value, Kind::Coefficient);
    match &r.interval {
        Ok(limits) => record.interval(Ok(*limits), Kind::Coefficient),
        Err(reason) => record.with("interval", Record::undefined(reason)),
    }
}
