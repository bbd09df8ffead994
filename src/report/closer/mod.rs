//! The reports of `cte reliability` and `cte items`.

mod explain;
mod items;
mod reliability;

pub use explain::{EXPLANATIONS, Explanation, explain, nearest_key};
pub use items::{ItemOrder, items};
pub(crate) use items::{moments, push_counts};
pub use reliability::reliability;
