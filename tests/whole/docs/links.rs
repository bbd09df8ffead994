//! Links between pages lead to a file, and to a heading of it.

use std::path::Path;

use crate::docs::page::prose;
use crate::docs::{ROOT, pages, read};

/// The name under which a heading can be linked to.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn has_heading(page: &str, wanted: &str) -> bool {
    prose(page)
        .filter(|line| line.starts_with('#'))
        .any(|line| anchor(line.trim_start_matches('#').trim()) == wanted)
}

#[test]
fn every_link_leads_somewhere() {
    let more = [
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "examples/README.md",
        "benches/README.md",
    ];
    let more = more.map(|name| Path::new(ROOT).join(name));
    for path in pages().into_iter().chain(more) {
        let page = read(&path);
        let text = prose(&page).collect::<Vec<_>>().join("\n");
        let targets = text.split("](").skip(1).chain(text.split("src=\"").skip(1));
        for target in targets {
            let target = target.split([')', '"']).next().unwrap_or_default();
            if target.starts_with("https://") {
                continue;
            }
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let place = if file.is_empty() {
                path.clone()
            } else {
                path.parent().expect("a folder").join(file)
            };
            assert!(place.exists(), "{}: `{target}`", path.display());
            assert!(
                heading.is_empty() || has_heading(&read(&place), heading),
                "{}: `{target}`",
                path.display()
            );
        }
    }
}

#[test]
fn every_page_of_docs_is_linked_from_the_readme() {
    let readme = read(&Path::new(ROOT).join("README.md"));
    for path in pages() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        assert!(
            name == "README.md" || readme.contains(&format!("](docs/{name})")),
            "README.md links to docs/{name}"
        );
    }
}
