//! Files of a layer that name each other in a circle, with every re-export followed to the file that defines the name.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Source, identifier, sources};

/// The most files that may name each other in a circle.
const MOST: usize = 4;

#[test]
fn no_circle_inside_a_layer_has_more_than_four_files() {
    let sources = sources();
    let circles = circles(&sources);
    let mut wrong = Vec::new();
    let layers: BTreeSet<&str> = sources.iter().map(|source| source.layer.as_str()).collect();
    for layer in layers {
        let of_layer = || circles.iter().filter(|circle| circle.layer == layer);
        for circle in of_layer().filter(|circle| circle.files.len() > MOST) {
            wrong.push(format!(
                "{layer}: {}\n  {}",
                circle.files.join(", "),
                circle.arrows.join("\n  ")
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "these files name each other in a circle; move what ties them into a file below both:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn re_exports_are_followed_to_the_file_that_defines_the_name() {
    let source = |file: &str, text: &str| Source {
        file: file.to_owned(),
        layer: "input".to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
    };
    let sources = [
        source(
            "src/input/mod.rs",
            "mod a;\nmod b;\npub use b::{inner::Deep, Shallow as Flat};",
        ),
        source(
            "src/input/a.rs",
            "use crate::input::{Deep,\n    Flat};\npub(crate) struct Own;",
        ),
        source(
            "src/input/b/mod.rs",
            "mod inner;\npub use inner::Deep;\npub struct Shallow;",
        ),
        source("src/input/b/inner.rs", "pub struct Deep(crate::input::a::Own);"),
    ];
    let found: Vec<Vec<String>> = circles(&sources).into_iter().map(|circle| circle.files).collect();
    assert_eq!(found, [["src/input/a.rs", "src/input/b/inner.rs"]]);
    let arrows = arrows(&sources);
    assert!(arrows.contains_key(&(1, 2)), "{arrows:?}");
}

/// Files that all reach each other.
struct Circle {
    layer: String,
    files: Vec<String>,
    /// Who names what in whom.
    arrows: Vec<String>,
}

/// From one file to another of the same layer, by their places, with the names that are used.
type Arrows = BTreeMap<(usize, usize), BTreeSet<String>>;

/// Every circle of at least two files of one layer.
fn circles(sources: &[Source]) -> Vec<Circle> {
    let arrows = arrows(sources);
    let mut reaches = vec![vec![false; sources.len()]; sources.len()];
    for &(from, to) in arrows.keys() {
        reaches[from][to] = true;
    }
    for through in 0..sources.len() {
        let onward = reaches[through].clone();
        for row in reaches.iter_mut().filter(|row| row[through]) {
            for (reached, more) in row.iter_mut().zip(&onward) {
                *reached |= more;
            }
        }
    }
    let mut circles = Vec::new();
    let mut seen = BTreeSet::new();
    for start in 0..sources.len() {
        let members: Vec<usize> = (0..sources.len())
            .filter(|&other| reaches[start][other] && reaches[other][start])
            .collect();
        if members.len() < 2 || !seen.insert(members.clone()) {
            continue;
        }
        let inside = arrows
            .iter()
            .filter(|((from, to), _)| members.contains(from) && members.contains(to));
        circles.push(Circle {
            layer: sources[start].layer.clone(),
            files: members.iter().map(|&file| sources[file].file.clone()).collect(),
            arrows: inside
                .map(|(&(from, to), names)| {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    format!("{} → {}: {}", sources[from].file, sources[to].file, names.join(", "))
                })
                .collect(),
        });
    }
    circles
}

/// The arrows between files of one layer.
fn arrows(sources: &[Source]) -> Arrows {
    let modules = Modules::of(sources);
    let mut arrows = Arrows::new();
    for (from, source) in sources.iter().enumerate() {
        let text = source.lines.join("\n");
        let (_, own) = statements(&text);
        let inline = paths_in(&text);
        for path in own
            .into_iter()
            .filter(|used| !used.exported)
            .map(|used| used.path)
            .chain(inline)
        {
            let Some(to) = modules.defining(&path, 0) else { continue };
            if to != from && sources[to].layer == source.layer {
                let name = path.last().cloned().unwrap_or_default();
                arrows.entry((from, to)).or_default().insert(name);
            }
        }
    }
    arrows
}

/// A name that a `use` statement brings in.
struct Used {
    path: Vec<String>,
    name: String,
    /// True if other files may use it from here.
    exported: bool,
}

/// The modules of the crate and what each defines and hands on.
struct Modules {
    places: BTreeMap<Vec<String>, usize>,
    defined: Vec<BTreeSet<String>>,
    handed_on: Vec<BTreeMap<String, Vec<String>>>,
}

impl Modules {
    fn of(sources: &[Source]) -> Self {
        let module = |file: &str| -> Vec<String> {
            let path = file
                .trim_start_matches("src/")
                .trim_end_matches(".rs")
                .trim_end_matches("/mod");
            path.split('/').map(str::to_owned).collect()
        };
        let places: BTreeMap<Vec<String>, usize> = sources
            .iter()
            .enumerate()
            .map(|(place, source)| (module(&source.file), place))
            .collect();
        let (mut defined, mut handed_on) = (Vec::new(), Vec::new());
        for source in sources {
            let here = module(&source.file);
            let text = source.lines.join("\n");
            let (names, used) = statements(&text);
            defined.push(names);
            let exported = used.into_iter().filter(|used| used.exported).map(|used| {
                // `pub use child::Name` is meant from here.
                let child = used.path.first().is_some_and(|first| {
                    let below = here.iter().chain([first]).cloned().collect::<Vec<String>>();
                    places.contains_key(&below)
                });
                let path = if child {
                    [here.clone(), used.path].concat()
                } else {
                    used.path
                };
                (used.name, path)
            });
            handed_on.push(exported.collect());
        }
        Self {
            places,
            defined,
            handed_on,
        }
    }

    /// The file that defines what a path names.
    fn defining(&self, path: &[String], depth: usize) -> Option<usize> {
        let longest = (1..=path.len())
            .rev()
            .find(|&length| self.places.contains_key(&path[..length]))?;
        // A function may have the name of the module that it comes from.
        for length in [longest.saturating_sub(1), longest] {
            let (Some(&place), Some(name)) = (self.places.get(&path[..length]), path.get(length)) else {
                continue;
            };
            if self.defined[place].contains(name) {
                return Some(place);
            }
            if let Some(target) = self.handed_on[place].get(name).filter(|_| depth < 10) {
                return self.defining(target, depth + 1);
            }
        }
        self.places.get(&path[..longest]).copied()
    }
}

/// The names that a file defines at its top level, and those that its `use` statements bring in.
fn statements(text: &str) -> (BTreeSet<String>, Vec<Used>) {
    let (mut names, mut used) = (BTreeSet::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let line = rest.lines().next().unwrap_or_default();
        let next = rest.get(line.len() + 1..).unwrap_or_default();
        let (exported, bare) = match line.strip_prefix("pub") {
            Some(after) if after.starts_with('(') => (true, after.split_once(')').map_or("", |(_, bare)| bare)),
            Some(after) => (true, after),
            None => (false, line),
        };
        let bare = bare.trim_start();
        if bare.starts_with("use ") && !line.starts_with(' ') {
            let statement = &rest[line.find("use ").unwrap_or(0) + 4..];
            let statement = statement.split(';').next().unwrap_or_default();
            for (path, name) in flatten(statement) {
                let path = if path.first().is_some_and(|first| first == "crate" || first == "cte") {
                    path[1..].to_vec()
                } else {
                    path
                };
                used.push(Used { path, name, exported });
            }
        } else if !line.starts_with(' ') {
            let words = bare.trim_start_matches("const fn ").trim_start_matches("unsafe ");
            let kinds = ["fn ", "struct ", "enum ", "trait ", "type ", "const ", "static "];
            if let Some(kind) = kinds.iter().find(|kind| words.starts_with(*kind)) {
                names.insert(identifier(&words[kind.len()..]));
            } else if bare.starts_with("const fn ") {
                names.insert(identifier(words));
            }
        }
        rest = next;
    }
    (names, used)
}

/// The paths of a `use` tree, each with the name that it is used by.
fn flatten(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim();
    let segments = |path: &str| -> Vec<String> {
        let parts = path.split("::").map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let Some((prefix, list)) = tree.split_once('{') else {
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path = segments(path);
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = if alias.is_empty() {
            path.last().cloned().unwrap_or_default()
        } else {
            alias.trim().to_owned()
        };
        return vec![(path, name)];
    };
    let list = list.trim_end().strip_suffix('}').unwrap_or(list);
    let (mut depth, mut from, mut members) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(&list[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    members.push(&list[from..]);
    let below = members
        .into_iter()
        .filter(|member| !member.trim().is_empty())
        .flat_map(flatten);
    let prefix = segments(prefix);
    below
        .map(|(path, name)| ([prefix.clone(), path].concat(), name))
        .collect()
}

/// The paths from the crate's root that stand in code, outside `use` statements too.
fn paths_in(text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, root) in text.match_indices("crate::") {
        let mut rest = &text[at + root.len()..];
        let mut path = Vec::new();
        loop {
            let name = identifier(rest);
            if name.is_empty() {
                break;
            }
            rest = &rest[name.len()..];
            path.push(name);
            match rest.strip_prefix("::") {
                Some(after) => rest = after,
                None => break,
            }
        }
        // What ends in a list belongs to a `use` statement, which is read as a whole.
        if !path.is_empty() && !rest.starts_with('{') {
            paths.push(path);
        }
    }
    paths
}
