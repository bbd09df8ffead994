//! What has changed since the term before: the words, the figures and the tables of the reports.

use crate::disclosure::{
    AcademyChange, Change, Comparison, Conclusion, GroupChange, MixedChanges, PublishedChange, ScaleChange, Shown,
    TermScore, WhichTerm,
};
use crate::model::{Finding, Scale};
use crate::report::board::change_figure::{self, Row, Subject};
use crate::report::board::figures::{Pictured, interval_heading};
use crate::report::board::page::{Part, Section};
use crate::report::compare::{self, words as compare_words};
use crate::report::context::group_name;
use crate::report::{Fact, Kind, TermsContext, number};

/// What is shown of a change, and between which terms.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Since<'a> {
    pub(crate) comparison: &'a Comparison,
    pub(crate) terms: &'a TermsContext<'a>,
}

impl<'a> Since<'a> {
    /// The name of the term before, or of this one.
    pub(crate) fn term(&self, when: WhichTerm) -> &'a str {
        let place = match when {
            WhichTerm::Before => 0,
            WhichTerm::After => 1,
        };
        self.terms.terms.get(place).map_or("", |term| term.name.as_str())
    }

    pub(crate) fn declared(&self, scale: &ScaleChange) -> &'a Scale {
        &self.terms.instrument.scales()[scale.scale]
    }

    /// The change on the scale of an id.
    pub(crate) fn on(&self, id: &str) -> Option<&'a ScaleChange> {
        let mut scales = self.comparison.scales.iter();
        scales.find(|scale| self.declared(scale).id == id)
    }

    pub(crate) fn level(&self) -> f64 {
        self.comparison.options.level
    }
}

/// Above so many groups a page shows only those that have clearly changed; the workbook has all.
const MOST: usize = 120;

/// The figures of a group that is shown in both terms.
pub(crate) fn both(group: &PublishedChange) -> Option<&Change> {
    match group.figures.figures()? {
        GroupChange::Both { change, .. } => Some(change),
        GroupChange::Only { .. } => None,
    }
}

fn clear(group: &PublishedChange) -> bool {
    both(group).is_some_and(|change| matches!(change.conclusion, Conclusion::Higher | Conclusion::Lower))
}

/// The words for what may be said, with an arrow only where it is clear.
pub(crate) fn said(says: Conclusion) -> String {
    let arrow = match says {
        // A space that keeps the arrow with its word.
        Conclusion::Higher => "▲\u{a0}",
        Conclusion::Lower => "▼\u{a0}",
        Conclusion::NoClearChange | Conclusion::TooFew => "",
    };
    format!("{arrow}{}", says.words())
}

/// The sentence of an answer about a scale of the report: what changed for the trust.
pub(crate) fn of_trust(since: Since<'_>, scale: &Scale) -> String {
    let before = since.term(WhichTerm::Before);
    let Some(found) = since.on(&scale.id) else {
        return format!("What has changed since {before} cannot be said: this scale was not asked then.");
    };
    let Shown::Figures(change) = &found.trust else {
        return format!("What has changed since {before} cannot be shown: too few answered in one of the terms.");
    };
    let mut sentence = sentence(change, since, named(since.declared(found), scale));
    let academies = counts(&found.academies);
    if !academies.is_empty() {
        sentence = format!("{sentence}; {academies}");
    }
    format!("{sentence}.")
}

/// The sentence of an academy's answer about a scale of its report: what changed there.
pub(crate) fn of_academy(since: Since<'_>, own: &[AcademyChange<'_>], scale: &Scale) -> String {
    let before = since.term(WhichTerm::Before);
    let Some(on) = own.iter().find(|on| since.declared(on.scale).id == scale.id) else {
        return format!("What has changed here since {before} cannot be said: this scale was not asked then.");
    };
    match &on.own.figures {
        Shown::Withheld(_) => format!(
            "What has changed here since {before} cannot be shown: too few answered in one of the terms, or the figures would give \
             a small group back."
        ),
        Shown::Figures(GroupChange::Only { .. }) => {
            format!("What has changed here cannot be said: nobody of this academy answered in {before}.")
        }
        Shown::Figures(GroupChange::Both { change, .. }) => {
            format!("{}.", sentence(change, since, named(since.declared(on.scale), scale)))
        }
    }
}

/// What a change is of, where that is not just the scale that was spoken of.
fn named(found: &Scale, spoken: &Scale) -> Option<String> {
    (found.name != spoken.name).then(|| found.name.clone())
}

