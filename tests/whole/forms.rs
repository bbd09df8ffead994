//! `cte instrument export` from outside: forms that survey tools take, of questionnaires full of what formats stumble over.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;

use cte::export::forms::FORM_TOOLS;
use serde_json::{Value, json};

use crate::support::{Folder, TRIO};

const TRUST: &str = "name = \"Forest & Dale\"\ninstrument = \"odd.toml\"\n[defaults]\nmin_group = 12\n\
    [[academy]]\nname = \"Oak, \\\"New\\\" Academy\"\nheadcount_by_role = { Teacher = 20, Head = 1 }\n\
    [[academy]]\nname = \"Ysgol y Dŵr\"\nheadcount_by_role = { Teacher = 30, Deputy = 2 }\n\
    [[pool]]\nname = \"Leaders\"\nof = \"roles\"\nmembers = [\"Head\", \"Deputy\"]\n";

/// Statements of a questionnaire with quotes, commas, Welsh, emoji, right-to-left writing, HTML and line breaks.
const ODD: [&str; 6] = [
    "We say \\\"well done\\\", often",
    "Rydym yn gweithio gyda'n gilydd: dŵr, tŷ",
    "אנחנו לומדים יחד",
    "We \\t reach\\nevery <b>pupil</b> & {parent} 😀",
    "A \\\\ backslash\\\\",
    "C'est l'été; 100 % of us – “all”",
];

fn odd() -> String {
    let mut text = String::from(
        "id = \"odd\"\nname = \"An \\\"odd\\\" survey\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 5\n\
         [response.labels]\n1 = \"Not at all\"\n3 = \"To some extent, \\\"perhaps\\\"\"\n5 = \"Ŵ, fully\"\n\
         [response.missing]\n\"Don't know\" = \"don't know\"\n",
    );
    for (place, statement) in ODD.iter().enumerate() {
        let _ = writeln!(text, "[[item]]\nid = \"od{place}\"\ntext = \"{statement}\"");
    }
    let ids: Vec<String> = (0..ODD.len()).map(|place| format!("\"od{place}\"")).collect();
    text + &format!(
        "[[scale]]\nid = \"all\"\nname = \"All\"\nitems = [{}]\n",
        ids.join(", ")
    )
}

fn folder() -> Folder {
    Folder::new().file("cte.toml", TRUST).file("odd.toml", odd())
}

/// A program's output; `None`, said aloud, where it is not installed.
fn output(program: &str, arguments: &[&str], probe: &[&str], wanted: &str) -> Option<Value> {
    let there = Command::new(program)
        .args(probe)
        .output()
        .is_ok_and(|done| done.status.success());
    if !there {
        // Not through `eprintln!`, which a passing test hides.
        let _ = writeln!(
            std::io::stderr(),
            "LEFT OUT: {wanted} is not installed, so no form was tried with it"
        );
        return None;
    }
    let done = Command::new(program).args(arguments).output().expect("a run");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    Some(serde_json::from_slice(&done.stdout).expect("JSON"))
}

#[test]
fn every_tool_gets_a_form_with_the_rules_of_the_trust_and_says_what_to_heed() {
    let folder = folder();
    for tool in FORM_TOOLS {
        for kind in tool.kinds {
            let file = format!("form-{}.{}", tool.name, kind.ending);
            let done = folder.run(&format!("instrument export --to {} -o {file}", tool.name));
            assert_eq!((done.code, done.stdout.as_str()), (0, ""), "{}", done.stderr);
            assert!(
                done.stderr.starts_with(&format!("wrote `{file}`\n- ")),
                "{}",
                done.stderr
            );
            assert!(done.stderr.contains("read the privacy notice"), "{}", done.stderr);
            assert_eq!(folder.bytes(&file), {
                folder.output(&format!(
                    "instrument export --quiet --to {} -o again.{}",
                    tool.name, kind.ending
                ));
                folder.bytes(&format!("again.{}", kind.ending))
            });
        }
    }
    for file in [
        "form-limesurvey.txt",
        "form-redcap.csv",
        "form-qualtrics.txt",
        "form-google.gs",
        "form-microsoft.txt",
    ] {
        let text = folder.read(file);
        for wanted in ["fewer than 12 people", "Leaders", "Ysgol y Dŵr", "אנחנו לומדים יחד"] {
            assert!(text.contains(wanted), "{file}: {wanted}");
        }
        assert!(!text.contains("\"Head\"") && !text.contains("Head\n"), "{file}");
    }
    let text = folder.output("instrument export --quiet --to limesurvey --min-group 15 -o -");
    assert!(text.contains("fewer than 15 people") && !text.contains("fewer than 12"));
}

