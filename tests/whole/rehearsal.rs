//! `cte simulate` from outside: made-up responses are read as real ones are, and every result of them says what they are.

use serde_json::Value;

use calamine::{Reader, Xlsx, open_workbook};
use cte::input::READERS;

use crate::support::{Folder, TRIO};

const STAFF: &str = "academy,staff\nOak,60\n\"Ash, Elm\",40\nYew,50\n";
const SAID: &str = "Made-up results for a rehearsal: nobody gave these answers.";

fn folder() -> Folder {
    Folder::new().file("staff.csv", STAFF)
}

/// The folder with two waves of made-up responses.
fn rehearsed() -> Folder {
    let folder = folder();
    let simulate = "simulate --headcount staff.csv -i trio.toml --codes --seed 7";
    folder.output(&format!("{simulate} --rate 0.9 -o made-up-a.csv"));
    folder.output(&format!("{simulate} --rate 0.9 --wave 2 --change 0.5 -o made-up-b.csv"));
    folder
}

fn json(folder: &Folder, arguments: &str) -> Value {
    serde_json::from_str(&folder.output(&format!("{arguments} --format json"))).expect("JSON")
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    let folder = folder();
    let of = |seed: u64| folder.output(&format!("simulate --headcount staff.csv -i trio.toml --seed {seed}"));
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    insta::assert_snapshot!(of(1).lines().take(8).collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_result_of_made_up_responses_says_what_they_are() {
    let folder = rehearsed();
    for arguments in [
        "score made-up-a.csv -i trio.toml",
        "items made-up-a.csv -i trio.toml",
        "reliability made-up-a.csv -i trio.toml",
        "structure made-up-a.csv -i trio.toml",
        "compare made-up-a.csv made-up-b.csv -i trio.toml",
        "trend made-up-a.csv made-up-b.csv -i trio.toml",
        "plot scores made-up-a.csv -i trio.toml",
        "plot change made-up-a.csv made-up-b.csv -i trio.toml",
    ] {
        let shown = folder.output(arguments);
        assert!(shown.contains(SAID), "{arguments}\n{shown}");
    }
    folder.output("score made-up-a.csv -i trio.toml -o result.xlsx");
    let mut book: Xlsx<_> = open_workbook(folder.path("result.xlsx")).expect("a workbook");
    let summary = book.worksheet_range("Summary").expect("a summary");
    assert!(summary.cells().any(|(_, _, cell)| *cell == SAID));
    for format in ["csv", "json", "markdown"] {
        assert!(
            folder
                .output(&format!("score made-up-a.csv -i trio.toml --format {format}"))
                .contains(SAID),
            "{format}"
        );
    }
    let checked = folder.run("check made-up-a.csv -i trio.toml");
    assert!(checked.stdout.contains(SAID), "{}", checked.stdout);
    folder.output("report made-up-b.csv --before made-up-a.csv -i trio.toml -o board/");
    for page in ["board/index.html", "board/trust.html"] {
        assert!(folder.read(page).contains(SAID), "{page}");
    }
    folder.output("tally made-up-a.csv -i trio.toml -o a.tally");
    assert!(folder.output("score a.tally -i trio.toml").contains(SAID));
}

#[test]
fn what_was_asked_for_comes_back() {
    let folder = rehearsed();
    let score = json(&folder, "score made-up-a.csv -i trio.toml --headcount staff.csv");
    let scale = &score["scales"][0];
    let rate = scale["trust"]["response_rate"].as_f64().expect("a rate");
    assert!((rate - 0.9).abs() < 0.1, "{rate}");
    assert!(
        scale["academies"]
            .as_array()
            .expect("academies")
            .iter()
            .any(|academy| academy["academy"] == "Ash, Elm")
    );
    let linked = json(&folder, "compare made-up-a.csv made-up-b.csv -i trio.toml --link code");
    let change = linked["linked"]["scales"][0]["trust"]["change"].as_f64();
    assert!(change.expect("a change") > 0.2, "{}", linked["linked"]);
    // The reversed item is written as it would be answered, unless the file has reversed it already.
    folder.output("simulate --headcount staff.csv -i trio.toml --people 3000 --unreversed q02 -o made-up-c.csv");
    let checked = folder.run("check made-up-c.csv -i trio.toml");
    assert!(checked.stdout.contains("looks already reversed"), "{}", checked.stdout);
}

#[test]
fn every_layout_scores_as_the_plain_one() {
    // Wordings that a heading could cut, an option without a label, and blanks of two kinds.
    let questionnaire = format!(
        "{TRIO}\n[response.missing]\n\"Don't know\" = \"don't know\"\n\"Not applicable\" = \"not applicable\"\n"
    );
    let questionnaire = questionnaire
        .replace(
            "We reach every pupil",
            "We say: \\\"yes\\\", and [mostly] - in time/on time - reach ŵ and ŷ 🙂",
        )
        .replace("We learn from each other", "1. تعلم معا; together | apart?")
        .replace("2 = \"Disagree\"\n", "");
    for (name, questionnaire) in [("hard.toml", questionnaire.as_str()), ("trust-cte", "")] {
        let folder = folder().file("hard.toml", questionnaire);
        let simulate = format!(
            "simulate --headcount staff.csv -i {name} --seed 5 --missing 0.05 --dont-know 0.05 --not-applicable 0.05 \
             --comments 0.5 --codes"
        );
        let scales = |file: &str, layout: &str| {
            let score = json(&folder, &format!("score {file} -i {name}"));
            assert_eq!(score["input"][0]["layout"], layout, "{file}");
            assert_eq!(score["marking"], SAID, "{file}");
            score["scales"].clone()
        };
        folder.output(&format!("{simulate} -o made-up-plain.csv"));
        let plain = scales("made-up-plain.csv", "plain");
        assert!(plain[0]["trust"]["n"].as_u64().expect("a number") > 60, "{plain}");
        for layout in READERS.iter().map(|layout| layout.name) {
            for ending in ["csv", "xlsx"] {
                let file = format!("made-up-{layout}.{ending}");
                folder.output(&format!("{simulate} --layout {layout} -o {file}"));
                assert_eq!(scales(&file, layout), plain, "{file}");
            }
        }
    }
}

#[test]
fn headings_that_the_trust_file_expects_are_kept() {
    let trust = "name = \"Trust\"\ninstrument = \"trio.toml\"\n\
        [defaults]\ngroup = \"Site\"\nby = \"Job\"\nid = \"Number\"\ncolumns = { q01 = \"First question\" }\n\
        [[academy]]\nname = \"Oak\"\nheadcount = 50\nheadcount_by_role = { Teacher = 30, Cook = 20 }\n\
        [[academy]]\nname = \"Ash\"\nheadcount = 40\n";
    let folder = Folder::new().file("cte.toml", trust);
    let text = folder.output("simulate");
    assert!(
        text.starts_with("Number,Site,Job,First question,q02,q03,made_up_by_cte_simulate\n"),
        "{text}"
    );
    assert!(text.contains(",Oak,Cook,") && text.contains(",Ash,Teacher,"), "{text}");
    // The tools number responses in columns of their own.
    let folder = folder.file("cte.toml", trust.replace("id = \"Number\"\n", ""));
    for layout in ["plain", "microsoft-forms", "google-forms"] {
        folder.output(&format!("simulate --rate 1 --layout {layout} -o made-up.csv"));
        let score = json(&folder, "score made-up.csv");
        assert_eq!(score["scales"][0]["trust"]["headcount"], 90, "{layout}");
    }
    // A rate and a change of one academy's own.
    let few = folder.output("simulate --rate 1 --rate Oak:0");
    assert!(!few.contains(",Oak,") && few.contains(",Ash,"), "{few}");
    let nearest = folder.failure("simulate --change Ok:1");
    assert!(
        nearest.contains("no academy `Ok`") && nearest.contains("`Oak`"),
        "{nearest}"
    );
}

#[test]
fn a_plan_from_made_up_results_says_so_and_they_are_not_recorded() {
    let trust = "name = \"Trust\"\ninstrument = \"trio.toml\"\n\
        [[academy]]\nname = \"Oak\"\nheadcount = 60\n[[academy]]\nname = \"Ash\"\nheadcount = 60\n\
        [[term]]\nname = \"Autumn\"\ndate = 2026-10-05\nfiles = [\"made-up.csv\"]\n";
    let folder = Folder::new().file("cte.toml", trust);
    folder.output("simulate --rate 1 -o made-up.csv");
    assert!(folder.output("plan").contains(SAID));
    assert!(!folder.output("plan --without-results").contains(SAID));
    let folder = folder.file("cte.toml", format!("published = \"given-out\"\n{trust}"));
    std::fs::create_dir(folder.path("given-out")).expect("a folder");
    folder.output("score -o result.json");
    assert!(folder.read("result.json").contains(SAID));
    let recorded = std::fs::read_dir(folder.path("given-out")).expect("a folder");
    assert_eq!(recorded.count(), 0);
}

#[test]
fn made_up_responses_cannot_be_written_as_if_they_were_real() {
    let folder = folder();
    let simulate = "simulate --headcount staff.csv -i trio.toml";
    let refused = folder.failure(&format!("{simulate} -o autumn.csv"));
    assert!(refused.contains("made-up-autumn.csv"), "{refused}");
    assert!(folder.failure(&format!("{simulate} -o made-up.json")).contains(".csv"));
    assert!(
        folder
            .failure(&format!("{simulate} --dif q03:Nobody:1"))
            .contains("no role `Nobody`")
    );
    assert!(folder.failure(&format!("{simulate} --unreversed q09")).contains("q0"));
    assert!(
        folder
            .failure(&format!("{simulate} --missing 0.6 --dont-know 0.6"))
            .contains("between 0 and 1")
    );
    assert!(
        folder
            .failure("simulate --headcount staff.csv")
            .contains("no questionnaire is named")
    );
}
