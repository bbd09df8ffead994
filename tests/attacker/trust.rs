//! Invented trusts: academies of one person to thirty, roles, scales that share items and scales that do not.

use std::collections::BTreeSet;
use std::env;
use std::fmt;
use std::fmt::Write as _;

use cte::analysis::{GroupHeadcounts, Options, Study};
use cte::disclosure::{GroupedStudy, Policy};
use cte::input::instrument::load;
use cte::model::Instrument;
use cte::tally::{MISSING, Responses, Tally};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

/// Number of trusts in a test.
pub(crate) const TRUSTS: u32 = 240;
/// The rule, with every digit: the attacks must fail even on figures that are not rounded.
pub(crate) const POLICY: Policy = Policy::published(10).in_full();
/// The rule that commands follow.
pub(crate) const ROUNDED: Policy = Policy::published(10);
pub(crate) const OPEN: Policy = Policy::working(10);
/// Items of the questionnaire and codes they are answered on.
const ITEMS: usize = 5;
const CODES: u8 = 5;

/// The trusts are the same in every run; a failing one is made smaller.
pub(crate) fn config() -> Config {
    Config {
        cases: TRUSTS,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Config::default()
    }
}

/// More of the same trusts, for laws that are rarely broken: 1,000 with `CTE_ATTACK_FULL=1`, otherwise 250.
pub(crate) fn thousand() -> Config {
    let cases = part(1000);
    Config {
        cases,
        max_global_rejects: 10 * cases,
        ..config()
    }
}

/// Returns `all` with `CTE_ATTACK_FULL=1`, otherwise a quarter of it. Scales the number of cases and the finds that they must give.
pub(crate) fn part(all: u32) -> u32 {
    if env::var("CTE_ATTACK_FULL").is_ok_and(|set| set == "1") {
        all
    } else {
        all.div_ceil(4)
    }
}

/// One respondent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) academy: usize,
    pub(crate) role: usize,
    pub(crate) answers: [u8; ITEMS],
}

/// A trust and how it is scored.
#[derive(Clone)]
pub(crate) struct Trust {
    pub(crate) academies: usize,
    pub(crate) roles: usize,
    pub(crate) persons: Vec<Person>,
    pub(crate) staff: Option<Vec<u64>>,
    pub(crate) aggregate: &'static str,
    pub(crate) score: &'static str,
}

