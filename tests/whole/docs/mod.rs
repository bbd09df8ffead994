//! README.md and the pages of `docs/` show what the program does: their commands are run and their output is compared.
//!
//! `CTE_REFRESH_DOCS=1 cargo test --test whole docs` rewrites every page with today's output; read the diff before you commit it.

mod commands;
mod console;
mod links;
mod page;
mod picture;
mod statistics;

use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The README and every page of `docs/`, in the order of their names.
fn pages() -> Vec<PathBuf> {
    let folder = Path::new(ROOT).join("docs");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder docs")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.push(Path::new(ROOT).join("README.md"));
    pages.sort();
    pages
}

/// The text of a page, with Unix line ends.
fn read(path: &Path) -> String {
    std::fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .replace("\r\n", "\n")
}

/// Compares a committed file with what it should be, or rewrites it if `CTE_REFRESH_DOCS` is set.
fn compare(path: &Path, committed: &str, fresh: &str) {
    if committed == fresh {
        return;
    }
    if std::env::var_os("CTE_REFRESH_DOCS").is_some() {
        std::fs::write(path, fresh).expect("the file can be written");
        return;
    }
    let line = committed
        .lines()
        .zip(fresh.lines())
        .position(|(committed, fresh)| committed != fresh)
        .unwrap_or_else(|| committed.lines().count().min(fresh.lines().count()));
    panic!(
        "{}, line {}: `{}` should be `{}`; CTE_REFRESH_DOCS=1 cargo test --test whole docs rewrites it",
        path.display(),
        line + 1,
        committed.lines().nth(line).unwrap_or_default(),
        fresh.lines().nth(line).unwrap_or_default(),
    );
}

#[test]
fn the_readme_is_a_front_page() {
    let lines = read(&Path::new(ROOT).join("README.md")).lines().count();
    assert!(
        lines <= 150,
        "the README has {lines} lines: move what exceeds 150 to docs/"
    );
}

#[test]
fn every_layout_is_described() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(["score", "--layout", "none"])
        .output()
        .expect("the program runs");
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    let (_, layouts) = message.split_once("[possible values: ").expect("the layouts");
    let (layouts, _) = layouts.split_once(']').expect("the end of the list");
    let page = read(&Path::new(ROOT).join("docs/files.md"));
    for layout in layouts.split(',') {
        let layout = layout.trim();
        assert!(
            page.contains(&format!("`{layout}`")),
            "docs/files.md describes `{layout}`"
        );
    }
}
