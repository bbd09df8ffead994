//! Right figures that must also lead to right conclusions: what a change or a difference rests on.

use serde_json::Value;

use crate::support::Folder;

fn folder() -> Folder {
    Folder::new()
        .file("autumn.csv", include_str!("conclusions/autumn.csv"))
        .file("spring.csv", include_str!("conclusions/spring.csv"))
        .file("staff.csv", include_str!("conclusions/staff.csv"))
        .file("s.toml", include_str!("conclusions/s.toml"))
        .file("one-population.csv", include_str!("conclusions/g.csv"))
        .file("one-population.toml", include_str!("conclusions/g.toml"))
        .file("one-population-staff.csv", include_str!("conclusions/g_hc.csv"))
        .file("const-5.csv", include_str!("conclusions/const-5.csv"))
        .file("const-4.csv", include_str!("conclusions/const-4.csv"))
        .file("const.toml", include_str!("conclusions/const.toml"))
}

fn record(folder: &Folder, arguments: &str) -> Value {
    let text = folder.output(&format!("{arguments} --no-config --format json"));
    serde_json::from_str(&text).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("not a number: {value}"))
}

const TERMS: &str = "autumn.csv spring.csv -i s.toml -g academy --headcount staff.csv";

#[test]
fn where_only_the_mix_of_respondents_moved_nothing_changed() {
    let folder = folder();
    for more in ["", " --unsuppressed"] {
        for terms in [TERMS, "autumn.csv spring.csv -i s.toml -g academy"] {
            let compared = record(&folder, &format!("compare {terms}{more}"));
            let change = &compared["scales"][0]["trust"];
            assert!(number(&change["difference"]).abs() < 1e-9, "{terms}{more}: {change}");
            assert_eq!(change["says"], "no clear change");
            let scores = number(&change["mean_after"]) - number(&change["mean_before"]);
            assert!((number(&change["mix"]) - scores).abs() < 1e-9, "{change}");
            let trend = record(&folder, &format!("trend {terms}{more}"));
            let since = &trend["scales"][0]["trust"][1]["change"];
            for key in ["difference", "mix", "lower", "upper", "says"] {
                assert_eq!(since[key], change[key], "{key} of {terms}{more}");
            }
        }
    }
}

#[test]
fn the_scores_beside_a_change_are_those_of_each_term_by_itself() {
    let folder = folder();
    let compared = record(&folder, &format!("compare {TERMS}"));
    let change = &compared["scales"][0]["trust"];
    for (term, key) in [("autumn", "mean_before"), ("spring", "mean_after")] {
        let score = record(
            &folder,
            &format!("score {term}.csv -i s.toml -g academy --headcount staff.csv"),
        );
        assert_eq!(score["scales"][0]["trust"]["mean"], change[key]);
    }
}

#[test]
fn a_page_says_of_the_mix_what_the_comparison_says() {
    let folder = folder();
    folder.output("report spring.csv --before autumn.csv -i s.toml -g academy --no-config -o pages");
    let page = String::from_utf8(folder.bytes("pages/trust.html")).expect("text");
    assert!(!page.contains("clearly higher,"), "the trust's page claims a rise");
    assert!(page.contains("no clear change"));
}

#[test]
fn academies_of_one_population_are_not_called_clearly_different() {
    let folder = folder();
    folder.output(
        "report one-population.csv -i one-population.toml --headcount one-population-staff.csv --no-config -o pages",
    );
    let mut pages = 0;
    for entry in std::fs::read_dir(folder.path("pages")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let page = std::fs::read_to_string(&path).expect("a page");
        for claim in [
            "is clearly above",
            "is clearly below",
            "▲\u{a0}clearly",
            "▲ clearly",
            "▼ clearly",
        ] {
            assert!(!page.contains(claim), "{}: {claim}", path.display());
        }
        pages += 1;
    }
    assert!(pages > 10, "{pages} pages");
}

#[test]
fn a_change_of_scores_that_do_not_vary_is_a_change() {
    let folder = folder();
    for more in ["", " --unsuppressed"] {
        let compared = record(&folder, &format!("compare const-5.csv const-4.csv -i const.toml{more}"));
        let scale = &compared["scales"][0];
        let academies = scale["academies"].as_array().expect("academies");
        for change in academies.iter().chain([&scale["trust"]]) {
            assert!((number(&change["difference"]) + 1.0).abs() < 1e-9, "{change}");
            assert_eq!(change["says"], "lower", "{change}");
        }
        assert!(!academies.is_empty());
    }
    let text = folder.output("compare const-5.csv const-4.csv -i const.toml --no-config");
    assert!(!text.contains("too few to say"), "{text}");
}
