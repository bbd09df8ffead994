//! What a trust file may say, what a faulty one is told, and how it puts a survey's groups in order.

use std::fmt::Write as _;

use cte::input::trust::{Draft, DraftTerm, TrustFault, arrange_academies, arrange_roles, load, term_named};
use cte::input::{FaultKind, FaultyFile, GroupChoice, MemoryFile, ReadOptions, read_headcounts};
use cte::model::{MissingRule, Pooled, Trust};
use jiff::civil::{Date, date};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};

const SOUND: &str = r#"name = "Fellside"
instrument = "trust-cte"
response_rate_drop = 0.15
published = "published/"

[defaults]
group = "Which academy?"
by = "role"
columns = { te07 = "Q7." }
min_group = 8
level = 0.9
missing = "pairwise"
threads = 2
format = "csv"

[limits]
icc2_no = 0.4
icc2_yes = 0.6

[[academy]]
name = "St Mary's"
aliases = ["St Mary's Primary", "SMP"]
urn = 100123
phase = "primary"
headcount = 31
headcount_by_role = { "Teacher" = 20, "Assistant" = 11 }

[[academy]]
name = "Oak"
urn = "0100124"
headcount = 12
joined = 2025-09-01
left = "2027-01-01"
[academy.headcount_by_role]
Teacher = 12

[[academy]]
name = "Ash"
headcount = 9

