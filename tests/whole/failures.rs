//! Every failure that a person can cause, in the words it is told with: exit code 2 and nothing on standard output.

use std::fmt::Write as _;

use crate::support::{Folder, Page, TRIO, persons, sized, survey};

#[test]
fn what_persons_wrote_is_no_group_and_stands_in_no_output() {
    let rows = |of: fn(usize) -> String| {
        (0..30).fold(String::new(), |mut rows, row| {
            let _ = writeln!(rows, "Oak,{},5,2,6", of(row));
            rows
        })
    };
    let header = "academy,Anything to add?,q01,q02,q03\n";
    let folder = Folder::new()
        .file("said.csv", format!("{header}{}", rows(|row| format!("remark {row}"))))
        .file(
            "band.csv",
            format!("{header}{}", rows(|row| format!("band {}", row % 20))),
        );
    for command in ["score", "tally --unsuppressed", "items --format json"] {
        let said = folder.failure(&format!("{command} said.csv -i trio.toml --by add"));
        assert_eq!(
            said,
            "cte: --by Anything to add?: 30 different texts in 30 rows look like what each person wrote, not like groups: choose a column \
             that groups people, such as role\n"
        );
    }
    assert_eq!(folder.run("score band.csv -i trio.toml --by add").code, 0);
}

fn folder() -> Folder {
    Folder::new().file("a.csv", sized(&[("Oak", 14), ("Ash", 12)]))
}

#[test]
fn files_that_are_not_there_or_not_responses() {
    let folder = folder()
        .file("empty.csv", "")
        .file("header.csv", "academy,q01,q02,q03\n")
        .file("fake.xlsx", "academy,q01,q02,q03\nOak,1,2\n")
        .file("page.csv", "<!DOCTYPE html><html><body>Sign in</body></html>")
        .file("broken.xlsx", b"PK\x03\x04 this is no workbook")
        .file("paper.csv", b"%PDF-1.7 \x00\x01")
        .file("bytes.csv", [0_u8, 1, 2, 0, 0, 3, 255, 0, 9, 0, 0, 0])
        .file("quote.csv", "academy,q01,q02,q03\nOak,\"1,2,3\nOak,1,2,3\nOak,4,5,6\n")
        .file("long.csv", "academy,q01,q02,q03\nOak,1,2,3,4,5\nOak,1,2,3\n");
    std::fs::create_dir(folder.path("answers")).expect("a folder");
    let mut page = Page::default();
    page.fails(&folder, "score")
        .fails(&folder, "score missing.csv -i trio.toml")
        .fails(&folder, "score answers -i trio.toml")
        .fails(&folder, "score empty.csv -i trio.toml")
        .fails(&folder, "score header.csv -i trio.toml")
        .fails(&folder, "score page.csv -i trio.toml")
        .fails(&folder, "score broken.xlsx -i trio.toml")
        .fails(&folder, "score paper.csv -i trio.toml")
        .fails(&folder, "score bytes.csv -i trio.toml")
        .fails(&folder, "score quote.csv -i trio.toml")
        .fails(&folder, "score long.csv -i trio.toml")
        .fails(&folder, "score a.csv missing.csv -i trio.toml")
        .fails(&folder, "score a.csv -i trio.toml --sheet Answers");
    insta::assert_snapshot!(page);
}

