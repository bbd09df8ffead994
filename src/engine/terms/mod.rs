//! Several terms of one trust, brought to the same groups and the same scales.

mod align;
mod beside;
mod choose;
mod findings;
mod read;
mod same_items;
mod several;

pub(crate) use beside::{beside, load_terms};
pub use choose::{ChangeSince, TermChoice};
pub(crate) use choose::{all_terms, term_before, terms_until, two_terms};
pub(crate) use findings::stem;
pub(crate) use read::{read_rounds, terms_of};
pub(crate) use several::{NamedRound, Terms};
