//! Answers as columns of codes, and exact counts that can be added up. This layer knows no files and no statistics.
#![expect(
    clippy::inline_always,
    reason = "these run for every row, and calls would cost more than their work"
)]

mod block_sums;
mod coded;
mod count;
mod counting;
mod group_counter;
#[cfg(test)]
pub(crate) mod made_up;
mod merge;
mod power_sums;
mod products;
mod responses;
mod row_counter;
mod rows;
mod score_counts;
mod shape;
mod table_counter;
mod tallied;
mod tallies;
mod totals;
mod two_way;

pub use coded::{NoTally, TallyVersion};
pub(crate) use counting::Counting;
pub use merge::{MOST_ROWS, Merged, Unmergeable};
pub use power_sums::PowerSums;
pub use products::{PairProducts, Products};
pub use responses::{Grouping, MISSING, MissingNote, Responses};
pub(crate) use row_counter::{CountedRows, RowCounter};
pub use rows::CountingDepth;
pub(crate) use rows::{LANES, Lanes, RowShape, vectors};
pub use score_counts::{ScoreCell, ScoreCounts};
pub use shape::{MOST_PAIRED, ScaleShape, Shape};
pub use tallied::Tally;
pub use tallies::Tallies;
pub(crate) use totals::Totals;
pub use two_way::TwoWayTables;
