//! A published norm, and a score next to it.

use crate::model::Norm;
use crate::report::number::computed;
use crate::report::record::WITHHELD;
use crate::report::{Kind, Record};

/// A norm as the questionnaire declares it.
pub(crate) fn norm(declared: &Norm) -> Record {
    Record::object()
        .with("name", declared.name.as_str())
        .figure("mean", declared.mean)
        .figure("sd", declared.sd)
        .with("display", declared.display.as_deref())
        .with("source", declared.source.as_deref())
        .with("status", declared.status.as_deref())
}

/// A score next to a norm: its distance in the norm's standard deviations. It is a function of the shown score alone.
pub(crate) fn next_to_norm(declared: &Norm, score: &Record) -> Record {
    if let Some(rule) = score.text(WITHHELD) {
        return Record::object().with(WITHHELD, rule);
    }
    let Some(mean) = score.value("mean") else {
        return Record::undefined("no one has a score");
    };
    let limit = |key: &str| score.value(key).map(|limit| computed(declared.distance(limit)));
    Record::object()
        .figure("mean", mean)
        .figure("standard_score", declared.standard_score(mean).map(computed))
        .figure("distance", computed(declared.distance(mean)))
        .number("lower", limit("lower"), Kind::Score)
        .number("upper", limit("upper"), Kind::Score)
}
