//! Arranges the academies of a survey as the trust file says: its names and order, with small academies pooled and
//! academies without respondents added.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::input::academies::{AcademyList, Headcounts};
use crate::input::text::{SHOWN, all_quoted, did_you_mean, few_or_all, name_key, nearest};
use crate::model::{Academy, Finding, Level, Pool, Pooled, Trust};

/// Groups in the trust's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arranged {
    /// The names of the groups, including those without respondents.
    pub names: Vec<String>,
    /// For each group of the survey, the index in `names`.
    pub places: Vec<usize>,
    /// The number of staff of each group, if known.
    pub staff: Vec<Option<u64>>,
    /// Findings for the user.
    pub findings: Vec<Finding>,
}

impl Arranged {
    /// Adds the group of respondents who named none, if there are any.
    pub(crate) fn add_nameless(&mut self, found: &[String]) {
        if let Some(nameless) = found.iter().position(String::is_empty) {
            self.places[nameless] = self.names.len();
            self.names.push(String::new());
            self.staff.push(None);
        }
    }
}

/// A group that will be shown.
#[derive(Debug, Default)]
struct Slot {
    name: String,
    /// The trust's academies that it combines.
    academies: Vec<usize>,
    /// True if it includes respondents of an academy that is not in the trust file.
    stranger: bool,
}

/// Puts the academies of a survey into the trust's order on the day the survey opened, if that is known.
///
/// Academies that belong to the trust on that day are included even without respondents; academies that had left or not
/// yet joined only with respondents. Academies that the trust file does not know come last, in order of first
/// appearance. Headcounts come from `file` if given, otherwise from the trust file.
#[must_use]
pub fn arrange_academies(trust: &Trust, day: Option<Date>, found: &[String], file: Option<&Headcounts>) -> Arranged {
    let names = AcademyList::of_trust(trust);
    let of_academy: Vec<Option<usize>> = found.iter().map(|name| names.place(name)).collect();
    let mut has_answers = vec![false; trust.academies().len()];
    for &place in of_academy.iter().flatten() {
        has_answers[place] = true;
    }
    let answered = |place: usize| has_answers[place];
    let mut slots = Slots::default();
    let mut slot_of_academy = vec![None; trust.academies().len()];
    for (place, academy) in trust.academies().iter().enumerate() {
        if answered(place) || academy.belongs(day) {
            let name = pool_of(trust, academy).map_or(&academy.name, |pool| &pool.name);
            let slot = slots.named(name);
            slots.slots[slot].academies.push(place);
            slot_of_academy[place] = Some(slot);
        }
    }
    let mut findings = Vec::new();
    let mut places = vec![0; found.len()];
    for (group, name) in found.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        places[group] = if let Some(academy) = of_academy[group] {
            // Every academy with respondents has a slot.
            slot_of_academy[academy].unwrap_or_default()
        } else {
            let known = slots.slots.len();
            let slot = slots.named(name);
            slots.slots[slot].stranger = true;
            if slot < known {
                findings.push(clash(name));
            }
            slot
        };
    }
    let mut counts = file.map(|file| FileCounts::of(file, &names));
    if let Some(counts) = &mut counts {
        // An academy that has a headcount but is not in the trust file and has no respondents: the user should check
        // it.
        for (name, _) in counts.strangers.values() {
            slots.named(name);
        }
    }
    findings.extend(unknown(&names, found, &of_academy));
    findings.extend(at_the_wrong_time(trust, day, &answered));
    findings.extend(silent(trust, &slots, &answered, counts.as_ref()));
    let slots = slots.slots;
    findings.extend(pooled(trust, &slots));
    let staff: Vec<Option<u64>> = slots.iter().map(|slot| staff(trust, slot, counts.as_ref())).collect();
    findings.extend(uncounted(trust, &slots, &staff, counts.as_ref()));
    let mut arranged = Arranged {
        names: slots.into_iter().map(|slot| slot.name).collect(),
        places,
        staff,
        findings,
    };
    arranged.add_nameless(found);
    arranged
}

/// The pool that an academy is shown in.
fn pool_of<'t>(trust: &'t Trust, academy: &Academy) -> Option<&'t Pool> {
    trust
        .pools(Pooled::Academies)
        .find(|pool| pool.members.contains(&academy.name))
}

/// The slots, and the place of each by the key of its name.
#[derive(Debug, Default)]
struct Slots {
    slots: Vec<Slot>,
    by_key: HashMap<String, usize>,
}