[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["autumn.csv", "late.csv"]

[[term]]
name = "Spring 2027"
date = 2027-03-08
files = ["spring.csv"]
headcount = "staff.csv"

[[pool]]
name = "Trees"
members = ["oak", "Ash"]

[[pool]]
name = "Others"
of = "roles"
members = ["Assistant", "Office"]
"#;

fn read(text: &str) -> Result<Trust, FaultyFile> {
    load(text.as_bytes(), "cte.toml", &["text", "csv", "json"])
}

fn the_trust() -> Trust {
    read(SOUND).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_trust_file_says_who_when_and_how() {
    let trust = the_trust();
    assert_eq!(
        (trust.name.as_str(), trust.response_rate_drop),
        ("Fellside", Some(0.15))
    );
    let names: Vec<&str> = trust.academies().iter().map(|academy| academy.name.as_str()).collect();
    assert_eq!(names, ["St Mary's", "Oak", "Ash"]);
    assert_eq!(trust.academies()[0].urn.as_deref(), Some("100123"));
    assert_eq!(trust.academies()[1].urn.as_deref(), Some("0100124"));
    assert_eq!(trust.academies()[1].left, Some(date(2027, 1, 1)));
    assert_eq!(trust.academies()[1].headcount_by_role["Teacher"], 12);
    assert_eq!(trust.terms()[1].headcount.as_deref(), Some("staff.csv"));
    let pool = trust.pools(Pooled::Academies).next().expect("a pool");
    assert_eq!(pool.members, ["Oak", "Ash"], "members go by the academies' own names");
    assert_eq!(trust.defaults.columns, [("te07".to_owned(), "Q7.".to_owned())]);
    assert_eq!((trust.defaults.min_group, trust.defaults.level), (Some(8), Some(0.9)));
    assert_eq!(trust.defaults.missing, Some(MissingRule::Pairwise));
    assert_eq!((trust.limits.no(), trust.limits.yes()), (0.4, 0.6));
}

#[test]
fn a_name_is_all_that_a_trust_file_must_have() {
    let trust = read("name = \"T\"").unwrap_or_else(|error| panic!("{error}"));
    assert!(trust.academies().is_empty() && trust.terms().is_empty());
}

/// What is changed in the sound file, and into what; where it stands more than once, the last.
const CASES: &[(&str, &str)] = &[
    ("date = 2026-10-05", "date = 05/10/2026"),
    ("name = \"Fellside\"\n", ""),
    ("name = \"Fellside\"", "name = 7"),
    ("instrument = \"trust-cte\"", "instrument = \"trust-ct\""),
    ("response_rate_drop = 0.15", "response_rate_drop = 15"),
    ("response_rate_drop = 0.15", "response_rate_drop = nan"),
    ("response_rate_drop = 0.15", "min_group = 10"),
    ("published =", "publish ="),
    ("[defaults]", "[default]"),
    ("by = \"role\"", "unsuppressed = true"),
    ("by = \"role\"", "by = \"\""),
    ("min_group = 8", "min_group = 2"),
    ("min_group = 8", "min_group = \"8\""),
    ("min_group = 8", "min_group = 99999999999999999999"),
    ("level = 0.9", "level = 95"),
    ("level = 0.9", "level = 1.0"),
    ("missing = \"pairwise\"", "missing = \"pairwize\""),
    ("threads = 2", "threads = 0"),
    ("format = \"csv\"", "format = \"pdf\""),
    ("columns = { te07 = \"Q7.\" }", "columns = [\"te07\"]"),
    ("columns = { te07 = \"Q7.\" }", "columns = { te07 = 7 }"),
    ("icc2_no = 0.4", "icc2_no = 0.7"),
    ("icc2_no = 0.4", "icc2_no = 40"),
    ("icc2_yes = 0.6", "icc2_yes = 0.3"),
    ("[[academy]]\nname = \"Ash\"", "[[academies]]\nname = \"Ash\""),
    ("name = \"Ash\"\n", ""),
    ("name = \"Ash\"", "name = \"oak.\""),
    ("name = \"Ash\"", "name = \"ST MARYS PRIMARY\""),
    ("name = \"Ash\"", "name = \"-\""),
    ("name = \"Ash\"", "name = \"Ash\"\nurn = \"100123\""),
    ("name = \"Ash\"", "name = \"Ash\"\naliases = \"Ashes\""),
    ("name = \"Ash\"", "name = \"Ash\"\naliases = [\"Oak\", 3, \" \"]"),
    ("urn = 100123", "urn = 12"),
    ("urn = 100123", "urn = \"123/4567\""),
    ("headcount = 31", "headcount = 30"),
    ("headcount = 31", "headcount = 0"),
    ("headcount = 31", "headcount = 30.5"),
    ("\"Assistant\" = 11", "\"teacher.\" = 11"),
    ("\"Assistant\" = 11", "\"Assistant\" = -1"),
    ("left = \"2027-01-01\"", "left = 2025-09-01"),
    ("left = \"2027-01-01\"", "left = \"31/12/2026\""),
    ("left = \"2027-01-01\"", "left = \"last summer\""),
    ("left = \"2027-01-01\"", "left = 2027"),
    ("joined = 2025-09-01", "joined = 2025-02-30"),
    ("joined = 2025-09-01", "joined = 2025-09-01T09:00:00"),
    ("joined = 2025-09-01", "since = 2025-09-01"),
    ("date = 2027-03-08", "date = 2026-10-05"),
    ("date = 2027-03-08", "date = 2026-03-08"),
    ("date = 2027-03-08\n", ""),
    ("name = \"Spring 2027\"", "name = \"autumn 2026\""),
    ("name = \"Spring 2027\"", "name = \"?\""),
    ("files = [\"spring.csv\"]", "files = []"),
    ("files = [\"spring.csv\"]", "files = \"spring.csv\""),
    ("files = [\"spring.csv\"]\n", ""),
    ("files = [\"spring.csv\"]", "files = [\"-\"]"),
    ("files = [\"spring.csv\"]", "files = [\"late.csv\"]"),
    ("name = \"Trees\"", "name = \"Oak\""),
    ("name = \"Trees\"", "name = \"!\""),
    ("members = [\"oak\", \"Ash\"]", "members = [\"oak\", \"Ahs\"]"),
    ("members = [\"oak\", \"Ash\"]", "members = [\"oak\", \"Oak\"]"),
    ("members = [\"oak\", \"Ash\"]", "members = [\"oak\"]"),
    ("members = [\"oak\", \"Ash\"]", "members = []"),
    ("members = [\"oak\", \"Ash\"]\n", ""),
    ("of = \"roles\"", "of = \"role\""),
    ("of = \"roles\"\n", ""),
    (
        "members = [\"Assistant\", \"Office\"]",
        "members = [\"Assistant\", \"Office\"]\n[[pool]]\nname = \"others\"\nof = \"roles\"\nmembers = [\"Cook\", \"OFFICE\"]",
    ),
];

#[test]
fn every_fault_is_told_with_its_place_and_its_cure() {
    let mut told = String::new();
    for (from, to) in CASES {
        let at = SOUND.rfind(from).unwrap_or_else(|| panic!("no {from:?}"));
        let text = format!("{}{to}{}", &SOUND[..at], &SOUND[at + from.len()..]);
        let Err(error) = read(&text) else {
            panic!("no fault in {to:?}")
        };
        let _ = writeln!(told, "{from:?} → {to:?}\n{error}\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_term_is_found_by_its_name_however_it_is_spelt_and_else_the_nearest_is_told() {
    let trust = the_trust();
    assert_eq!(
        term_named(&trust, "autumn  2026.").map(|term| term.date),
        Ok(date(2026, 10, 5))
    );
    for (name, near) in [
        ("Autum 2026", "Autumn 2026"),
        ("spring", "Spring 2027"),
        ("Summer", "Spring 2027"),
    ] {
        let error = term_named(&trust, name).map(drop).unwrap_err();
        let wanted = (name != "Summer").then(|| near.to_owned());
        assert_eq!((error.nearest, error.terms.len()), (wanted, 2), "{name}");
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

#[test]
fn many_thousand_unknown_academies_are_arranged_and_said_once() {
    let found: Vec<String> = (0..50_000).map(|at| format!("School {at}")).collect();
    let arranged = arrange_academies(&the_trust(), None, &found, None);
    let spelt: Vec<&String> = arranged.places.iter().map(|&place| &arranged.names[place]).collect();
    assert_eq!(spelt, found.iter().collect::<Vec<_>>());
    let unknown = arranged
        .findings
        .iter()
        .filter(|finding| finding.code == "unknown-academy");
    assert_eq!(unknown.count(), 1);
}

fn arranged(found: &[&str], day: Option<Date>) -> String {
    let arranged = arrange_academies(&the_trust(), day, &names(found), None);
    assert_eq!(arranged.names.len(), arranged.staff.len());
    let mut told = String::new();
    for (name, staff) in arranged.names.iter().zip(&arranged.staff) {
        let staff = staff.map_or("?".to_owned(), |staff| staff.to_string());
        let _ = write!(told, "{name}={staff} ");
    }
    let _ = write!(told, "{:?}", arranged.places);
    for finding in &arranged.findings {
        let _ = write!(told, "\n{} {}: {}", finding.level.name(), finding.code, finding.message);
    }
    told
}

#[test]
fn academies_go_by_the_trusts_names_in_its_order() {
    let autumn = Some(date(2026, 10, 5));
    assert_eq!(
        arranged(&["Ash", "smp", "100124"], autumn),
        "St Mary's=31 Trees=21 100124=? [1, 0, 2]\n\
         warning unknown-academy: no academy of the trust file is called `100124`: add it, or add the name to the aliases of \
         the right one\n\
         warning nobody-answered: nobody answered for `Oak`, which the trust file has\n\
         note pool: `Trees` stands for `Oak`, `Ash`\n\
         warning no-headcount: the headcount of `100124` is not known: add an [[academy]] with this name and `headcount = …` to the trust file; until then, the trust's figures are not weighted by numbers of staff"
    );
    assert_eq!(
        arranged(&["", "0100124", "St. Marys", "ash", "100123"], autumn),
        "St Mary's=31 Trees=21 =? [2, 1, 0, 1, 0]\nnote pool: `Trees` stands for `Oak`, `Ash`"
    );
}

#[test]
fn an_academy_that_has_left_is_there_only_where_somebody_answered_for_it() {
    let spring = Some(date(2027, 3, 8));
    assert_eq!(
        arranged(&["Ash", "SMP"], spring),
        "St Mary's=31 Trees=9 [1, 0]\nnote pool: `Trees` stands for `Ash`"
    );
    assert_eq!(
        arranged(&["Oak", "Ash", "SMP", "trees"], spring),
        "St Mary's=31 Trees=? [1, 1, 0, 1]\n\
         warning pool-name: `trees` is a pool of the trust file and a group of the answers: both are taken together\n\
         warning unknown-academy: no academy of the trust file is called `trees`: add it, or add the name to the aliases of \
         the right one\n\
         warning outside-trust: somebody answered for `Oak`, but it left the trust on 2027-01-01, before this term's \
         2027-03-08\n\
         note pool: `Trees` stands for `Oak`, `Ash`\n\
         warning no-headcount: the headcount of `Trees` is not known: add an [[academy]] with this name and `headcount = …` to the trust file; until then, the trust's figures are not weighted by numbers of staff"
    );
    assert!(arranged(&["Oak"], None).contains("it left the trust on 2027-01-01"));
    assert!(arranged(&["Oak"], Some(date(2025, 1, 1))).contains("it joined the trust on 2025-09-01, after"));
}

#[test]
fn a_headcount_file_takes_the_place_of_the_trust_files_counts() {
    let file = MemoryFile {
        name: "staff.csv".to_owned(),
        bytes: b"academy,staff\nSMP,30\nAsh,8\nOak,11\nOak 2,5\nElm,7\nSt Marys,30\n".to_vec(),
    };
    let file = read_headcounts(&file, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    let found = names(&["Elm", "Ash", "SMP"]);
    let arranged = arrange_academies(&the_trust(), Some(date(2026, 10, 5)), &found, Some(&file));
    assert_eq!(arranged.names, ["St Mary's", "Trees", "Elm", "Oak 2"]);
    assert_eq!(arranged.staff, [None, Some(19), Some(7), Some(5)]);
    let told: Vec<&str> = arranged
        .findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert!(told.contains(&"the headcount file has several rows for `St Mary's`: none is taken. Leave one; until then, the trust's figures are not weighted by numbers of staff"));
    assert!(
        told.iter()
            .any(|message| message.starts_with("nobody answered for `Oak 2`, which the headcount file has"))
    );
}

#[test]
fn roles_are_pooled_and_their_staff_known_where_every_academy_counts_them() {
    let trust = the_trust();
    let found = names(&["Office", "", "teacher", "Assistant"]);
    let arranged = arrange_roles(&trust, Some(date(2026, 10, 5)), &found);
    assert_eq!(arranged.names, ["Others", "teacher", ""]);
    assert_eq!(arranged.places, [0, 2, 1, 0]);
    // Ash does not say how many teachers it has.
    assert_eq!(arranged.staff, [None, None, None]);

    let counted = SOUND.replace(
        "headcount = 9",
        "headcount = 9\nheadcount_by_role = { Teacher = 6, Office = 3 }",
    );
    let counted = read(&counted).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        arrange_roles(&counted, Some(date(2026, 10, 5)), &found).staff,
        [Some(14), Some(38), None]
    );
    assert_eq!(
        arrange_roles(&counted, Some(date(2027, 3, 8)), &found).staff,
        [Some(14), Some(26), None]
    );

    // A form may offer the pool as one answer: its staff are those of its members.
    let pool_asked = names(&["others", "teacher"]);
    assert_eq!(
        arrange_roles(&counted, Some(date(2026, 10, 5)), &pool_asked).staff,
        [Some(14), Some(38)]
    );
    assert_eq!(arrange_roles(&trust, None, &names(&["Others"])).staff, [None]);

    let phases = arrange_roles(&counted, None, &names(&["Primary", "Secondary"]));
    assert_eq!((phases.staff, phases.findings), (vec![None, None], Vec::new()));
    let typo = arrange_roles(&trust, None, &names(&["Offices", "Assistant"]));
    assert_eq!(
        typo.findings[1].message,
        "nobody is in `Office`, which the pool `Others` names; nearest: `Offices`"
    );
}

/// What careless editing does to a file.
fn edit() -> impl Strategy<Value = (usize, usize, Option<&'static str>)> {
    let insert = prop_oneof![
        proptest::sample::select(vec![
            "\"",
            "[",
            "]",
            "=",
            "\n",
            "#",
            "é",
            "\u{202e}",
            "\u{0}",
            "-",
            "2026-02-30",
            "[[academy]]\n",
            "[[pool]]\n",
            "[[term]]\n",
            "name = \"Oak\"\n",
            "headcount = 0\n",
            "inf",
            "nan",
            "-9223372036854775808",
            "{ a = 1 }",
            "[]",
        ])
        .prop_map(Some),
        proptest::strategy::Just(None),
    ];
    (any::<usize>(), 0_usize..30, insert)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_carelessly_edited_file_is_read_or_told_what_is_wrong(edits in proptest::collection::vec(edit(), 1..6)) {
        let text = edits.iter().fold(SOUND.to_owned(), |text, (at, length, insert)| {
            let characters: Vec<char> = text.chars().collect();
            let start = at % (characters.len() + 1);
            let end = if insert.is_some() { start } else { (start + length).min(characters.len()) };
            let before: String = characters[..start].iter().collect();
            let after: String = characters[end..].iter().collect();
            before + insert.unwrap_or_default() + &after
        });
        match read(&text) {
            Ok(trust) => {
                let found = names(&["", "Oak", "SMP", "Elm", "Trees", "Others", "Office"]);
                for day in [None, Some(date(2026, 10, 5)), Some(Date::MIN), Some(Date::MAX)] {
                    for arranged in [arrange_academies(&trust, day, &found, None), arrange_roles(&trust, day, &found)] {
                        assert_eq!(arranged.places.len(), found.len());
                        assert_eq!(arranged.names.len(), arranged.staff.len());
                        assert!(arranged.places.iter().all(|&place| place < arranged.names.len()));
                        assert_eq!(arranged.names[arranged.places[0]], "");
                    }
                }
            }
            Err(error) => {
                assert!(!error.faults().is_empty());
                for fault in error.faults() {
                    assert!(fault.line >= 1 && fault.line <= text.matches('\n').count() + 1);
                    let model = matches!(fault.kind, FaultKind::Trust(TrustFault::Model(_)));
                    assert!(!model, "only the model saw: {fault}\n{text}");
                    let printed = fault.to_string();
                    assert_eq!(printed.lines().count(), 3, "{printed}");
                    assert!(!printed.contains(['\u{202e}', '\u{0}']));
                }
            }
        }
    }

    #[test]
    fn a_first_trust_file_can_be_read_whatever_the_academies_are_called(
        academies in proptest::collection::vec(".{0,20}", 0..8),
        files in proptest::collection::vec("[^\u{0}]{1,12}", 1..3),
        group in proptest::option::of(".{0,10}[a-z]"),
    ) {
        let mut files = files;
        files.dedup();
        files.retain(|file| !file.trim().is_empty() && file.trim() != "-");
        files.push("last.csv".to_owned());
        let draft = Draft {
            headcounts: std::collections::BTreeMap::new(),
            instrument: "trust-cte".to_owned(),
            academies,
            terms: vec![
                DraftTerm { known: None, files: files.clone(), again: Vec::new() },
                DraftTerm { known: Some(("Autumn".to_owned(), date(2026, 10, 1))), files: files.clone(), again: files.clone() },
            ],
            academy: group.clone().map(GroupChoice::Column),
            renamed: Vec::new(),
            columns: vec![("te07".to_owned(), "7. \"Q\"\n".to_owned())],
        };
        let text = draft.to_toml();
        let trust = read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(&trust.terms()[0].files, &files);
        assert_eq!(&trust.defaults.group, &group);
        for name in &draft.academies {
            let known = trust.academies().iter().any(|academy| academy.name == name.trim());
            let arranged = arrange_academies(&trust, None, std::slice::from_ref(name), None);
            let nobody = !name.chars().any(char::is_alphanumeric);
            let strange = arranged.findings.iter().any(|finding| finding.code == "unknown-academy");
            assert!(known || nobody || !strange, "{name:?}\n{text}");
        }
    }
}
