//! Names and lists as messages show them.

use std::fmt::{self, Write as _};

/// The number of list entries that a message shows before it counts the rest.
pub(crate) const SHOWN: usize = 20;

/// A text quoted for a shell if necessary.
pub(crate) fn shell(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ',' | ':' | '#' | '@' | '+');
    if !text.is_empty() && !text.starts_with('#') && text.chars().all(plain) && !text.ends_with('.') {
        return text.to_owned();
    }
    if text.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    format!("\"{text}\"")
}

/// Names in backticks.
pub(crate) fn all_quoted<T: fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    let names = names.into_iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}

/// Names in backticks, shortened if there are many.
pub(crate) fn quoted(texts: &[String]) -> String {
    let mut list = all_quoted(texts.iter().take(SHOWN));
    if texts.len() > SHOWN {
        let _ = write!(list, " and {} more", texts.len() - SHOWN);
    }
    if texts.is_empty() { "none".to_owned() } else { list }
}

/// A message for each of a few things, or one for all of many. `name` gives the name of one, `all` the message for a list of names.
pub(crate) fn few_or_all<T>(
    things: &[T],
    one: impl Fn(&T) -> String,
    name: impl Fn(&T) -> &str,
    all: impl Fn(&str) -> String,
) -> Vec<String> {
    if things.len() <= SHOWN {
        return things.iter().map(one).collect();
    }
    let names: Vec<String> = things.iter().map(|thing| name(thing).to_owned()).collect();
    vec![all(&quoted(&names))]
}

/// A suggestion for the end of a message.
pub(crate) fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; nearest: `{nearest}`"))
}