#[test]
fn a_file_or_a_column_that_is_nearly_named_is_offered() {
    let folder = Folder::new()
        .file("autumn-2026.csv", sized(&[("Oak", 14), ("Ash", 12)]))
        .file(
            "roles.csv",
            "academy,Whatever my role is I am heard,What is your role?,q01,q02,q03\nOak,yes,Teacher,1,2,3\n",
        );
    let mut page = Page::default();
    page.fails(&folder, "score autum-2026.csv -i trio.toml")
        .fails(&folder, "score ./autumn_2026.csv -i trio.toml")
        .fails(&folder, "score roles.csv -i trio.toml --by rol")
        .fails(&folder, "score roles.csv -i trio.toml --by region");
    let page = page.to_string();
    for offered in [
        "`autum-2026.csv` cannot be read: there is no such file; the nearest there is `autumn-2026.csv`",
        "the nearest there is `./autumn-2026.csv`",
        "no column `rol` for --by rol; nearest: `What is your role?`; the columns are",
    ] {
        assert!(page.contains(offered), "{offered} in:\n{page}");
    }
    assert_eq!(page.matches("nearest: `").count(), 1, "{page}");
}

#[test]
fn academies_that_cannot_be_told() {
    let folder = folder()
        .file("nowhere.csv", "id,region,q01,q02,q03\n1,North,1,2,3\n2,South,2,3,4\n")
        .file(
            "several.csv",
            "academy,school,q01,q02,q03\nOak,Oak,1,2,3\nAsh,Ash,2,3,4\n",
        )
        .file("only-items.csv", "q01,q02,q03\n1,2,3\n");
    let mut page = Page::default();
    page.fails(&folder, "score nowhere.csv -i trio.toml")
        .fails(&folder, "score several.csv -i trio.toml")
        .fails(&folder, "score only-items.csv -i trio.toml")
        .fails(&folder, "score a.csv -i trio.toml -g acadamy")
        .fails(&folder, "score a.csv -i trio.toml --by role");
    insta::assert_snapshot!(page);
}

#[test]
fn columns_that_are_missing_double_or_wrongly_named() {
    let folder = folder()
        .file("renamed.csv", "academy,q01,Q-2,q03\nOak,1,2,3\n")
        .file("two-gone.csv", "academy,q01,Question2,Question3\nOak,1,2,3\n")
        .file("none.csv", "academy,height,weight\nOak,1,2\n")
        .file("double.csv", "academy,q01,q02,q03,q02\nOak,1,2,3,4\n")
        .file(
            "texts.csv",
            "academy,We reach every pupil,Some pupils are beyond our reach!,We learn from one another\nOak,1,2,3\n",
        );
    let mut page = Page::default();
    page.fails(&folder, "score renamed.csv -i trio.toml")
        .fails(&folder, "score two-gone.csv -i trio.toml")
        .fails(&folder, "score none.csv -i trio.toml")
        .fails(&folder, "score double.csv -i trio.toml")
        .fails(&folder, "score texts.csv -i trio.toml")
        .fails(&folder, "score renamed.csv -i trio.toml --column q2=Q-2")
        .fails(&folder, "score renamed.csv -i trio.toml --column q02=Q_2")
        .fails(&folder, "score renamed.csv -i trio.toml --column q02")
        .fails(&folder, "score renamed.csv -i trio.toml --column q02=q01");
    insta::assert_snapshot!(page);
}

#[test]
fn answers_that_are_not_on_the_scale() {
    let many: Vec<String> = (0..25).map(|person| format!("Oak,{},2,3", 7 + person)).collect();
    let folder = folder()
        .file("one.csv", "academy,q01,q02,q03\nOak,1,2,3\nOak,1,7,3\n")
        .file("many.csv", format!("academy,q01,q02,q03\n{}\n", many.join("\n")))
        .file(
            "labels.csv",
            "academy,q01,q02,q03\nOak,Agree,Strongly agre,Disagree\nOak,Agree,Agree,Perhaps\n",
        )
        .file("other-scale.csv", "academy,q01,q02,q03\nOak,0,10,5.5\nOak,-1,4,=1+1\n");
    let mut page = Page::default();
    page.fails(&folder, "score one.csv -i trio.toml")
        .fails(&folder, "score many.csv -i trio.toml")
        .fails(&folder, "score labels.csv -i trio.toml")
        .fails(&folder, "score other-scale.csv -i trio.toml")
        .fails(&folder, "score one.csv many.csv -i trio.toml");
    insta::assert_snapshot!(page);
}

