//! `cte structure` from outside: figures of a working result, and a named reason for every survey that has none.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Folder;

/// The questionnaire of the seeds for fuzzing.
const QUESTIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/instrument/three.toml");
const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");

/// A questionnaire of so many items on 1 to 5, all in one scale.
fn questionnaire(items: usize) -> String {
    let ids: Vec<String> = (1..=items).map(|item| format!("i{item}")).collect();
    let mut text = "id = \"made\"\nname = \"Made\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 5\n".to_owned();
    for id in &ids {
        write!(text, "[[item]]\nid = \"{id}\"\ntext = \"{id}\"\n").expect("a string");
    }
    let list: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    write!(
        text,
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]\n",
        list.join(", ")
    )
    .expect("a string");
    text
}

/// Answers of so many people by a rule of person and item.
fn answers(people: usize, items: usize, rule: impl Fn(usize, usize) -> usize) -> String {
    let head: Vec<String> = (1..=items).map(|item| format!("i{item}")).collect();
    let mut text = format!("academy,{}\n", head.join(","));
    for person in 0..people {
        let row: Vec<String> = (0..items).map(|item| rule(person, item).to_string()).collect();
        writeln!(text, "Oak,{}", row.join(",")).expect("a string");
    }
    text
}

/// A number that looks random and is always the same.
fn mixed(person: usize, item: usize, below: usize) -> usize {
    let seed =
        (person as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (item as u64 + 7).wrapping_mul(0xd1b5_4a32_d192_ed03);
    let turned = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((turned >> 33) % below as u64).expect("a small number")
}

/// Answers that go together.
fn together(person: usize, item: usize) -> usize {
    1 + (mixed(person, 99, 4) + mixed(person, item, 4)) * 2 / 3
}

/// The scale's record.
fn scale(items: usize, survey: &str) -> Value {
    let folder = Folder::new()
        .file("made.toml", questionnaire(items))
        .file("a.csv", survey);
    let outcome = folder.run("structure a.csv -i made.toml --unsuppressed --format json");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(!outcome.stdout.contains("NaN"));
    let record: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    record["scales"][0].clone()
}

fn reason(value: &Value) -> &str {
    value["undefined"]
        .as_str()
        .unwrap_or_else(|| panic!("defined: {value}"))
}

fn sentences(scale: &Value) -> String {
    let all = scale["sentences"].as_array().expect("sentences");
    all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_working_result_has_every_digit() {
    let survey = format!("{REFERENCE}/trust-autumn.csv");
    let arguments = [
        "structure",
        &survey,
        "-i",
        "oracle.toml",
        "--unsuppressed",
        "--format",
        "json",
    ];
    let output = Folder::new()
        .program()
        .args(arguments)
        .current_dir(REFERENCE)
        .output()
        .expect("a run");
    let record: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let all = &record["scales"].as_array().expect("scales")[0];
    assert_eq!(record["schema"], "cte/structure/1");
    assert_eq!(all["n_complete"], 395);
    let near = |value: &Value, wanted: f64| {
        let found = value.as_f64().unwrap_or_else(|| panic!("no number: {value}"));
        assert!((found - wanted).abs() <= 1e-4 * wanted.abs(), "{found} {wanted}");
    };
    // R: tests/reference/trust-autumn.json.
    near(&all["polychoric"]["correlations"][0][1], 0.564_902_171_167_731);
    near(&all["omega_categorical"]["model_implied"], 0.912_464_659_420_695);
    near(&all["omega_hierarchical"]["omega_h"], 0.798_125_636_541_723);
    near(&all["kmo"]["items"]["q01"], 0.951_294_104_029_563);
    near(&all["pcm"]["loglik"], -5_024.142_551_869_91);
    // R: tests/reference/partial_credit.json.
    near(&all["pcm"]["items"]["q02"]["location"], -0.239_877_786_39);
    near(&all["pcm"]["items"]["q09"]["location"], 0.320_537_275_07);
    assert_eq!(all["pcm"]["items"]["q05"]["never_likeliest"], serde_json::json!([2]));
    let models = all["models"].as_array().expect("models");
    let model = |id: &str, estimator: &str| {
        let own = |model: &&Value| model["id"] == id && model["estimator"] == estimator;
        models.iter().find(own).expect("the model")
    };
    near(
        &model("declared_scales", "wlsmv")["scaled"]["chisq"],
        66.029_709_203_348_5,
    );
    near(&model("one_factor", "mlr")["robust"]["cfi"], 0.944_370_095_042_84);
    assert_eq!(model("declared_scales", "ml")["loadings"][6]["factor"], "engagement");
}

#[test]
fn a_constant_item_is_named() {
    let found = scale(
        4,
        &answers(60, 4, |person, item| if item == 2 { 3 } else { together(person, item) }),
    );
    for key in [
        "eigenvalues",
        "kmo",
        "polychoric",
        "omega_categorical",
        "omega_hierarchical",
        "pcm",
    ] {
        assert_eq!(reason(&found[key]), "there is no variance in an item: `i3`", "{key}");
    }
}

#[test]
fn copies_of_an_item_are_named() {
    let found = scale(4, &answers(60, 4, |person, item| together(person, item.min(2))));
    assert!(
        reason(&found["polychoric"]).ends_with("`i3` and `i4`"),
        "{}",
        found["polychoric"]
    );
    assert_eq!(
        reason(&found["kmo"]),
        "the items' correlation matrix is not positive definite"
    );
}

#[test]
fn short_scales_have_no_factor_model() {
    let two = scale(2, &answers(60, 2, together));
    assert_eq!(reason(&two["models"][0]), "it needs at least 3 items and there are 2");
    assert!(two["polychoric"]["correlations"][0][1].is_number());
    assert!(sentences(&two).contains("one factor cannot be fitted: it needs at least 3 items and there are 2."));
    let three = scale(3, &answers(60, 3, together));
    assert!(reason(&three["efa"][0]).starts_with("it needs at least 5 items"));
}

#[test]
fn three_items_have_loadings_and_fit_any_answers() {
    let three = scale(3, &answers(60, 3, together));
    let models = three["models"].as_array().expect("models");
    assert_eq!(models.len(), 4);
    for model in models {
        assert!(model["loadings"][2]["standardized"].is_number(), "{model}");
        assert!(model["fit"]["chisq"].is_number(), "{model}");
        assert_eq!(model["fit"]["df"], 0.0);
        for key in ["p", "tli", "rmsea", "rmsea_lower", "rmsea_upper"] {
            assert_eq!(
                reason(&model["fit"][key]),
                "the model has no degrees of freedom, so it fits any answers",
                "{key}"
            );
        }
    }
    assert!(sentences(&three).contains("one factor fits any answers to three items, so its fit says nothing."));
}

#[test]
fn an_item_without_error_variance_is_named() {
    // The first item is what the others have in common; the others have noise of their own.
    let survey = answers(300, 4, |person, item| {
        if item == 0 || mixed(person, 60 + item, 10) < 7 {
            together(person, 0)
        } else {
            1 + mixed(person, 80 + item, 5)
        }
    });
    let found = scale(4, &survey);
    assert_eq!(
        reason(&found["omega_categorical"]),
        "an item's error variance is not above 0: `i1`"
    );
    let models = found["models"].as_array().expect("models");
    let wlsmv = models
        .iter()
        .find(|model| model["estimator"] == "wlsmv")
        .expect("WLSMV");
    assert_eq!(wlsmv["improper_items"][0], "i1");
    assert!(
        sentences(&found)
            .contains("a model is improper, so do not read its loadings: the error variance of `i1` is not above 0"),
        "{}",
        sentences(&found)
    );
}

/// Answers of 1 or 2 to four items: three that nearly agree, and one that is often their opposite.
fn indefinite() -> String {
    answers(150, 4, |person, item| {
        let first = mixed(person, 1, 2);
        let same = |salt: usize, of_twelve: usize| mixed(person, salt, 12) < of_twelve;
        1 + match item {
            0 => first,
            1 if same(2, 11) => first,
            2 if same(3, 11) => first,
            3 if !same(4, 4) => mixed(person, 9, 2),
            _ => 1 - first,
        }
    })
}

#[test]
fn correlations_that_do_not_fit_together_are_kept_and_have_no_robust_fit() {
    let folder = Folder::new()
        .file("made.toml", questionnaire(4).replace("max = 5", "max = 2"))
        .file("a.csv", indefinite());
    let found = structure_of(&folder, "structure a.csv -i made.toml --unsuppressed --format json");
    assert_eq!(found["polychoric"]["positive_definite"], false);
    let models = found["models"].as_array().expect("models");
    let wlsmv = models
        .iter()
        .find(|model| model["estimator"] == "wlsmv")
        .expect("WLSMV");
    let why = "the polychoric correlation matrix is not positive definite";
    assert_eq!(reason(&wlsmv["robust"]), why);
    assert!(wlsmv["scaled"]["chisq"].is_number(), "{wlsmv}");
    assert!(sentences(&found).contains(&format!("They are not corrected for coarse answers: {why}.")));
    assert!(sentences(&found).contains("do not fit together"));
}

#[test]
fn combinations_that_never_occur_are_counted_and_filled_with_nothing() {
    let found = scale(4, &answers(60, 4, together));
    let pairs = found["polychoric"]["pairs_with_empty_cells"].as_u64().expect("a count");
    assert!(pairs > 0);
    assert!(
        sentences(&found).contains(&format!(
            "in {pairs} of 6 pairs of items some combinations of answers never occur"
        )),
        "{}",
        sentences(&found)
    );
}

#[test]
fn a_model_that_does_not_converge_says_so() {
    // A large and a small correlation that no single factor reproduces: its loadings run away.
    let survey = answers(200, 4, |person, item| 1 + mixed(person, item / 2, 5));
    let found = scale(4, &survey);
    for model in found["models"].as_array().expect("models") {
        assert!(!reason(model).is_empty(), "{model}");
    }
    assert!(
        sentences(&found).contains("one factor cannot be fitted"),
        "{}",
        sentences(&found)
    );
}

#[test]
fn more_items_than_people_have_reasons() {
    let found = scale(14, &answers(11, 14, together));
    assert_eq!(
        reason(&found["kmo"]),
        "the items' correlation matrix is not positive definite"
    );
    assert!(sentences(&found).contains("only 11 people answered every item"));
}

#[test]
fn a_code_that_nobody_used_keeps_its_place() {
    let found = scale(
        4,
        &answers(200, 4, |person, item| match together(person, item) {
            3 if item == 1 => 4,
            code => code,
        }),
    );
    let thresholds = found["polychoric"]["thresholds"]["i2"].as_array().expect("thresholds");
    assert_eq!(thresholds.len(), 4);
    assert!(thresholds[2]["undefined"].is_string(), "{thresholds:?}");
    assert!(thresholds[1].is_number() && thresholds[3].is_number());
    assert!(
        sentences(&found).contains("nobody chose 3 for `i2`"),
        "{}",
        sentences(&found)
    );
    assert_eq!(reason(&found["pcm"]), "nobody chose some of the codes: 3 of `i2`");
    assert!(sentences(&found).contains("there is no partial credit model."));
}

#[test]
fn unrelated_items_are_not_called_a_scale() {
    let found = scale(6, &answers(300, 6, |person, item| 1 + mixed(person, item, 5)));
    assert_eq!(found["parallel"]["pearson"]["factors"], 0);
    assert!(sentences(&found).contains("no more in common than unrelated questions"));
}

#[test]
fn few_people_are_withheld() {
    let folder = Folder::new()
        .file("made.toml", questionnaire(4))
        .file("few.csv", answers(8, 4, together));
    let outcome = folder.run("structure few.csv -i made.toml --format json");
    let record: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(record["scales"][0]["withheld"], "small");
    assert_eq!(record["scales"][0]["n_complete"], Value::Null);
    folder.output("tally few.csv -i made.toml -o few.tally --unsuppressed");
    let outcome = folder.run("structure few.tally -i made.toml --format json");
    let record: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(record["scales"][0]["withheld"], "small", "{}", outcome.stderr);
    assert_eq!(record["scales"][0]["n_complete"], Value::Null);
}

/// The members of `rows` that `counts` has not, or has otherwise, by their paths. Numbers in paths are places in lists.
fn unlike(rows: &Value, counts: &Value, path: &str, found: &mut Vec<String>) {
    match (rows, counts) {
        (Value::Object(rows), Value::Object(counts)) if counts.get("undefined").is_none() => {
            for (key, own) in rows {
                let other = counts.get(key).unwrap_or(&Value::Null);
                unlike(own, other, &format!("{path}/{key}"), found);
            }
        }
        (Value::Array(rows), Value::Array(counts)) if rows.len() == counts.len() => {
            for (place, (own, other)) in rows.iter().zip(counts).enumerate() {
                unlike(own, other, &format!("{path}/{place}"), found);
            }
        }
        _ if rows == counts => {}
        _ => found.push(format!("{path}: {}", counts.get("undefined").unwrap_or(counts))),
    }
}

/// What a tally does not have of the structure of a scale of so many items, for which one factor is fitted.
fn needs_rows(rows: &Value, counts: &Value) -> String {
    let mut found = Vec::new();
    for key in rows
        .as_object()
        .expect("a scale")
        .keys()
        .filter(|key| *key != "sentences")
    {
        unlike(&rows[key], &counts[key], key, &mut found);
    }
    // All items of a list alike.
    found.dedup_by_key(|line| {
        let (path, why) = line.split_once(": ").expect("a path");
        let path: Vec<&str> = path
            .split('/')
            .enumerate()
            .map(|(depth, step)| match step.parse::<usize>() {
                Ok(_) if depth > 1 => "…",
                _ => step,
            })
            .collect();
        *line = format!("{}: {why}", path.join("/"));
        line.clone()
    });
    found.join("\n")
}

#[test]
fn a_tally_has_all_that_two_way_tables_give_to_the_last_digit() {
    let survey = answers(300, 7, |person, item| {
        // Some people skip a question.
        if mixed(person, item + 40, 60) == 0 {
            0
        } else {
            together(person, item)
        }
    });
    let folder = Folder::new()
        .file("made.toml", questionnaire(7))
        .file("a.csv", survey.replace(",0", ","));
    folder.output("tally a.csv -i made.toml -o a.tally");
    for options in ["", " --unsuppressed"] {
        let of = |file: &str| {
            structure_of(
                &folder,
                &format!("structure {file} -i made.toml{options} --format json"),
            )
        };
        let (rows, counts) = (of("a.csv"), of("a.tally"));
        assert!(rows["n_complete"].as_f64() < rows["n_any"].as_f64());
        assert!(counts["polychoric"]["correlations"][0][1].is_number(), "{counts}");
        insta::assert_snapshot!("needs_rows", needs_rows(&rows, &counts));
        assert_eq!(
            reason(&counts["cluster_bias"]),
            "it needs the responses themselves, which a tally does not have"
        );
        assert_eq!(
            reason(&rows["cluster_bias"]),
            "it needs at least 8 groups and there is 1"
        );
        assert!(sentences(&counts).contains("one factor: CFI"), "{}", sentences(&counts));
    }
    let text = folder.output("structure a.tally -i made.toml");
    assert!(
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("run `cte structure` on the responses"),
        "{text}"
    );
}

/// Answers of nine academies to six items; the third item is answered higher in some, by so much.
fn by_academy(shift: usize) -> String {
    let mut text = "academy,i1,i2,i3,i4,i5,i6\n".to_owned();
    for person in 0..360 {
        let academy = person % 9;
        let own = |item: usize| if item == 2 { shift * (academy % 3) } else { 0 };
        let row: Vec<String> = (0..6)
            .map(|item| (together(person, item) + own(item)).min(5).to_string())
            .collect();
        writeln!(text, "Academy {academy},{}", row.join(",")).expect("a string");
    }
    text
}

#[test]
fn a_question_that_differs_between_academies_is_named() {
    for shift in [0, 1] {
        let folder = Folder::new()
            .file("made.toml", questionnaire(6))
            .file("a.csv", by_academy(shift));
        let found = structure_of(&folder, "structure a.csv -i made.toml --format json");
        let items = found["cluster_bias"].as_array().expect("a list");
        let different: Vec<&str> = items
            .iter()
            .filter(|item| item["differs"] == true)
            .filter_map(|item| item["item"].as_str())
            .collect();
        if shift == 0 {
            assert!(different.is_empty(), "{items:?}");
            assert!(sentences(&found).contains("no question differs between academies more than the scale does."));
            continue;
        }
        assert_eq!(different, ["i3"]);
        assert!(items[2]["share"].as_f64() > Some(0.1) && items[2]["p"].as_f64() < Some(0.001));
        let change = items[2]["difference_without"].as_f64().expect("a change");
        assert!(change < 0.0, "{change}");
        assert!(sentences(&found).contains("`i3` differs between academies more than the scale does"));
        assert!(sentences(&found).contains("Without it, the largest difference between academies would be"));
        let text = folder.output("structure a.csv -i made.toml");
        assert!(!text.contains("Academy 1"), "{text}");
    }
}

#[test]
fn the_tally_of_the_example_has_what_its_responses_have() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/autumn-2026.csv");
    let folder = Folder::new();
    folder.output(&format!("tally {example} -i trust-cte --unsuppressed -o a.tally"));
    let of = |file: &str| {
        let text = folder.output(&format!("structure {file} -i trust-cte --unsuppressed --format json"));
        serde_json::from_str::<Value>(&text).expect("JSON")["scales"].clone()
    };
    let (rows, counts) = (of(example), of("a.tally"));
    let scales = rows
        .as_array()
        .expect("scales")
        .iter()
        .zip(counts.as_array().expect("scales"));
    let lines: Vec<String> = scales
        .map(|(rows, counts)| format!("{}\n{}", rows["id"], needs_rows(rows, counts)))
        .collect();
    insta::assert_snapshot!(lines.join("\n\n"));
}

#[test]
fn a_tally_without_two_way_tables_says_what_is_missing_and_how_to_have_it() {
    let rare = |person: usize, item: usize| {
        if person < 4 && item == 1 {
            5
        } else {
            together(person, item).min(4)
        }
    };
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("few.csv", answers(90, 6, together))
        .file("rare.csv", answers(300, 6, rare))
        .file("many.csv", answers(300, 6, |person, item| together(person + 500, item)));
    let runs = [
        "tally few.csv -i made.toml -o few.tally",
        "tally rare.csv -i made.toml -o rare.tally",
        "tally many.csv -i made.toml -o many.tally",
        "tally few.tally rare.tally many.tally -i made.toml -o sum.tally",
        "tally rare.csv -i made.toml --unsuppressed -o marked.tally",
    ];
    let said = runs.map(|arguments| format!("$ cte {arguments}\n{}", folder.run(arguments).stderr));
    insta::assert_snapshot!(said.join("\n"));
    assert!(String::from_utf8_lossy(&folder.bytes("marked.tally")).contains("two-way tables of few people"));
    for name in ["few", "rare", "sum"] {
        let found = structure_of(&folder, &format!("structure {name}.tally -i made.toml --format json"));
        let tables = "it needs the two-way tables of the items, which this tally does not have";
        for missing in [
            &found["polychoric"],
            &found["omega_categorical"],
            &found["parallel"]["polychoric"],
            &found["models"][3],
        ] {
            assert_eq!(reason(missing), tables, "{name}");
        }
        assert!(found["models"][0]["fit"]["cfi"].is_number(), "{name}");
    }
    let found = |arguments: &str| {
        let record: Value = serde_json::from_str(&folder.output(arguments)).expect("JSON");
        record["findings"].to_string()
    };
    let said = found("structure few.tally many.tally -i made.toml --format json");
    assert!(
        said.contains("`few.tally` has no two-way tables of the items of `all`"),
        "{said}"
    );
    let said = found("structure many.tally rare.csv -i made.toml --format json");
    assert!(!said.contains("no two-way tables"), "{said}");
    // Parts with tables have a sum with tables, and responses next to them are counted alike.
    let sum = structure_of(&folder, "structure many.tally rare.csv -i made.toml --format json");
    let rows = structure_of(&folder, "structure many.csv rare.csv -i made.toml --format json");
    assert_eq!(sum["polychoric"], rows["polychoric"]);
    assert_eq!(
        structure_of(&folder, "structure marked.tally -i made.toml --format json")["polychoric"]["items"][0],
        "i1"
    );
}

#[test]
fn a_tally_of_the_version_before_is_read_and_lacks_two_way_tables() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/tally");
    let folder = Folder::new();
    let head = std::fs::read(format!("{seeds}/plain.tally")).expect("a seed");
    assert!(head.starts_with(b"cte-tally/2 "));
    let text = folder.output(&format!(
        "structure {seeds}/plain.tally -i {QUESTIONS} --unsuppressed --format json"
    ));
    let record: Value = serde_json::from_str(&text).expect("JSON");
    let said = record["findings"].to_string();
    assert!(
        said.contains("which earlier versions of `cte` did not count; count its responses again"),
        "{said}"
    );
    assert!(reason(&record["scales"][0]["polychoric"]).ends_with("which this tally does not have"));
}

