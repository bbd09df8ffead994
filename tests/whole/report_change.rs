//! `cte report` of two terms: what the pages and the workbook say of the change.

use std::collections::BTreeSet;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::published;
use crate::report::words;
use crate::support::{Folder, Page, TRIO, sized};
use crate::terms;

fn folder() -> Folder {
    terms::folder()
}

fn page(folder: &Folder, name: &str) -> String {
    words(&folder.read(&format!("board/{name}.html")))
}

/// The stretch of a page under a heading.
fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.rfind(&format!("\n{heading}\n")).expect("the heading");
    let rest = &page[start + 1..];
    let ends = ["\nWho answered\n", "\nHow far the scores can be relied on\n"];
    let end = ends.iter().filter_map(|end| rest.find(end)).min().expect("an end");
    &rest[..end]
}

#[test]
fn with_a_trust_file_the_report_says_what_has_changed_since_the_term_before() {
    let folder = folder();
    folder.output("report -o board/");
    for name in ["trust", "academy-oak-primary", "academy-fir-primary"] {
        insta::assert_snapshot!(format!("change_{name}"), page(&folder, name));
    }
    let trust = page(&folder, "trust");
    assert!(
        trust.starts_with("To the content\nSpring 2027, compared with Autumn 2026 · Trio\nFellside\n"),
        "{trust}"
    );
}

#[test]
fn the_figures_are_those_of_compare() {
    let folder = folder();
    folder.output("report -o board/");
    let csv = folder.output("compare --format csv --only changes");
    let mut table = csv::Reader::from_reader(csv.as_bytes());
    let header = table.headers().expect("a header").clone();
    let at = |key: &str| header.iter().position(|own| own == key).expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let mut workbook: Xlsx<_> = open_workbook(folder.path("board/scores.xlsx")).expect("a workbook");
    let sheet = workbook.worksheet_range("Change").expect("the sheet");
    let made: Vec<&[Data]> = sheet.rows().skip(1).collect();
    assert_eq!(made.len(), rows.len());
    let keys = [
        (3, "n_before"),
        (4, "n_after"),
        (5, "mean_before"),
        (6, "mean_after"),
        (7, "difference"),
        (8, "lower"),
        (9, "upper"),
        (10, "lower_simultaneous"),
        (11, "upper_simultaneous"),
        (13, "smallest_clear_change"),
        (16, "response_rate_before"),
        (17, "response_rate_after"),
    ];
    let mut numbers = 0;
    for (made, row) in made.iter().zip(&rows) {
        assert_eq!(made[2].to_string(), row[at("group")]);
        for (place, key) in keys {
            match (&made[place], row[at(key)].parse::<f64>()) {
                (Data::Float(found), Ok(wanted)) => {
                    assert!((found - wanted).abs() < 1e-12, "{key} of {}", &row[at("group")]);
                    numbers += 1;
                }
                (Data::Empty, Err(_)) => {}
                (found, wanted) => panic!("{key} of {}: {found:?}, not {wanted:?}", &row[at("group")]),
            }
        }
        if &row[at("withheld")] == "small" {
            assert!(made[3..18].iter().all(|cell| *cell == Data::Empty), "{made:?}");
        }
    }
    assert!(numbers > 25, "{numbers}");
}

#[test]
fn the_workbook_has_a_sheet_for_every_question() {
    let folder = folder();
    folder.output("report -o board/");
    let workbook: Xlsx<_> = open_workbook(folder.path("board/scores.xlsx")).expect("a workbook");
    assert_eq!(
        workbook.sheet_names(),
        [
            "Summary",
            "Read me",
            "Academies",
            "Items",
            "Reliability",
            "Change",
            "Question changes",
            "Trend",
            "Charts"
        ]
    );
    folder.output("report -o alone/ --no-change");
    let workbook: Xlsx<_> = open_workbook(folder.path("alone/scores.xlsx")).expect("a workbook");
    assert_eq!(
        workbook.sheet_names(),
        ["Summary", "Read me", "Academies", "Items", "Reliability", "Charts"]
    );
}