#[test]
fn questionnaires_that_are_not_there_or_faulty() {
    // One of the questions is worded otherwise.
    let nearly = include_str!("../../examples/autumn-2026.csv").replacen("find learning hard", "struggle", 1);
    let folder = folder()
        .file("not-toml.toml", "id = \"x\"\nname = Trio\n")
        .file("unknown-key.toml", TRIO.replace("reversed = true", "reverse = true"))
        .file(
            "unknown-item.toml",
            TRIO.replace("\"q02\", \"q03\"", "\"q02\", \"q04\""),
        )
        .file("twice.toml", TRIO.replace("id = \"q03\"", "id = \"q02\""))
        .file("no-range.toml", TRIO.replace("max = 6", "max = 1"))
        .file(
            "no-items.toml",
            TRIO.replace("items = [\"q01\", \"q02\", \"q03\"]", "items = []"),
        )
        .file(
            "label.toml",
            TRIO.replace("6 = \"Strongly agree\"", "7 = \"Strongly agree\""),
        )
        .file("fits-many.csv", "academy,Timestamp,score\nOak,2026-10-05,3\n")
        .file("fits-nearly.csv", nearly);
    let mut page = Page::default();
    page.fails(&folder, "score fits-many.csv")
        .fails(&folder, "score fits-nearly.csv")
        .fails(&folder, "score fits-nearly.csv --column te05=Strugle")
        .fails(&folder, "score a.csv -i trust-ct")
        .fails(&folder, "score a.csv -i absent.toml")
        .fails(&folder, "score a.csv -i a.csv")
        .fails(&folder, "score a.csv -i trust-cte")
        .fails(&folder, "score a.csv -i not-toml.toml")
        .fails(&folder, "score a.csv -i unknown-key.toml")
        .fails(&folder, "score a.csv -i unknown-item.toml")
        .fails(&folder, "score a.csv -i twice.toml")
        .fails(&folder, "score a.csv -i no-range.toml")
        .fails(&folder, "score a.csv -i no-items.toml")
        .fails(&folder, "score a.csv -i label.toml")
        .fails(&folder, "instrument show absent")
        .fails(&folder, "instrument check absent.toml")
        .fails(&folder, "instrument check twice.toml");
    insta::assert_snapshot!(page);
}

#[test]
fn headcounts_that_cannot_be_used() {
    let folder = folder()
        .file("word.csv", "academy,staff\nOak,many\nAsh,20\n")
        .file("negative.csv", "academy,staff\nOak,-3\nAsh,20\n")
        .file("twice.csv", "academy,staff\nOak,20\nAsh,20\nOak,21\n")
        .file("no-column.csv", "academy,pupils\nOak,420\n")
        .file("empty.csv", "");
    let mut page = Page::default();
    page.fails(&folder, "score a.csv -i trio.toml --headcount absent.csv")
        .fails(&folder, "score a.csv -i trio.toml --headcount word.csv")
        .fails(&folder, "score a.csv -i trio.toml --headcount negative.csv")
        .fails(&folder, "score a.csv -i trio.toml --headcount twice.csv")
        .fails(&folder, "score a.csv -i trio.toml --headcount no-column.csv")
        .fails(&folder, "score a.csv -i trio.toml --headcount empty.csv");
    insta::assert_snapshot!(page);
}

#[test]
fn options_that_make_no_sense() {
    let folder = folder();
    let mut page = Page::default();
    page.fails(&folder, "scores a.csv")
        .fails(&folder, "score a.csv -i trio.toml --level 95")
        .fails(&folder, "score a.csv -i trio.toml --level 1")
        .fails(&folder, "score a.csv -i trio.toml --level nan")
        .fails(&folder, "score a.csv -i trio.toml --min-group 2")
        .fails(&folder, "score a.csv -i trio.toml --threads 0")
        .fails(&folder, "score a.csv -i trio.toml --missing mean")
        .fails(&folder, "score a.csv -i trio.toml --format pdf")
        .fails(&folder, "score a.csv -i trio.toml --format csv --only answers")
        .fails(&folder, "score a.csv -i trio.toml --unsupressed");
    insta::assert_snapshot!(page);
}

