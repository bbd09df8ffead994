//! Files as they come: headings, summary rows, unknown answers, one form per school, and drafts of questionnaires.

use serde_json::Value;

use crate::support::Folder;

/// A folder with the four-item questionnaire and one of the files beside this test.
fn with(file: &str) -> Folder {
    let place = format!("{}/tests/whole/reading", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(format!("{place}/{file}")).expect("a file beside this test");
    let questionnaire = std::fs::read(format!("{place}/four.toml")).expect("the questionnaire");
    Folder::new().file(file, bytes).file("four.toml", questionnaire)
}

/// The rows counted, the trust's mean on the first scale, and the names of the academies.
fn scored(folder: &Folder, arguments: &str) -> (u64, f64, Vec<String>) {
    let outcome = folder.run(&format!("score {arguments} -i four.toml --no-config --format json"));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let scale = &result["scales"][0];
    let names = scale["academies"].as_array().expect("academies");
    let names = names
        .iter()
        .map(|academy| academy["academy"].as_str().unwrap_or_default().to_owned());
    (
        result["respondents"]["rows"].as_u64().expect("a number of rows"),
        scale["trust"]["mean"].as_f64().expect("a mean"),
        names.collect(),
    )
}

#[test]
fn limesurvey_headings_of_code_and_text_are_read_as_their_codes_are() {
    let codes = scored(&with("lime_codes.csv"), "lime_codes.csv");
    let texts = scored(&with("lime_codetext.csv"), "lime_codetext.csv");
    assert_eq!(codes, texts);
    assert_eq!(codes.0, 20);
    let folder = with("lime_codetext.csv");
    let all = scored(&folder, "lime_codetext.csv --keep-incomplete");
    assert_eq!(all.0, 32);
}

#[test]
fn items_among_other_words_and_answers_with_their_code_are_read() {
    for file in ["v_hdr_colon.csv", "v_hdr_num2.csv", "v_num_paren.csv"] {
        let (rows, mean, academies) = scored(&with(file), file);
        assert_eq!(rows, 36, "{file}");
        assert!((mean - 2.97).abs() < 0.01, "{file}: {mean}");
        assert_eq!(academies.len(), 3, "{file}");
    }
}

#[test]
fn averages_and_totals_are_left_out_and_said() {
    for (file, rows, first) in [
        ("x_average_int.xlsx", 1, "`Average` in row 38"),
        ("x_subtotals.xlsx", 4, "`Oak Primary Average` in row 14"),
    ] {
        let folder = with(file);
        let (counted, _, academies) = scored(&folder, file);
        assert_eq!((counted, academies.len()), (36, 3), "{file}");
        let outcome = folder.run(&format!("check {file} -i four.toml --no-config --format json"));
        let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let findings = result["findings"].as_array().expect("findings");
        let said = findings
            .iter()
            .find(|finding| finding["code"] == "summary-rows")
            .expect("a finding");
        let message = said["message"].as_str().expect("a message");
        assert!(message.contains(first), "{message}");
        let are = if rows == 1 { "1 row is" } else { "4 rows are" };
        assert!(message.starts_with(are), "{message}");
    }
}

#[test]
fn totals_in_other_words_and_places_are_left_out_and_names_like_them_stay() {
    let rows = (0..12).fold(String::new(), |rows, at| {
        let row = format!("{},{},{},3\n", at % 5 + 1, at % 4 + 1, at % 3 + 2);
        rows + &format!("Oak,{row}Meanwood Total Learning,{row}")
    });
    let head = "school,q1,q2,q3,q4\n";
    let below = ",,,,\nMean,3,3,3,3\nTotal:,36,36,36,36\nN,12,12,12,12\nOak total,30,30,30,30\nStandard deviation,1.2,1.3,0.9,0\n\
                 Note: exported on 3 October,,,,\n";
    let folder = with("oneschool.csv").file("a.csv", format!("{head}{rows}{below}"));
    let (counted, _, academies) = scored(&folder, "a.csv");
    assert_eq!(counted, 24);
    assert_eq!(academies, ["Oak", "Meanwood Total Learning"]);
}

#[test]
fn a_row_that_may_be_a_total_is_not_dropped_in_silence() {
    let rows = "Oak,1,2,3,4\n".repeat(12);
    let folder = with("oneschool.csv")
        .file("a.csv", format!("school,q1,q2,q3,q4\n{rows}Northside Total,4,4,4,4\n"))
        .file(
            "b.csv",
            format!("school,q1,q2,q3,q4\n{rows}Northside Total,4.2,4,4,4\n"),
        );
    let kept = folder.run("check a.csv -i four.toml --no-config");
    let said = kept.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("has a name like that of an average or a total"),
        "{}",
        kept.stdout
    );
    let refused = folder.run("score b.csv -i four.toml --no-config");
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .stderr
            .contains("row 14 is called `Northside Total`: if it is an average or a total, delete it"),
        "{}",
        refused.stderr
    );
}