#[test]
fn what_cannot_be_a_form_is_refused_with_the_cure() {
    let folder = folder().file(
        "refer.toml",
        TRIO.replace("We reach every pupil", "We use ${q02} | well"),
    );
    for (arguments, wanted) in [
        (
            "ctse --to google -o a.gs",
            "the wording belongs to the authors of Schwarzer, R., & Schmitz, G. S. (1999)",
        ),
        (
            "ctse --to google -o a.gs",
            "add `wording_file = \"wording.toml\"` to it",
        ),
        ("refer.toml --to kobo -o a.xlsx", "the wording of `q01` has `${`"),
        ("refer.toml --to redcap -o a.csv", "the wording of `q01` has `|`"),
        ("trio.toml --to kobo -o a.csv", "`a.csv`: kobo takes .xlsx"),
        ("trio.toml --to paper-plane -o a.txt", "limesurvey"),
        ("absent.toml --to google -o a.gs", "absent.toml"),
    ] {
        let done = folder.run(&format!("instrument export {arguments}"));
        assert!(
            done.code == 2 && done.stderr.contains(wanted),
            "{arguments}\n{}",
            done.stderr
        );
    }
    let bare = Folder::new();
    let done = bare.run("instrument export --to google -o a.gs");
    assert!(
        done.stderr
            .contains("no questionnaire is named: give its id or its file"),
        "{}",
        done.stderr
    );
    let done = bare.run("instrument export trio.toml --to google -o a.gs");
    assert!(
        done.code == 0 && done.stderr.contains("no academies are known"),
        "{}",
        done.stderr
    );
    assert!(
        bare.read("a.gs")
            .contains("form.addTextItem().setTitle(\"Which academy do you work in?\").setRequired(true);")
    );
}

#[test]
fn item_ids_travel_where_the_tool_has_codes_and_the_output_says_where_not() {
    let folder = folder().file("who.toml", TRIO.replace("q02", "WHO5[SQ002]"));
    for (tool, file, wanted) in [
        (
            "limesurvey",
            "a.txt",
            "LimeSurvey cannot carry 1 of 3 item ids as codes (`WHO5[SQ002]` as `q1`)",
        ),
        (
            "redcap",
            "a.csv",
            "REDCap cannot carry 1 of 3 item ids as codes (`WHO5[SQ002]` as `item_1`)",
        ),
        (
            "kobo",
            "a.xlsx",
            "Kobo cannot carry 1 of 3 item ids as codes (`WHO5[SQ002]` as `item_1`)",
        ),
        ("google", "a.gs", "item ids do not travel"),
        ("qualtrics", "a.txt", "item ids do not travel"),
    ] {
        let done = folder.run(&format!("instrument export who.toml --to {tool} -o {file}"));
        assert!(done.stderr.contains(wanted), "{}", done.stderr);
        let done = folder.run(&format!("instrument export trio.toml --to {tool} -o {file}"));
        assert_eq!(
            done.stderr.contains("carries the item ids"),
            !wanted.contains("do not travel"),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn pyxform_takes_the_kobo_form_without_an_error_or_a_warning() {
    let folder = folder();
    folder.output("instrument export --quiet --to kobo -o odd.xlsx");
    folder.output("instrument export --quiet trust-cte --to kobo -o own.xlsx");
    let (script, odd, own) = (
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/whole/forms/xlsform.py"),
        folder.path("odd.xlsx"),
        folder.path("own.xlsx"),
    );
    let arguments = [script, odd.to_str().expect("a path"), own.to_str().expect("a path")];
    let Some(forms) = output("python3", &arguments, &["-c", "import pyxform"], "pyxform") else {
        return;
    };
    assert_eq!([&forms[0]["warnings"], &forms[1]["warnings"]], [&json!([]), &json!([])]);
    let labels = forms[0]["labels"].as_array().expect("labels");
    for wanted in [
        "We reach every <b>pupil</b> & {parent} 😀",
        "To some extent, \"perhaps\"",
        "Oak, \"New\" Academy",
        "Leaders",
    ] {
        assert!(labels.iter().any(|label| label == wanted), "{wanted} {labels:?}");
    }
}

#[test]
fn the_google_script_makes_the_form_and_collects_no_addresses() {
    let folder = folder();
    folder.output("instrument export --quiet --to google -o form.gs");
    let stub = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/whole/forms/form_app.js");
    let script = folder.path("form.gs");
    let arguments = [stub, script.to_str().expect("a path")];
    let Some(form) = output("node", &arguments, &["--version"], "Node") else {
        return;
    };
    assert_eq!(form["title"], "An \"odd\" survey");
    assert_eq!(form["settings"]["setCollectEmail"], false);
    let items = form["items"].as_array().expect("items");
    let kinds: Vec<&str> = items.iter().filter_map(|item| item["kind"].as_str()).collect();
    assert_eq!(
        kinds,
        [
            "addMultipleChoiceItem",
            "addMultipleChoiceItem",
            "addPageBreakItem",
            "addGridItem",
            "addPageBreakItem",
            "addParagraphTextItem"
        ]
    );
    assert_eq!(
        items[0]["setChoiceValues"],
        json!(["Oak, \"New\" Academy", "Ysgol y Dŵr"])
    );
    assert_eq!(items[0]["setRequired"], true);
    assert_eq!(items[1]["setChoiceValues"], json!(["Leaders", "Teacher"]));
    assert_eq!(items[3]["setRows"][3], "We reach every <b>pupil</b> & {parent} 😀");
    assert_eq!(
        items[3]["setColumns"],
        json!([
            "Not at all",
            "2",
            "To some extent, \"perhaps\"",
            "4",
            "Ŵ, fully",
            "Don't know"
        ])
    );
}
