//! The texts that all pages share.

use crate::disclosure::{Published, Weighting};
use crate::model::{Aggregate, Instrument, ScoreKind, Status, Wording};
use crate::report::board::folder::Folder;
use crate::report::board::page::{Content, Section};
use crate::report::context::{counted, file_name};
use crate::report::instrument::least_answered;
use crate::report::score::words::interval_heading;
use crate::report::{Fact, Input, Kind, number};

/// A text with a capital first letter.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// A sentence for each scale: one for all if it is the same for all.
pub(super) fn alike(sentences: impl Iterator<Item = (String, String)>) -> Option<Content> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (name, sentence) in sentences {
        match groups.iter_mut().find(|(known, _)| *known == sentence) {
            Some((_, names)) => names.push(name),
            None => groups.push((sentence, vec![name])),
        }
    }
    match groups.as_slice() {
        [] => None,
        [(sentence, _)] => Some(Content::words(sentence.as_str())),
        several => {
            let named = several.iter();
            let named = named.map(|(sentence, names)| format!("{}: {sentence}", names.join(" · ")));
            Some(Content::List(named.collect()))
        }
    }
}

/// The conclusions that no report of this survey allows.
pub(super) fn not_concluded(changes: bool) -> Section {
    let change = if changes {
        "Not that nothing has changed where there is no clear change, nor why something has. A survey of this size detects only \
         changes that are large enough. And if other people answer, or other people work here, the score can change although \
         nobody's view has."
    } else {
        "Not what has changed. One term shows one moment: a change needs two terms, compared with their uncertainty."
    };
    let points = [
        "Not who is best. Academies are listed in file order, because a ranking would largely be due to chance.",
        "Not how any one person thinks or works. The questions are about what staff together can do, and no figure here is \
         precise enough for one person.",
        "Not why. A score shows what staff believe. It does not show what made them believe it, and those who did not answer \
         may believe otherwise.",
        "Not what pupils achieve. In published studies, collective efficacy goes together with attainment. A score here does \
         not measure teaching or leadership.",
        change,
        "Nothing about academies whose figures are withheld.",
    ];
    let points = Content::List(points.map(str::to_owned).to_vec());
    Section::new("not-concluded", "What must not be concluded", vec![points])
}

/// The report that a method section belongs to. Each explains the words that it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Explained {
    Trust,
    Academy,
}

/// Where the figures come from, and what they mean.
pub(super) fn method(folder: &Folder<'_>, explained: Explained) -> Section {
    let mut whence = questionnaire(folder.context.instrument);
    whence.extend(sources(folder));
    let mut definitions = definitions(&folder.reported.trust, explained);
    if folder.since().is_some() {
        definitions.push(Fact::new("Clear", CLEAR));
        definitions.push(Fact::new("Could detect", SEEN));
    }
    let parts = [
        ("How it was done", how(folder)),
        ("What the words mean", definitions),
        ("Where the figures come from", whence),
    ];
    let content = parts
        .into_iter()
        .flat_map(|(heading, facts)| [Content::Heading(heading.to_owned()), Content::Facts(facts)]);
    Section::new("method", "Method, definitions and sources", content.collect())
}

const CHANGE: &str = "An academy's change is the difference between the means of those who answered in each term, on the questions \
                      asked in both, unrounded, with Welch's interval. The trust's change is the mean of its academies' changes, so it \
                      does not matter from which academies more people answered. People are not linked between terms. If headcounts \
                      are known, a second interval is about just these staff.";
const CLEAR: &str = "a change whose interval leaves out 0 even when it is widened for all academies that are compared at once \
                     (Bonferroni). For the trust, which is one, its own interval.";
const SEEN: &str = "the smallest change that a survey of this size would detect in 80 of 100 cases.";

/// How scores, weights, intervals and changes are made, and what is withheld.
pub(super) fn how(folder: &Folder<'_>) -> Vec<Fact> {
    let (published, context) = (&folder.reported.trust, folder.context);
    let scoring = &context.instrument.scoring;
    let score = match scoring.score {
        ScoreKind::Mean => "the mean of the items that a person answered",
        ScoreKind::Sum => "the sum over the items, prorated where a person left some out",
    };
    let aggregate = match scoring.aggregate {
        Aggregate::Persons => "An academy's score is the mean of its staff's scores.",
        Aggregate::Items => "An academy's score is the mean over items of its staff's mean answer.",
    };
    let needed = least_answered(scoring);
    let interval = interval_heading(published.options.level);
    let by_headcount = published
        .scales
        .iter()
        .filter_map(|scale| scale.trust.figures())
        .any(|trust| trust.weights == Weighting::Headcounts);
    let weights = if by_headcount {
        "Each academy is weighted by its headcount in the trust's score, and intervals are narrower where nearly everybody answered."
    } else {
        "Every person who answered counts once in the trust's score."
    };
    let mut facts = vec![
        Fact::new(
            "Scores",
            format!(
                "A person's score is {score}, for those who answered {needed} of a scale's items; reversed items are \
                 turned first. {aggregate} Missing answers are not filled in."
            ),
        ),
        Fact::new("The trust", weights),
        Fact::new(
            "Intervals",
            format!(
                "Every {interval} uses Student's t, for the trust stratified by academy. Differences between two scores use \
                 Satterthwaite's degrees of freedom."
            ),
        ),
        Fact::new(
            "Withheld",
            format!(
                "A group with fewer than {} answers is not shown. Further groups are withheld where such a group could be worked \
                 out by subtracting the shown figures from a total.",
                published.policy.min_group
            ),
        ),
    ];
    facts.extend(folder.since().map(|_| Fact::new("Change", CHANGE)));
    facts
}

