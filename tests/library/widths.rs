//! Text in terminals of every usual width.

use cte::engine::{self, Report, Setup, Source, TermChoice};
use cte::export::{Style, format_named};

const AUTUMN: &[u8] = include_bytes!("../../examples/autumn-2026.csv");
const SPRING: &[u8] = include_bytes!("../../examples/spring-2027.csv");

fn reports() -> Vec<(&'static str, Report)> {
    let setup = Setup::default();
    let (autumn, spring) = (Source::new("autumn.csv", AUTUMN), Source::new("spring.csv", SPRING));
    let terms = [TermChoice::Files(vec![autumn]), TermChoice::Files(vec![spring.clone()])];
    let one = [spring];
    vec![
        ("score", engine::score(&one, &setup).expect("scores")),
        ("items", engine::items(&one, &setup).expect("items")),
        ("reliability", engine::reliability(&one, &setup).expect("reliability")),
        ("check", engine::check(&one, &setup).expect("a check")),
        ("compare", engine::compare(&terms, &setup).expect("a change")),
        ("trend", engine::trend(&terms, &setup).expect("a trend")),
    ]
}

#[test]
fn no_line_is_wider_than_the_terminal_and_no_name_is_cut_while_there_is_room() {
    let text = format_named("text").expect("a format");
    for (command, report) in reports() {
        for width in [60, 80, 120, 200] {
            let style = Style {
                width,
                ..Style::default()
            };
            let bytes = (text.write)(&report, &style).expect("text");
            let page = String::from_utf8(bytes).expect("text");
            for line in page.lines() {
                assert!(line.chars().count() <= width, "{command} at {width}: {line}\n{page}");
            }
            // A checksum is shortened at every width.
            let cut = page
                .lines()
                .find(|line| line.contains('…') && !line.contains("SHA-256"));
            assert!(width < 120 || cut.is_none(), "{command} at {width}: {cut:?}");
        }
    }
}