/// `Since Autumn 2026 the score is clearly higher, by 0.12 (95 % interval: 0.05 to 0.19)`
fn sentence(change: &Change, since: Since<'_>, of: Option<String>) -> String {
    let before = since.term(WhichTerm::Before);
    let score = of.map_or_else(|| "the score".to_owned(), |name| format!("“{name}”"));
    let Ok(found) = &change.welch else {
        return format!("Whether {score} has changed since {before} cannot be said: too few answered to say");
    };
    let range = if found.interval.upper > found.interval.lower {
        let range = number::change_range(found.interval.lower, found.interval.upper)
            .replace("> 0.00", "just above 0")
            .replace("< 0.00", "just below 0");
        format!(" ({}: {range})", interval_heading(since.level()))
    } else {
        String::new()
    };
    let by = number::text(found.difference.abs(), Kind::Score);
    let signed = number::change(found.difference);
    match change.conclusion {
        Conclusion::Higher | Conclusion::Lower => {
            format!(
                "Since {before} {score} is {}, by {by}{range}",
                change.conclusion.words()
            )
        }
        Conclusion::NoClearChange => {
            let seen = change.smallest_clear.as_ref().map_or(String::new(), |seen| {
                format!(
                    ", and this survey could have seen a change of {}",
                    number::text(*seen, Kind::Score)
                )
            });
            format!("Since {before} {score} shows no clear change: {signed}{range}{seen}")
        }
        Conclusion::TooFew => {
            format!("Whether {score} has changed since {before} cannot be said: too few answered to say")
        }
    }
}

/// How many academies say what.
fn counts(academies: &[PublishedChange]) -> String {
    let changes: Vec<&Change> = academies.iter().filter_map(both).collect();
    if changes.is_empty() {
        return String::new();
    }
    let of = |says: Conclusion| changes.iter().filter(|change| change.conclusion == says).count();
    let number = |count: usize| match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    let among = match changes.len() {
        1 => "of one academy compared".to_owned(),
        count => format!("of {count} academies compared"),
    };
    format!(
        "{among}, {} {} clearly higher and {} clearly lower",
        number(of(Conclusion::Higher)),
        if of(Conclusion::Higher) > 1 { "are" } else { "is" },
        number(of(Conclusion::Lower))
    )
}

/// The change of the trust and of every academy that can be shown, on every scale.
pub(crate) fn trust_section(since: Since<'_>) -> Section {
    let comparison = since.comparison;
    let mut parts = vec![Part::Words(reading(comparison))];
    parts.extend(versions(since));
    for scale in &comparison.scales {
        let declared = since.declared(scale);
        parts.push(Part::Heading(declared.name.clone()));
        parts.push(Part::Facts(facts(scale)));
        // Of very many, only those of which something can be said.
        let all = scale.academies.len();
        let academies: Vec<&PublishedChange> = scale
            .academies
            .iter()
            .filter(|group| all <= MOST || clear(group))
            .collect();
        if academies.len() < all {
            parts.push(Part::Words(format!(
                "Of the {all} academies, those that have clearly changed stand here; the workbook beside this page has all."
            )));
        }
        let picture = pictured(since, scale, &academies, "academy");
        parts.extend(picture.map(|(figure, table)| Part::Figure(Box::new(figure), table)));
        if let Some((column, groups)) = &scale.by {
            let picture = pictured(since, scale, &groups.iter().collect::<Vec<_>>(), column);
            parts.extend(picture.map(|(figure, table)| Part::Figure(Box::new(figure), table)));
        }
    }
    parts.push(Part::Words(format!(
        "{} Academies stand in the order of the file and are not ranked.",
        compare_words::NOT_LINKED
    )));
    let staff = |change: &Change| change.these_staff.is_some();
    let counted = comparison
        .scales
        .iter()
        .any(|scale| scale.trust.figures().is_some_and(staff) || scale.academies.iter().filter_map(both).any(staff));
    if counted {
        parts.push(Part::Words(compare_words::TWO_QUESTIONS.to_owned()));
    }
    let withheld = |scale: &ScaleChange| {
        let groups = scale
            .academies
            .iter()
            .chain(scale.by.iter().flat_map(|(_, groups)| groups));
        groups.into_iter().any(|group| group.figures.figures().is_none())
    };
    if comparison.scales.iter().any(withheld) {
        parts.push(Part::Words(compare_words::withheld(comparison.policy.min_group)));
    }
    section(since, parts)
}

fn section(since: Since<'_>, parts: Vec<Part>) -> Section {
    Section {
        id: "change",
        heading: format!("What has changed since {}", since.term(WhichTerm::Before)),
        parts,
    }
}

