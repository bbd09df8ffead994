//! `cte plot`: pictures as text, and nothing in them on top of anything else.

use std::fmt::Write as _;

use crate::support::{Folder, sized};

/// A piece of text in a picture, as a box.
struct Words {
    text: String,
    left: f64,
    right: f64,
    base: f64,
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    element.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// Every text of a picture; widths are those of Liberation Sans, near enough.
fn texts(svg: &str) -> Vec<Words> {
    let text = |rest: &str| {
        let (head, body) = rest.split_once('>').expect("an element");
        let text = body
            .split('<')
            .next()
            .expect("text")
            .replace("&#39;", "'")
            .replace("&lt;", "<");
        let size = if attribute(head, "class").expect("a class").contains("small") {
            11.5
        } else {
            13.0
        };
        let wide = text.chars().count() as f64 * size * 0.5;
        let at: f64 = attribute(head, "x").expect("x").parse().expect("a number");
        let left = match attribute(head, "text-anchor") {
            None => at,
            Some("middle") => at - wide / 2.0,
            Some(_) => at - wide,
        };
        Words {
            text,
            left,
            right: left + wide,
            base: attribute(head, "y").expect("y").parse().expect("a number"),
        }
    };
    svg.split("<text").skip(1).map(text).collect()
}

fn assert_nothing_overlaps(svg: &str, width: f64) {
    let texts = texts(svg);
    assert!(!texts.is_empty());
    for (place, one) in texts.iter().enumerate() {
        assert!(one.left > -1.0 && one.right < width + 1.0, "outside: {}", one.text);
        for other in &texts[..place] {
            let beside = one.right <= other.left + 1.0 || other.right <= one.left + 1.0;
            assert!(
                beside || (one.base - other.base).abs() >= 11.0,
                "{} on {}",
                one.text,
                other.text
            );
        }
    }
}

fn long_names(count: usize) -> Vec<String> {
    (0..count)
        .map(|place| match place % 4 {
            0 => format!("Oak {place}"),
            1 => format!("The Academy of Saint Nowhere in the Marsh and its Sixth Form, number {place}"),
            2 => format!("N{}w{place}", "o".repeat(200)),
            _ => format!("Elm Tree Primary {place}"),
        })
        .collect()
}

#[test]
fn labels_stand_apart_with_forty_academies_and_with_two() {
    for count in [2, 3, 40] {
        let names = long_names(count);
        let sizes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 9 + name.len() % 9)).collect();
        let folder = Folder::new().file("a.csv", sized(&sizes).replace(", number", " number"));
        for what in ["scores", "items", "agreement"] {
            for width in [300, 800] {
                let svg = folder.output(&format!("plot {what} a.csv -i trio.toml --width {width}"));
                assert_nothing_overlaps(&svg, f64::from(width));
            }
        }
    }
}

#[test]
fn labels_of_a_change_stand_apart_with_forty_academies_and_with_two() {
    for count in [2, 3, 40] {
        let names = long_names(count);
        let sizes = |more: usize| -> String {
            let size = |name: &String| 10 + (name.len() + more) % 9;
            let sizes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), size(name))).collect();
            sized(&sizes).replace(", number", " number")
        };
        let folder = Folder::new().file("a.csv", sizes(0)).file("b.csv", sizes(4));
        for width in [300, 480, 800] {
            let svg = folder.output(&format!("plot change a.csv b.csv -i trio.toml --width {width}"));
            assert_nothing_overlaps(&svg, f64::from(width));
        }
    }
}

#[test]
fn labels_of_a_trend_stand_apart_with_many_academies_and_many_terms() {
    for (count, terms) in [(2, 2), (3, 9), (40, 3)] {
        let names = long_names(count);
        let mut folder = Folder::new();
        let mut files = String::new();
        for term in 0..terms {
            let size = |name: &String| 10 + (name.len() + term) % 9;
            let sizes: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), size(name))).collect();
            folder = folder.file(&format!("{term}.csv"), sized(&sizes).replace(", number", " number"));
            let _ = write!(files, " {term}.csv");
        }
        for width in [300, 480, 800] {
            for scale in ["", " --scale all"] {
                let svg = folder.output(&format!("plot trend{files} -i trio.toml --width {width}{scale}"));
                assert_nothing_overlaps(&svg, f64::from(width));
            }
        }
    }
}

