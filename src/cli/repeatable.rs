//! The part of a command line that decides what a result contains.

use std::ffi::OsString;

/// The command and its arguments, without those that decide only the place, the form and the speed.
pub(crate) fn repeatable(arguments: &[OsString]) -> Vec<String> {
    const LONG: [&str; 6] = ["--output", "--format", "--only", "--fail-on", "--threads", "--audit"];
    let mut kept = Vec::new();
    let mut arguments = arguments
        .iter()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--" {
            kept.push(argument);
            kept.extend(arguments);
            break;
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

#[cfg(test)]
mod tests {
    use super::*;

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
            of("cte score --output out.json --no-config a.csv"),
            "score --no-config a.csv"
        );
    }
}
