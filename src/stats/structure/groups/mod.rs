//! Factor models of several groups at once: whether groups read the items alike.

mod bias;
mod equality;
mod fit;
mod ladder;
mod moments;
mod point;
mod scores;

pub use bias::{BiasCriteria, GroupBias, ItemBias, ItemBiases, item_biases};
pub use equality::{Equality, Released};
pub use ladder::{LadderStep, ladder};
