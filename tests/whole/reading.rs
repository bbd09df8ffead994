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
fn averages_below_a_long_table_are_left_out_and_said() {
    // Longer than the part of a file that is read at once.
    let rows = |academy: &str| format!("{academy},4,3,4,5\n").repeat(12_000);
    let table = format!(
        "school,q1,q2,q3,q4\n{}{}",
        rows("Oak Primary School"),
        rows("Elm Academy")
    );
    assert!(table.len() > 1 << 18);
    let folder = with("oneschool.csv").file(
        "long.csv",
        format!("{table}Average,4.0,3.0,4.0,5.0\nTotal,96000,72000,96000,120000\n"),
    );
    let (counted, _, academies) = scored(&folder, "long.csv");
    assert_eq!(counted, 24_000);
    assert_eq!(academies, ["Oak Primary School", "Elm Academy"]);
    let checked = folder
        .run("check long.csv -i four.toml --no-config --format json")
        .stdout;
    assert!(
        checked.contains("2 rows are left out as averages, totals, counts or notes"),
        "{checked}"
    );
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
        "--academy NAME",
        "--academy-from file",
        "--academy-from sheet",
        "--academy \"All staff\"",
    ] {
        assert!(refused.stderr.contains(way), "{}", refused.stderr);
    }
    assert_eq!(scored(&folder, "oneschool.csv --academy Elm").2, ["Elm"]);
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
    let text = sheets.output("score x_sheet_per_school.xlsx -i four.toml --no-config --academy-from sheet");
    assert_eq!(text.matches("`x_sheet_per_school.xlsx` (SHA-256").count(), 1, "{text}");
    let both = sheets.run("score x_sheet_per_school.xlsx -i four.toml --no-config --academy Oak -g school");
    assert_eq!(both.code, 2);
}

#[test]
fn one_academy_is_not_compared_and_a_late_file_alone_says_what_to_do() {
    let folder = with("oneschool.csv").file(
        "late.csv",
        "school,q1,q2,q3,q4\nOak,1,2,3,4\nOak,4,3,3,4\nElm,1,1,3,4\n",
    );
    let alone = folder.output("score oneschool.csv -i four.toml --no-config --academy Elm");
    assert!(
        alone.contains("There is one academy, so there is nothing to compare."),
        "{alone}"
    );
    assert!(!alone.contains("needs at least 2 groups and"), "{alone}");
    let late = folder.output("score late.csv -i four.toml --no-config --format json");
    assert!(late.contains("name the term's other files too"), "{late}");
}

#[test]
fn a_wrong_group_column_names_the_nearest_or_the_one_that_looks_like_the_academy() {
    let rows = "Oak,Teacher,1,2,3,4\n".repeat(12);
    let folder = with("oneschool.csv").file("a.csv", format!("academy,role,q1,q2,q3,q4\n{rows}"));
    for (named, nearest) in [("acadmy", "academy"), ("schol", "academy"), ("rolle", "role")] {
        let outcome = folder.run(&format!("score a.csv -i four.toml --no-config -g {named}"));
        let wanted = format!("no column `{named}` for -g; nearest: `{nearest}`; the columns are `academy`, `role`\n");
        assert!(outcome.stderr.ends_with(&wanted), "{}", outcome.stderr);
    }
}

#[test]
fn the_most_items_left_out_may_be_a_number() {
    let folder = with("oneschool.csv").file(
        "gaps.csv",
        format!(
            "school,q1,q2,q3,q4\n{}{}{}",
            "Oak,1,2,3,\n".repeat(9),
            "Oak,1,2,3,4\n".repeat(3),
            "Oak,1,2,,\n".repeat(5)
        ),
    );
    let four = folder.read("four.toml");
    assert!(four.contains("[scoring]\n"), "{four}");
    let head = |rule: &str| {
        let rest: Vec<&str> = four.lines().filter(|line| !line.starts_with("min_answered")).collect();
        rest.join("\n").replacen("[scoring]", &format!("[scoring]\n{rule}"), 1)
    };
    let folder = folder.file("four.toml", head("max_missing = 1"));
    let record: Value =
        serde_json::from_str(&folder.output("score gaps.csv -i four.toml --no-config --format json")).expect("JSON");
    assert_eq!(record["scales"][0]["trust"]["n"], 12);
    let shown = folder.output("instrument show four.toml");
    assert!(shown.contains("where all but 1 are answered"), "{shown}");
    let folder = folder.file("four.toml", head("min_answered = 4"));
    let refused = folder.run("score gaps.csv -i four.toml --no-config");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("write max_missing = 1 in its place"),
        "{}",
        refused.stderr
    );
    let folder = folder.file("four.toml", head("max_missing = 1\nmin_answered = 0.8"));
    let refused = folder.run("score gaps.csv -i four.toml --no-config");
    assert!(refused.stderr.contains("keep one of them"), "{}", refused.stderr);
}

