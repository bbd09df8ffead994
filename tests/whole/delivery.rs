//! Where results go: whole or not at all, in the format asked for, and never a failure because the reader has gone.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Folder, sized};

fn folder() -> Folder {
    Folder::new().file("a.csv", sized(&[("Oak", 24), ("Ash", 12), ("Elm", 4), ("Yew", 25)]))
}

#[test]
fn the_ending_says_the_format() {
    let folder = folder();
    for (ending, format) in [
        ("json", "json"),
        ("csv", "csv"),
        ("md", "markdown"),
        ("txt", "text"),
        ("JSON", "json"),
    ] {
        let printed = folder.output(&format!("score a.csv -i trio.toml --format {format}"));
        assert_eq!(folder.output(&format!("score a.csv -i trio.toml -o out.{ending}")), "");
        assert_eq!(folder.read(&format!("out.{ending}")), printed, "{ending}");
    }
    folder.output("score a.csv -i trio.toml --format json -o out.txt");
    assert!(folder.read("out.txt").starts_with('{'));
}

#[test]
fn a_folder_takes_one_csv_a_table() {
    let folder = folder();
    folder.output("score a.csv -i trio.toml -o tables/");
    let mut names: Vec<String> = std::fs::read_dir(folder.path("tables"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let wanted = [
        "aggregation",
        "agreement",
        "distribution",
        "findings",
        "items",
        "provenance",
        "reliability",
        "scores",
    ];
    assert_eq!(names, wanted.map(|table| format!("{table}.csv")));
    for name in names {
        let only = name.trim_end_matches(".csv");
        let printed = folder.output(&format!("score a.csv -i trio.toml --format csv --only {only}"));
        assert_eq!(folder.read(&format!("tables/{name}")), printed);
    }
}

#[test]
fn nothing_is_written_over_what_it_is_made_from() {
    let folder = folder()
        .file("b.csv", sized(&[("Oak", 22), ("Ash", 14)]))
        .file("scores.csv", sized(&[("Oak", 24)]))
        .file("staff.csv", "academy,headcount\nOak,30\nAsh,20\nElm,9\nYew,30\n");
    let before: Vec<Vec<u8>> = folder.names().iter().map(|name| folder.bytes(name)).collect();
    for (arguments, place) in [
        ("score a.csv -i trio.toml -o a.csv", "a.csv"),
        ("score a.csv -i trio.toml -o ./b/../a.csv", "./b/../a.csv"),
        ("items a.csv -i trio.toml -o a.csv", "a.csv"),
        ("check a.csv -i trio.toml -o a.csv", "a.csv"),
        ("compare a.csv b.csv -i trio.toml -o b.csv", "b.csv"),
        ("tally a.csv -i trio.toml --unsuppressed -o a.csv", "a.csv"),
        ("init a.csv -i trio.toml -o a.csv", "a.csv"),
        (
            "score a.csv -i trio.toml --headcount staff.csv -o staff.csv",
            "staff.csv",
        ),
        ("score a.csv -i trio.toml --format text -o trio.toml", "trio.toml"),
        ("score a.csv -i trio.toml --audit a.csv -o out.json", "a.csv"),
        ("score scores.csv -i trio.toml -o ./", "./scores.csv"),
    ] {
        if place.starts_with("./b") {
            std::fs::create_dir_all(folder.path("b")).expect("a folder");
        }
        let said = folder.failure(arguments);
        assert!(
            said.contains(&format!(
                "`{place}` has been read for this result or written beside it, and is not written over"
            )),
            "{arguments}: {said}"
        );
        if place.starts_with("./b") {
            std::fs::remove_dir(folder.path("b")).expect("an empty folder");
        }
    }
    let after: Vec<Vec<u8>> = folder.names().iter().map(|name| folder.bytes(name)).collect();
    assert_eq!(after, before);
    let twice = folder.failure("score a.csv -i trio.toml --audit out.csv -o out.csv");
    assert!(twice.contains("`out.csv` has been"), "{twice}");
    // A result of before is replaced as ever.
    folder.output("score a.csv -i trio.toml -o new.csv");
    folder.output("score a.csv -i trio.toml -o new.csv");
}

#[test]
fn a_table_is_chosen_of_csv_alone() {
    let said = folder().failure("score a.csv -i trio.toml --only items");
    assert!(
        said.contains("--only chooses a table of CSV, and this is text"),
        "{said}"
    );
}

#[test]
fn a_failed_run_leaves_the_file_that_was_there() {
    let folder = folder()
        .file("bad.csv", "academy,q01,q02,q03\nOak,9,9,9\n")
        .file("out.json", "what was here before");
    folder.failure("score bad.csv -i trio.toml -o out.json");
    folder.failure("score a.csv -i trio.toml --only answers --format csv -o out.json");
    assert_eq!(folder.read("out.json"), "what was here before");
    assert_eq!(folder.names(), ["a.csv", "bad.csv", "out.json", "trio.toml"]);
    folder.output("score a.csv -i trio.toml -o out.json");
    assert!(folder.read("out.json").starts_with('{'));
    assert_eq!(
        folder.names(),
        ["a.csv", "bad.csv", "out.json", "trio.toml"],
        "nothing is left beside it"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_an_error_and_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    let locked = folder.path("locked");
    std::fs::create_dir(&locked).expect("a folder");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).expect("permissions");
    // Whoever runs as root may write everywhere, and there is nothing to test.
    if std::fs::write(locked.join("probe"), "").is_err() {
        let message = folder.failure("score a.csv -i trio.toml -o locked/out.json");
        assert!(message.contains("`locked` cannot be written"), "{message}");
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let folder = folder();
    // More than a pipe holds, so that the write does meet the closed end.
    let names: Vec<String> = (0..3000)
        .map(|academy| format!("Academy of a long name, number {academy}"))
        .collect();
    let sizes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 4)).collect();
    let csv: String = sized(&sizes).replace(", number", " number");
    let folder = folder.file("many.csv", csv);
    for arguments in [
        &[
            "score",
            "many.csv",
            "-i",
            "trio.toml",
            "--min-group",
            "3",
            "--format",
            "json",
        ][..],
        &["--help"],
        &["instrument", "list"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cte"))
            .args(arguments)
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn no_colour_leaves_a_pipe_and_help_goes_to_standard_output() {
    let folder = folder();
    let mut program = folder.program();
    let output = program
        .env_remove("NO_COLOR")
        .args(["score", "a.csv", "-i", "trio.toml"])
        .output();
    assert!(!output.expect("the program runs").stdout.contains(&0x1b));
    for arguments in ["--help", "score --help", "--version", "help score"] {
        let outcome = folder.run(arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{arguments}");
        assert!(!outcome.stdout.is_empty(), "{arguments}");
    }
}

/// The keys that `cte/score/2` promises, a place a line; of `academies[]` those of an academy that is shown.
const PROMISED: &[(&str, &str)] = &[
    ("", "schema cte instrument input options respondents scales findings"),
    ("/instrument", "id version sha256"),
    ("/input/0", "path sha256 rows layout"),
    ("/options", "level missing min_group unsuppressed seed"),
    ("/respondents", "rows blank"),
    (
        "/scales/0",
        "id name items range trust reliability aggregation academies",
    ),
    (
        "/scales/0/trust",
        "n mean sd se lower upper mean_of_academies pomp percent_favourable headcount response_rate",
    ),
    ("/scales/0/reliability", "alpha omega_total mean_interitem_r"),
    (
        "/scales/0/reliability/alpha",
        "value lower upper interval estimator missing n k",
    ),
    (
        "/scales/0/reliability/omega_total",
        "value lower upper interval estimator missing n k",
    ),
    (
        "/scales/0/reliability/mean_interitem_r",
        "value lower upper interval estimator missing n k",
    ),
    (
        "/scales/0/aggregation",
        "icc1 icc1_mean_size icc2 f df1 df2 p k0 verdict because",
    ),
    (
        "/scales/0/aggregation/icc1",
        "value lower upper interval estimator missing n k",
    ),
    (
        "/scales/0/academies/0",
        "academy n mean sd se lower upper pomp percent_favourable headcount response_rate shrunken_mean shrunken_se \
         agreement",
    ),
    (
        "/scales/0/academies/0/agreement",
        "n rwg_j r_star_wg_j ad_mean ad_median a_wg",
    ),
];

#[test]
fn json_has_the_keys_that_scripts_rely_on() {
    let folder = folder();
    let record: Value = serde_json::from_str(&folder.output("score a.csv -i trio.toml --format json")).expect("JSON");
    assert_eq!(record["schema"], "cte/score/2");
    for (place, keys) in PROMISED {
        let found = record.pointer(place).expect(place);
        for key in keys.split_whitespace() {
            assert!(found.get(key).is_some(), "no `{key}` in `{place}`: {found}");
        }
    }
    let academies = record["scales"][0]["academies"].as_array().expect("academies");
    let withheld: Vec<&Value> = academies
        .iter()
        .filter(|academy| academy.get("withheld").is_some())
        .collect();
    assert!(!withheld.is_empty());
    for academy in withheld {
        let keys: Vec<&String> = academy.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["academy", "withheld"]);
    }
}

#[test]
fn limits_of_a_score_are_the_same_place_on_the_scale_of_100() {
    let folder = folder();
    for (options, round) in [("--unsuppressed", (|exact| exact) as fn(f64) -> f64), ("", f64::round)] {
        let output = folder.output(&format!("score a.csv -i trio.toml --format json {options}"));
        limits_are_the_same_place(&serde_json::from_str(&output).expect("JSON"), round);
    }
}

/// Published limits out of 100 are whole numbers, made from the published limits.
fn limits_are_the_same_place(record: &Value, round: fn(f64) -> f64) {
    let scale = &record["scales"][0];
    let ends = [0, 1].map(|end| scale["range"][end].as_f64().expect("an end of the scale"));
    let academies = scale["academies"].as_array().expect("academies");
    let shown: Vec<&Value> = academies.iter().filter(|academy| academy["lower"].is_f64()).collect();
    assert!(!shown.is_empty());
    for academy in shown {
        for (limit, of_100) in [("lower", "pomp_lower"), ("upper", "pomp_upper")] {
            let [limit, of_100] = [limit, of_100].map(|key| academy[key].as_f64().expect("a number"));
            let wanted = round(100.0 * (limit - ends[0]) / (ends[1] - ends[0]));
            assert!((of_100 - wanted).abs() < 1e-9, "{of_100} should be {wanted}");
        }
    }
}

#[test]
fn a_name_that_windows_keeps_for_itself_is_refused_everywhere() {
    let folder = folder();
    for (argument, name) in [
        ("nul.csv", "nul.csv"),
        ("com1.json", "com1.json"),
        ("aux/", "aux"),
        ("board./", "board."),
    ] {
        let message = folder.failure(&format!("score a.csv -i trio.toml -o {argument}"));
        assert!(
            message.contains(&format!("`{name}`")) && message.contains("choose another name"),
            "{message}"
        );
    }
    let message = folder.failure("report a.csv -i trio.toml -o con/");
    assert!(
        message.contains("`con` is the name of a device on Windows"),
        "{message}"
    );
    assert_eq!(folder.names(), ["a.csv", "trio.toml"]);
}