#[test]
fn places_that_cannot_be_written() {
    let folder = folder().file("taken", "a file, not a folder");
    let mut page = Page::default();
    page.fails(&folder, "score a.csv -i trio.toml -o out.pdf")
        .fails(&folder, "score a.csv -i trio.toml -o out")
        .fails(&folder, "score a.csv -i trio.toml -o nowhere/out.json")
        .fails(&folder, "score a.csv -i trio.toml --format json -o tables/")
        .fails(&folder, "score a.csv -i trio.toml -o taken/")
        .fails(&folder, "score a.csv -i trio.toml --only answers -o out.csv");
    insta::assert_snapshot!(page);
    assert_eq!(folder.names(), ["a.csv", "taken", "trio.toml"]);
}

#[test]
fn a_workbook_under_another_name_and_text_under_a_workbooks_name_are_read_and_said() {
    let folder = Folder::new().file("fake.xlsx", sized(&[("Oak", 14), ("Ash", 12)]));
    let json: serde_json::Value =
        serde_json::from_str(&folder.output("score fake.xlsx -i trio.toml --format json")).expect("JSON");
    let codes: Vec<&str> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert_eq!(codes, ["other-ending"]);
}

#[test]
fn what_was_found_in_the_files_stands_in_every_format() {
    let folder = folder()
        .file("staff.csv", "academy,staff\nOak,9\nElm,30\n")
        .file("one.csv", "academy,q01,q02,q03\nOak,1,2,3\nOak,1,7,3\noak,3,2,4\n");
    let mut said = String::new();
    for arguments in [
        "score a.csv -i trio.toml --headcount staff.csv",
        "score one.csv -i trio.toml --skip-bad --min-group 3",
    ] {
        let table = folder.output(&format!("{arguments} --format csv --only findings"));
        let _ = writeln!(said, "$ cte {arguments}\n{table}");
        for line in table.lines().skip(1) {
            let message = line
                .splitn(3, ',')
                .nth(2)
                .expect("a message")
                .trim_matches('"')
                .replace("\"\"", "\"");
            for format in ["text", "json"] {
                let shown = folder.output(&format!("{arguments} --format {format}"));
                let shown: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(shown.contains(&message), "{format} lacks `{message}`:\n{shown}");
            }
        }
    }
    insta::assert_snapshot!(said.trim_end());
}

#[test]
fn unreadable_bytes_never_end_in_a_panic() {
    let good = survey(&[("Oak", &["123", "456"])]);
    let noise: Vec<u8> = persons(400)
        .concat()
        .bytes()
        .map(|byte| byte.wrapping_mul(37))
        .collect();
    let folder = Folder::new()
        .file("cut.csv", &good[..good.len() - 3])
        .file("noise.csv", &noise)
        .file("noise.xlsx", [b"PK\x03\x04".as_slice(), &noise].concat())
        .file("nul.csv", good.replace("Oak", "O\0ak"))
        .file("noise.toml", &noise);
    for arguments in [
        "score cut.csv -i trio.toml",
        "score noise.csv -i trio.toml",
        "score noise.xlsx -i trio.toml",
        "score nul.csv -i trio.toml",
        "score cut.csv -i noise.toml",
        "score cut.csv -i trio.toml --headcount noise.csv",
    ] {
        let outcome = folder.run(arguments);
        assert!(outcome.code == 0 || outcome.code == 2, "{arguments}: {outcome:?}");
        assert!(!outcome.stderr.contains("panicked"), "{arguments}: {outcome:?}");
    }
}
