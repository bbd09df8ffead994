//! Text set into lines. `fits` tells if a line fits into its room.

/// Breaks text into at most `most` lines. A word that does not fit has its own line; the last line contains the rest.
pub(crate) fn wrap(text: &str, most: usize, fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let full = lines.len() == most;
        let last = lines.len() - 1;
        let joined = match lines[last].as_str() {
            "" => word.to_owned(),
            begun => format!("{begun} {word}"),
        };
        if lines[last].is_empty() || full || fits(&joined) {
            lines[last] = joined;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Cuts text to its room, with an ellipsis if something is missing.
pub(crate) fn cut(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if !fits(&format!("{out}…")) {
            out.pop();
            break;
        }
    }
    out.truncate(out.trim_end().len());
    out + "…"
}
