//! Remarks on a questionnaire for its owner to consider. None of them is an error.

use crate::input::scales::falling_labels;
use crate::model::{Instrument, Item, Scale, Status, Wording};
use std::collections::BTreeSet;

/// A scale with fewer items has a reliability that says little.
const FEW_ITEMS: usize = 3;

/// A statement with more words is hard to understand.
const MANY_WORDS: usize = 25;

/// Remarks on the questionnaire, one sentence each, in file order: what [`load`](crate::input::instrument::load()) does not warn of.
#[must_use]
pub fn lint(instrument: &Instrument) -> Vec<String> {
    let mut remarks = Vec::new();
    if instrument.wording == Wording::Gist {
        remarks.push(
            "the item texts are gists, not the words that respondents see: columns are matched by id until a `wording_file` \
             gives the words"
                .to_owned(),
        );
    }
    if !instrument.verified {
        remarks.push(
            "the key comes from secondary sources: check sets and direction against the published form".to_owned(),
        );
    }
    if instrument.citation.is_none() && instrument.status == Status::Published {
        remarks.push("it is published and has no `citation`".to_owned());
    }
    remarks.extend(instrument.items().iter().flat_map(|item| {
        // A summary is not the text that respondents read.
        let wording = (instrument.wording == Wording::Full).then(|| of_wording(item));
        wording.into_iter().flatten().chain(of_response(item))
    }));
    remarks.extend(falling_labels(instrument));
    remarks.extend(instrument.scales().iter().flat_map(|scale| of_scale(scale, instrument)));
    let mut said = BTreeSet::new();
    remarks.retain(|remark| said.insert(remark.clone()));
    remarks
}

fn of_wording(item: &Item) -> Vec<String> {
    let Item { id, text, .. } = item;
    let mut remarks = Vec::new();
    let lower = format!(" {} ", text.to_lowercase());
    if lower.contains("and/or") || lower.contains(" as well as ") {
        remarks.push(format!(
            "the item `{id}` asks two things at once (“{text}”): an answer cannot say which was meant"
        ));
    }
    let negations: usize = [" not ", "n't ", "n’t ", " never ", " no ", " nobody "]
        .iter()
        .map(|word| lower.matches(word).count())
        .sum();
    if negations > 1 {
        remarks.push(format!(
            "the item `{id}` denies twice (“{text}”): some will answer the opposite of what they think"
        ));
    }
    let words = text.split_whitespace().count();
    if words > MANY_WORDS {
        remarks.push(format!(
            "the item `{id}` has {words} words: shorter ones are answered with more care"
        ));
    }
    remarks
}

fn of_response(item: &Item) -> Vec<String> {
    let response = &item.response;
    let mut remarks = Vec::new();
    if response.labels.is_empty() {
        remarks.push(format!(
            "no code of the range {} has a label: a file of label texts cannot be read",
            response.range
        ));
    }
    if response.favourable.len() == response.range.points() {
        remarks.push(format!(
            "every code of the range {} is favourable, so the percentage favourable is always 100",
            response.range
        ));
    }
    let top = response.favourable.last().copied();
    let gap = top.is_some_and(|top| {
        top != response.range.max()
            || response.favourable.first().is_some_and(|&first| {
                usize::try_from(i64::from(top) - i64::from(first)) != Ok(response.favourable.len() - 1)
            })
    });
    if gap {
        remarks.push(format!(
            "the favourable codes of the range {} are not its upper end; they are meant after reversal, 1 standing for the least \
             efficacy",
            response.range
        ));
    }
    remarks
}

fn of_scale(scale: &Scale, instrument: &Instrument) -> Vec<String> {
    let Scale { id, items, .. } = scale;
    let mut remarks = Vec::new();
    if items.len() < FEW_ITEMS {
        remarks.push(format!(
            "the scale `{id}` has {} item{}: with fewer than {FEW_ITEMS}, its reliability says little",
            items.len(),
            if items.len() == 1 { "" } else { "s" }
        ));
    }
    let reversed = items
        .iter()
        .filter(|&&place| instrument.items()[place].reversed)
        .count();
    if reversed > 0 && reversed < items.len() {
        remarks.push(format!(
            "the scale `{id}` mixes {} forward and {reversed} reversed items: the direction of the wording may make a factor of \
             its own",
            items.len() - reversed
        ));
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::instrument::bundled::bundled;
    use crate::input::instrument::load::load;

    #[test]
    fn our_own_questionnaire_is_left_in_peace() {
        assert_eq!(lint(&bundled("trust-cte").unwrap()), Vec::<String>::new());
    }

    #[test]
    fn a_published_key_is_said_to_be_a_gist_unverified_and_of_mixed_direction() {
        let remarks = lint(&bundled("ce-scale").unwrap()).join("\n");
        assert!(remarks.contains("gists"), "{remarks}");
        assert!(remarks.contains("secondary sources"), "{remarks}");
        assert!(
            remarks.contains("`collective-efficacy` mixes 11 forward and 10 reversed"),
            "{remarks}"
        );
    }

    #[test]
    fn labels_that_fall_are_questioned_unless_reversal_turns_them_round() {
        let text = |reversed: bool| {
            format!(
                "id = \"f\"\nname = \"F\"\nversion = \"1\"\n[response]\nmin = 1\nmax = 3\n[response.labels]\n1 = \"Always\"\n\
                 2 = \"Sometimes\"\n3 = \"Never\"\n[[item]]\nid = \"a\"\ntext = \"We plan\"\nreversed = {reversed}\n\
                 [[scale]]\nid = \"s\"\nname = \"S\"\nitems = [\"a\"]\n"
            )
        };
        let remarks = |reversed: bool| {
            let loaded = load(text(reversed).as_bytes(), "f.toml", |_| Err(String::new())).unwrap();
            lint(&loaded.instrument).join("\n")
        };
        assert!(
            remarks(false).contains("fall from 1 = `Always` to 3 = `Never`"),
            "{}",
            remarks(false)
        );
        assert!(!remarks(true).contains("fall"), "{}", remarks(true));
    }

    #[test]
    fn each_weakness_is_named_once() {
        let text = r#"
            id = "weak"
            name = "Weak"
            version = "1"
            response = { min = 1, max = 5, favourable = [1, 2] }
            [[item]]
            id = "a"
            text = "We plan and/or teach well"
            [[item]]
            id = "b"
            text = "We do not never give up"
            [[item]]
            id = "c"
            text = "we PLAN and/or teach well"
            [[scale]]
            id = "s"
            name = "S"
            items = ["a", "b"]
        "#;
        let loaded = load(text.as_bytes(), "weak.toml", |_| Err(String::new())).unwrap();
        let warnings = loaded.warnings.iter().map(|warning| warning.kind.to_string());
        let remarks: Vec<String> = warnings.chain(lint(&loaded.instrument)).collect();
        let expected = [
            "the items `a` (line 8) and `c` have the same text",
            "the item `c` is in no scale",
            "the item `a` asks two things",
            "no code of the range 1–5 has a label",
            "the favourable codes of the range 1–5 are not its upper end",
            "the item `b` denies twice",
            "the item `c` asks two things",
            "the scale `s` has 2 items",
        ];
        assert_eq!(remarks.len(), expected.len(), "{remarks:#?}");
        for (remark, start) in remarks.iter().zip(expected) {
            assert!(remark.starts_with(start), "`{remark}` does not start with `{start}`");
        }
    }
}
