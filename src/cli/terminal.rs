//! How the program talks: whether at all, and in colour or not.

use std::env;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::sync::OnceLock;

use clap::{Arg, ArgAction, ArgMatches, ValueEnum, value_parser};

/// Whether text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum When {
    /// On a terminal that shows colours.
    #[default]
    Auto,
    Always,
    Never,
}

/// The options that every command has.
#[derive(Debug, Clone, Copy, Default)]
struct Talk {
    quiet: bool,
    colour: When,
}

static TALK: OnceLock<Talk> = OnceLock::new();

/// The arguments of the options that every command has.
pub(crate) fn arguments() -> [Arg; 2] {
    [
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .global(true)
            .action(ArgAction::SetTrue)
            .help("Write nothing to standard error but failures")
            .help_heading("Output")
            .display_order(900),
        Arg::new("color")
            .long("color")
            .alias("colour")
            .global(true)
            .value_name("WHEN")
            .value_parser(value_parser!(When))
            .hide_possible_values(true)
            .help("Colour text: auto, always or never [default: auto]")
            .help_heading("Output")
            .display_order(901),
    ]
}

/// Takes these options from the parsed command line.
pub(crate) fn set(matches: &ArgMatches) {
    let talk = Talk {
        quiet: matches.get_flag("quiet"),
        colour: matches.get_one::<When>("color").copied().unwrap_or_default(),
    };
    // A second command line of one run, as of `cte verify`, changes nothing.
    let _ = TALK.set(talk);
}

fn talk() -> Talk {
    TALK.get().copied().unwrap_or_default()
}

/// True if nothing but failures is written to standard error.
pub(crate) fn is_quiet() -> bool {
    talk().quiet
}

/// True if progress can be shown: standard error is a terminal that can move its cursor.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn shows_progress() -> bool {
    !is_quiet() && !Environment::read().is_dumb() && std::io::stderr().is_terminal()
}

/// True if text on standard output is coloured.
pub(crate) fn colours_stdout() -> bool {
    match talk().colour {
        When::Always => true,
        When::Never => false,
        When::Auto => std::io::stdout().is_terminal() && Environment::read().wants_colour(),
    }
}

/// What the environment says about the terminal.
struct Environment {
    /// `TERM`, the kind of terminal.
    term: Option<OsString>,
    /// `NO_COLOR`, by which people ask for none.
    no_color: Option<OsString>,
}

impl Environment {
    fn read() -> Self {
        Self {
            term: env::var_os("TERM"),
            no_color: env::var_os("NO_COLOR"),
        }
    }

    /// True for a terminal that can only print one line below the other.
    fn is_dumb(&self) -> bool {
        self.term.as_ref().is_some_and(|name| name == "dumb")
    }

    fn wants_colour(&self) -> bool {
        !self.is_dumb() && self.no_color.as_ref().is_none_or(|value| value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dumb_terminal_and_whoever_asks_for_none_get_no_colour() {
        let with = |term: Option<&str>, no_color: Option<&str>| Environment {
            term: term.map(OsString::from),
            no_color: no_color.map(OsString::from),
        };
        assert!(with(Some("xterm-256color"), None).wants_colour());
        assert!(with(None, Some("")).wants_colour());
        assert!(!with(Some("dumb"), None).wants_colour());
        assert!(with(Some("dumb"), None).is_dumb());
        assert!(!with(Some("xterm"), Some("1")).wants_colour());
    }
}
