//! Signs that answers may have been given under pressure: named in words, of academies that are shown, never of a person.

use std::fmt::Write as _;

use crate::support::Folder;

const ACADEMIES: [&str; 8] = ["Oak", "Ash", "Elm", "Yew", "Fir", "Bay", "Box", "May"];
const STAFF: &str = "academy,staff\nOak,30\nAsh,30\nElm,30\nYew,30\nFir,30\nBay,30\nBox,30\nMay,30\n";

/// What is unusual about the first academy.
#[derive(Clone, Copy, Default)]
struct Unusual {
    /// People who answer as the scoring key wants it throughout.
    best: usize,
    /// People who choose the highest code throughout.
    highest: usize,
    /// People who took the same time.
    in_step: usize,
    /// People who answered beyond the usual twenty.
    more: usize,
}

/// A term of eight academies, twenty answers each, in which nobody is at the top unless that is asked for.
fn term(unusual: Unusual) -> String {
    let mut text = "academy,q01,q02,q03,Duration (in seconds)\n".to_owned();
    for (place, name) in ACADEMIES.iter().enumerate() {
        let own = if place == 0 { unusual } else { Unusual::default() };
        for person in 0..20 + own.more {
            let answer = |item: usize| 2 + (place * 7 + person * 5 + person / 4 * item) % 4;
            let answers = if person < own.best {
                "6,1,6".to_owned()
            } else if person < own.best + own.highest {
                "6,6,6".to_owned()
            } else {
                format!("{},{},{}", answer(1), answer(2), answer(3))
            };
            let seconds = if person < own.in_step {
                75
            } else {
                100 + place + person * 11
            };
            let _ = writeln!(text, "{name},{answers},{seconds}");
        }
    }
    text
}

fn check(unusual: Unusual) -> String {
    let folder = Folder::new().file("a.csv", term(unusual));
    folder.run("check a.csv -i trio.toml --no-config").stdout
}

const TOP: &str = "gave the top answer to every question";
const EQUAL: &str = "took exactly the same time";

#[test]
fn top_answers_throughout_in_one_academy_are_pointed_out() {
    for unusual in [
        Unusual {
            best: 6,
            ..Unusual::default()
        },
        Unusual {
            highest: 6,
            ..Unusual::default()
        },
    ] {
        let said = check(unusual);
        assert!(said.contains(TOP) && !said.contains(EQUAL), "{said}");
    }
    let said = check(Unusual::default());
    assert!(!said.contains(TOP) && !said.contains(EQUAL), "{said}");
}

#[test]
fn equal_times_in_one_academy_are_pointed_out() {
    let said = check(Unusual {
        in_step: 8,
        ..Unusual::default()
    });
    assert!(said.contains(EQUAL) && !said.contains(TOP), "{said}");
}

#[test]
fn an_academy_that_is_withheld_has_no_signs() {
    let few = |text: String| -> String {
        // Nine of the first academy, all at the top.
        let oak = text.lines().filter(|line| line.starts_with("Oak")).take(9);
        let rest = text.lines().filter(|line| !line.starts_with("Oak"));
        rest.chain(oak).collect::<Vec<_>>().join("\n")
    };
    let unusual = Unusual {
        best: 9,
        in_step: 9,
        ..Unusual::default()
    };
    let folder = Folder::new().file("a.csv", few(term(unusual)));
    let said = folder.run("check a.csv -i trio.toml --no-config").stdout;
    assert!(!said.contains(TOP) && !said.contains(EQUAL), "{said}");
    let folder = folder.file("b.csv", few(term(Unusual::default())));
    let said = folder.output("compare b.csv a.csv -i trio.toml --no-config");
    assert!(!said.contains("That proves nothing"), "{said}");
}

#[test]
fn a_change_with_signs_of_pressure_says_so() {
    let unusual = Unusual {
        best: 8,
        more: 10,
        ..Unusual::default()
    };
    let folder = Folder::new()
        .file("a.csv", term(Unusual::default()))
        .file("b.csv", term(unusual))
        .file(
            "c.csv",
            term(Unusual {
                more: 1,
                ..Unusual::default()
            }),
        )
        .file("staff.csv", STAFF);
    let said = folder.output("compare a.csv b.csv -i trio.toml --headcount staff.csv --no-config");
    insta::assert_snapshot!(said);
    let said = folder.output("compare a.csv c.csv -i trio.toml --headcount staff.csv --no-config");
    assert!(!said.contains("That proves nothing"), "{said}");
}