#[test]
fn who_stands_in_one_term_only_has_no_change_and_who_is_withheld_neither() {
    let folder = folder();
    folder.output("report -o board/");
    let trust = page(&folder, "trust");
    let change = section(&trust, "What has changed since Autumn 2026");
    let after = |name: &str| {
        let rest = change.rsplit_once(&format!("\n{name}\n")).expect("the academy").1;
        rest.lines()
            .take(4)
            .collect::<Vec<_>>()
            .join(" ")
            .replace('\u{a0}', " ")
    };
    assert!(
        after("Elm Primary").contains("only in Autumn 2026"),
        "{}",
        after("Elm Primary")
    );
    assert!(
        after("Fir Primary").contains("only in Spring 2027"),
        "{}",
        after("Fir Primary")
    );
    assert!(after("Ash Primary").starts_with("withheld"), "{}", after("Ash Primary"));
    let oak = page(&folder, "academy-oak-primary");
    assert!(
        oak.contains("Since Autumn 2026 the score is clearly higher, by "),
        "{oak}"
    );
    let fir = page(&folder, "academy-fir-primary");
    assert!(
        fir.contains("no one from this academy answered in Autumn 2026"),
        "{fir}"
    );
}

#[test]
fn without_a_trust_file_the_term_before_is_named() {
    let folder = folder();
    let files = "spring-2027.csv --no-config -i trio.toml";
    folder.output(&format!("report {files} -o board/"));
    assert!(page(&folder, "trust").contains("This report is about one term only"));
    folder.output(&format!("report {files} --before autumn-2026.csv -o board/"));
    let trust = page(&folder, "trust");
    assert!(trust.contains("Spring 2027, compared with Autumn 2026"), "{trust}");
    assert!(trust.contains("What has changed since Autumn 2026"));
    // By the trust file, any of its terms may be named, or its files be the latest.
    folder.output("report --before \"Spring 2026\" -o board/");
    assert!(page(&folder, "trust").contains("Spring 2027, compared with Spring 2026"));
    assert_eq!(folder.run("report autumn-2026.csv -o board/").code, 0);
    assert!(page(&folder, "trust").contains("Autumn 2026, compared with Spring 2026"));
    assert_eq!(folder.run("report --term \"Spring 2026\" -o board/").code, 0);
    assert!(
        page(&folder, "trust").contains("This report is about one term only"),
        "there is none before it"
    );
    assert_eq!(folder.run("report --no-change -o board/").code, 0);
    assert!(page(&folder, "trust").contains("This report is about one term only"));
}

#[test]
fn two_versions_are_compared_on_the_items_of_both_and_named_so() {
    let second = TRIO
        .replace("1.0.0", "2.0.0")
        .replace("q03", "q04")
        .replace("We learn from each other", "We ask each other");
    let folder = folder().file("second.toml", second);
    let later = folder.read("spring-2027.csv").replace("q03", "q04");
    let folder = folder.file("spring-2027.csv", later);
    folder.output(
        "report spring-2027.csv --no-config -i second.toml --before autumn-2026.csv --instrument-before trio.toml -o board/",
    );
    let trust = page(&folder, "trust");
    let change = section(&trust, "What has changed since Autumn 2026");
    assert!(
        change.contains("different versions of the questionnaire (1.0.0 and 2.0.0)"),
        "{change}"
    );
    assert!(
        change.contains("All three (only the 2 items of every version)"),
        "{change}"
    );
    assert!(
        trust.contains("Since Autumn 2026 “All three (only the 2 items of every version)”"),
        "{trust}"
    );
}

