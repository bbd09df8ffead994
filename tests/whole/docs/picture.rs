//! The picture of the README is the one that the program draws.

use std::path::Path;
use std::process::Command;

use crate::docs::{ROOT, compare, read};

#[test]
fn the_picture_of_the_readme_is_drawn_by_the_program() {
    let path = Path::new(ROOT).join("docs/scores.svg");
    let drawn = Command::new(env!("CARGO_BIN_EXE_cte"))
        .args(["plot", "scores", "examples/autumn-2026.csv"])
        .args(["--headcount", "examples/headcount.csv"])
        .current_dir(ROOT)
        .output()
        .expect("the program runs");
    let drawn = String::from_utf8(drawn.stdout).expect("text");
    assert!(drawn.contains("<svg"));
    let committed = if path.exists() { read(&path) } else { String::new() };
    compare(&path, &committed, &drawn);
}
