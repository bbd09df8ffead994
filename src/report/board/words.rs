//! What every page says in the same words.

use crate::disclosure::{Published, Weights};
use crate::model::{Aggregate, ScoreKind, Status, Wording};
use crate::report::board::Folder;
use crate::report::board::change::Since;
use crate::report::board::figures::interval_heading;
use crate::report::board::page::{Part, Section};
use crate::report::context::{Context, counted, file_name};
use crate::report::{Fact, Input, Kind, number};

/// What no report of this survey allows anybody to conclude.
pub(crate) fn not_concluded(changes: bool) -> Section {
    let change = if changes {
        "Not that nothing has changed where no clear change stands, nor why something has. A survey of this size sees only \
         changes that are large enough, and where other people answer, or other people work, the same minds can look changed."
    } else {
        "Not what has changed. One term shows one moment: a change needs two, compared with their uncertainty."
    };
    let points = [
        "Not who is best. Academies stand in the order of the file. Where intervals overlap, the survey does not tell \
         which of two scores is higher, and a ranking would be made of chance.",
        "Not how any one person thinks or works. The questions are about what staff together can do, and no figure here is \
         precise enough for one person.",
        "Not why. A score says what staff believe. It does not say what made them believe it, and those who did not answer \
         may believe otherwise.",
        "Not what pupils achieve. Collective efficacy goes together with attainment in published studies; a score here is \
         no measure of teaching or of leadership.",
        change,
        "Not what a withheld group answered. Where no figure stands, nothing may be read into its absence.",
    ];
    Section {
        id: "not-concluded",
        heading: "What must not be concluded".to_owned(),
        parts: vec![Part::List(points.map(str::to_owned).to_vec())],
    }
}

/// Where the figures come from, and what they mean.
pub(crate) fn method(folder: &Folder<'_>) -> Section {
    let (published, context) = (&folder.reported.trust, folder.context);
    let since = folder.since();
    let mut how = how(published, context);
    let mut definitions = definitions(published);
    if since.is_some() {
        how.push(fact("Change", CHANGE));
        definitions.push(fact("Clear", CLEAR));
        definitions.push(fact("Could have seen", SEEN));
    }
    Section {
        id: "method",
        heading: "Method, definitions and sources".to_owned(),
        parts: vec![
            Part::Heading("How it was done".to_owned()),
            Part::Facts(how),
            Part::Heading("What the words mean".to_owned()),
            Part::Facts(definitions),
            Part::Heading("Where the figures come from".to_owned()),
            Part::Facts(sources(published, context, since)),
        ],
    }
}

const CHANGE: &str = "A change is the difference of the means of all who answered in each term, unrounded, each person counting once, \
                      with Welch's interval. Nobody is linked between terms. Headcounts, where known, give a second interval, of \
                      just these staff. Within academies, a mixed model sets each \
                      academy against itself, so that it does not matter from which academies more answered.";
const CLEAR: &str = "a change whose interval leaves out 0 even when it is widened for all academies that are compared at once \
                     (Bonferroni); of the trust, which is one, its own interval.";
const SEEN: &str = "the true change that would have been called clear in 80 of 100 surveys of this size and spread.";

fn fact(label: &str, text: impl Into<String>) -> Fact {
    Fact {
        label: label.to_owned(),
        text: text.into(),
    }
}

fn how(published: &Published, context: &Context<'_>) -> Vec<Fact> {
    let scoring = &context.instrument.scoring;
    let score = match scoring.score {
        ScoreKind::Mean => "the mean of the items that a person answered",
        ScoreKind::Sum => "the sum over the items, prorated where a person left some out",
    };
    let aggregate = match scoring.aggregate {
        Aggregate::Persons => "An academy's score is the mean of its staff's scores.",
        Aggregate::Items => "An academy's score is the mean over items of its staff's mean answer.",
    };
    let needed = number::percent(scoring.min_answered);
    let interval = interval_heading(published.options.level);
    let by_headcount = published
        .scales
        .iter()
        .filter_map(|scale| scale.trust.figures())
        .any(|trust| trust.weights == Weights::Headcounts);
    let weights = if by_headcount {
        "Each academy counts in the trust's score as its staff do, and intervals are narrower where nearly everybody answered."
    } else {
        "Every person who answered counts once in the trust's score."
    };
    vec![
        fact(
            "Scores",
            format!(
                "A person's score is {score}, for those who answered at least {needed} of a scale's items; reversed items are \
                 turned first. {aggregate} Nothing is filled in for those who did not answer."
            ),
        ),
        fact("The trust", weights),
        fact(
            "Intervals",
            format!(
                "Every {interval} rests on Student's t, for the trust stratified by academy. Differences between two scores \
                 use Satterthwaite's degrees of freedom."
            ),
        ),
        fact(
            "Withheld",
            format!(
                "No figure is shown of a group with fewer than {} answers, nor of as many further groups as it takes that no \
                 total less the figures shown gives such a group back.",
                published.policy.min_group
            ),
        ),
    ]
}

fn definitions(published: &Published) -> Vec<Fact> {
    let interval = interval_heading(published.options.level);
    vec![
        fact(
            "Of 100",
            "where a score lies between the lowest (0) and the highest (100) that is possible.",
        ),
        fact(
            "Favourable",
            "the share of all answers given that lie in the favourable categories, usually the top third.",
        ),
        fact(
            &interval,
            "where the score of all staff would lie, as far as those who answered speak for them; other surveys of the same \
             size would give other intervals, and nearly all of those would hold it.",
        ),
        fact(
            "Shrunken score",
            "an academy's score drawn towards the trust's, the more so the fewer answered: the better guess where answers are \
             few.",
        ),
        fact(
            "Alpha, omega",
            "how far the items of a scale measure one thing, 1 at most (Cronbach 1951; McDonald 1999).",
        ),
        fact(
            "ICC(1), ICC(2)",
            "how much of the differences between people lies between academies, and how dependable academies' averages are \
             (Bliese 2000).",
        ),
        fact(
            "rwg(j), r*wg(j), AD",
            "how far colleagues agree: less spread than answers at random would have (James, Demaree & Wolf 1984; Lindell, \
             Brandt & Whitney 1999), and the mean distance from the mean answer (Burke, Finkelstein & Dusig 1999).",
        ),
    ]
}

fn sources(published: &Published, context: &Context<'_>, since: Option<Since<'_>>) -> Vec<Fact> {
    let instrument = context.instrument;
    let mut facts = vec![fact(
        "Questionnaire",
        format!(
            "{}, version {}; {}",
            instrument.name,
            instrument.version,
            match instrument.status {
                Status::Development => "in development: there are no norms to compare with",
                Status::Published => "published",
            }
        ),
    )];
    facts.extend(
        instrument
            .citation
            .iter()
            .map(|citation| fact("Cite as", citation.as_str())),
    );
    if instrument.wording == Wording::Gist {
        facts.push(fact(
            "Wording",
            "items are given as gists in our own words; their wording belongs to its holder",
        ));
    }
    if !instrument.verified {
        facts.push(fact("Key", "taken from secondary sources and not verified"));
    }
    let file =
        |label: &str, input: &Input| fact(label, format!("{}, SHA-256 {}", file_name(&input.path), input.sha256));
    facts.extend(context.inputs.iter().map(|input| file("File", input)));
    let before = since.and_then(|since| since.terms.terms.first());
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
    facts.push(fact(
        "Answers",
        format!("{}{blank}", counted(published.respondents.rows, "row", "rows")),
    ));
    facts.push(fact(
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
