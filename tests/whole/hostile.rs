//! Whatever somebody wrote into a spreadsheet or a questionnaire is text in every output, and nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read, Write as _};
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};

use crate::support::{Folder, persons};

/// Would become something else than text in one output or another, if it could.
fn hostile() -> Vec<String> {
    let mut names: Vec<String> = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "O'Neill & \"Sons\" ]]> --> </title></style></svg>",
        "=HYPERLINK(\"https://example.invalid\";\"evil\")",
        "+44 20",
        "-2+3",
        "@SUM(A1)",
        "\u{202e}turned\u{200f} אקדמיה \u{2067}isolated",
        "🎓 Emoji 👩🏽\u{200d}🏫",
        "pipe | `tick` *star* _under_ [link](javascript:alert(1)) # head",
        "{{ 7 * 7 }} {% raw %} &lt;b&gt; ${x}",
        "\u{1b}[31mred\u{7}",
        "../../etc/passwd",
        "CON",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push(format!("N{}w", "o".repeat(298)));
    names.push("The Academy of Saint Nowhere ".repeat(12).chars().take(300).collect());
    names
}

const ACADEMY: &str = "<script>which academy</script>";
const ROLE: &str = "=role+1";

fn answers(shift: usize) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([ACADEMY, ROLE, "q01", "q02", "q03"])
        .expect("a header");
    let names = hostile();
    for (place, name) in names.iter().enumerate() {
        for (person, answers) in persons(11 + (place + shift) % 4).iter().enumerate() {
            let mut record = vec![name.clone(), names[person % 2 + 1].clone()];
            record.extend(answers.chars().map(String::from));
            out.write_record(&record).expect("a row");
        }
    }
    String::from_utf8(out.into_inner().expect("the bytes")).expect("text")
}

fn questionnaire() -> String {
    // Control characters are no part of a questionnaire; the reader of its file says so.
    let texts: Vec<String> = hostile().into_iter().filter(|text| !text.contains('\u{1b}')).collect();
    let quoted = |place: usize| toml::Value::String(texts[place % texts.len()].clone()).to_string();
    let mut out = format!(
        "id = \"odd\"\nname = {}\nversion = \"1.0.0\"\ncitation = {}\n[response]\nmin = 1\nmax = 6\n[response.labels]\n",
        quoted(1),
        quoted(2)
    );
    for code in 1..=6 {
        let _ = writeln!(out, "{code} = {}", quoted(code + 2));
    }
    for item in 1..=3 {
        let _ = writeln!(out, "[[item]]\nid = \"q0{item}\"\ntext = {}", quoted(item));
    }
    out + &format!(
        "[[scale]]\nid = \"all\"\nname = {}\nitems = [\"q01\", \"q02\", \"q03\"]\n",
        quoted(0)
    )
}

/// A name that the system allows and a page must not believe.
const BEFORE: &str = "before <b>&'.csv";
const AFTER: &str = "after <i>=1.csv";

fn folder() -> Folder {
    Folder::new()
        .file(BEFORE, answers(0))
        .file(AFTER, answers(1))
        .file("odd.toml", questionnaire())
}

fn run(folder: &Folder, command: &str) {
    let options = format!("-i odd.toml -g \"{ACADEMY}\" --no-config");
    let outcome = folder.run(&format!("{command} {options}"));
    assert!(outcome.code < 2, "cte {command}: {}", outcome.stderr);
    plain(command, &outcome.stdout);
    plain(command, &outcome.stderr);
}

/// No character that moves a cursor, rings a bell or turns the writing round.
fn plain(what: &str, text: &str) {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(at) = text.find(odd) {
        panic!(
            "{what} has {:?} after {:?}",
            text[at..].chars().next(),
            text[..at].lines().last()
        );
    }
}

