//! The folder of `cte report` when it is written again: no page of an earlier report is left, and nothing else is touched.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Folder, sized};

/// A trust, and the same one after Elm has been renamed and Lime has left.
fn folder() -> Folder {
    Folder::new()
        .file("a.csv", sized(&[("Oak", 31), ("Ash", 12), ("Elm", 14), ("Lime", 17)]))
        .file("b.csv", sized(&[("Oak", 31), ("Ash", 12), ("Elm Tree", 14)]))
}

fn names(folder: &Folder, place: &str) -> Vec<String> {
    let entries = fs::read_dir(folder.path(place)).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn the_page_of_an_academy_that_is_gone_is_taken_away_and_named() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board");
    let outcome = folder.run("report b.csv -i trio.toml -o board");
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (
            0,
            "cte: removed from `board`, as the report has no such page any more: `academy-elm.html`, `academy-lime.html`\n"
        )
    );
    assert_eq!(
        names(&folder, "board"),
        [
            "academy-ash.html",
            "academy-elm-tree.html",
            "academy-oak.html",
            "index.html",
            "scores.xlsx",
            "trust.html"
        ]
    );
    // Once more there is nothing to say.
    folder.output("report b.csv -i trio.toml -o board");
}

#[test]
fn pages_have_names_that_every_system_can_hold() {
    let groups = [
        ("CON", 24),
        ("aux.", 17),
        ("Élm", 14),
        ("Ålm", 15),
        ("Oak Hill", 16),
        ("nul ", 19),
    ];
    let folder = Folder::new().file("a.csv", sized(&groups));
    folder.run("report a.csv -i trio.toml -o board");
    let names = names(&folder, "board");
    assert_eq!(names.len(), groups.len() + 3, "{names:?}");
    let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(folded.len(), names.len());
    assert!(names.contains(&"academy-con.html".to_owned()) && names.contains(&"academy-lm-2.html".to_owned()));
    let is_plain = |name: &String| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
    };
    assert!(names.iter().all(is_plain), "{names:?}");
}

#[test]
fn what_the_report_did_not_write_stays() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board");
    let page = folder.read("board/academy-elm.html");
    // A copy that somebody keeps, a page of somebody else, and one that only speaks of a report.
    fs::write(folder.path("board/academy-elm-2026.html"), &page).expect("a copy");
    fs::write(
        folder.path("board/academy-fir.html"),
        "<!DOCTYPE html>\n<title>Fir</title>",
    )
    .expect("a page");
    fs::write(folder.path("board/notes.html"), "cte report notes").expect("a page");
    fs::write(folder.path("board/academy-yew.html.bak"), &page).expect("a file");
    fs::create_dir(folder.path("board/academy-box.html")).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path("board/academy-lime.html"), folder.path("board/link.html")).expect("a link");
    let before = names(&folder, "board");
    folder.run("report b.csv -i trio.toml -o board");
    let after = names(&folder, "board");
    let gone: Vec<&String> = before.iter().filter(|name| !after.contains(name)).collect();
    assert_eq!(gone, ["academy-elm.html", "academy-lime.html"]);
    assert_eq!(folder.read("board/academy-elm-2026.html"), page);
}

#[test]
fn one_academys_page_takes_no_other_away() {
    let folder = folder();
    folder.output("report a.csv -i trio.toml -o board");
    let before = names(&folder, "board");
    folder.output("report b.csv -i trio.toml --academy \"Elm Tree\" -o board/");
    let mut after = names(&folder, "board");
    after.retain(|name| name != "academy-elm-tree.html");
    assert_eq!(after, before);
    folder.output("report b.csv -i trio.toml --academy Oak -o board/oak.html");
    let outcome = folder.run("report b.csv -i trio.toml -o board");
    assert!(!outcome.stderr.contains("oak.html"), "{}", outcome.stderr);
    assert!(
        folder.path("board/oak.html").exists(),
        "a page of a name of its own stays"
    );
}

#[test]
fn a_page_of_somebody_else_is_not_replaced_and_nothing_is_written() {
    let folder = folder();
    fs::create_dir(folder.path("site")).expect("a folder");
    for taken in ["index.html", "academy-lime.html", "scores.xlsx"] {
        fs::write(folder.path(&format!("site/{taken}")), "somebody's").expect("a file");
        let message = folder.failure("report a.csv -i trio.toml -o site");
        let place = std::path::Path::new("site").join(taken);
        assert_eq!(
            message,
            format!(
                "cte: `{}` is there already and was not written by `cte report`, so it is not replaced: name another \
                 folder with -o\n",
                place.display()
            )
        );
        assert_eq!(names(&folder, "site"), [taken]);
        fs::remove_file(folder.path(&format!("site/{taken}"))).expect("to remove it");
    }
    fs::create_dir(folder.path("site/trust.html")).expect("a folder");
    folder.failure("report a.csv -i trio.toml -o site");
    assert_eq!(names(&folder, "site"), ["trust.html"]);
}
