//! The choice of terms: named by the caller, else from the trust file.

use crate::engine::earlier::{EarlierResults, published};
use crate::engine::round::Round;
use crate::engine::round::files::{ResponseFile, RoundFiles};
use crate::engine::round::read::{Need, read_round};
use crate::engine::terms::findings::{order_finding, stem};
use crate::engine::terms::read::together;
use crate::engine::terms::several::{NamedRound, Terms};
use crate::engine::{Error, Setup, Source, TrustFile};
use crate::input::trust::term_of_file_name;
use crate::model::Term;

/// A term as the caller names it.
#[derive(Debug, Clone)]
pub enum TermChoice {
    /// Its response files.
    Files(Vec<Source>),
    /// Its name in the trust file.
    Named(String),
}

impl TermChoice {
    /// The term's name or its first file's.
    fn label(&self) -> &str {
        match self {
            Self::Files(files) => files.first().map_or("", Source::name),
            Self::Named(name) => name,
        }
    }

    /// The files of the term.
    ///
    /// # Errors
    /// When the trust file has no term of this name.
    fn files(&self, setup: &Setup<'_>) -> Result<RoundFiles, Error> {
        match (self, &setup.trust) {
            (Self::Files(files), _) => Ok(RoundFiles::given(files, setup)),
            (Self::Named(name), Some(trust)) => match trust.term(name) {
                Ok(term) => Ok(RoundFiles::of_term(term, trust, setup)),
                Err(error) => Err(Error::NeitherFileNorTerm {
                    name: name.clone(),
                    error: Box::new(error),
                }),
            },
            (Self::Named(name), None) => Err(Error::TermWithoutTrustFile(name.clone())),
        }
    }

    /// True if both are one term.
    fn is(&self, other: &Self, setup: &Setup<'_>) -> bool {
        self.label() == other.label()
            || matches!((self, other), (Self::Files(_), Self::Files(_)))
                && same_file(self.label(), other.label(), setup)
    }
}

/// True if two names mean one file.
fn same_file(one: &str, other: &str, setup: &Setup<'_>) -> bool {
    let identity = setup.files.identity(one);
    one == other || (identity.is_some() && setup.files.identity(other) == identity)
}

impl NamedRound {
    /// A term of the trust file.
    fn of_term(term: &Term, trust: &TrustFile, setup: &Setup<'_>) -> Self {
        Self {
            name: term.name.clone(),
            files: RoundFiles::of_term(term, trust, setup),
        }
    }
}

/// The earlier term that a report compares with.
#[derive(Debug, Clone, Default)]
pub enum ChangeSince {
    /// The one before it in the trust file, if there is one.
    #[default]
    TermBefore,
    /// This one.
    Term(TermChoice),
    /// None: the report is about one term.
    Nothing,
}

/// The two terms of a change: those named, else the one of the setup (the latest by default) and the one before it.
///
/// # Errors
/// When there are not two.
pub(crate) fn two_terms(terms: &[TermChoice], setup: &Setup<'_>) -> Result<Vec<NamedRound>, Error> {
    let mut rounds = match terms {
        [] => {
            let mut listed = listed(setup)?;
            let first = listed.len().saturating_sub(2);
            listed.split_off(first)
        }
        [_, _] => named(terms, setup)?,
        [one] => {
            return Err(Error::OneTermOfChange(one.label().to_owned()));
        }
        several => {
            return Err(Error::TooManyTermsOfChange(several.len()));
        }
    };
    if let (Some(questionnaire), Some(first)) = (&setup.questionnaire_before, rounds.first_mut()) {
        first.files.questionnaire = Some(questionnaire.clone());
    }
    Ok(rounds)
}

/// The terms of a trend: those named, else all of the trust file up to the one of the setup.
///
/// # Errors
/// When there are not two.
pub(crate) fn all_terms(terms: &[TermChoice], setup: &Setup<'_>) -> Result<Vec<NamedRound>, Error> {
    match terms {
        [] => listed(setup),
        [one] => Err(Error::OneTermOfTrend(one.label().to_owned())),
        several => named(several, setup),
    }
}

/// The round of a report together with the term before it; `None` if none is named and the trust file lists none.
///
/// # Errors
/// When the term before cannot be read or understood, or cannot be compared.
pub(crate) fn term_before(later: &Round, since: &ChangeSince, setup: &Setup<'_>) -> Result<Option<Terms>, Error> {
    let Some(mut earlier) = earlier(later, since, setup)? else {
        return Ok(None);
    };
    if let Some(questionnaire) = &setup.questionnaire_before {
        earlier.files.questionnaire = Some(questionnaire.clone());
    }
    let name = name_of(&later.files);
    if earlier.name == name {
        earlier.name = format!("{name} (before)");
    }
    let read = read_round(setup, setup.by(), &earlier.files, Need::Rows);
    let read = read.map_err(|error| Error::TermBefore {
        name: earlier.name.clone(),
        error: Box::new(error),
    })?;
    let published = published(setup)?;
    let found = EarlierResults::of(&published, &[&read, later], setup)?;
    let read = found.hold_back(read, setup, setup.by())?;
    let files = later.files.clone();
    let pair = [earlier, NamedRound { name, files }];
    let order = order_finding(&pair);
    let names = pair.map(|round| round.name).to_vec();
    let terms = together(names, vec![read, later.clone()], setup, order);
    let mut terms = terms.map_err(|error| Error::NoChange { error: Box::new(error) })?;
    terms.take_into_account(found);
    Ok(Some(terms))
}

