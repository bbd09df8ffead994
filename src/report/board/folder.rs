//! Everything that the pages are made of.

use crate::disclosure::{PublishedScale, Reported, ReportedChange, Shown, Trend, WhichTerm};
use crate::model::Scale;
use crate::report::board::change_words::{NOT_SHOWN, ONE_TERM};
use crate::report::board::since::{Own, Since};
use crate::report::board::trend_chart::TrendView;
use crate::report::context::{Context, group_name, marking};
use crate::report::score::record;
use crate::report::{Record, TermsContext, compare, trend};

/// The names on the pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The trust's name, if known.
    pub trust: Option<String>,
    /// The term's name, if known.
    pub term: Option<String>,
}

/// Where the figures of a report come from.
#[derive(Debug, Clone, Copy)]
pub struct BoardContext<'a> {
    /// The reported term.
    pub term: &'a Context<'a>,
    /// The names on the pages.
    pub about: &'a About,
    /// The two terms of the change, if there is one.
    pub change: Option<&'a TermsContext<'a>>,
    /// All terms of the trend, if there is one.
    pub trend: Option<&'a TermsContext<'a>>,
}

/// The source of all pages: what is published, and its records.
#[derive(Debug)]
pub(super) struct Folder<'a> {
    pub(super) reported: &'a Reported,
    pub(super) context: &'a Context<'a>,
    pub(super) about: &'a About,
    /// The two terms, if the report has a change.
    terms: Option<&'a TermsContext<'a>>,
    /// The scores, as `cte score` gives them.
    pub(super) score: Record,
    /// The change, as `cte compare` gives it.
    compared: Option<Record>,
    /// All terms, and their record as `cte trend` gives it.
    trend: Option<(&'a Trend, &'a TermsContext<'a>, Record)>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(reported: &'a Reported, context: BoardContext<'a>) -> Self {
        let mut folder = Self {
            reported,
            context: context.term,
            about: context.about,
            terms: context.change,
            score: record(&reported.trust, context.term),
            compared: None,
            trend: None,
        };
        let change = folder.change().zip(context.change);
        folder.compared = change.map(|(change, terms)| compare::record(&change.comparison, terms));
        let trend = reported.trend.as_ref().and_then(Shown::figures).zip(context.trend);
        folder.trend = trend.map(|(trend, terms)| (trend, terms, trend::record(trend, terms)));
        folder
    }

    /// All terms, if they may be shown.
    pub(super) fn trend(&self) -> Option<TrendView<'_>> {
        let (published, terms, record) = self.trend.as_ref()?;
        Some(TrendView {
            published,
            terms,
            record,
        })
    }

    /// The scales, each with its record.
    pub(super) fn scales(&self) -> impl Iterator<Item = (&'a PublishedScale, &Record)> {
        self.reported.trust.scales.iter().zip(self.score.each("scales"))
    }

    pub(super) fn declared(&self, scale: &PublishedScale) -> &'a Scale {
        &self.context.instrument.scales()[scale.scale]
    }

    pub(super) fn level(&self) -> f64 {
        self.reported.trust.options.level
    }

    pub(super) fn min_group(&self) -> u64 {
        self.reported.trust.policy.min_group
    }

    pub(super) fn marking(&self) -> Option<String> {
        marking(self.reported.trust.policy, &self.context.findings)
    }

    pub(super) fn change(&self) -> Option<&'a ReportedChange> {
        self.reported.change.as_ref()?.figures()
    }

    /// The change since the term before, if it may be shown.
    pub(super) fn since(&self) -> Option<Since<'_>> {
        Some(Since {
            comparison: &self.change()?.comparison,
            terms: self.terms?,
            record: self.compared.as_ref()?,
        })
    }

    /// The change of an academy on each scale, by its place in the report.
    pub(super) fn own_changes(&self, place: usize) -> Vec<Own<'_>> {
        let Some((since, change)) = self.since().zip(self.change()) else {
            return Vec::new();
        };
        let own = change.of_academy(place).filter_map(|on| {
            let scale = since.scales().find(|scale| scale.place == on.scale.scale)?;
            let scales = self.context.instrument.scales();
            let of_report = scales.iter().find(|own| own.id == scale.declared.id);
            let name = group_name(&on.own.name, "academy");
            let mut academies = scale.node.each("academies").iter();
            Some(Own {
                name: of_report.map_or(scale.declared.name.as_str(), |own| own.name.as_str()),
                scale,
                node: academies.find(|node| node.text("academy") == Some(&name))?,
                trust: on.trust.and_then(|_| scale.node.at("trust")),
            })
        });
        own.collect()
    }

    /// The sentence in place of a change.
    pub(super) fn no_change(&self) -> String {
        match self.reported.change {
            Some(_) => NOT_SHOWN,
            None => ONE_TERM,
        }
        .to_owned()
    }

    /// `Fellside Learning Trust · Spring 2027, compared with Autumn 2026 · Trust Collective Efficacy Survey`
    pub(super) fn subtitle(&self, of_trust: bool) -> String {
        let trust = self.about.trust.iter().filter(|_| !of_trust).cloned();
        let term = match (self.since(), &self.about.term) {
            (Some(since), _) => Some(format!(
                "{}, compared with {}",
                since.term(WhichTerm::After),
                since.term(WhichTerm::Before)
            )),
            (None, term) => term.clone(),
        };
        let parts: Vec<String> = trust
            .chain(term)
            .chain([self.context.instrument.name.clone()])
            .collect();
        parts.join(" · ")
    }

    /// The trust's name, as a title.
    pub(super) fn trust_name(&self) -> String {
        self.about.trust.clone().unwrap_or_else(|| "The trust".to_owned())
    }
}
