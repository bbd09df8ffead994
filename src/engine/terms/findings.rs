//! Findings about several terms: each with its term, and about their order.

use std::collections::HashSet;
use std::path::Path;

use crate::engine::round::Round;
use crate::engine::terms::several::NamedRound;
use crate::input::trust::term_of_file_name;
use crate::model::{Finding, Level};

/// The finding about the first two neighbours of which the earlier one is dated after the other.
pub(super) fn order_finding(rounds: &[NamedRound]) -> Option<Finding> {
    let [later, earlier] = out_of_order(rounds)?;
    let message = format!(
        "`{later}` stands before `{earlier}` and is the later of the two: changes are from the first to the second"
    );
    Some(Finding::new(Level::Warning, "order", message))
}

/// Two neighbours of which the first is the later, by the dates of their terms or the names of their files.
fn out_of_order(rounds: &[NamedRound]) -> Option<[&str; 2]> {
    let day = |named: &NamedRound| {
        let guessed = || term_of_file_name(&stem(named.files.files.first()?.name())).map(|guessed| guessed.date);
        named.files.term.as_ref().map(|term| term.date).or_else(guessed)
    };
    let pair = rounds
        .windows(2)
        .find(|pair| matches!((day(&pair[0]), day(&pair[1])), (Some(one), Some(two)) if one > two))?;
    Some([&pair[0].name, &pair[1].name])
}

/// A file's name without its folder and ending.
pub(crate) fn stem(name: &str) -> String {
    if name == "-" {
        return "standard input".to_owned();
    }
    let stem = Path::new(name).file_stem();
    stem.map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Findings of all terms, each with its term, or once without where every term has it.
pub(super) fn of_terms(names: &[String], rounds: &[Round]) -> Vec<Finding> {
    let sentences = |term: &Round| term.findings().iter().map(Finding::as_sentence).collect();
    let of: Vec<Vec<Finding>> = rounds.iter().map(sentences).collect();
    let mut all: Vec<Finding> = Vec::new();
    for (name, own) in names.iter().zip(&of) {
        for finding in own {
            if finding.code == "trust-file" {
                // The title already names the terms.
                let file = finding.message.split(", term `").next().unwrap_or_default();
                if all.iter().all(|other| other.code != finding.code) {
                    all.push(Finding {
                        message: file.to_owned(),
                        ..finding.clone()
                    });
                }
                continue;
            }
            let everywhere = of.iter().all(|other| other.contains(finding));
            let finding = if everywhere {
                finding.clone()
            } else {
                of_term(name, finding)
            };
            if !all.contains(&finding) {
                all.push(finding);
            }
        }
    }
    all
}

/// Warns of responses that are in two terms: a form that stays open over several terms exports all of them.
pub(super) fn shared_responses(names: &[String], rounds: &[Round]) -> Vec<Finding> {
    let certain = |round: &Round| -> HashSet<u128> {
        let identities = round.survey.identities.iter();
        identities
            .filter(|identity| identity.certain)
            .map(|identity| identity.hash)
            .collect()
    };
    let of: Vec<HashSet<u128>> = rounds.iter().map(certain).collect();
    let mut findings = Vec::new();
    for (later, responses) in of.iter().enumerate() {
        for (earlier, before) in of[..later].iter().enumerate() {
            let shared = responses.intersection(before).count();
            if shared == 0 {
                continue;
            }
            let (rows, are) = (
                rounds[later].survey.identities.len(),
                if shared == 1 { "is" } else { "are" },
            );
            let message = format!(
                "{shared} of the {rows} responses of {} {are} in {} too, so that they count in both terms: export each term by itself",
                names[later], names[earlier]
            );
            findings.push(Finding::new(Level::Warning, "responses-in-two-terms", message));
        }
    }
    findings
}

/// A finding as one sentence that begins with its term.
pub(super) fn of_term(name: &str, finding: &Finding) -> Finding {
    let message = format!("{name}: {}", finding.sentence());
    Finding::new(finding.level, finding.code.clone(), message)
}