/// How the words come about, and what stands in brackets.
pub(crate) fn reading(comparison: &Comparison) -> String {
    let compared = |scale: &ScaleChange| {
        let tested = scale
            .academies
            .iter()
            .filter_map(both)
            .filter(|change| change.welch.is_ok());
        tested.count()
    };
    let most = comparison.scales.iter().map(compared).max().unwrap_or(0);
    let mut all = comparison
        .scales
        .iter()
        .flat_map(|scale| &scale.academies)
        .filter_map(both);
    let alone = |change: &Change| {
        let own = change.welch.as_ref().map(|found| Conclusion::of(&found.interval));
        change.conclusion == Conclusion::NoClearChange && own.is_ok_and(|own| own != Conclusion::NoClearChange)
    };
    let of_many = if all.any(alone) {
        format!(" {}", compare_words::ONE_OF_MANY)
    } else {
        String::new()
    };
    format!(
        "{}{of_many} Where there is no clear change, the change that the survey could have seen stands beside it: the true change that \
         would have been called clear in 80 of 100 such surveys. No clear change does not mean that nothing changed.",
        compare_words::clearly(most, comparison.options.level)
    )
}

/// That the terms were asked with different versions of the questionnaire.
fn versions(since: Since<'_>) -> Option<Part> {
    let [before, after] = since.terms.terms.as_slice() else {
        return None;
    };
    (!since.terms.differences.is_empty()).then(|| {
        Part::Words(format!(
            "The two terms were asked with different versions of the questionnaire ({} and {}). Scales are compared on the items \
             that both have, and named so where those are not all; such a score is not the one that stands elsewhere in this \
             report.",
            before.instrument.version, after.instrument.version
        ))
    })
}

/// The trust's change in words: over all who answered, of just these staff, and within academies.
fn facts(scale: &ScaleChange) -> Vec<Fact> {
    let fact = |label: &str, text: String| Fact {
        label: label.to_owned(),
        text,
    };
    let Shown::Figures(change) = &scale.trust else {
        return vec![fact(
            "The trust",
            "withheld: too few answered in one of the terms".to_owned(),
        )];
    };
    let mut facts = vec![fact("The trust", over_all(change))];
    let these = change.these_staff.as_ref().and_then(|found| found.as_ref().ok());
    facts.extend(these.map(|found| {
        let found = compare_words::with_interval(found.difference, found.interval);
        fact(
            "These staff",
            format!("{found}, each academy counting as its headcount"),
        )
    }));
    if let Shown::Figures(mixed) = &scale.mixed {
        facts.push(fact("Within academies", within(mixed)));
    }
    facts
}

/// Each academy against itself.
fn within(mixed: &MixedChanges) -> String {
    match &mixed.intercept {
        Err(reason) => format!("cannot be said: {reason}"),
        Ok(found) => format!(
            "{}, each academy set against itself",
            compare_words::with_interval(found.change, found.interval)
        ),
    }
}

/// `+0.14 (0.07 to 0.21), ▲ clearly higher: from 4.31 to 4.45 over all who answered, 482 → 495 staff`
fn over_all(change: &Change) -> String {
    let (Some(before), Some(after)) = (change.before.mean, change.after.mean) else {
        return "nobody answered enough of the items in one of the terms".to_owned();
    };
    let found = match &change.welch {
        Err(reason) => format!("too few to say ({reason})"),
        Ok(found) => format!(
            "{}, {}",
            compare_words::with_interval(found.difference, found.interval),
            in_full(change)
        ),
    };
    format!(
        "{found}: from {} to {} over all who answered, {} → {} staff",
        number::text(before, Kind::Score),
        number::text(after, Kind::Score),
        change.before.n,
        change.after.n
    )
}

/// The change that could have been seen, where none is clear.
pub(crate) fn could_have_seen(change: &Change) -> Option<f64> {
    let seen = change.smallest_clear.as_ref().ok().copied();
    seen.filter(|_| change.conclusion == Conclusion::NoClearChange)
}

/// The words, with the change that could have been seen where none is clear.
fn in_full(change: &Change) -> String {
    match could_have_seen(change) {
        Some(seen) => format!(
            "{} (this survey could have seen a change of {})",
            said(change.conclusion),
            number::text(seen, Kind::Score)
        ),
        None => said(change.conclusion),
    }
}

