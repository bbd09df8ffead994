//! Texts as HTML, for tools that take texts for HTML.

use std::fmt::Write as _;

/// The text with every character that HTML, CSV or a tool's own language could take for more than text as an entity.
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\\' => out.push_str("&#92;"),
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            // A spreadsheet would take these for the beginning of a formula.
            '=' | '+' | '-' | '@' if place == 0 => {
                // Writing to a String cannot fail.
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Paragraphs.
pub(super) fn paragraphs<'t>(texts: impl IntoIterator<Item = &'t String>) -> String {
    let paragraphs = texts.into_iter().map(|text| format!("<p>{}</p>", html(text)));
    paragraphs.collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn nothing_but_text_is_left() {
        assert_eq!(
            html("<b> & \"{x}\" \\"),
            "&lt;b&gt; &amp; &quot;&#123;x&#125;&quot; &#92;"
        );
        assert_eq!(html("=1=1"), "&#61;1=1");
        assert_eq!(html("Dŵr – 😀"), "Dŵr – 😀");
    }
}
