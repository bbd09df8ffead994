//! The change of people who answered in both terms.

use crate::disclosure::LinkedChange;
use crate::report::{Kind, Record};

/// The change of a group's linked people, and their share of the group.
pub(crate) fn linked_change(found: &LinkedChange) -> Record {
    let paired = found.change.as_ref();
    let change = match found.mean {
        // Without a test there is a mean change all the same.
        Some(mean) if paired.is_err() => Ok(mean),
        _ => paired.map(|paired| paired.change),
    };
    Record::object()
        .figure("n", found.n)
        .figure("share_before", found.share_before)
        .figure("share_after", found.share_after)
        .figure("change", change)
        .number("se", paired.map(|paired| paired.se), Kind::Score)
        .interval(paired.map(|paired| paired.interval), Kind::Score)
        .figure("t", paired.map(|paired| paired.t))
        .figure("df", paired.map(|paired| paired.df))
        .figure("p", paired.map(|paired| paired.p))
        .figure("d_z", paired.map(|paired| paired.d_z))
}