#[test]
fn unknown_answers_stand_once_each_with_the_lines_that_cure_them() {
    let rows = "Oak,Tend to agree,Tend to disagree,Strongly agree,Tend to agree\n".repeat(30);
    let folder = with("oneschool.csv").file("a.csv", format!("school,q1,q2,q3,q4\n{rows}"));
    let outcome = folder.run("score a.csv -i four.toml --no-config");
    for line in [
        "90 answers cannot be read:",
        "\n  `Tend to agree`, 60 answers in 2 columns, first in `a.csv`, row 2, column `q1`: is neither a code",
        "\n  [response.synonyms]\n  \"Tend to agree\" = 4\n  \"Tend to disagree\" = 2\n",
        "--skip-bad would leave out everybody who answered in these words",
    ] {
        assert!(outcome.stderr.contains(line), "{line}\n{}", outcome.stderr);
    }
    // The lines can be pasted as they are.
    let questionnaire = folder.read("four.toml");
    let synonyms = "[response.synonyms]\n\"Tend to agree\" = 4\n\"Tend to disagree\" = 2\n";
    let folder = folder.file(
        "four.toml",
        questionnaire.replace("[scoring]", &format!("{synonyms}[scoring]")),
    );
    assert_eq!(scored(&folder, "a.csv").0, 30);
}

#[test]
fn one_form_per_school_is_scored_by_a_name_by_its_file_and_by_its_sheets() {
    let folder = with("oneschool.csv");
    let refused = folder.run("score oneschool.csv -i four.toml --no-config");
    assert_eq!(refused.code, 2);
    for way in [
        "-g COLUMN",
        "--academy-name NAME",
        "--academy-from file",
        "--academy-from sheet",
        "--academy-name \"All staff\"",
    ] {
        assert!(refused.stderr.contains(way), "{}", refused.stderr);
    }
    assert_eq!(scored(&folder, "oneschool.csv --academy-name Elm").2, ["Elm"]);
    assert_eq!(scored(&folder, "oneschool.csv --academy-from file").2, ["oneschool"]);
    let sheets = with("x_sheet_per_school.xlsx");
    let (rows, _, academies) = scored(&sheets, "x_sheet_per_school.xlsx --academy-from sheet");
    assert_eq!(
        (rows, academies),
        (
            36,
            ["Oak Primary", "Elm Primary", "Ash High"].map(str::to_owned).to_vec()
        )
    );
    let both = sheets.run("score x_sheet_per_school.xlsx -i four.toml --no-config --academy-name Oak -g school");
    assert_eq!(both.code, 2);
}

#[test]
fn merged_academies_and_formulas_without_values_are_findings_with_the_cure() {
    for (file, code, cure) in [
        ("x_merged_school.xlsx", "merged-academies", "fill the name down"),
        ("x_formulas_nocache.xlsx", "formulas-without-values", "save it"),
    ] {
        let outcome = with(file).run(&format!("check {file} -i four.toml --no-config --format json"));
        let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let findings = result["findings"].as_array().expect("findings");
        let found = findings.iter().find(|finding| finding["code"] == code).expect(code);
        assert!(
            found["message"].as_str().is_some_and(|message| message.contains(cure)),
            "{found}"
        );
    }
}