#[test]
fn the_academy_of_all_the_files_has_one_long_name_everywhere_and_a_page_another() {
    let folder = with("oneschool.csv");
    folder.output("report oneschool.csv -i four.toml --no-config --academy-name Elm --academy elm -o elm.html");
    assert!(folder.read("elm.html").contains("Elm"));
    assert_eq!(scored(&folder, "oneschool.csv --academy-name Elm").2, ["Elm"]);
    folder.output("plot scores oneschool.csv -i four.toml --no-config --academy Elm -o elm.svg");
    let help = folder.output("report --help");
    assert!(
        help.contains("Other commands have --academy for the academy of all the files"),
        "{help}"
    );
}

#[test]
fn an_academy_for_everybody_does_not_hide_a_column_of_academies() {
    let rows = |academy: &str| format!("{academy},1,2,3,4\n").repeat(12);
    let text = format!("school,q1,q2,q3,q4\n{}{}", rows("Oak"), rows("Elm"));
    let folder = with("oneschool.csv").file("a.csv", text);
    let refused = folder.run("score a.csv -i four.toml --no-config --academy oak");
    assert_eq!(refused.code, 2);
    assert!(
        refused
            .stderr
            .contains("`oak` is one of 2 academies in the column `school`"),
        "{}",
        refused.stderr
    );
    let together = folder.output("score a.csv -i four.toml --no-config --academy \"All staff\" --format json");
    assert!(
        together.contains("though the column `school` looks like the academy and has 2 different names"),
        "{together}"
    );
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
fn a_first_trust_file_asks_about_a_renamed_academy_with_the_line_to_paste() {
    let rows = |academy: &str| format!("{academy},1,2,3,4\n").repeat(12);
    let term = |oak: &str| format!("school,q1,q2,q3,q4\n{}{}", rows(oak), rows("Elm"));
    let folder = with("oneschool.csv")
        .file("autumn-2026.csv", term("Oak Primary School"))
        .file("spring-2027.csv", term("Oak Academy"));
    let outcome = folder.run("init autumn-2026.csv spring-2027.csv -i four.toml");
    assert_eq!(
        outcome.stderr,
        "wrote `cte.toml`: 3 academies, 2 terms; `Oak Academy` may be the new name of `Oak Primary School` — look it through \
         for the line that makes a renamed academy one, and fill in the headcounts\n"
    );
    let trust = folder.read("cte.toml");
    let asked = "name = \"Oak Academy\"\n# the new name of \"Oak Primary School\"? then remove that academy, and take the `#` \
                 off the next line\n# aliases = [\"Oak Primary School\"]\n";
    assert!(trust.contains(asked), "{trust}");
    // The line can be used as it is.
    let old =
        "\n[[academy]]\nname = \"Oak Primary School\"\n# not in the later term: see \"Oak Academy\"\n# headcount =\n";
    assert!(trust.contains(old), "{trust}");
    let mended = trust.replace(old, "").replace("# aliases = [\"Oak", "aliases = [\"Oak");
    let folder = folder.file("cte.toml", mended);
    let record: Value = serde_json::from_str(&folder.output("compare --format json")).expect("JSON");
    assert_eq!(record["scales"][0]["academies"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_first_trust_file_remembers_that_each_file_is_an_academy() {
    let folder = with("oneschool.csv");
    let outcome = folder.run("init oneschool.csv -i four.toml --academy-from file");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let trust = folder.read("cte.toml");
    assert!(trust.contains("\n[defaults]\nacademy_from = \"file\"\n"), "{trust}");
    assert!(trust.contains("name = \"oneschool\"\n"), "{trust}");
    assert_eq!(folder.run("score oneschool.csv").code, 0);
    let both = trust.replace("academy_from", "group = \"school\"\nacademy_from");
    let refused = folder.file("cte.toml", both).run("score oneschool.csv");
    assert!(
        refused.stderr.contains("both say where the academy is"),
        "{}",
        refused.stderr
    );
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