/// Every table and every form of it.
#[test]
fn tables_and_records_hold_it_as_text() {
    let folder = folder();
    let commands = [
        format!("score \"{AFTER}\" --by {ROLE}"),
        format!("items \"{AFTER}\" --by {ROLE}"),
        format!("reliability \"{AFTER}\""),
        format!("check \"{AFTER}\" --by {ROLE}"),
        format!("compare \"{BEFORE}\" \"{AFTER}\" --by {ROLE}"),
    ];
    for command in &commands {
        run(&folder, command);
        for ending in ["txt", "csv", "json", "md", "xlsx"] {
            let file = format!("out.{ending}");
            let format = if ending == "txt" { " --format text" } else { "" };
            run(&folder, &format!("{command} -o {file}{format}"));
            let what = format!("cte {command} -o {file}");
            match ending {
                "xlsx" => workbook(&what, &folder.path(&file)),
                "csv" => cells(&what, &folder.read(&file)),
                "json" => record(&what, &folder.read(&file)),
                "md" => markdown(&what, &folder.read(&file)),
                _ => plain(&what, &folder.read(&file)),
            }
        }
        run(&folder, &format!("{command} -o tables/"));
        for entry in fs::read_dir(folder.path("tables")).expect("a folder") {
            let path = entry.expect("a file").path();
            cells(command, &fs::read_to_string(&path).expect("text"));
            file_name(&path);
        }
    }
    run(&folder, &format!("score \"{AFTER}\" --by {ROLE} --audit audit.csv"));
    cells("the audit", &folder.read("audit.csv"));
}

#[test]
fn pages_pictures_and_their_names_hold_it_as_text() {
    let folder = folder();
    run(
        &folder,
        &format!("report \"{AFTER}\" --before \"{BEFORE}\" --by {ROLE} -o board/"),
    );
    let mut pages = 0;
    for entry in fs::read_dir(folder.path("board")).expect("a folder") {
        let path = entry.expect("a file").path();
        file_name(&path);
        if path.extension().is_some_and(|ending| ending == "xlsx") {
            workbook("the report's workbook", &path);
            continue;
        }
        pages += 1;
        let page = fs::read_to_string(&path).expect("text");
        plain("a page", &page);
        markup(&path.display().to_string(), &page);
    }
    assert_eq!(pages, hostile().len() + 2);
    let index = folder.read("board/index.html");
    for link in index
        .split("<a href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(
            link.starts_with('#') || folder.path(&format!("board/{link}")).exists(),
            "{link}"
        );
    }
    for what in ["scores", "items", "agreement"] {
        run(&folder, &format!("plot {what} \"{AFTER}\" -o x.svg"));
        run(&folder, &format!("plot {what} \"{AFTER}\" -o x.png"));
        picture(what, &folder);
    }
    run(&folder, &format!("plot change \"{BEFORE}\" \"{AFTER}\" -o x.svg"));
    run(&folder, &format!("plot change \"{BEFORE}\" \"{AFTER}\" -o x.png"));
    picture("change", &folder);
}

fn picture(what: &str, folder: &Folder) {
    let svg = folder.read("x.svg");
    plain(what, &svg);
    markup(what, &svg);
    assert!(
        fs::read(folder.path("x.png"))
            .expect("a picture")
            .starts_with(b"\x89PNG\r\n")
    );
}

/// The elements of a page or a picture are those that its maker writes.
fn markup(what: &str, text: &str) {
    let known: BTreeSet<&str> = "!doctype html head meta title link style body a header p h1 h2 h3 strong main section nav ol ul li div \
                                 dl dt dd figure figcaption details summary span table caption thead tbody tr th td footer svg g \
                                 text line rect circle path desc i ?xml"
        .split_whitespace()
        .collect();
    for element in text.split('<').skip(1) {
        let name = element.trim_start_matches('/');
        let name = name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        let name = name.expect("a name").to_lowercase();
        assert!(known.contains(name.as_str()), "{what} has <{name}>");
        let head = element.split('>').next().expect("a tag");
        assert!(!head.contains(" on") || head.contains("=\""), "{what}: <{head}>");
        for handler in [" onerror=", " onclick=", " onload=", "href=\"javascript"] {
            // Inside the quotes of an attribute it is text.
            let outside: String = head.split('"').step_by(2).collect();
            assert!(!outside.contains(handler), "{what}: <{head}>");
        }
    }
}

