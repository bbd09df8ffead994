//! `cte report` of a trust with three terms and more: the trend in the folder.

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::report::words;
use crate::support::Folder;
use crate::terms;

fn page(folder: &Folder, name: &str) -> String {
    words(&folder.read(&format!("board/{name}.html")))
}

fn trend(folder: &Folder) -> Value {
    serde_json::from_str(&folder.output("trend --format json")).expect("JSON")
}

/// The mean of the trust in each term on the first scale, as people read it.
fn means(trend: &Value) -> Vec<String> {
    let points = trend["scales"][0]["trust"].as_array().expect("terms");
    let mean = |point: &Value| format!("{:.2}", point["mean"].as_f64().expect("a mean"));
    points.iter().map(mean).collect()
}

#[test]
fn the_boards_sheet_has_the_trust_in_every_earlier_term() {
    let folder = terms::folder();
    let means = means(&trend(&folder));
    folder.output("report -o board/");
    let sheet = page(&folder, "index");
    let rows = format!("\nIn Autumn 2026\n{}\n", means[1]);
    assert!(sheet.contains(&rows), "no {rows:?} in\n{sheet}");
    let rows = format!("\nIn Spring 2026\n{}\n", means[0]);
    assert!(sheet.contains(&rows), "no {rows:?} in\n{sheet}");
    let trust = page(&folder, "trust");
    assert!(trust.contains("\nScores of the trust in every term\n"), "{trust}");
    for (term, mean) in ["Spring 2026", "Autumn 2026", "Spring 2027"].iter().zip(&means) {
        assert!(trust.contains(term) && trust.contains(mean), "{mean} of {term}");
    }
}

#[test]
fn the_workbook_has_the_figures_of_trend() {
    let folder = terms::folder();
    let wanted = trend(&folder);
    folder.output("report -o board/");
    let mut workbook: Xlsx<_> = open_workbook(folder.path("board/scores.xlsx")).expect("a workbook");
    let sheet = workbook.worksheet_range("Trend").expect("the sheet");
    let heads: Vec<String> = sheet
        .rows()
        .next()
        .expect("heads")
        .iter()
        .map(ToString::to_string)
        .collect();
    let place = |head: &str| {
        heads
            .iter()
            .position(|own| own == head)
            .unwrap_or_else(|| panic!("{head} in {heads:?}"))
    };
    let (term, group, mean) = (place("Term"), place("Group"), place("Score"));
    let mut found = 0;
    let academies = wanted["scales"][0]["academies"].as_array().expect("academies");
    for academy in academies {
        for point in academy["terms"].as_array().expect("terms") {
            let row = sheet.rows().find(|row| {
                row[term] == Data::String(point["term"].as_str().expect("a term").to_owned())
                    && row[group] == Data::String(academy["academy"].as_str().expect("a name").to_owned())
            });
            let row = row.expect("a row for each academy and term");
            match point["mean"].as_f64() {
                Some(wanted) => {
                    assert_eq!(row[mean], Data::Float(wanted));
                    found += 1;
                }
                None => assert_eq!(row[mean], Data::Empty, "{academy}"),
            }
        }
    }
    assert!(found > 5, "{found}");
}

#[test]
fn what_the_folder_shows_of_all_terms_is_recorded_and_a_second_run_gives_the_same() {
    let folder = terms::folder();
    let first = folder.run("report -o board/");
    assert_eq!(first.code, 0, "{}", first.stderr);
    let records = std::fs::read_dir(folder.path("published")).expect("the records");
    let schemas: Vec<String> = records
        .map(|entry| {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a record");
            let record: Value = serde_json::from_str(&text).expect("JSON");
            record["schema"].as_str().expect("a schema").to_owned()
        })
        .collect();
    assert!(schemas.contains(&"cte/trend/2".to_owned()), "{schemas:?}");
    let before = [folder.bytes("board/index.html"), folder.bytes("board/trust.html")];
    folder.output("report -o board/");
    assert!(
        before == [folder.bytes("board/index.html"), folder.bytes("board/trust.html")],
        "the same bytes"
    );
}

#[test]
fn two_terms_are_no_trend_and_an_earlier_term_that_cannot_be_read_is_said() {
    let folder = terms::folder();
    folder.output("report --term \"Autumn 2026\" -o board/ --no-record");
    assert!(!page(&folder, "trust").contains("Scores of the trust in every term"));
    folder.output("report --no-change -o alone/ --no-record");
    assert!(!words(&folder.read("alone/trust.html")).contains("Scores of the trust in every term"));
    std::fs::remove_file(folder.path("spring-2026.csv")).expect("removed");
    folder.output("report -o without/ --no-record");
    let trust = words(&folder.read("without/trust.html"));
    assert!(!trust.contains("Scores of the trust in every term"));
    assert!(
        trust.contains("no trend over all terms: ") && trust.contains("spring-2026.csv"),
        "{trust}"
    );
}
