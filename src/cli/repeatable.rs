//! The part of a command line that decides what a result contains.

use std::ffi::OsString;

/// The command and its arguments, without those that decide only the place, the form and the speed.
pub(crate) fn repeatable(arguments: &[OsString]) -> Vec<String> {
    const FLAGS: [&str; 3] = ["--no-record", "--quiet", "--brief"];
    const LONG: [&str; 8] = [
        "--output",
        "--format",
        "--only",
        "--fail-on",
        "--threads",
        "--audit",
        "--color",
        "--colour",
    ];
    let mut kept = Vec::new();
    let mut arguments = arguments
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    while let Some(mut argument) = arguments.next() {
        if argument == "--" {
            kept.push(argument);
            kept.extend(arguments);
            break;
        }
        // Short options may be written as one word: `-qo FILE`.
        if let Some(rest) = argument.strip_prefix("-q").map(|rest| rest.trim_start_matches('q')) {
            if rest.is_empty() {
                continue;
            }
            argument = format!("-{rest}");
        }
        if FLAGS.contains(&argument.as_str()) {
            continue;
        }
        if argument == "-o" || LONG.contains(&argument.as_str()) {
            arguments.next();
            continue;
        }
        let attached = LONG
            .iter()
            .any(|long| argument.strip_prefix(long).is_some_and(|rest| rest.starts_with('=')));
        if attached || (argument.starts_with("-o") && !argument.starts_with("--")) {
            continue;
        }
        kept.push(argument);
    }
    kept
}

/// The arguments of another command that makes a part of a result of `cte report` or `cte plot`: without the options that only these
/// have.
pub(crate) fn as_part(arguments: &[String], command: &str) -> Vec<String> {
    const VALUES: [&str; 4] = ["--before", "--instrument-before", "--scale", "--width"];
    // In `cte report` alone it chooses a page; elsewhere it names the academy of all the files.
    let chooses_page = |name: &str| name == "--academy" && arguments.first().is_some_and(|first| first == "report");
    let (mut kept, mut before) = (Vec::new(), Vec::new());
    let compare = command == "compare";
    let mut rest = arguments.iter().skip(1).cloned();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            kept.push(argument);
            kept.extend(rest);
            break;
        }
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument.clone(), None),
        };
        if ["--no-change", "--methods"].contains(&name.as_str()) {
            continue;
        }
        if !(VALUES.contains(&name.as_str()) || chooses_page(&name)) || (compare && name == "--instrument-before") {
            kept.push(argument);
            continue;
        }
        let value = value.or_else(|| rest.next());
        before.extend(value.filter(|_| compare && name == "--before"));
    }
    // The earlier term is named first.
    std::iter::once(command.to_owned()).chain(before).chain(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_score_and_a_change() {
        let of =
            |line: &str, command| as_part(&line.split(' ').map(str::to_owned).collect::<Vec<_>>(), command).join(" ");
        let line = "report b.csv --before a.csv --academy=Oak --by role --instrument-before old.toml -i new.toml";
        assert_eq!(of(line, "score"), "score b.csv --by role -i new.toml");
        assert_eq!(
            of(line, "compare"),
            "compare a.csv b.csv --by role --instrument-before old.toml -i new.toml"
        );
        assert_eq!(
            of("plot scores --width 400 b.csv --scale=all", "score"),
            "score scores b.csv"
        );
        assert_eq!(
            of("plot scores b.csv --academy Oak", "score"),
            "score scores b.csv --academy Oak"
        );
        assert_eq!(
            of("report b.csv --academy-name Oak --academy Oak", "score"),
            "score b.csv --academy-name Oak"
        );
        assert_eq!(of("report --no-change --term T -- x", "score"), "score --term T -- x");
    }

    #[test]
    fn where_the_result_goes_is_no_part_of_how_it_is_made() {
        let of = |line: &str| repeatable(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).join(" ");
        assert_eq!(of("cte score a.csv -o out.json --format json -i x"), "score a.csv -i x");
        assert_eq!(
            of("cte score -oout.json --format=json a.csv --only=items"),
            "score a.csv"
        );
        assert_eq!(
            of("cte score --fail-on alpha<.7 --threads 2 -- -o a.csv"),
            "score -- -o a.csv"
        );
        assert_eq!(
            of("cte -q score a.csv --color never -qo out.json - -qi x"),
            "score a.csv - -i x"
        );
        assert_eq!(
            of("cte score --no-record --output out.json --no-config a.csv"),
            "score --no-config a.csv"
        );
    }
}
