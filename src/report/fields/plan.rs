//! A plan of the next survey.

use crate::disclosure::{
    AcademyPlan, AskedOften, Assumption, Ends, ExpectedRate, Icc2Needs, Origin, PlanAims, PlanAssumptions, Prospect,
    QuestionPlan, ResponseNeeded, TERMS_A_YEAR, TrustNeeds, TrustPlan, Undefined,
};
use crate::report::cell::IntoCell;
use crate::report::{Cell, Kind, Record, number};

/// Said where academies may not differ, or the aim is too small.
const NEVER_ENOUGH: &str = "no number of answers is enough";

/// What the survey is to show.
pub(crate) fn plan_aims(aims: &PlanAims) -> Record {
    Record::object()
        .number("level", aims.detection.level, Kind::Statistic)
        .number("power", aims.detection.power, Kind::Statistic)
        .number("width", aims.width, Kind::Score)
        .number("change", aims.change, Kind::Score)
}

/// What is assumed.
pub(crate) fn plan_assumptions(assumed: &PlanAssumptions, rate: &ExpectedRate) -> Record {
    let one =
        |assumption: &Assumption, kind: Kind| ends_of(assumption.ends, kind).with("source", origin(&assumption.origin));
    Record::object()
        .with("sd", one(&assumed.sd, Kind::Score))
        .with("icc1", one(&assumed.icc1, Kind::Coefficient))
        .with("correlation", one(&assumed.correlation, Kind::Coefficient))
        .with(
            "response_rate",
            Record::object()
                .number("value", rate.rate, Kind::Share)
                .with("source", origin(&rate.origin)),
        )
}

/// Where an assumption comes from, in a word or the term's name.
fn origin(origin: &Origin) -> &str {
    match origin {
        Origin::LastTerm(term) => term,
        Origin::Assumed => "assumed",
        Origin::Given => "given",
    }
}

/// An academy.
pub(crate) fn academy_plan(academy: &AcademyPlan) -> Record {
    let needs = &academy.needs;
    let of_staff = |needed: Ends<Option<u64>>| needed_ends(needed, academy.headcount);
    let record = Record::object()
        .with("academy", academy.name.as_str())
        .with_some("headcount", academy.headcount.map(Cell::count))
        .with("needed_for_width", of_staff(needs.width))
        .with("needed_for_change", of_staff(needs.change))
        .with("needed_for_change_linked", of_staff(needs.change_linked))
        .with(
            "needed_to_be_shown",
            needed(academy.to_be_shown, None, "fewer people work there"),
        );
    let (Some(n), Some(outlook)) = (academy.expected, &academy.outlook) else {
        return record;
    };
    let rate = academy.rate.as_ref();
    record
        .with_some("response_rate", rate.map(|rate| Cell::number(rate.rate, Kind::Share)))
        .with_some("rate_source", rate.map(|rate| origin(&rate.origin)))
        .count("expected", n)
        .with("half_width", ends(&outlook.half_width, Kind::Score))
        .with("smallest_change", ends(&outlook.change, Kind::Score))
        .with_some(
            "smallest_change_these_staff",
            outlook
                .change_these_staff
                .as_ref()
                .map(|change| change.into_cell(Kind::Score)),
        )
        .with("smallest_change_linked", ends(&outlook.change_linked, Kind::Score))
        .with_some("prospect", academy.prospect.map(Prospect::name))
}

/// The trust at a response rate; `names` are those of the academies.
pub(crate) fn trust_plan(trust: &TrustPlan, names: &[&str]) -> Record {
    let outlook = &trust.outlook;
    let hidden = trust.withheld.iter().filter_map(|&place| names.get(place).copied());
    let record = Record::object()
        .with_some("headcount", trust.headcount.map(Cell::count))
        .with_some("response_rate", trust.rate.map(|rate| Cell::number(rate, Kind::Share)))
        .count("expected", trust.expected)
        .count("academies_planned", names.len() as u64)
        .count("academies_withheld", trust.withheld.len() as u64)
        .with_list("would_be_withheld", hidden);
    if trust.all_withheld {
        return record.with("trust_withheld", true);
    }
    record
        .with("half_width", ends(&outlook.half_width, Kind::Score))
        .with("smallest_change", ends(&outlook.change, Kind::Score))
        .number("smallest_change_linked", &outlook.change_linked, Kind::Score)
        .with("icc2", ends(&outlook.icc2, Kind::Coefficient))
}

/// The response that the trust needs.
pub(crate) fn trust_needs(needs: &Ends<TrustNeeds>) -> Record {
    let of = |part: fn(TrustNeeds) -> Option<ResponseNeeded>| {
        let answers = needs.each(|needs| part(needs).map(|found| found.answers));
        let rate = part(needs.value).map(|found| found.percent as f64 / 100.0);
        needed_ends(answers, None).with_some("response_rate", rate.map(|rate| Cell::number(rate, Kind::Share)))
    };
    Record::object()
        .with("needed_for_width", of(|needs| needs.width))
        .with("needed_for_change", of(|needs| needs.change))
}

/// The answers of each academy for an ICC(2).
pub(crate) fn icc2_needs(needs: &Icc2Needs) -> Record {
    Record::object()
        .figure("icc2", needs.icc2)
        .with("needed_for_icc2", needed_ends(needs.answers, None))
}

/// Asking once a year or every term.
pub(crate) fn asked_often(often: &AskedOften) -> Record {
    Record::object()
        .count("expected", often.n)
        .count("terms_a_year", TERMS_A_YEAR)
        .number("between_waves", computed(&often.between_waves), Kind::Score)
        .number("between_averages", computed(&often.between_averages), Kind::Score)
}

/// A question that would divide the staff.
pub(crate) fn question_plan(question: &QuestionPlan) -> Record {
    Record::object()
        .with("question", if question.is_role { "role" } else { "any" })
        .count("group_count", question.groups)
        .count("academies_with_small_groups", question.academies_with_small_groups)
        .count("academies_planned", question.academies)
        .with_list("small_in_trust", question.small_in_trust.iter().map(String::as_str))
}

fn computed(value: &Result<f64, Undefined>) -> Result<f64, &Undefined> {
    value.as_ref().map(|value| number::computed(*value))
}

fn ends(found: &Result<Ends<f64>, Undefined>, kind: Kind) -> Record {
    Record::defined(found, |ends| ends_of(*ends, kind))
}

fn ends_of(ends: Ends<f64>, kind: Kind) -> Record {
    let Ends { value, lower, upper } = ends.each(number::computed);
    Record::object()
        .number("value", value, kind)
        .number("lower", lower, kind)
        .number("upper", upper, kind)
}

/// Answers needed at both ends; more than the headcount are not a number.
fn needed_ends(ends: Ends<Option<u64>>, headcount: Option<u64>) -> Record {
    let cell = |n: Option<u64>| needed(n, headcount, NEVER_ENOUGH);
    let Ends { value, lower, upper } = ends.each(cell);
    Record::object()
        .with("value", value)
        .with("lower", lower)
        .with("upper", upper)
}

fn needed(n: Option<u64>, headcount: Option<u64>, none: &str) -> Cell {
    match (n, headcount) {
        (None, _) => Cell::Undefined(none.to_owned()),
        (Some(n), Some(headcount)) if n > headcount => {
            Cell::Undefined(format!("it would need {n} answers, more than work there"))
        }
        (Some(n), _) => Cell::count(n),
    }
}