impl Slots {
    /// The slot with this name, added if necessary.
    fn named(&mut self, name: &str) -> usize {
        let new = self.slots.len();
        let slot = *self.by_key.entry(name_key(name)).or_insert(new);
        if slot == new {
            self.slots.push(Slot {
                name: name.to_owned(),
                ..Slot::default()
            });
        }
        slot
    }
}

/// Warns of a group in the survey with the name of a pool.
pub(crate) fn clash(name: &str) -> Finding {
    let message = format!("`{name}` is a pool of the trust file and a group of the answers: both are taken together");
    Finding::new(Level::Warning, "pool-name", message)
}

/// The headcounts of a file, by academy of the trust, and by name for other academies.
struct FileCounts<'f> {
    of_academy: BTreeMap<usize, Vec<u64>>,
    /// The name and the headcount by the key of the name.
    strangers: BTreeMap<String, (&'f str, u64)>,
}

impl<'f> FileCounts<'f> {
    fn of(file: &'f Headcounts, names: &AcademyList) -> Self {
        let mut counts = Self {
            of_academy: BTreeMap::new(),
            strangers: BTreeMap::new(),
        };
        for row in file.academies() {
            if let Some(place) = names.place(&row.academy) {
                counts.of_academy.entry(place).or_default().push(row.staff);
                continue;
            }
            let key = name_key(&row.academy);
            if !key.is_empty() {
                counts.strangers.insert(key, (&row.academy, row.staff));
            }
        }
        counts
    }

    /// The headcount of an academy; none if two rows give it, under two of its names.
    fn academy(&self, place: usize) -> Option<u64> {
        match self.of_academy.get(&place)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    fn stranger(&self, name: &str) -> Option<u64> {
        self.strangers.get(&name_key(name)).map(|&(_, staff)| staff)
    }
}

/// The number of staff of a slot: for a pool, the sum over its academies.
fn staff(trust: &Trust, slot: &Slot, file: Option<&FileCounts<'_>>) -> Option<u64> {
    if slot.academies.is_empty() {
        return file?.stranger(&slot.name);
    }
    let of = |&place: &usize| file.map_or(trust.academies()[place].headcount, |file| file.academy(place));
    // The staff of a pool is unknown if it includes respondents of another academy.
    (!slot.stranger).then(|| slot.academies.iter().map(of).sum::<Option<u64>>())?
}

/// Warns of groups that are not academies of the trust.
fn unknown(names: &AcademyList, found: &[String], of_academy: &[Option<usize>]) -> Option<Finding> {
    if names.academies().is_empty() {
        return None;
    }
    let strangers = found.iter().zip(of_academy);
    let strangers: Vec<&String> = strangers
        .filter(|(name, place)| place.is_none() && !name.is_empty())
        .map(|(name, _)| name)
        .collect();
    let shown = strangers.iter().take(SHOWN).map(|name| {
        let like = names.nearest_name(name);
        match like.and_then(|like| Some((like, &names.find(like)?.name))) {
            None => format!("`{name}`"),
            Some((like, academy)) if like == academy => format!("`{name}` (nearest: `{academy}`)"),
            Some((like, academy)) => format!("`{name}` (nearest: `{like}`, an alias of `{academy}`)"),
        }
    });
    let shown: Vec<String> = shown.collect();
    if shown.is_empty() {
        return None;
    }
    let more = match strangers.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "no academy of the trust file is called {}{more}: add it, or add the name to the aliases of the right one",
        shown.join(", ")
    );
    Some(Finding::new(Level::Warning, "unknown-academy", message))
}

/// Warns of academies with respondents at a time when they did not belong to the trust.
fn at_the_wrong_time(trust: &Trust, day: Option<Date>, answered: &dyn Fn(usize) -> bool) -> Vec<Finding> {
    let academies = trust.academies().iter().enumerate();
    let strays = academies.filter(|(place, academy)| answered(*place) && !academy.belongs(day));
    let finding = |(_, academy): (usize, &Academy)| {
        let when = match (day, academy.joined, academy.left) {
            (Some(day), Some(joined), _) if joined > day => {
                format!("it joined the trust on {joined}, after this term's {day}")
            }
            (Some(day), _, Some(left)) => format!("it left the trust on {left}, before this term's {day}"),
            (_, _, Some(left)) => format!("it left the trust on {left}"),
            _ => "it does not belong to the trust".to_owned(),
        };
        let message = format!("somebody answered for `{}`, but {when}", academy.name);
        Finding::new(Level::Warning, "outside-trust", message)
    };
    strays.map(finding).collect()
}

