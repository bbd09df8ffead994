//! Text from a survey as text and nothing else.

/// Text that cannot move the cursor, colour the screen, turn the writing round or break a document.
#[must_use]
pub fn clean(text: &str) -> String {
    let plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    text.chars()
        .map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c })
        .filter(|&c| plain(c))
        .collect()
}