#[test]
fn pictures_are_what_they_were() {
    let folder = Folder::new().file(
        "a.csv",
        sized(&[("Oak", 31), ("Ash", 12), ("Elm", 4), ("Yew", 25), ("Lime", 9)]),
    );
    let folder = folder.file(
        "b.csv",
        sized(&[("Oak", 30), ("Elm", 5), ("Yew", 9), ("Lime", 14), ("Fir", 21)]),
    );
    for (what, files) in [
        ("scores", "a.csv"),
        ("items", "a.csv"),
        ("agreement", "a.csv"),
        ("change", "a.csv b.csv"),
    ] {
        let svg = folder.output(&format!("plot {what} {files} -i trio.toml"));
        let shapes = svg
            .split_once("</style>")
            .expect("a style")
            .1
            .replace("/><", "/>\n<")
            .replace("</text><", "</text>\n<");
        let head = svg.split("<style>").next().expect("a head");
        insta::assert_snapshot!(format!("plot_{what}"), format!("{head}{shapes}"));
    }
}

#[test]
fn unused_categories_keep_their_place() {
    let folder = Folder::new().file(
        "a.csv",
        format!("academy,q01,q02,q03\n{}", "Oak,4,3,5\nAsh,5,2,4\n".repeat(15)),
    );
    let svg = folder.output("plot items a.csv -i trio.toml");
    for label in ["1 Strongly disagree", "2 Disagree", "6 Strongly agree"] {
        assert!(svg.contains(&format!(">{label}</text>")), "{label}");
    }
    // The swatch stands before its label, and what was answered has its colour.
    let (before, after) = svg.split_once(">5 Agree</text>").expect("a label");
    let colour = before
        .rsplit("fill=\"")
        .next()
        .and_then(|rest| rest.split('"').next())
        .expect("a swatch");
    assert!(after.contains(&format!("fill=\"{colour}\"")), "{colour}");
}

