//! The sentences of the key audit.

use crate::disclosure::{HomeAudit, ItemKey, KeyVerdict, PublishedCheck, ScaleVerdict};
use crate::model::Instrument;
use crate::report::{Kind, number};

fn r(value: f64) -> String {
    number::text(value, Kind::Coefficient)
}

/// The audited scale that an item belongs to, where its figures may be seen.
pub(crate) fn home<'a>(published: &'a PublishedCheck, item: &ItemKey) -> Option<&'a HomeAudit> {
    published.homes.get(item.home?)?.figures()
}

/// Why an item has its verdict.
pub(crate) fn because(published: &PublishedCheck, item: &ItemKey, instrument: &Instrument) -> String {
    let home = home(published, item);
    let figures = match (&item.figures, item.home) {
        (Err(reason), _) => return reason.to_string(),
        (Ok(_), Some(_)) if home.is_none() => {
            return format!("fewer than {} answered the scale", published.policy.min_group);
        }
        (Ok(figures), _) => figures,
    };
    match home.map(|home| home.verdict) {
        Some(ScaleVerdict::Flipped) if item.verdict != KeyVerdict::LooksRotated => {
            return "the whole scale runs against the other scales".to_owned();
        }
        Some(ScaleVerdict::AgainstOthers) if item.verdict == KeyVerdict::Unclear => {
            return "this scale and the other scales run against each other, and nothing says which is flipped"
                .to_owned();
        }
        Some(ScaleVerdict::Low) if item.verdict == KeyVerdict::Unclear => {
            return "it runs with its scale, but most disagree with the whole scale, which may be flipped".to_owned();
        }
        _ => {}
    }
    let anchored = figures.anchored_r.as_ref();
    let with = |text: &str| match anchored {
        Ok(found) => match &found.interval {
            Ok(limits) => format!(
                "{text}: r {} ({})",
                r(found.value),
                number::range(limits.lower, limits.upper, Kind::Coefficient)
            ),
            Err(_) => format!("{text}: r {}", r(found.value)),
        },
        Err(reason) => format!("{text}: {reason}"),
    };
    let alpha = match (&figures.alpha, &figures.alpha_other_way) {
        (Ok(as_keyed), Ok(other_way)) => {
            format!(
                "; alpha {} as keyed, {} with it the other way",
                r(*as_keyed),
                r(*other_way)
            )
        }
        _ => String::new(),
    };
    match item.verdict {
        KeyVerdict::Fine => with("it rises with the others"),
        KeyVerdict::LooksUnreversed => with("declared forward, it falls where the others rise") + &alpha,
        KeyVerdict::LooksAlreadyReversed => {
            let others = instrument.items().iter().enumerate();
            let twins = others
                .filter(|(place, other)| other.reversed && same_home(published, *place, item))
                .count();
            let turned = published
                .items
                .iter()
                .filter(|other| other.home == item.home && other.verdict == KeyVerdict::LooksAlreadyReversed)
                .count();
            let which = if twins == turned {
                "all items declared reversed do"
            } else {
                "others declared reversed do not"
            };
            with(&format!(
                "declared reversed, in the file it rises with the forward items ({which}), so that once \
                 reversed it falls where they rise"
            )) + &alpha
        }
        KeyVerdict::LooksRotated => figures.rotation.map_or_else(String::new, |rotation| {
            let whole = if rotation.t.is_none() {
                "first factor's share of the scale"
            } else {
                "r with the others"
            };
            format!(
                "with {} {} every code, the last coming round to the first, {whole} would be {} in place of {}",
                rotation.undo.abs(),
                if rotation.undo > 0 { "added to" } else { "taken from" },
                r(rotation.undone),
                r(rotation.as_it_stands)
            )
        }),
        KeyVerdict::Unclear => with("too few answers, or too weak a relation with the others, to say"),
    }
}

fn same_home(published: &PublishedCheck, place: usize, item: &ItemKey) -> bool {
    published.items.get(place).is_some_and(|other| other.home == item.home)
}

/// What is wrong with a scale as a whole, if something is.
pub(crate) fn whole(home: &HomeAudit, instrument: &Instrument) -> Option<(&'static str, String)> {
    let scale = &instrument.scales()[home.scale];
    let name = format!("`{}` ({})", scale.id, scale.name);
    let with_others = home
        .with_others
        .as_ref()
        .map_or_else(String::new, |(found, _)| r(found.value));
    let level = home
        .pomp
        .map_or_else(String::new, |pomp| number::text(pomp, Kind::Percent));
    match home.verdict {
        ScaleVerdict::Fine => None,
        ScaleVerdict::Flipped => Some((
            "scale-looks-flipped",
            format!(
                "all items of {name} run against the other scales (r {with_others}) and are disagreed with ({level} of 100): \
                 its codes look turned round, unless it means the opposite of the others, as burnout does compared with efficacy"
            ),
        )),
        ScaleVerdict::AgainstOthers => Some((
            "scales-run-apart",
            format!(
                "{name} and the other scales run against each other (r {with_others}): one of them may be turned round, and \
                 the answers do not say which"
            ),
        )),
        ScaleVerdict::Low => Some((
            "scale-may-be-flipped",
            format!(
                "most answers to {name} disagree ({level} of 100), and its tail is on the agreeing side: true, or all its \
                 codes are turned round. The answers alone cannot tell; compare the labels in the survey tool with \
                 `cte instrument show`, which takes an id or a file as -i does"
            ),
        )),
    }
}
