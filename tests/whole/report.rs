//! `cte report`: the folder, its pages, and what stands in them.

use std::collections::BTreeSet;

use crate::support::{Folder, Page, sized};

const SIZES: &[(&str, usize)] = &[("Oak", 31), ("Ash", 12), ("Elm", 4), ("Yew", 25), ("Lime", 17)];
/// Names that would break out of a page if they could.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "O'Neill & Sons",
    "=HYPERLINK(evil)",
    "\u{202e}turned\u{200f} אקדמיה",
    "🎓 Emoji 🏫",
];

fn folder() -> Folder {
    Folder::new().file("a.csv", sized(SIZES))
}

fn pages(folder: &Folder, place: &str) -> Vec<String> {
    let mut pages = files(folder, place);
    pages.retain(|name| name != "scores.xlsx");
    pages
}

fn files(folder: &Folder, place: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder.path(place))
        .expect("the folder of pages")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What a reader sees of a page: no tags, no styles.
pub(crate) fn words(page: &str) -> String {
    let body = page.split_once("<body>").expect("a body").1;
    let mut text = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push('\n');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[test]
fn a_report_is_a_page_for_everybody() {
    let folder = folder();
    assert_eq!(
        folder.output("report a.csv -i trio.toml -o board"),
        format!("{}\n", std::path::Path::new("board").join("index.html").display())
    );
    assert_eq!(
        files(&folder, "board"),
        [
            "academy-ash.html",
            "academy-elm.html",
            "academy-lime.html",
            "academy-oak.html",
            "academy-yew.html",
            "index.html",
            "scores.xlsx",
            "trust.html"
        ]
    );
    let read = |name: &String| std::fs::read(folder.path(&format!("board/{name}"))).expect("a file of the report");
    let before: Vec<Vec<u8>> = files(&folder, "board").iter().map(read).collect();
    folder.output("report a.csv -i trio.toml -o board");
    let after: Vec<Vec<u8>> = files(&folder, "board").iter().map(read).collect();
    assert!(before == after, "the same bytes again");
}

#[test]
fn what_the_pages_say() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board/");
    for page in ["index", "trust", "academy-oak", "academy-elm"] {
        let text = words(&folder.read(&format!("board/{page}.html")));
        insta::assert_snapshot!(format!("page_{page}"), text);
    }
}

#[test]
fn a_page_is_complete_in_itself() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board/");
    for name in pages(&folder, "board") {
        let page = folder.read(&format!("board/{name}"));
        assert!(page.len() < 120_000, "{name} has {} bytes", page.len());
        for outside in ["http:", "https:", "//", "<script", "@import", "url(", "src="] {
            assert!(!page.contains(outside), "{name} has `{outside}`");
        }
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
        assert_eq!(page.matches("<h1>").count(), 1, "{name}");
        // Every picture says what it shows, and has a table with the same figures.
        assert_eq!(
            page.matches("<svg ").count(),
            page.matches("role=\"img\" aria-label=\"").count()
        );
        let pictures = page.matches("<svg ").count() / 2 + page.matches("class=\"bars\"").count();
        assert_eq!(pictures, page.matches("<details>").count());
        // Every table has a caption and heads that say what they are heads of.
        assert_eq!(page.matches("<table").count(), page.matches("<caption>").count());
        assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count());
        // No id twice, and no link to nowhere.
        let ids: Vec<&str> = page
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}: {ids:?}");
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(known.contains(link), "{name}: #{link}");
        }
    }
    let index = folder.read("board/index.html");
    for link in index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(
            link.starts_with('#') || link == "data:," || folder.path(&format!("board/{link}")).exists(),
            "{link}"
        );
    }
}

/// What the first sheet of a page says.
fn sheet(page: &str) -> String {
    let from = page.find("<div class=\"sheet").expect("a sheet");
    let rest = &page[from..];
    let end = ["<nav ", "<div id=\"content\""]
        .iter()
        .filter_map(|end| rest.find(end))
        .min();
    words(&format!("<body>{}", &rest[..end.expect("an end")]))
}

#[test]
fn the_first_sheet_is_short_and_speaks_plainly() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board/");
    for name in pages(&folder, "board") {
        let said = sheet(&folder.read(&format!("board/{name}")));
        let count = said.split_whitespace().count();
        assert!(count <= 350, "{name} has {count} words on its first sheet");
        for statistical in [
            "alpha",
            "ICC",
            "Bonferroni",
            "Holm",
            "Welch",
            "Satterthwaite",
            "mixed model",
        ] {
            assert!(!said.contains(statistical), "{name}: {statistical}");
        }
        if name != "trust.html" {
            assert!(said.contains("What must not be concluded"), "{name}: {said}");
        }
    }
    let oak = sheet(&folder.read("board/academy-oak.html"));
    for part in [
        "What stands out",
        "Who answered",
        "How well one person leads",
        "One question for the staff meeting",
    ] {
        assert!(oak.contains(part), "{part}: {oak}");
    }
}

#[test]
fn what_a_spreadsheet_says_is_text() {
    let long = "N".to_owned() + &"o".repeat(297) + "w";
    let mut sizes: Vec<(&str, usize)> = HOSTILE.iter().map(|name| (*name, 12)).collect();
    sizes.push((&long, 14));
    let folder = Folder::new().file("a.csv", sized(&sizes));
    folder.output("report a.csv -i trio.toml -o board/");
    let names = pages(&folder, "board");
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names {
        let page = folder.read(&format!("board/{name}"));
        assert!(!page.contains("<script"), "{name}");
        assert!(!page.contains(['\u{202e}', '\u{200f}']), "{name}");
        assert!(name.len() < 80 && name.is_ascii());
    }
    let trust = folder.read("board/trust.html");
    for shown in [
        "&#60;script&#62;",
        "O&#39;Neill &#38; Sons",
        "turned אקדמיה",
        "🎓 Emoji 🏫",
        long.as_str(),
    ] {
        assert!(trust.contains(shown), "{shown}");
    }
}