/// Answers of two roles of so many people each, and of a few leaders. `shift` raises the second role's answers to the third item.
fn by_role(people: usize, shift: usize) -> String {
    let mut text = "academy,role,i1,i2,i3,i4,i5,i6\n".to_owned();
    for person in 0..2 * people + 20 {
        let role = match person / people {
            0 => "Teacher",
            1 => "Assistant",
            _ => "Leader",
        };
        let row: Vec<String> = (0..6)
            .map(|item| {
                let own = if role == "Assistant" && item == 2 { shift } else { 0 };
                (together(person, item) + own).min(5).to_string()
            })
            .collect();
        writeln!(text, "Oak,{role},{}", row.join(",")).expect("a string");
    }
    text
}

fn structure_of(folder: &Folder, arguments: &str) -> Value {
    let record: Value = serde_json::from_str(&folder.output(arguments)).expect("JSON");
    record["scales"][0].clone()
}

#[test]
fn a_question_that_a_role_reads_differently_is_named() {
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("alike.csv", by_role(200, 0))
        .file("unlike.csv", by_role(200, 1));
    let alike = structure_of(&folder, "structure alike.csv -i made.toml --by role --format json");
    let found = &alike["invariance"][0];
    assert_eq!(found["verdict"], "alike", "{found}");
    assert_eq!(found["groups"]["Teacher"], 200);
    assert_eq!(found["too_few"][0], "Leader");
    let steps: Vec<&str> = found["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .filter_map(|step| step["step"].as_str())
        .collect();
    assert_eq!(steps, ["configural", "metric", "scalar", "strict"]);
    assert!(sentences(&alike).contains("Teacher and Assistant read the questions alike."));
    assert!(sentences(&alike).contains("Too few to tell of Leader: fewer than 100 answered every question"));
    let unlike = structure_of(&folder, "structure unlike.csv -i made.toml --by role --format json");
    let found = &unlike["invariance"][0];
    assert_eq!(found["verdict"], "not alike", "{found}");
    assert_eq!(found["different"][0]["item"], "i3");
    let shift = found["different"][0]["shifts"]["Assistant"].as_f64().expect("a shift");
    assert!((0.5..1.3).contains(&shift), "{shift}");
    let differences = &found["differences"][0];
    let number = |key: &str| differences[key].as_f64().expect("a number");
    assert!((number("difference") - number("effect") - number("without")).abs() < 1e-9);
    assert!(sentences(&unlike).contains("One question is read differently: `i3` (Assistant"));
    let brief = folder.output("score unlike.csv -i made.toml --by role --brief");
    assert!(brief.contains("One question is read differently: `i3`"), "{brief}");
}

/// Answers of groups are compared as numbers, so a code that only one group uses stays what it is.
#[test]
fn a_code_that_one_group_alone_uses_keeps_its_value() {
    let survey = by_role(150, 0);
    let lines: Vec<String> = (survey.lines())
        .map(|line| match line.strip_prefix("Oak,Assistant,5") {
            Some(rest) => format!("Oak,Assistant,4{rest}"),
            None => line.to_owned(),
        })
        .collect();
    assert!(lines.iter().any(|line| line.starts_with("Oak,Teacher,5")));
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("a.csv", lines.join("\n"));
    let found = structure_of(
        &folder,
        "structure a.csv -i made.toml --by role --unsuppressed --format json",
    );
    for step in found["invariance"][0]["steps"].as_array().expect("steps") {
        assert!(step["fit"]["chisq"].is_number(), "{step}");
    }
    assert!(found["invariance"][0]["verdict"] != "unknown");
}

#[test]
fn three_items_are_compared_between_groups() {
    let survey: Vec<String> = (by_role(150, 0).lines())
        .map(|line| line.split(',').take(5).collect::<Vec<_>>().join(","))
        .collect();
    let folder = Folder::new()
        .file("made.toml", questionnaire(3))
        .file("a.csv", survey.join("\n"));
    let found = structure_of(&folder, "structure a.csv -i made.toml --by role --format json");
    let steps = found["invariance"][0]["steps"].as_array().expect("steps");
    assert_eq!(steps[0]["fit"]["df"], 0.0);
    assert!(reason(&steps[0]["fit"]["p"]).contains("no degrees of freedom"));
    assert!(steps[1]["fit"]["p"].is_number(), "{}", steps[1]);
}

#[test]
fn a_question_that_worked_differently_in_one_of_two_terms_is_named() {
    let term = |shift: usize| {
        answers(150, 6, |person, item| {
            (together(person + 1000 * shift, item) + if item == 4 { shift } else { 0 }).min(5)
        })
    };
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("autumn.csv", term(0))
        .file(
            "winter.csv",
            answers(150, 6, |person, item| together(person + 5000, item)),
        )
        .file("spring.csv", term(1));
    let text = folder.output("structure spring.csv -i made.toml --before autumn.csv");
    assert!(text.contains("One question was read differently: `i5`"), "{text}");
    let compared = folder.output("compare autumn.csv spring.csv -i made.toml --brief");
    assert!(
        compared.contains("One question was read differently: `i5`"),
        "{compared}"
    );
    assert!(compared.contains("Without that, the change from"), "{compared}");
    let alike = folder.output("compare autumn.csv winter.csv -i made.toml --brief");
    assert!(alike.contains("The questions worked alike in both terms."), "{alike}");
    let all = folder.output("trend autumn.csv winter.csv spring.csv -i made.toml --brief");
    assert!(all.contains("`i5`"), "{all}");
    folder.output("report spring.csv -i made.toml --before autumn.csv -o board");
    assert!(
        folder
            .read("board/trust.html")
            .contains("One question was read differently")
    );
}

#[test]
fn too_few_people_to_compare_are_said_to_be_too_few() {
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("few.csv", by_role(60, 0));
    let found = structure_of(&folder, "structure few.csv -i made.toml --by role --format json");
    assert_eq!(found["invariance"][0]["verdict"], "too few to tell");
    assert!(sentences(&found).contains("at least 100 people who answered every question"));
    let brief = folder.output("score few.csv -i made.toml --by role --brief");
    assert!(!brief.contains("Read alike"), "{brief}");
}

#[test]
fn the_fit_is_judged_by_surveys_simulated_for_this_one() {
    let folder = Folder::new()
        .file("made.toml", questionnaire(6))
        .file("a.csv", answers(200, 6, together));
    let usual = structure_of(&folder, "structure a.csv -i made.toml --format json");
    assert!(usual.get("cut_offs").is_none());
    let arguments = "structure a.csv -i made.toml --cut-offs --format json";
    let judged = structure_of(&folder, arguments);
    let found = &judged["cut_offs"][0];
    assert_eq!(found["model"], "one_factor");
    assert_eq!(found["surveys"], 500);
    assert_eq!(found["misfit_size"], 0.3);
    let number = |path: &str| found.pointer(path).and_then(Value::as_f64).expect("a number");
    assert!(number("/if_true/cfi") > number("/with_misfit/cfi") - 0.05, "{found}");
    assert_eq!(found["verdict"], "fits", "{found}");
    assert!(sentences(&judged).contains("one factor: as good as if the model were true"));
    let [one, two] = [1, 2].map(|threads| structure_of(&folder, &format!("{arguments} --threads {threads}")));
    assert_eq!(one, two);
    let table = folder.output("structure a.csv -i made.toml --cut-offs --format csv --only cut_offs");
    assert!(
        table.lines().count() == 2 && table.contains("residual correlation of"),
        "{table}"
    );
    let text = folder.output("structure a.csv -i made.toml --cut-offs");
    assert!(
        text.contains("95 % if the model is true") && text.contains("habits"),
        "{text}"
    );
}