#[test]
fn an_academys_page_of_two_terms_names_no_other_academy() {
    let folder = folder();
    folder.output("report -o board/");
    let names = [
        "Elm Primary",
        "Oak Primary",
        "Ash Primary",
        "Yew Primary",
        "Fir Primary",
    ];
    for own in ["Oak Primary", "Ash Primary", "Yew Primary", "Fir Primary"] {
        let name = format!("academy-{}", own.to_lowercase().replace(' ', "-"));
        let page = folder.read(&format!("board/{name}.html"));
        for other in names.iter().filter(|other| **other != own) {
            assert!(!page.contains(other), "{other} on the page of {own}");
        }
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: {ids:?}");
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&link), "{name}: #{link}");
        }
    }
}

#[test]
fn beside_what_was_given_out_no_change_shows_whom_the_report_withholds() {
    let folder = published::folder().file("b.csv", published::answers().replace("Oak,primary,5", "Oak,primary,4"));
    folder.output("report a.csv -i trio.toml --by phase --before b.csv --published first.json -o board/");
    let trust = page(&folder, "trust");
    assert!(trust.contains("What has changed since b"), "{trust}");
    // A phase less its large academies, which `first.json` shows, would be its small one: of neither term is it shown.
    for phase in ["primary", "secondary"] {
        assert!(trust.contains(&format!("\n{phase}\nwithheld\n")), "{trust}");
        assert!(!section(&trust, "What has changed since b").contains(phase), "{trust}");
    }
    let change: serde_json::Value = serde_json::from_str(
        &folder.output("compare b.csv a.csv -i trio.toml --by phase --published first.json --format json"),
    )
    .expect("JSON");
    let phases = change["scales"][0]["by"]["groups"].as_array().expect("phases");
    assert_eq!(phases.len(), 2);
    assert!(
        phases.iter().all(|phase| phase["withheld"] == "complementary"),
        "{phases:?}"
    );
    let unaware: serde_json::Value =
        serde_json::from_str(&folder.output("compare b.csv a.csv -i trio.toml --by phase --format json"))
            .expect("JSON");
    let phases = unaware["scales"][0]["by"]["groups"].as_array().expect("phases");
    assert!(phases.iter().all(|phase| phase["n_after"].is_number()), "{phases:?}");
}

#[test]
fn of_two_academies_neither_page_shows_the_trusts_change_which_would_give_the_other() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Oak", 31), ("Ash", 12)]))
        .file("b.csv", sized(&[("Oak", 28), ("Ash", 14)]));
    folder.output("report b.csv -i trio.toml --before a.csv -o board/");
    for name in ["academy-oak", "academy-ash"] {
        let page = page(&folder, name);
        let change = section(&page, "What has changed since a");
        assert!(!change.contains("\nThe trust\n"), "{change}");
        assert!(change.contains("Change here since a"), "{change}");
    }
    assert!(page(&folder, "trust").contains("Since a the score shows no clear change"));
}

#[test]
fn the_survey_may_come_by_standard_input() {
    let folder = folder();
    let before = "report - --no-config -i trio.toml --before autumn-2026.csv -o";
    let made = folder.run_with(&format!("{before} board/"), folder.read("spring-2027.csv"));
    assert_eq!((made.code, made.stderr.as_str()), (0, ""));
    assert!(page(&folder, "trust").contains("What has changed since Autumn 2026"));
}

#[test]
fn a_change_that_cannot_be_said_is_told_with_the_cure() {
    let other = TRIO.replace("id = \"trio\"", "id = \"quartet\"");
    let folder = folder().file("quartet.toml", other);
    std::fs::remove_file(folder.path("autumn-2026.csv")).expect("the file goes");
    let mut page = Page::default();
    page.fails(&folder, "report -o board/")
        .fails(&folder, "report --before spring-2027.csv -o board/")
        .fails(
            &folder,
            "report --before \"Spring 2026\" --instrument-before quartet.toml -o board/",
        )
        .fails(&folder, "report --before \"Spring 2026\" --no-change -o board/")
        .fails(&folder, "plot scores --instrument-before trio.toml");
    insta::assert_snapshot!(page);
    assert!(!folder.path("board").exists());
}
