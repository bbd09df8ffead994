//! The fenced code blocks of a Markdown page.

use std::ops::Range;

/// A fenced code block.
pub(crate) struct Block<'p> {
    /// The language after the opening fence, such as `console`.
    pub(crate) language: &'p str,
    /// The file that the block shows, if the opening fence names one: ```` ```toml cte.toml ````.
    pub(crate) file: Option<&'p str>,
    /// The lines between the fences.
    pub(crate) body: &'p str,
    /// The place of the body in the page.
    pub(crate) place: Range<usize>,
}

/// The code blocks of a page, in order.
pub(crate) fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        let next = at + line.len();
        if let Some(after) = line.trim_end().strip_prefix("```") {
            open = match open {
                None => Some((after, next)),
                Some((info, from)) => {
                    let mut words = info.split_whitespace();
                    blocks.push(Block {
                        language: words.next().unwrap_or_default(),
                        file: words.next(),
                        body: &page[from..at],
                        place: from..at,
                    });
                    None
                }
            };
        }
        at = next;
    }
    assert!(open.is_none(), "a code block is not closed");
    blocks
}

/// The text of a page outside its code blocks, line by line.
pub(crate) fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    page.lines().filter(move |line| {
        let fence = line.starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}