/// An academy a line, a person a word: role and answers, `.` where skipped.
impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {}, staff {:?}", self.score, self.aggregate, self.staff)?;
        for academy in 0..self.academies {
            write!(f, "  {}:", academy_name(academy))?;
            for person in self.persons.iter().filter(|person| person.academy == academy) {
                let answer = |&code: &u8| if code == MISSING { '.' } else { char::from(b'1' + code) };
                let answers: String = person.answers.iter().map(answer).collect();
                write!(
                    f,
                    " {}{answers}",
                    char::from(b'a' + u8::try_from(person.role).unwrap_or(25))
                )?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// How people answer.
#[derive(Debug, Clone, Copy)]
enum Manner {
    /// Each in their own way.
    Freely,
    /// Freely, but many skip.
    Sparsely,
    /// All of an academy alike.
    AsOneAcademy,
    /// All alike.
    AsOne,
}

/// Trusts of 1 to 12 academies, small ones as often as large ones, ties at the minimum among them.
pub(crate) fn trusts() -> impl Strategy<Value = Trust> {
    let size = prop_oneof![3 => 1_usize..10, 2 => 8_usize..13, 1 => Just(10_usize), 3 => 10_usize..31];
    let manner = prop_oneof![
        6 => Just(Manner::Freely),
        2 => Just(Manner::Sparsely),
        1 => Just(Manner::AsOneAcademy),
        1 => Just(Manner::AsOne)
    ];
    (
        prop::collection::vec(size, 1..=12),
        1_usize..5,
        manner,
        any::<u32>(),
        prop::option::of(0_u64..6),
        prop_oneof![Just("persons"), Just("items")],
        prop_oneof![Just("mean"), Just("sum")],
    )
        .prop_map(|(sizes, roles, manner, seed, room, aggregate, score)| {
            let mut persons = Vec::new();
            for (academy, &size) in sizes.iter().enumerate() {
                for place in 0..size {
                    persons.push(person(academy, place, roles, manner, seed));
                }
            }
            let staff = room.map(|room| {
                let room_of = |academy: usize| mixed(seed, academy, 0, 77) % (room + 1);
                (0..sizes.len())
                    .map(|academy| sizes[academy] as u64 + room_of(academy))
                    .collect()
            });
            Trust {
                academies: sizes.len(),
                roles,
                persons,
                staff,
                aggregate,
                score,
            }
        })
}

fn person(academy: usize, place: usize, roles: usize, manner: Manner, seed: u32) -> Person {
    let draw = |salt: u64| mixed(seed, academy, place, salt);
    let leaning = mixed(seed, academy, 0, 1) % 3 + draw(2) % 2;
    let answers = std::array::from_fn(|item| {
        let salt = 10 + item as u64;
        let code = (leaning + draw(salt) % 2).min(u64::from(CODES) - 1);
        let skips = match manner {
            Manner::Freely => draw(salt + 100) % 25 == 0,
            Manner::Sparsely => draw(salt + 100) % 3 == 0,
            Manner::AsOneAcademy | Manner::AsOne => false,
        };
        match manner {
            _ if skips => MISSING,
            Manner::Freely | Manner::Sparsely => u8::try_from(code).expect("a code"),
            Manner::AsOneAcademy => u8::try_from(mixed(seed, academy, 0, 5) % 5).expect("a code"),
            Manner::AsOne => 3,
        }
    });
    // The first academies share the roles, others have one role each: such margins disclose much.
    let role = match draw(3) % 4 {
        0 => academy % roles,
        _ => usize::try_from(draw(4)).expect("a role") % roles,
    };
    Person { academy, role, answers }
}

/// Whole numbers below a thousand that look drawn, the same for the same place (`SplitMix64`).
pub(crate) fn mixed(seed: u32, academy: usize, place: usize, salt: u64) -> u64 {
    let mut z = u64::from(seed)
        ^ (academy as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ (place as u64).wrapping_mul(0xbf58_476d_1ce4_e5b9)
        ^ salt.wrapping_mul(0x94d0_49bb_1331_11eb);
    for _ in 0..2 {
        z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
    }
    z % 1000
}

/// Names without digits, so that every digit of an output is a figure.
pub(crate) fn academy_name(academy: usize) -> String {
    let letter = |place: usize| char::from(b'a' + u8::try_from(place % 26).expect("a letter"));
    format!("School {}{}", letter(academy), letter(academy + 7))
}

pub(crate) fn role_name(role: usize) -> String {
    ["Teacher", "Assistant", "Leader", "Caretaker"][role].to_owned()
}

impl Trust {
    /// Scales: all of the first four items, two of them, and one item that no other scale has.
    pub(crate) fn instrument(&self) -> Instrument {
        let mut items = String::new();
        for item in 0..ITEMS {
            let _ = write!(
                items,
                "[[item]]\nid = \"i{item}\"\ntext = \"i{item}\"\nreversed = {}\n",
                item == 1
            );
        }
        let text = format!(
            "id = \"t\"\nname = \"T\"\nversion = \"1\"\n[response]\nmin = 1\nmax = {CODES}\n\
             [scoring]\nscore = \"{}\"\naggregate = \"{}\"\nmin_answered = 0.7\n{items}\
             [[scale]]\nid = \"four\"\nname = \"Four\"\nitems = [\"i0\", \"i1\", \"i2\", \"i3\"]\n\
             [[scale]]\nid = \"two\"\nname = \"Two\"\nitems = [\"i0\", \"i1\"]\n\
             [[scale]]\nid = \"apart\"\nname = \"Apart\"\nitems = [\"i4\"]\n",
            self.score, self.aggregate
        );
        load(text.as_bytes(), "t.toml", |_| Err("there is none".to_owned()))
            .expect("an instrument")
            .instrument
    }

    /// Begins with one blank row for each academy and role, so that groups have the same order wherever people work.
    pub(crate) fn responses(&self) -> Responses {
        let mut responses = Responses::new(ITEMS, &["academy", "role"]);
        for place in 0..self.academies.max(self.roles) {
            let academy = academy_name(place.min(self.academies - 1));
            let role = role_name(place.min(self.roles - 1));
            responses.push(&[MISSING; ITEMS], &[&academy, &role], 2);
        }
        for person in &self.persons {
            let (academy, role) = (academy_name(person.academy), role_name(person.role));
            responses.push(&person.answers, &[&academy, &role], 2);
        }
        responses
    }

    /// The trust with people moved between academies: `to` says where each person works.
    pub(crate) fn moved(&self, to: &[usize]) -> Self {
        let mut twin = self.clone();
        for (person, &academy) in twin.persons.iter_mut().zip(to) {
            person.academy = academy;
        }
        twin
    }

    /// The number of an academy's people who have a score, or gave any answer, on some items.
    pub(crate) fn answerers(&self, academy: usize, items: &[usize]) -> usize {
        let any =
            |person: &&Person| person.academy == academy && items.iter().any(|&item| person.answers[item] != MISSING);
        self.persons.iter().filter(any).count()
    }
}

/// The survey as the command line would make it.
pub(crate) fn survey<'a>(
    trust: &Trust,
    instrument: &'a Instrument,
    responses: &Responses,
    by_role: bool,
) -> GroupedStudy<'a> {
    let study = |grouping: usize, staff: Vec<Option<u64>>| Study {
        instrument,
        tally: Tally::of(instrument, responses, grouping),
        headcounts: GroupHeadcounts::new(staff),
        options: Options::default(),
        rows: None,
    };
    let staff = trust
        .staff
        .as_ref()
        .map(|staff| staff.iter().copied().map(Some).collect())
        .unwrap_or_default();
    GroupedStudy {
        academies: study(0, staff),
        by: by_role.then(|| study(1, Vec::new())),
        crossing: if by_role {
            responses.crossing(0, 1)
        } else {
            vec![Vec::new(); trust.academies]
        },
        guarded: None,
        standard: by_role.then(|| crate::standardised::standard(instrument, responses, &[])),
    }
}

/// The names of groups as a set.
pub(crate) fn set(names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    names.into_iter().collect()
}