#[test]
fn academies_are_never_ranked() {
    let folder = Folder::new().file("a.csv", sized(&[("Yew", 25), ("Oak", 31), ("Ash", 12)]));
    let svg = folder.output("plot scores a.csv -i trio.toml");
    let places: Vec<usize> = ["Yew", "Oak", "Ash"]
        .iter()
        .map(|name| svg.find(&format!(">{name}</text>")).expect("a label"))
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn a_change_is_drawn_in_the_order_of_the_trust_and_says_of_which_scale() {
    let folder = Folder::new()
        .file("a.csv", sized(&[("Yew", 25), ("Oak", 31), ("Ash", 12)]))
        .file("b.csv", sized(&[("Ash", 14), ("Yew", 22), ("Oak", 33)]))
        .file(
            "cte.toml",
            "name = \"Fellside\"\ninstrument = \"trio.toml\"\n\
             [[term]]\nname = \"Autumn\"\ndate = 2026-10-01\nfiles = [\"a.csv\"]\n\
             [[term]]\nname = \"Spring\"\ndate = 2027-03-01\nfiles = [\"b.csv\"]\n\
             [[academy]]\nname = \"Oak\"\n[[academy]]\nname = \"Ash\"\n[[academy]]\nname = \"Yew\"\n",
        );
    let svg = folder.output("plot change");
    let place = |name: &str| svg.find(&format!(">{name}</text>")).expect("a label");
    assert!(["The trust", "Oak", "Ash", "Yew"].map(place).is_sorted());
    assert!(svg.contains("<title id=\"title\">All three: change since Autumn, the academies and the trust</title>"));
    assert_eq!(svg, folder.output("plot change Autumn Spring --scale all"));
    folder.output("plot change -o x.png");
    assert!(
        std::fs::read(folder.path("x.png"))
            .expect("the picture")
            .starts_with(b"\x89PNG\r\n")
    );
}

#[test]
fn a_picture_can_be_dots() {
    let folder = Folder::new().file("a.csv", sized(&[("Yew", 25), ("Oak", 31), ("Ash", 12)]));
    folder.output("plot scores a.csv -i trio.toml -o x.svg");
    assert_eq!(folder.read("x.svg"), folder.output("plot scores a.csv -i trio.toml"));
    folder.output("plot scores a.csv -i trio.toml -o x.png");
    let bytes = std::fs::read(folder.path("x.png")).expect("the picture");
    assert!(bytes.starts_with(b"\x89PNG\r\n"));
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    assert_eq!(side(16), 1600);
    assert!(side(20) > 200);
}

/// A questionnaire of two scales of four long questions each, and one of all eight.
fn two_scales() -> String {
    let mut text = "id = \"made\"\nname = \"Made\"\nversion = \"1.0.0\"\n[response]\nmin = 1\nmax = 6\n".to_owned();
    for item in 1..=8 {
        let words = "we can help every pupil to make good progress, whichever academy they attend, however hard it is";
        write!(
            text,
            "[[item]]\nid = \"te0{item}\"\ntext = \"Question {item}: {words}\"\n"
        )
        .expect("a string");
    }
    let scale = |id: &str, items: std::ops::RangeInclusive<usize>| {
        let items: Vec<String> = items.map(|item| format!("\"te0{item}\"")).collect();
        format!(
            "[[scale]]\nid = \"{id}\"\nname = \"{id}\"\nitems = [{}]\n",
            items.join(", ")
        )
    };
    text + &scale("whole", 1..=8) + &scale("teaching", 1..=4) + &scale("engagement", 5..=8)
}

/// Answers of so many people to eight questions on two things.
fn on_two_things(people: usize) -> String {
    let mixed = |person: usize, item: usize| {
        let seed = (person as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
            ^ (item as u64 + 7).wrapping_mul(0xd1b5_4a32_d192_ed03);
        let turned = (seed ^ (seed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        usize::try_from((turned >> 33) % 97).expect("a small number")
    };
    let mut text = "academy,te01,te02,te03,te04,te05,te06,te07,te08\n".to_owned();
    for person in 0..people {
        let code = |item: usize| {
            let (all, part, own) = (mixed(person, 40), mixed(person, 50 + item / 4), mixed(person, item));
            1 + (all + part + own) * 6 / 292
        };
        let row: Vec<String> = (0..8).map(|item| code(item).to_string()).collect();
        writeln!(text, "Oak,{}", row.join(",")).expect("a string");
    }
    text
}

#[test]
fn pictures_of_the_structure_have_the_figures_of_its_result_and_no_label_on_another() {
    let folder = Folder::new()
        .file("made.toml", two_scales())
        .file("a.csv", on_two_things(300));
    folder.output("tally a.csv -i made.toml -o a.tally");
    for file in ["a.csv", "a.tally"] {
        let record = folder.output(&format!("structure {file} -i made.toml --format json"));
        let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
        let scale = &record["scales"][0];
        let leading = if file == "a.csv" { "mlr" } else { "ml" };
        let model = scale["models"].as_array().expect("models").iter();
        let model = model
            .filter(|model| model["id"] == "declared_scales")
            .find(|model| model["estimator"] == leading)
            .expect("the model");
        for width in [300, 800] {
            let draw = |what: &str| folder.output(&format!("plot {what} {file} -i made.toml --width {width}"));
            let scree = draw("scree");
            assert_nothing_overlaps(&scree, f64::from(width));
            for eigenvalue in scale["eigenvalues"].as_array().expect("eigenvalues") {
                let words = format!("eigenvalue {:.2}, limit ", eigenvalue.as_f64().expect("a number"));
                assert!(scree.contains(&words), "{words}");
            }
            assert!(scree.contains("larger than chance would make"), "{scree}");
            let loadings = draw("loadings");
            assert_nothing_overlaps(&loadings, f64::from(width));
            for loading in model["loadings"].as_array().expect("loadings") {
                let value = format!("{:.2}", loading["standardized"].as_f64().expect("a number"));
                let (item, factor) = (loading["item"].as_str(), loading["factor"].as_str());
                let row = format!(" {} {}", factor.expect("a scale"), value.trim_start_matches('0'));
                assert!(loadings.contains(&row), "{item:?}: {row}");
            }
        }
    }
    folder.output("plot scree a.csv -i made.toml --scale teaching -o scree.png");
    folder.output("plot loadings a.csv -i made.toml --scale teaching -o loadings.png");
}

#[test]
fn a_structure_that_is_withheld_or_undefined_has_no_picture() {
    let constant: Vec<String> = (on_two_things(40).lines().enumerate())
        .map(|(line, text)| match text.split_once(',') {
            Some((academy, rest)) if line > 0 => format!("{academy},3{}", &rest[1..]),
            _ => text.to_owned(),
        })
        .collect();
    let folder = Folder::new()
        .file("made.toml", two_scales())
        .file("few.csv", on_two_things(8))
        .file("constant.csv", constant.join("\n"));
    for file in ["few.csv", "constant.csv"] {
        for what in ["scree", "loadings"] {
            let message = folder.failure(&format!("plot {what} {file} -i made.toml"));
            assert!(message.contains(what), "{message}");
        }
    }
}