#[test]
fn one_academy_gets_one_page() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml --academy yew -o yew.html");
    folder.output("report a.csv -i trio.toml --academy Yew -o only/");
    assert_eq!(pages(&folder, "only"), ["academy-yew.html"]);
    assert_eq!(folder.read("yew.html"), folder.read("only/academy-yew.html"));
}

#[test]
fn two_academies_are_not_set_beside_each_other() {
    let folder = Folder::new().file("a.csv", sized(&[("Oak", 31), ("Ash", 12)]));
    folder.output("report a.csv -i trio.toml -o board/");
    let oak = words(&folder.read("board/academy-oak.html"));
    assert!(oak.contains("It is not compared with the rest of the trust"), "{oak}");
    assert!(!oak.contains("Rest of the trust\n"), "{oak}");
}

#[test]
fn pages_made_without_suppression_say_so() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board/ --unsuppressed");
    for name in pages(&folder, "board") {
        assert!(
            folder.read(&format!("board/{name}")).contains("Not for circulation"),
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_reported_is_told() {
    let folder = folder().file("taken", "a file");
    let mut page = Page::default();
    page.fails(&folder, "report a.csv -i trio.toml -o taken")
        .fails(&folder, "report a.csv -i trio.toml -o all.html")
        .fails(&folder, "report a.csv -i trio.toml -o board --academy Oka")
        .fails(&folder, "plot scores a.csv -i trio.toml -o x.gif")
        .fails(&folder, "plot scores a.csv -i trio.toml --scale none");
    insta::assert_snapshot!(page.to_string());
    assert!(!folder.path("board").exists());
}

#[test]
fn the_technical_document_says_how_figures_were_made_and_has_no_score() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board --methods");
    assert!(pages(&folder, "board").contains(&"methods.html".to_owned()));
    assert!(folder.read("board/index.html").contains("href=\"methods.html\""));
    let document = words(&folder.read("board/methods.html"));
    for wanted in [
        "Trio",
        "No figure of a group of fewer than 10 people is shown",
        "rwg(j)",
        "How often intervals are right",
        "15 academies of 12 to 60",
        "SHA-256",
        "a.csv",
        "seed 1",
    ] {
        assert!(
            document.to_lowercase().contains(&wanted.to_lowercase()),
            "no `{wanted}` in\n{document}"
        );
    }
    // A reader learns who answered, and nothing of what.
    let scores: serde_json::Value =
        serde_json::from_str(&folder.output("score a.csv -i trio.toml --format json")).expect("JSON");
    let trust = &scores["scales"][0]["trust"]["mean"];
    assert!(trust.is_f64(), "{trust}");
    assert!(!document.contains(&trust.to_string()), "the trust's score {trust}");
    // Alone, it is the same page.
    folder.output("report a.csv -i trio.toml -o alone.html --methods");
    assert_eq!(folder.read("alone.html"), folder.read("board/methods.html"));
    // The next report without it takes it away, and leads to it no more.
    let outcome = folder.run("report a.csv -i trio.toml -o board");
    assert!(outcome.stderr.contains("`methods.html`"), "{}", outcome.stderr);
    assert!(!pages(&folder, "board").contains(&"methods.html".to_owned()));
    assert!(!folder.read("board/index.html").contains("methods.html"));
}

const PHASES: &str = r#"name = "Fellside"
instrument = "trio.toml"

[[term]]
name = "Autumn 2026"
date = 2026-10-05
files = ["a.csv"]

[[academy]]
name = "Oak"
phase = "primary"

[[academy]]
name = "Ash"
phase = "primary"

[[academy]]
name = "Elm"
phase = "primary"

[[academy]]
name = "Fir"
phase = "primary"

[[academy]]
name = "Yew"
phase = "primary"

[[academy]]
name = "Lime"
phase = "secondary"
"#;

#[test]
fn an_academy_stands_beside_the_others_of_its_phase_that_can_be_shown() {
    let sizes = [
        ("Oak", 31),
        ("Ash", 22),
        ("Elm", 4),
        ("Fir", 12),
        ("Yew", 25),
        ("Lime", 27),
    ];
    let folder = Folder::new().file("a.csv", sized(&sizes)).file("cte.toml", PHASES);
    folder.output("report -o board/");
    let scores: serde_json::Value = serde_json::from_str(&folder.output("score --format json")).expect("JSON");
    let academies = scores["scales"][0]["academies"].as_array().expect("academies");
    let (mut sum, mut n) = (0.0, 0.0);
    for academy in academies {
        if ["Ash", "Yew"].contains(&academy["academy"].as_str().expect("a name")) {
            let own = academy["n"].as_f64().expect("people");
            sum += own * academy["mean"].as_f64().expect("a mean");
            n += own;
        }
    }
    // Elm, of four people, is withheld, and Fir with it: they are no part of it.
    let oak = words(&folder.read("board/academy-oak.html"));
    assert!(oak.contains("\nOther primary academies\n"), "{oak}");
    assert!(
        oak.contains("the other primary academies are those that can be shown (2)"),
        "{oak}"
    );
    assert!(oak.contains(&format!("\n{:.2}\n", sum / n)), "{} in\n{oak}", sum / n);
    let lime = words(&folder.read("board/academy-lime.html"));
    assert!(!lime.contains("Other secondary academies"), "it is the only one");
}