/// Notes academies without respondents.
fn silent(
    trust: &Trust,
    slots: &Slots,
    answered: &dyn Fn(usize) -> bool,
    file: Option<&FileCounts<'_>>,
) -> Vec<Finding> {
    let academies = slots.slots.iter().flat_map(|slot| &slot.academies);
    let quiet = academies.filter(|&&place| !answered(place));
    let quiet: Vec<&str> = quiet.map(|&place| trust.academies()[place].name.as_str()).collect();
    let quiet = few_or_all(
        &quiet,
        |name| format!("nobody answered for `{name}`, which the trust file has"),
        |name| *name,
        |names| format!("nobody answered for {names}, which the trust file has"),
    );
    let rows = file.into_iter().flat_map(|file| &file.strangers);
    let rows = rows.filter_map(|(key, (name, _))| {
        let slot = &slots.slots[*slots.by_key.get(key)?];
        (!slot.stranger && slot.academies.is_empty()).then_some(*name)
    });
    let rows: Vec<&str> = rows.collect();
    let rows = few_or_all(
        &rows,
        |name| {
            let academies = trust.academies().iter().map(|academy| academy.name.as_str());
            let near = did_you_mean(nearest(name, academies));
            format!("nobody answered for `{name}`, which the headcount file has and the trust file has not{near}")
        },
        |name| *name,
        |names| format!("nobody answered for {names}, which the headcount file has and the trust file has not"),
    );
    let finding = |message| Finding::new(Level::Warning, "nobody-answered", message);
    quiet.into_iter().chain(rows).map(finding).collect()
}

/// Notes the academies that each pool combines.
fn pooled(trust: &Trust, slots: &[Slot]) -> Vec<Finding> {
    let is_pool = |slot: &&Slot| {
        trust
            .pools(Pooled::Academies)
            .any(|pool| pool.name == slot.name && !slot.academies.is_empty())
    };
    let finding = |slot: &Slot| {
        let members = slot.academies.iter().map(|&place| &trust.academies()[place].name);
        let message = format!("`{}` stands for {}", slot.name, all_quoted(members));
        Finding::new(Level::Note, "pool", message)
    };
    slots.iter().filter(is_pool).map(finding).collect()
}

/// What follows if one headcount is not known.
pub(crate) const UNWEIGHTED: &str = "the trust's figures are not weighted by numbers of staff";

/// Warns of groups without a headcount if others have one.
fn uncounted(trust: &Trust, slots: &[Slot], staff: &[Option<u64>], file: Option<&FileCounts<'_>>) -> Vec<Finding> {
    if staff.iter().all(Option::is_none) {
        return Vec::new();
    }
    let twice = |place: &&usize| {
        file.and_then(|file| file.of_academy.get(place))
            .is_some_and(|rows| rows.len() > 1)
    };
    let missing = slots.iter().zip(staff).filter(|(_, staff)| staff.is_none());
    // Several rows of an academy have a cure of their own.
    let (doubled, unknown): (Vec<&Slot>, Vec<&Slot>) = missing
        .map(|(slot, _)| slot)
        .partition(|slot| slot.academies.iter().any(|place| twice(&place)));
    let one = |slot: &&Slot| {
        let without = |place: &&usize| trust.academies()[**place].headcount.is_none();
        let name = |place: &usize| trust.academies()[*place].name.as_str();
        if let Some(place) = slot.academies.iter().find(twice) {
            format!(
                "the headcount file has several rows for `{}`: none is taken. Leave one",
                name(place)
            )
        } else if file.is_some() {
            let none = |place: &&usize| file.is_some_and(|file| !file.of_academy.contains_key(place));
            let who = slot.academies.iter().find(none).map_or(slot.name.as_str(), name);
            format!("the headcount file has no academy `{who}`: add a row for it")
        } else if let Some(place) = slot.academies.iter().find(without) {
            format!(
                "the trust file has no headcount of `{}`: add `headcount = …` to its [[academy]]",
                name(place)
            )
        } else {
            format!(
                "the headcount of `{}` is not known: add an [[academy]] with this name and `headcount = …` to the trust file",
                slot.name
            )
        }
    };
    let all = |names: &str| {
        let cure = match file {
            Some(_) => "add a row for each to the headcount file",
            None => "give each its `headcount = …` in an [[academy]] of the trust file",
        };
        format!("the headcounts of {names} are not known: {cure}")
    };
    let messages = doubled.iter().map(one);
    let messages = messages.chain(few_or_all(&unknown, one, |slot| slot.name.as_str(), all));
    let finding = |message: String| {
        let message = format!("{message}; until then, {UNWEIGHTED}");
        Finding::new(Level::Warning, "no-headcount", message)
    };
    messages.map(finding).collect()
}