/// The term that a report compares with.
fn earlier(later: &Round, since: &ChangeSince, setup: &Setup<'_>) -> Result<Option<NamedRound>, Error> {
    let choice = match since {
        ChangeSince::Nothing => return Ok(None),
        ChangeSince::Term(choice) => choice,
        ChangeSince::TermBefore => {
            let (Some(trust), Some(term)) = (&setup.trust, &later.files.term) else {
                return Ok(None);
            };
            let terms = trust.trust().terms();
            let place = terms.iter().position(|other| other.name == term.name);
            let before = place.and_then(|place| terms.get(place.checked_sub(1)?));
            return Ok(before.map(|term| NamedRound::of_term(term, trust, setup)));
        }
    };
    let files = choice.files(setup)?;
    for file in &files.files {
        let own = &later.files.files;
        if own.iter().any(|own| same_file(own.name(), file.name(), setup)) {
            return Err(Error::BeforeIsTheSame(file.name().to_owned()));
        }
    }
    Ok(Some(NamedRound {
        name: name_of(&files),
        files,
    }))
}

/// All terms of the trust file up to the one of a report; `None` if they are no more than the two of its change, or the report is
/// about files that were given, or compares with other files.
pub(crate) fn terms_until(later: &Round, since: &ChangeSince, setup: &Setup<'_>) -> Option<Vec<NamedRound>> {
    let (ChangeSince::TermBefore, Some(trust), Some(last)) = (since, &setup.trust, &later.files.term) else {
        return None;
    };
    let is_listed = |file: &ResponseFile| matches!(file, ResponseFile::Listed(_));
    if !later.files.files.iter().all(is_listed) {
        return None;
    }
    let terms = trust.trust().terms();
    let place = terms.iter().position(|term| term.name == last.name)?;
    (place > 1).then(|| {
        terms[..=place]
            .iter()
            .map(|term| NamedRound::of_term(term, trust, setup))
            .collect()
    })
}

/// The terms of the trust file, up to the one of the setup.
fn listed(setup: &Setup<'_>) -> Result<Vec<NamedRound>, Error> {
    let trust = setup.trust.as_ref().ok_or(Error::NoTermsNamed)?;
    let until = match &setup.term {
        Some(name) => trust.term(name)?,
        None => trust.latest()?,
    };
    let terms = trust.trust().terms();
    let place = terms.iter().position(|term| term.name == until.name);
    let count = place.map_or(0, |place| place + 1);
    if count < 2 {
        return Err(Error::NoTermBefore {
            file: trust.name().to_owned(),
            term: until.name.clone(),
        });
    }
    let named = |term: &Term| NamedRound::of_term(term, trust, setup);
    Ok(terms[..count].iter().map(named).collect())
}

/// The terms that the caller names, each once.
fn named(terms: &[TermChoice], setup: &Setup<'_>) -> Result<Vec<NamedRound>, Error> {
    if setup.term.is_some() {
        return Err(Error::TermsAreNamed);
    }
    for (place, term) in terms.iter().enumerate() {
        if terms[..place].iter().any(|other| other.is(term, setup)) {
            return Err(Error::TermTwice(term.label().to_owned()));
        }
    }
    let files = terms.iter().map(|term| term.files(setup));
    let files = files.collect::<Result<Vec<_>, Error>>()?;
    let names: Vec<String> = files.iter().map(name_of).collect();
    let named = files.into_iter().zip(terms).enumerate().map(|(place, (files, term))| {
        let shared = names.iter().filter(|other| **other == names[place]).count() > 1;
        NamedRound {
            name: if shared {
                term.label().to_owned()
            } else {
                names[place].clone()
            },
            files,
        }
    });
    Ok(named.collect())
}

/// The name of a term: the trust file's, else one guessed from its first file.
fn name_of(files: &RoundFiles) -> String {
    match (&files.term, files.files.first()) {
        (Some(term), _) => term.name.clone(),
        (None, Some(file)) => {
            let stem = stem(file.name());
            term_of_file_name(&stem).map_or(stem, |guessed| guessed.name)
        }
        (None, None) => String::new(),
    }
}
