//! A list of the trust's academies: names cleaned, URNs and aliases understood, headcounts taken, strangers named.

use cte::input::{AcademyList, InputError, MemoryFile, ReadOptions, match_headcounts, read_academies, read_headcounts};

use crate::layouts::files::{academies, bytes, read_bytes, text};

fn listed(name: &str, bytes: impl Into<Vec<u8>>, trust: Option<&str>) -> Result<AcademyList, InputError> {
    let (name, bytes) = (name.to_owned(), bytes.into());
    read_academies(&MemoryFile { name, bytes }, trust)
}

fn own() -> AcademyList {
    listed("academies.csv", bytes("academies.csv"), None).expect("a list")
}

fn with(list: AcademyList) -> ReadOptions {
    ReadOptions {
        academies: Some(list),
        ..ReadOptions::default()
    }
}

const CHURCH: &str = "St Mary's Church of England Primary";

#[test]
fn names_aliases_and_urns_are_one_academy_under_the_lists_name() {
    // Names and an alias; URNs; codes in a column that no header tells.
    for (name, header) in [
        ("plain.csv", "academy"),
        ("jisc.csv", "5. School URN"),
        ("jisc-urn.csv", "School URN"),
        ("limesurvey-codes.csv", "ACAD"),
    ] {
        let survey = read_bytes(name, bytes(name), &with(own())).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(survey.files[0].academy.as_deref(), Some(header), "{name}");
        let found = academies(&survey);
        assert_eq!(found[..3], ["Oakfield Academy", "Oakfield Academy", CHURCH], "{name}");
        assert!(
            survey.findings.iter().all(|finding| finding.code != "unknown-academy"),
            "{name}"
        );
    }
}

#[test]
fn a_name_that_the_list_has_not_is_told_with_the_nearest() {
    let text = text("plain.csv").replacen("Oakfield Academy", "Oakfeild Academy", 1);
    let survey = read_bytes("plain.csv", text.into_bytes(), &with(own())).expect("readable");
    let said: Vec<&str> = survey
        .findings
        .iter()
        .filter(|finding| finding.code == "unknown-academy")
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "no academy in `academies.csv` is called `Oakfeild Academy`; nearest: `Oakfield Academy`: correct it, or add it there \
          as an alias"
        ]
    );
}

#[test]
fn a_register_is_cut_down_to_one_trusts_open_academies() {
    for trust in ["2345", "example learning trust", "Example Learning Trust"] {
        let list = listed("gias.csv", bytes("gias.csv"), Some(trust)).expect("a list");
        let names: Vec<&str> = list.academies().iter().map(|academy| academy.name.as_str()).collect();
        assert_eq!(names, ["Oakfield Academy", "St Mary’s Primary"]);
        assert_eq!(list.find("136271").map(|academy| academy.row), Some(2));
    }
    let said = |trust| {
        let error = listed("gias.csv", bytes("gias.csv"), trust).expect_err("no list");
        error.to_string()
    };
    assert_eq!(
        said(None),
        "in `gias.csv`: it lists the academies of several trusts, such as `EXAMPLE LEARNING TRUST`, `OTHER TRUST`: choose one \
         with --trust, by its code or name"
    );
    assert_eq!(
        said(Some("Example Trust")),
        "in `gias.csv`: it has no open academy of a trust `Example Trust`; nearest: `EXAMPLE LEARNING TRUST`: give --trust the \
         trust's code or its whole name"
    );
}

#[test]
fn two_academies_of_one_name_or_alias_are_refused() {
    let error = listed("a.csv", "academy,aliases\nOak,Big\nAsh,\"Little; big\"\n", None).expect_err("no list");
    assert_eq!(
        error.to_string(),
        "in `a.csv`, row 3: `big` is already in row 2: keep one of them"
    );
    let error = listed("a.csv", "academy,staff\nOak,many\n", None).expect_err("no list");
    assert_eq!(
        error.to_string(),
        "in `a.csv`, row 2, column `staff`: `many` is not a number of staff: give a whole number, 0 or more"
    );
}

#[test]
fn headcounts_come_from_the_list_or_the_census() {
    let list = own();
    let given = list.headcounts().expect("headcounts");
    let names = ["Oakfield Academy".to_owned(), CHURCH.to_owned()];
    assert_eq!(match_headcounts(&names, &given).staff, [Some(9), Some(10)]);

    let (name, bytes) = ("england_swf.csv".to_owned(), bytes("england_swf.csv"));
    let source = MemoryFile { name, bytes };
    let census = read_headcounts(&source, &with(list)).expect("headcounts");
    let matched = match_headcounts(&names, &census);
    assert!(census.of_census());
    assert_eq!((matched.staff, matched.unused), (vec![Some(9), Some(10)], vec![]));
    // Without a list, academies go by their URNs, and the rest of the country is nobody's.
    let census = read_headcounts(&source, &ReadOptions::default()).expect("headcounts");
    let matched = match_headcounts(&["136271".to_owned(), "150001".to_owned()], &census);
    assert_eq!((matched.staff, matched.unused), (vec![Some(9), None], vec![]));
}

#[test]
fn columns_of_urns_are_known_by_their_cells() {
    let headed = |header: &str| text("jisc.csv").replace("5. School URN", header);
    for header in ["URN", "Q5", "Where?"] {
        let survey = read_bytes("jisc.csv", headed(header).into_bytes(), &ReadOptions::default());
        let survey = survey.unwrap_or_else(|error| panic!("{header}: {error}"));
        assert_eq!(survey.files[0].academy.as_deref(), Some(header));
        assert_eq!(academies(&survey)[0], "136271");
    }
}

#[test]
fn the_census_serves_a_trust_file_without_the_rest_of_the_country() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["plain.csv", "england_swf.csv", "survey.toml"] {
        std::fs::write(folder.path().join(name), bytes(name)).expect("to write");
    }
    let trust = "name = \"Example\"\n[[academy]]\nname = \"Oakfield Academy\"\nurn = \"136271\"\n\
                 [[academy]]\nname = \"St Mary's Primary\"\nurn = \"141234\"\n";
    std::fs::write(folder.path().join("cte.toml"), trust).expect("to write");
    let mut command = assert_cmd::Command::cargo_bin("cte").expect("the program");
    let arguments = [
        "score",
        "plain.csv",
        "-i",
        "survey.toml",
        "--headcount",
        "england_swf.csv",
        "--format",
        "json",
    ];
    let output = command
        .current_dir(folder.path())
        .args(arguments)
        .args(["--min-group", "3"])
        .output()
        .expect("to run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let academies = report["scales"][0]["academies"].as_array().expect("academies");
    let counted: Vec<_> = academies
        .iter()
        .map(|academy| (&academy["academy"], &academy["headcount"]))
        .collect();
    assert_eq!(
        counted,
        [
            (&"Oakfield Academy".into(), &9.into()),
            (&"St Mary's Primary".into(), &10.into())
        ]
    );
    assert!(report["findings"].to_string().contains("census-headcounts"));
}