#[test]
fn a_copied_column_falling_labels_and_academies_without_a_name_are_seen() {
    let rows = (0..30).fold(String::new(), |rows, at| {
        let academy = ["100001", "100001.0", "NA"][at % 3];
        let copied = at % 5 + 1;
        rows + &format!("{academy},{copied},{copied},{},{}\n", at % 4 + 1, at % 3 + 2)
    });
    let folder = with("oneschool.csv").file("a.csv", format!("school,q1,q2,q3,q4\n{rows}"));
    let outcome = folder.run("check a.csv -i four.toml --no-config --format json");
    let result: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    let findings = result["findings"].as_array().expect("findings");
    let copied = findings
        .iter()
        .find(|finding| finding["code"] == "copied-column")
        .expect("a copied column");
    assert_eq!(copied["item"], "q2");
    assert!(findings.iter().any(|finding| finding["code"] == "no-group"));
    assert_eq!(scored(&folder, "a.csv").2, ["100001", "no academy given"]);
    let mut falling = folder.read("four.toml");
    for (from, to) in [
        ("1 = \"Strongly disagree\"", "1 = \"Strongly agree\""),
        ("5 = \"Strongly agree\"", "5 = \"Strongly disagree\""),
        ("2 = \"Disagree\"", "2 = \"Agree\""),
        ("4 = \"Agree\"", "4 = \"Disagree\""),
    ] {
        falling = falling.replacen(from, to, 1);
    }
    let folder = folder.file("falling.toml", falling);
    for command in [
        "instrument check falling.toml",
        "check a.csv -i falling.toml --no-config",
        "score a.csv -i falling.toml --no-config",
    ] {
        let outcome = folder.run(command);
        let text = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("the labels fall from 1 = `Strongly agree`"),
            "{command}: {}",
            outcome.stdout
        );
    }
}

#[test]
fn a_drafted_questionnaire_passes_its_check_and_scores_the_file_at_once() {
    let folder = with("v_hdr_num2.csv");
    let drafted = folder.run("instrument new v_hdr_num2.csv -o our.toml");
    assert_eq!(drafted.code, 0, "{}", drafted.stderr);
    assert!(drafted.stderr.contains("4 items and 1 scale"), "{}", drafted.stderr);
    let draft = folder.read("our.toml");
    for line in [
        "# Drafted by `cte instrument new` from `v_hdr_num2.csv`.",
        "reversed = true",
        "text = \"We can help every pupil.\"",
        "5 = \"Strongly agree\"",
    ] {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
    assert_eq!(folder.run("instrument check our.toml").code, 0);
    let outcome = folder.run("score v_hdr_num2.csv -i our.toml --no-config");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        outcome.stdout.contains("36 rows, 36 scored · 3 academies"),
        "{}",
        outcome.stdout
    );
    let nothing = folder
        .file("no.csv", "name,age\nA,31\nB,45\n")
        .run("instrument new no.csv");
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.contains("nothing to draft"), "{}", nothing.stderr);
}

#[test]
fn tables_of_another_shape_are_named_with_the_way_out() {
    let long: String = (1..6)
        .flat_map(|who| (1..5).map(move |item| format!("{who},Oak,q{item},{}\n", who % 5 + 1)))
        .collect();
    let ids: Vec<String> = (1..30).map(|who| format!("R{who}")).collect();
    let row = |item: usize| format!("q{item},{}\n", vec!["3"; 29].join(","));
    let wide: String = (1..5).map(row).collect();
    let folder = with("oneschool.csv")
        .file("long.csv", format!("id,school,item,answer\n{long}"))
        .file("wide.csv", format!("item,{}\n{wide}", ids.join(",")))
        .file("a.sav", "$FL2@(#) SPSS DATA FILE")
        .file("a.dta", "<stata_dta><header>");
    for (file, what) in [
        ("long.csv", "one row per answer: the column `item` names the items"),
        ("wide.csv", "the wrong way round"),
        ("a.sav", "an SPSS data file (.sav)"),
        ("a.dta", "a Stata data file (.dta)"),
    ] {
        let outcome = folder.run(&format!("score {file} -i four.toml --no-config"));
        assert_eq!(outcome.code, 2, "{file}");
        assert!(outcome.stderr.contains(what), "{file}: {}", outcome.stderr);
    }
}

#[test]
fn a_first_trust_file_has_the_headcounts_given_and_asks_about_a_second_download() {
    let rows = "Oak,1,2,3,4\n".repeat(3);
    let text = format!("school,q1,q2,q3,q4\n{rows}");
    let folder = with("oneschool.csv")
        .file("autumn-2026.csv", &text)
        .file("autumn-2026 (1).csv", &text)
        .file("staff.csv", "academy,staff\nOak,31\nElm,12\n");
    let outcome = folder.run("init autumn-2026.csv \"autumn-2026 (1).csv\" -i four.toml --headcount staff.csv");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let trust = folder.read("cte.toml");
    assert!(trust.contains("files = [\"autumn-2026.csv\"]"), "{trust}");
    assert!(
        trust.contains("# \"autumn-2026 (1).csv\" looks like a later download"),
        "{trust}"
    );
    assert!(trust.contains("name = \"Oak\"\nheadcount = 31"), "{trust}");
    assert!(trust.contains("name = \"Elm\"\nheadcount = 12"), "{trust}");
}
