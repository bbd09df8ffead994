//! Whether groups, or terms, read the items of a scale alike.

use crate::disclosure::{
    DeclaredModel, ENOUGH_TO_COMPARE, Equality, GroupBias, Invariance, InvarianceFigures, ItemBias, LadderStep,
    Released,
};
use crate::report::fields::model::fit;
use crate::report::{Kind, Record, number};

/// The names that a comparison needs.
pub(crate) struct InvarianceNames<'a> {
    /// The ids of the scale's items.
    pub(crate) items: &'a [&'a str],
    /// The groups or terms, by their places.
    pub(crate) groups: &'a [String],
    /// Differences of published scores: of a group from another, by their places.
    pub(crate) difference: &'a dyn Fn(usize, usize) -> Option<f64>,
}

/// The comparison of groups or terms.
pub(crate) fn invariance(found: &Invariance, names: &InvarianceNames<'_>) -> Record {
    let name = |place: usize| names.groups.get(place).map_or("", String::as_str);
    let groups = found.groups.iter().fold(Record::object(), |record, group| {
        record.count(name(group.place), group.n)
    });
    Record::object()
        .with("groups", groups)
        .with_list("too_few", found.too_few.iter().map(|&place| name(place)))
        .count("enough", ENOUGH_TO_COMPARE)
        .and(Record::defined(&found.found, |figures| {
            of_figures(found, figures, names)
        }))
}

fn of_figures(found: &Invariance, figures: &InvarianceFigures, names: &InvarianceNames<'_>) -> Record {
    let model = match figures.model {
        DeclaredModel::OneFactor => "one_factor",
        DeclaredModel::Scales => "declared_scales",
    };
    let id = |item: usize| names.items.get(item).copied();
    let visible = figures.items.iter().map(|item| item.visible).fold(0.0, f64::max);
    let steps = Record::defined(&figures.steps, |steps| {
        Record::list(steps.iter().map(|one| step(one, &figures.different, names)))
    });
    let has_steps = figures.steps.as_ref().map_or(true, |steps| !steps.is_empty());
    Record::object()
        .with("model", model)
        .with_some("steps", has_steps.then_some(steps))
        .with_list(
            "items",
            figures
                .items
                .iter()
                .enumerate()
                .map(|(place, one)| item(one, id(place))),
        )
        .number("visible_shift", visible, Kind::Score.to_unit(figures.shift_unit))
        .with_list(
            "different",
            figures
                .different
                .iter()
                .map(|one| different(one, id(one.item), found, figures, names)),
        )
        .with_list("differences", differences(found, figures, names))
        .with("comparable", figures.comparable)
}

fn step(one: &LadderStep, biases: &[GroupBias], names: &InvarianceNames<'_>) -> Record {
    let name = match one.equality {
        Equality::Configural => "configural",
        Equality::Metric => "metric",
        Equality::Scalar => "scalar",
        Equality::Strict => "strict",
    };
    let released = biases.iter().filter(|bias| match one.equality {
        Equality::Configural | Equality::Strict => false,
        Equality::Metric => bias.released == Released::Loading,
        Equality::Scalar => true,
    });
    let ratio = one.against_before.as_ref();
    Record::object()
        .with("step", name)
        .figure("npar", one.npar)
        .with("fit", fit(&one.fit, one.srmr, Some(&one.criteria)))
        .figure("delta_cfi", one.delta_cfi)
        .figure("lr_chisq", ratio.map(|ratio| ratio.chisq))
        .figure("lr_df", ratio.map(|ratio| ratio.df))
        .figure("lr_p", ratio.map(|ratio| ratio.p))
        .with_list(
            "released",
            released.filter_map(|bias| names.items.get(bias.item).copied()),
        )
}

fn item(found: &ItemBias, id: Option<&str>) -> Record {
    Record::object()
        .with("item", id)
        .figure("intercept_chisq", found.intercept.chisq)
        .figure("intercept_df", found.intercept.df)
        .figure("intercept_p", found.intercept.p)
        .figure("loading_chisq", found.loading.chisq)
        .figure("loading_df", found.loading.df)
        .figure("loading_p", found.loading.p)
        .figure("visible_shift", found.visible)
}

fn different(
    bias: &GroupBias,
    id: Option<&str>,
    found: &Invariance,
    figures: &InvarianceFigures,
    names: &InvarianceNames<'_>,
) -> Record {
    let what = match bias.released {
        Released::Intercept => "intercept",
        Released::Loading => "loading",
    };
    let groups = found.groups.iter().zip(&bias.shifts).skip(1);
    let shifts = groups.fold(Record::object(), |record, (group, &shift)| {
        let name = names.groups.get(group.place).map_or("", String::as_str);
        record.number(name, shift, Kind::Score.to_unit(figures.shift_unit))
    });
    Record::object()
        .with("item", id)
        .with("what", what)
        .figure("p", bias.p)
        .with("shifts", shifts)
}

/// By how much each group's score differs from the first group's, and by how much it would if every item were read alike; only where an
/// item is read differently.
fn differences<'a>(
    found: &'a Invariance,
    figures: &'a InvarianceFigures,
    names: &'a InvarianceNames<'_>,
) -> impl Iterator<Item = Record> + 'a {
    let first = found.groups.first().filter(|_| !figures.different.is_empty());
    let name = |place: usize| names.groups.get(place).map_or("", String::as_str);
    let others = first.into_iter().flat_map(|first| {
        let others = found.groups.iter().enumerate().skip(1);
        others.map(move |(at, group)| (at, group.place, first.place))
    });
    others.map(move |(at, place, than)| {
        let effect = figures.effects.get(at).copied().unwrap_or_default();
        let difference = (names.difference)(place, than).map(number::computed);
        Record::object()
            .with("group", name(place))
            .with("than", name(than))
            .number("effect", effect, Kind::Change)
            .number("difference", difference, Kind::Change)
            .number(
                "without",
                difference.map(|difference| number::computed(difference - effect)),
                Kind::Change,
            )
    })
}