fn definitions(published: &Published, explained: Explained) -> Vec<Fact> {
    let interval = interval_heading(published.options.level);
    let of_trust = [
        Fact::new(
            "Of 100",
            "the position of a score between the lowest (0) and the highest (100) possible score.",
        ),
        Fact::new(
            "Shrunken score",
            "an academy's score drawn towards the trust's. It is drawn further if fewer answered, and is the better estimate \
             where answers are few.",
        ),
        Fact::new(
            "ICC(1), ICC(2)",
            "the share of the differences between people that is between academies, and how dependable academies' averages \
             are (Bliese 2000).",
        ),
    ];
    let of_all = [
        Fact::new(
            "Favourable",
            "the share of all answers that are in the favourable categories, usually the top third.",
        ),
        Fact::new(
            &interval,
            "the range in which the score of all staff probably is, if those who answered represent them. Other surveys of the same \
             size would give other intervals, and nearly all of those would include it.",
        ),
        Fact::new(
            "Alpha, omega",
            "how far the items of a scale measure one thing, 1 at most (Cronbach 1951; McDonald 1999).",
        ),
        Fact::new(
            "Agreement: r*wg(j), AD",
            "how far colleagues agree: how much less their answers spread than random answers (Lindell, Brandt & Whitney 1999), \
             and the mean distance from the mean answer (Burke, Finkelstein & Dusig 1999).",
        ),
    ];
    match explained {
        Explained::Trust => of_trust.into_iter().chain(of_all).collect(),
        Explained::Academy => of_all.to_vec(),
    }
}

/// The questionnaire: its status, its source, and what is known of its wording and key.
pub(super) fn questionnaire(instrument: &Instrument) -> Vec<Fact> {
    let status = match instrument.status {
        Status::Development => "in development: there are no norms to compare with",
        Status::Published => "published",
    };
    let mut facts = vec![Fact::new(
        "Questionnaire",
        format!("{}, version {}; {status}", instrument.name, instrument.version),
    )];
    facts.extend(
        instrument
            .citation
            .iter()
            .map(|citation| Fact::new("Cite as", citation.as_str())),
    );
    if instrument.wording == Wording::Gist {
        facts.push(Fact::new(
            "Wording",
            "items are summarised in our own words; their exact wording belongs to its holder",
        ));
    }
    if !instrument.verified {
        facts.push(Fact::new("Key", "taken from secondary sources and not verified"));
    }
    facts
}

/// The files, with their checksums, and the program with its options.
pub(super) fn sources(folder: &Folder<'_>) -> Vec<Fact> {
    let (published, context) = (&folder.reported.trust, folder.context);
    let file =
        |label: &str, input: &Input| Fact::new(label, format!("{}, SHA-256 {}", file_name(&input.path), input.sha256));
    let mut facts: Vec<Fact> = context.inputs.iter().map(|input| file("File", input)).collect();
    let before = folder.since().and_then(|since| since.terms.terms.first());
    if let Some(term) = before {
        let label = format!("File of {}", term.name);
        facts.extend(term.inputs.iter().map(|input| file(&label, input)));
    }
    let blank = match published.respondents.blank {
        0 => String::new(),
        blank => format!(
            "; {} no item and {} in no score",
            counted(blank, "row answers", "rows answer"),
            if blank == 1 { "counts" } else { "count" }
        ),
    };
    facts.push(Fact::new(
        "Answers",
        format!("{}{blank}", counted(published.respondents.rows, "row", "rows")),
    ));
    facts.push(Fact::new(
        "Program",
        format!(
            "cte {}; intervals at {} %, missing answers {} for reliability, seed {}",
            env!("CARGO_PKG_VERSION"),
            number::text(100.0 * published.options.level, Kind::Percent),
            published.options.missing.name(),
            published.options.seed
        ),
    ));
    facts
}
