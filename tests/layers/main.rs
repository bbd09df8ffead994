//! Arrows point one way: reads the sources and fails where a layer names one that it may not know, or where files of a layer
//! name each other in a large circle.

mod circles;

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer of `src/` and the layers it may name besides itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("threads", &[]),
    ("plain", &[]),
    ("elementary", &[]),
    ("model", &[]),
    ("stats", &["threads", "elementary"]),
    ("tally", &["threads", "model"]),
    ("analysis", &["threads", "elementary", "model", "tally", "stats"]),
    ("disclosure", &["threads", "model", "analysis"]),
    ("report", &["plain", "disclosure", "model"]),
    ("plot", &["elementary", "report"]),
    ("input", &["threads", "plain", "model", "tally"]),
    ("export", &["threads", "plain", "report", "plot"]),
    (
        "engine",
        &[
            "model",
            "tally",
            "analysis",
            "disclosure",
            "report",
            "plot",
            "input",
            "export",
        ],
    ),
    ("cli", &["plain", "engine", "export"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Crates that only some layers may name, so that the engine runs without them elsewhere.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("tempfile", &["cli"]),
    ("terminal_size", &["cli"]),
    ("comfy_table", &["export"]),
    ("askama", &["export"]),
    ("rust_xlsxwriter", &["export"]),
    ("tiny_skia", &["export"]),
    ("ttf_parser", &["export"]),
    ("unicode_bidi", &["export"]),
    ("calamine", &["input"]),
    ("encoding_rs", &["input"]),
    ("toml", &["input"]),
    ("nalgebra", &["stats", "analysis"]),
    ("libm", &["elementary"]),
];

/// A name that points the wrong way.
struct Arrow {
    file: String,
    line: usize,
    from: String,
    to: String,
    text: String,
}

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            from,
            to,
            text,
        } = self;
        write!(f, "{file}:{line}: {from} → {to}   `{}`", text.trim())
    }
}

/// One source file without its tests, which may name what they need, and without comments and text.
struct Source {
    file: String,
    layer: String,
    lines: Vec<String>,
}