fn file_name(path: &Path) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let fits = name.len() < 100 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    assert!(fits && !name.starts_with('.'), "{name}");
}

/// No cell of a table can start a formula.
fn cells(what: &str, text: &str) {
    plain(what, text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        for cell in &record.expect("a record") {
            let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!begins || cell.parse::<f64>().is_ok(), "{what}: `{cell}`");
        }
    }
}

/// A record keeps every name as it was given, so that scripts find it again; what would act in a terminal is escaped.
fn record(what: &str, text: &str) {
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{what}");
    let value: serde_json::Value = serde_json::from_str(text).expect(what);
    let mut strings = Vec::new();
    collect(&value, &mut strings);
    assert!(
        strings
            .iter()
            .any(|string| string.contains("<script>alert(1)</script>")),
        "{what}"
    );
}

fn collect(value: &serde_json::Value, strings: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => strings.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect(value, strings)),
        serde_json::Value::Object(members) => members.values().for_each(|value| collect(value, strings)),
        _ => {}
    }
}

/// No markup of HTML, and as many cells in each row of a table as in the one above it.
fn markdown(what: &str, text: &str) {
    plain(what, text);
    let mut above = None;
    for line in text.lines() {
        for element in ["<script", "<img", "</title", "<b>", "<i>"] {
            assert!(!line.replace("\\<", "").contains(element), "{what}: {line}");
        }
        let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let row = line.starts_with('|').then_some(bars);
        if let (Some(bars), Some(above)) = (row, above) {
            assert_eq!(bars, above, "{what}: {line}");
        }
        above = row;
    }
}

/// No formula on any sheet, and nothing in the file that is no text.
fn workbook(what: &str, path: &Path) {
    let mut book: Xlsx<_> = open_workbook(path).expect(what);
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect(what);
        assert!(
            formulas.cells().all(|(_, _, formula)| formula.is_empty()),
            "{what}: {sheet}"
        );
    }
    let bytes = fs::read(path).expect("the workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect(what);
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).expect(what);
        let mut text = String::new();
        if part.read_to_string(&mut text).is_ok() {
            plain(what, &text);
            assert!(
                !text.contains("<script") && !text.contains("<hyperlink"),
                "{what}: {:?}",
                part.name()
            );
        }
    }
}

/// What a terminal would obey: an escape, a bell, a delete, a control beyond ASCII, and marks that turn the writing round.
const OBEYED: &str = "\u{1b}[31m\u{7}\u{7f}\u{9b}2J\u{8}\r\u{202e}\u{2066}\u{61c}";

/// A ZIP archive with these files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(text.as_bytes()).expect("an entry");
    }
    writer.finish().expect("an archive").into_inner()
}

/// The name of a file.
fn name(ending: &str) -> String {
    format!("x{OBEYED}.{ending}")
}

/// Files that hold it in names, headers, cells and texts.
fn obeyed() -> Folder {
    let good = crate::support::sized(&[("Oak", 24), ("Ash", 12)]);
    // In TOML, a text can hold them as escapes.
    let escaped = OBEYED
        .chars()
        .fold(String::new(), |text, c| text + &format!("\\u{:04X}", u32::from(c)));
    let trio = crate::support::TRIO;
    let items = (1..=9).fold(String::new(), |text, item| text + &format!(",h{item}{OBEYED}\0"));
    Folder::new()
        .file(&name("csv"), &good)
        .file(
            "head.csv",
            format!("academy{OBEYED},role{OBEYED}{items}\nOak,1,2,3,4,5,6,7,8,9\n"),
        )
        .file("cells.csv", format!("{good}Oak,{OBEYED}\0 7,3,x{OBEYED}\n"))
        .file("names.csv", good.replace("Oak", &format!("Oak{OBEYED}")))
        .file(
            &name("toml"),
            trio.replace("id = \"trio\"", &format!("id = \"trio{escaped}\"")),
        )
        .file("raw.toml", trio.replace("Trio", OBEYED))
        .file(
            "texts.toml",
            trio.replace("Trio", &escaped).replace("We reach", &escaped),
        )
        .file("scales.toml", trio.replace("\"q03\"]", &format!("\"q{escaped}\"]")))
        .file(
            "cte.toml",
            format!("name = \"{escaped}\"\ninstrument = \"{escaped}\"\n[[term]]\nname = \"{escaped}\"\n"),
        )
        .file(
            "two.zip",
            archive(&[(&name("csv"), &good), (&format!("y{OBEYED}.csv"), &good)]),
        )
        .file("none.zip", archive(&[(&name("doc"), "x")]))
}

