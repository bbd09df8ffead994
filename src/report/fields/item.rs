//! An item, its answers, and how it works within a scale.

use crate::disclosure::{AnswerFigures, Proportion, PublishedItem, Rule, Shown};
use crate::model::{Band, Item};
use crate::report::cell::IntoCell;
use crate::report::fields::coefficient;
use crate::report::{Cell, Kind, Record};

/// An item with its answers.
pub(crate) fn item(item: &Item, answers: &Shown<AnswerFigures>) -> Record {
    Record::object()
        .with("id", item.id.as_str())
        .with("text", item.text.as_str())
        .with("reversed", item.reversed)
        .and(Record::shown(answers, |found| distribution(item, found)))
}

/// An item with its answers, and how it works within a scale.
pub(crate) fn item_in_scale(declared: &Item, found: &PublishedItem) -> Record {
    let record = item(declared, &found.distribution);
    match (found.distribution.open(), found.analysis.open()) {
        (Err(_), _) => record,
        (Ok(_), Err(rule)) => {
            let withheld = |record: Record, key: &&str| record.with(key, Record::withheld(rule.name()));
            WITHIN_SCALE.iter().fold(record, withheld)
        }
        (Ok(_), Ok(found)) => {
            let estimated = [
                &found.item_rest_r,
                &found.item_total_r,
                &found.item_r_corrected,
                &found.alpha_if_dropped,
                &found.omega_if_dropped,
            ];
            let with = |record: Record, (key, estimated)| record.with(key, coefficient(estimated));
            let record = WITHIN_SCALE.into_iter().zip(estimated).fold(record, with);
            record.with("direction", found.direction().name())
        }
    }
}

const WITHIN_SCALE: [&str; 5] = [
    "item_rest_r",
    "item_total_r",
    "item_r_corrected",
    "alpha_if_dropped",
    "omega_if_dropped",
];

/// The answers to an item: moments, how many gave each code, and how many gave none and why.
pub(crate) fn distribution(item: &Item, found: &AnswerFigures) -> Record {
    let few = || Record::withheld(Rule::Small.name());
    let missing = found.missing.iter().fold(Record::object(), |record, (reason, count)| {
        record.with(
            &reason.name(),
            count.map_or_else(few, |count| Cell::count(count).into()),
        )
    });
    let record = Record::object().figure("n", found.n);
    let record = match &found.moments {
        Ok(moments) => record
            .figure_to("mean", moments.mean, moments.unit)
            .figure("sd", &moments.sd)
            .figure("median", &moments.median)
            .figure("skewness", &moments.skewness)
            .figure("kurtosis", &moments.kurtosis)
            .figure("floor", &moments.floor)
            .figure("ceiling", &moments.ceiling),
        Err(reason) => record.all_undefined(
            &["mean", "sd", "median", "skewness", "kurtosis", "floor", "ceiling"],
            reason,
        ),
    };
    let range = item.response.range;
    // A reversed item has its low codes as high keyed ones: the label is that of the code as it was chosen.
    let chosen = |code: i32| {
        if item.reversed {
            range.min() + range.max() - code
        } else {
            code
        }
    };
    let label = |code: i32| match item.response.labels.get(&chosen(code)) {
        Some(label) => Cell::text(label.as_str()),
        None => Cell::Blank,
    };
    let codes = || range.codes().map(|code| Cell::Number(f64::from(code), Kind::Count));
    let (codes, labels) = match found.answers.bands() {
        None => (Some(Record::list(codes())), Record::list(range.codes().map(label))),
        Some(bands) => {
            let named = |&band: &Band| Cell::Text(band_name(item, band));
            (None, Record::list(bands.iter().map(named)))
        }
    };
    let counts = found
        .answers
        .counts()
        .map(|counts| Record::list(counts.iter().map(|&count| Cell::count(count))));
    let percentage = |&share: &Proportion| share.into_cell(Kind::Percent);
    record
        .figure("percent_favourable", found.percent_favourable)
        .with_some("codes", codes)
        .with("labels", labels)
        .with_some("counts", counts)
        .with_list("percentages", found.answers.percentages().iter().map(percentage))
        .with("missing", missing)
        .with(
            "missing_count",
            found.missing_count.map_or_else(few, |count| Cell::count(count).into()),
        )
}

/// A band with its keyed codes: `middle (3–4)`.
fn band_name(item: &Item, band: Band) -> String {
    let bands = item.response.bands();
    let codes = item.response.range.codes().zip(&bands).filter(|(_, of)| **of == band);
    let codes: Vec<i32> = codes.map(|(code, _)| code).collect();
    match codes.as_slice() {
        [first, .., last] if usize::try_from(last - first) == Ok(codes.len() - 1) => {
            format!("{} ({first}–{last})", band.name())
        }
        codes => {
            let codes: Vec<String> = codes.iter().map(i32::to_string).collect();
            format!("{} ({})", band.name(), codes.join(", "))
        }
    }
}