#[test]
fn arrows_point_one_way() {
    let wrong: Vec<String> = sources()
        .iter()
        .flat_map(crate_arrows)
        .map(|arrow| arrow.to_string())
        .collect();
    assert!(
        wrong.is_empty(),
        "these names point the wrong way; the table at the head of tests/layers/main.rs says what a layer may know:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_module_reaches_out_of_its_layer_by_super() {
    let mut wrong = Vec::new();
    for source in sources() {
        // `src/stats/mod.rs` is one step from the crate's root, `src/stats/alpha.rs` two.
        let steps = Path::new(&source.file).components().count() - 1;
        let depth = if source.file.ends_with("mod.rs") {
            steps - 1
        } else {
            steps
        };
        for (place, line) in source.lines.iter().enumerate() {
            if line.matches("super::").count() >= depth.max(1) && line.contains(&"super::".repeat(depth.max(1))) {
                wrong.push(format!("{}:{}: `{}`", source.file, place + 1, line.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "write `crate::…`, so that this test sees it:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn crates_stay_where_they_are_needed() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (place, line) in source.lines.iter().enumerate() {
            for (name, layers) in KEPT_TO {
                if names_crate(line, name) && !layers.contains(&source.layer.as_str()) {
                    wrong.push(Arrow {
                        file: source.file.clone(),
                        line: place + 1,
                        from: source.layer.clone(),
                        to: (*name).to_owned(),
                        text: line.clone(),
                    });
                }
            }
        }
    }
    let wrong: Vec<String> = wrong.iter().map(Arrow::to_string).collect();
    assert!(
        wrong.is_empty(),
        "these crates belong to other layers:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn numbers_are_rounded_in_one_place() {
    let rounding = |text: &str| {
        let mut rest = text;
        while let Some(at) = rest.find(":.") {
            rest = &rest[at + 2..];
            // `{:.0}` drops a fraction that is not there; any other precision rounds.
            let precision = rest.split('}').next().unwrap_or_default();
            if precision.starts_with(['1', '2', '3', '4', '5', '6', '7', '8', '9', '*']) || precision.ends_with('$') {
                return true;
            }
        }
        false
    };
    let mut wrong = Vec::new();
    for path in rust_files() {
        let file = name(&path);
        if file == "src/report/number.rs" {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a source file");
        for (place, line) in without_tests(&text).lines().enumerate() {
            if !line.trim_start().starts_with("//") && rounding(line) {
                wrong.push(format!("{file}:{}: `{}`", place + 1, line.trim()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "people read numbers as `report::number` writes them, and nowhere else:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn every_layer_has_its_row() {
    for source in sources() {
        assert!(
            MAY_NAME.iter().any(|(layer, _)| *layer == source.layer),
            "{} belongs to no layer of the table",
            source.file
        );
    }
}

#[test]
fn the_reader_sees_what_it_must() {
    let source = Source {
        file: "src/stats/alpha.rs".to_owned(),
        layer: "stats".to_owned(),
        lines: code(
            "use crate::model::Item; // crate::cli\nlet a = \"crate::cli\";\nuse crate::{tally::Tally, stats::Figure};\n\
             pub(in crate::stats) fn x() {}\nlet q = crate::report::number::text;",
        ),
    };
    let found: Vec<String> = crate_arrows(&source)
        .iter()
        .map(|arrow| format!("{} {}", arrow.line, arrow.to))
        .collect();
    assert_eq!(found, ["1 model", "3 tally", "5 report"]);
    assert!(names_crate("use toml::Value;", "toml"));
    assert!(!names_crate("use crate::toml::Value;", "toml"));
    assert!(!names_crate("let to_toml = 1;", "toml"));
    assert_eq!(
        without_tests("a\n#[cfg(test)]\nmod tests {\n    b\n}\n").trim_end(),
        "a"
    );
}

fn crate_arrows(source: &Source) -> Vec<Arrow> {
    let allowed = MAY_NAME
        .iter()
        .find(|(layer, _)| *layer == source.layer)
        .map_or(&[][..], |(_, allowed)| allowed);
    let mut wrong = Vec::new();
    for (line, to) in named_layers(&source.lines) {
        let known = MAY_NAME.iter().any(|(layer, _)| *layer == to);
        if known && to != source.layer && !allowed.contains(&to.as_str()) {
            wrong.push(Arrow {
                file: source.file.clone(),
                line: line + 1,
                from: source.layer.clone(),
                to,
                text: source.lines[line].clone(),
            });
        }
    }
    wrong
}

/// Every layer that stands behind `crate::` (in the program itself, `cte::`), with its line; `crate::{a::b, c}` names both.
fn named_layers(lines: &[String]) -> Vec<(usize, String)> {
    let text = lines.join("\n");
    let mut found = Vec::new();
    for root in ["crate::", "cte::"] {
        for (at, _) in text.match_indices(root) {
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &text[at + root.len()..];
            if rest.starts_with('{') {
                found.extend(
                    members(rest)
                        .into_iter()
                        .map(|(offset, name)| (line_of(&text, at + root.len() + offset), name)),
                );
            } else {
                found.push((line_of(&text, at), identifier(rest)));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The first names of the members of a braced list, with their offsets.
fn members(list: &str) -> Vec<(usize, String)> {
    let (mut depth, mut fresh, mut found) = (0, false, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => {
                depth += 1;
                fresh = depth == 1;
            }
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => fresh = true,
            c if fresh && c.is_alphabetic() => {
                found.push((at, identifier(&list[at..])));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}

fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].strip_suffix("::").map_or(&line[..at], |outer| {
            // `::csv::Error` names the crate, `crate::csv` does not.
            if outer.ends_with(|c: char| c.is_alphanumeric()) {
                "x"
            } else {
                outer
            }
        });
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') && line[at + name.len()..].starts_with("::")
    })
}

fn sources() -> Vec<Source> {
    let files = rust_files();
    assert!(files.len() > 50, "the sources are where they were: {files:?}");
    files
        .iter()
        .map(|path| {
            let file = name(path);
            let text = fs::read_to_string(path).expect("a source file");
            let layer = file
                .trim_start_matches("src/")
                .trim_end_matches(".rs")
                .split('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            Source {
                file,
                layer,
                lines: code(&without_tests(&text)),
            }
        })
        .collect()
}

/// The text up to the tests at a file's foot.
fn without_tests(text: &str) -> String {
    let foot = text
        .match_indices("#[cfg(test)]\nmod ")
        .map(|(at, _)| at)
        .find(|at| *at == 0 || text[..*at].ends_with('\n'))
        .unwrap_or(text.len());
    text[..foot].to_owned()
}

/// The lines without comments and with empty text literals.
fn code(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| {
            let mut out = String::new();
            let mut quoted = false;
            let mut escaped = false;
            let chars: Vec<char> = line.chars().collect();
            for (at, &c) in chars.iter().enumerate() {
                let lone_quote = c == '"' && at > 0 && chars[at - 1] == '\'' && chars.get(at + 1) == Some(&'\'');
                match c {
                    _ if escaped => escaped = false,
                    '\\' if quoted => escaped = true,
                    '"' if !lone_quote => quoted = !quoted,
                    '/' if !quoted && chars.get(at + 1) == Some(&'/') => break,
                    c if !quoted => out.push(c),
                    _ => {}
                }
            }
            out
        })
        .collect()
}

fn rust_files() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .expect("a folder of sources")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn name(path: &Path) -> String {
    let inside = path.strip_prefix(root()).expect("a path inside the project");
    inside.to_string_lossy().replace('\\', "/")
}