#[test]
fn no_name_or_message_moves_the_cursor() {
    let folder = obeyed();
    let file = name("csv");
    let (questionnaire, no_config) = (name("toml"), "--no-config");
    let no = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let value = format!("v{OBEYED}");
    let option = format!("--option{OBEYED}");
    let mut runs = vec![
        no(&["score", &name("txt"), no_config]),
        no(&["score", "head.csv", no_config]),
        no(&["score", "head.csv", "-i", "trio.toml", no_config]),
        no(&["score", "two.zip", "-i", "trio.toml", no_config]),
        no(&["score", "none.zip", "-i", "trio.toml", no_config]),
        no(&["score", &file, "-i", &questionnaire, no_config]),
        no(&["score", &file, "-i", "scales.toml", no_config]),
        no(&["score", &file]),
        no(&["score", "--config", "cte.toml", "--term", &value]),
        no(&["instrument", "check", &questionnaire]),
        no(&["instrument", "check", "raw.toml"]),
        no(&["instrument", "show", &value]),
        no(&["score", &file, &option]),
        no(&[&value]),
        no(&["score", &file, "--format", &value]),
        no(&["check", "cells.csv", "-i", "trio.toml", no_config, "--format", "json"]),
        no(&["tally", &file, "-i", "trio.toml", no_config, "-o", &name("tally")]),
        no(&["score", &name("tally"), "-i", "trio.toml", no_config]),
        no(&["report", &file, "-i", "trio.toml", no_config, "-o", &value]),
        no(&["init", &file, "-i", "trio.toml", "-o", &format!("new{OBEYED}.toml")]),
        no(&["init", "names.csv", "-i", "trio.toml", "-o", "-"]),
        no(&["verify", &file]),
    ];
    for option in [
        "--column",
        "--group",
        "--sheet",
        "--id",
        "--fail-on",
        "--only",
        "--headcount",
        "--academies",
        "-o",
        "--by",
    ] {
        for value in [value.clone(), format!("q01={value}"), format!("alpha<{value}")] {
            runs.push(no(&["score", &file, "-i", "trio.toml", no_config, option, &value]));
        }
    }
    for format in ["text", "csv", "json", "markdown"] {
        for (data, questionnaire) in [
            (file.as_str(), "texts.toml"),
            ("cells.csv", "trio.toml"),
            ("names.csv", "texts.toml"),
        ] {
            for command in ["score", "check", "items", "reliability"] {
                runs.push(no(&[
                    command,
                    data,
                    "-i",
                    questionnaire,
                    no_config,
                    "--skip-bad",
                    "--format",
                    format,
                ]));
            }
        }
        runs.push(no(&["instrument", "show", "texts.toml", "--format", format]));
    }
    for arguments in runs {
        let output = folder.program().args(&arguments).output().expect("a run");
        let what = format!("cte {arguments:?}");
        let written = arguments.contains(&"-o".to_owned());
        assert!(written || output.stdout.len() + output.stderr.len() > 0, "{what}");
        plain(&what, &String::from_utf8_lossy(&output.stdout).replace('\t', " "));
        plain(&what, &String::from_utf8_lossy(&output.stderr));
    }
}
