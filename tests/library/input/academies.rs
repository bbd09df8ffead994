//! Where respondents work, and further groupings.

use cte::input::{GroupChoice, InputError, ReadOptions, Survey, read};

use crate::input::fixtures::{academies, demo, found, message, read_text, source};

fn grouped(group: GroupChoice, by: &[&str], text: &str) -> Result<Survey, InputError> {
    let options = ReadOptions {
        group,
        by: by.iter().map(|header| (*header).to_owned()).collect(),
        ..ReadOptions::default()
    };
    read(&[source("a.csv", text)], &demo(), &options)
}

#[test]
fn the_only_column_that_looks_like_the_academy_is_taken() {
    for header in [
        "academy",
        "School",
        "Which academy do you work in?",
        "site",
        "school_name",
        "URN",
    ] {
        let survey = read_text(format!("id,{header},q01,q02\n1,Oak,5,4\n2,Ash,5,4\n3,Oak,5,4\n")).expect(header);
        assert_eq!(academies(&survey), ["Oak", "Ash", "Oak"], "{header}");
        assert_eq!(survey.files[0].academy.as_deref(), Some(header));
    }
    let survey = read_text("URN,academy,site,q01,q02\n100001,Oak,North,5,4\n").expect("a name goes before a number");
    assert_eq!(academies(&survey), ["Oak"]);
}

#[test]
fn no_or_several_academy_columns_are_refused_with_the_columns() {
    let none = "comment,place,id,q01,q02\nfine,N,1,5,4\nwell,S,2,5,4\nso,N,3,5,4\n";
    assert_eq!(
        message(none),
        "in `a.csv`: no column looks like the academy: name it with -g COLUMN; if all are of one school, give its name with --academy NAME; if each file or each sheet is a school, use --academy-from file or --academy-from sheet; to show everybody as one group, use --academy \"All staff\"; the columns are `place` (2 different texts), \
         `comment` (3 different texts), `id` (3 different texts)"
    );
    assert_eq!(
        message("academy,school name,q01,q02\nOak,Ash,5,4\n"),
        "in `a.csv`: 2 columns look like the academy: `academy` (column A) and `school name` (column B) — choose with -g academy or \
         -g \"school name\""
    );
    assert_eq!(
        message("q01,q02\n5,4\n"),
        "in `a.csv`: no column looks like the academy: name it with -g COLUMN; if all are of one school, give its name with --academy NAME; if each file or each sheet is a school, use --academy-from file or --academy-from sheet; to show everybody as one group, use --academy \"All staff\"; the file has no column but the items"
    );
}

#[test]
fn a_number_that_never_comes_again_is_not_the_school() {
    let responses: Vec<String> = (0..20).map(|row| format!("{},5,4\n", 500_000 + row)).collect();
    assert!(message(format!("URN,q01,q02\n{}", responses.concat())).contains("no column looks like the academy"));
}

#[test]
fn the_academy_column_may_be_named() {
    let text = "place,academy,q01,q02\nN,Oak,5,4\n";
    let column = |header: &str| GroupChoice::Column(header.to_owned());
    assert_eq!(
        academies(&grouped(column("Place"), &[], text).expect("readable")),
        ["N"]
    );
    let error = grouped(column("plce"), &[], text)
        .expect_err("no such column")
        .to_string();
    assert_eq!(
        error,
        "in `a.csv`: no column `plce` for -g; nearest: `place`; the columns are `place`, `academy`"
    );
}

#[test]
fn everybody_may_be_of_one_academy() {
    let group = GroupChoice::Everybody("Oak".to_owned());
    let survey = grouped(group, &[], "q01,q02\n5,4\n3,2\n").expect("readable");
    assert_eq!(academies(&survey), ["Oak", "Oak"]);
    assert_eq!(survey.files[0].academy, None);
}

#[test]
fn people_without_an_academy_are_a_group_of_their_own() {
    let survey = read_text("academy,q01,q02\nOak,5,4\n,5,4\n\" \",3,3\n-,1,1\n").expect("readable");
    assert_eq!(academies(&survey), ["Oak", "", "", ""]);
}

#[test]
fn spellings_of_one_academy_are_joined_and_said() {
    let survey =
        read_text("academy,q01,q02\nSt Mary's,5,4\nST MARYS,5,4\nSt. Mary’s ,3,3\nOak,1,1\n").expect("readable");
    assert_eq!(academies(&survey), ["St Mary's", "St Mary's", "St Mary's", "Oak"]);
    let finding = found(&survey, "spellings").expect("a finding");
    assert_eq!(
        finding.message,
        "`St Mary's` has 3 spellings, read as one name: also `ST MARYS`, `St. Mary’s`"
    );
    assert_eq!(finding.column.as_deref(), Some("academy"));
}

#[test]
fn an_academy_keeps_its_name_over_several_files_and_headers() {
    let files = [
        source("a.csv", "academy,q01,q02\nOak,5,4\n"),
        source("b.csv", "q02,q01,School\n1,2,OAK\n"),
    ];
    let survey = read(&files, &demo(), &ReadOptions::default()).expect("readable");
    assert_eq!(academies(&survey), ["Oak", "Oak"]);
    assert_eq!(survey.responses.groupings()[0].column, "academy");
}

#[test]
fn further_columns_may_group() {
    let text = "academy,Your role?,q01,q02\nOak,Teacher,5,4\nOak,teacher,5,4\nOak,,5,4\n";
    let survey = grouped(GroupChoice::Guess, &["your role"], text).expect("readable");
    let role = &survey.responses.groupings()[1];
    assert_eq!(
        (role.names(), role.ids()),
        (&["Teacher".to_owned(), String::new()][..], &[0, 0, 1][..])
    );
    let error = grouped(GroupChoice::Guess, &["rolle"], text)
        .expect_err("no such column")
        .to_string();
    assert!(error.starts_with("in `a.csv`: no column `rolle` for --by"), "{error}");
}