/// The changes of some groups on a scale, below the trust's.
fn pictured(since: Since<'_>, scale: &ScaleChange, groups: &[&PublishedChange], column: &str) -> Option<Pictured> {
    let shown = groups.iter().any(|group| group.figures.figures().is_some());
    if !shown {
        return None;
    }
    let trust = scale.trust.figures().map(|change| Row {
        label: "The trust".to_owned(),
        subject: Subject::Beside(change),
    });
    let rows = trust.into_iter().chain(groups.iter().map(|group| Row {
        label: group_name(&group.name, column),
        subject: Subject::of(group),
    }));
    let academies = column == "academy";
    let what = if academies {
        "the academies and the trust"
    } else {
        column
    };
    Some(change_figure::pictured(
        since,
        &change_figure::Named {
            id: format!("change-{}{}", scale.scale, if academies { "" } else { "-by" }),
            title: format!(
                "{}: change since {}, {what}",
                since.declared(scale).name,
                since.term(WhichTerm::Before)
            ),
            heading: if academies { "Academy" } else { column },
            order: if academies {
                " Academies stand in the order of the file, not ranked."
            } else {
                ""
            },
        },
        since.declared(scale),
        &rows.collect::<Vec<_>>(),
    ))
}

/// The changes on a scale, as `cte plot` draws them.
pub(crate) fn figure(since: Since<'_>, scale: &ScaleChange) -> Option<Pictured> {
    pictured(since, scale, &scale.academies.iter().collect::<Vec<_>>(), "academy")
}

/// An academy's own change on every scale, beside the trust's.
pub(crate) fn academy_section(since: Since<'_>, own: &[AcademyChange<'_>]) -> Section {
    let mut rows = Vec::new();
    for on in own {
        rows.push(Row {
            label: format!("{}: here", since.declared(on.scale).name),
            subject: Subject::of(on.own),
        });
        if let (Some(_), Some(trust)) = (both(on.own), on.trust) {
            rows.push(Row {
                label: "The trust".to_owned(),
                subject: Subject::Beside(trust),
            });
        }
    }
    let beside = rows.iter().any(|row| matches!(row.subject, Subject::Beside(_)));
    let mut parts = vec![Part::Words(reading(since.comparison))];
    parts.extend(versions(since));
    let Some(first) = own.first() else {
        let words = "Nothing of this academy can be set beside the term before.";
        return section(since, vec![Part::Words(words.to_owned())]);
    };
    let named = change_figure::Named {
        id: "change-own".to_owned(),
        title: if beside {
            format!("Change here and in the trust since {}", since.term(WhichTerm::Before))
        } else {
            format!("Change here since {}", since.term(WhichTerm::Before))
        },
        heading: "Scale",
        order: "",
    };
    let (figure, table) = change_figure::pictured(since, &named, since.declared(first.scale), &rows);
    parts.push(Part::Figure(Box::new(figure), table));
    let trust = if beside {
        "The trust's change is that of all its staff, this academy's among them. "
    } else {
        ""
    };
    parts.push(Part::Words(format!("{trust}{}", compare_words::NOT_LINKED)));
    let changes = || own.iter().filter_map(|on| both(on.own));
    if changes().any(|change| change.these_staff.is_some()) {
        parts.push(Part::Words(compare_words::TWO_QUESTIONS.to_owned()));
    }
    if own.iter().any(|on| on.own.figures.figures().is_none()) {
        parts.push(Part::Words(format!(
            "Where a change is withheld, fewer than {} answered in one of the terms, or the figures would give such a group back.",
            since.comparison.policy.min_group
        )));
    }
    section(since, parts)
}

/// A group's score in the term before, where the change shows it.
pub(crate) fn score_before(change: &PublishedChange) -> Option<&TermScore> {
    match change.figures.figures()? {
        GroupChange::Both { change, .. } => Some(&change.before),
        GroupChange::Only {
            when: WhichTerm::Before,
            score,
        } => Some(score),
        GroupChange::Only { .. } => None,
    }
}

/// Where response rates fell by more than the declared amount.
pub(crate) fn drops(since: Since<'_>) -> Vec<Finding> {
    compare::drops(since.comparison, since.terms)
}

/// What was noticed while the two terms were read, and of both together.
pub(crate) fn noticed(since: Since<'_>) -> Vec<Finding> {
    since.terms.plain(drops(since)).findings
}

/// What the reports say where nothing may be said of the change.
pub(crate) const WITHHELD: &str = "What has changed is not shown: beside results that were given out earlier, the figures \
                                   would give a small group back.";

/// The same where there is no term before.
pub(crate) const ONE_TERM: &str = "This report is about one term only: it cannot say what has changed.";
