//! Trust files: reads TOML into a [`Trust`](crate::model::Trust), and arranges the groups of a survey in the trust's
//! order.

mod academy;
mod align;
mod arrange;
mod date;
mod defaults;
mod fault;
mod form;
mod guess;
mod load;
mod lookup;
mod pool;
mod renamed;
mod roles;
mod standard;
mod term;
mod write;

pub use align::{Aligned, align_groups};
pub(crate) use arrange::UNWEIGHTED;
pub use arrange::{Arranged, arrange_academies};
pub use fault::TrustFault;
pub use guess::{GuessedTerm, term_of_file_name};
pub use load::load;
pub use lookup::{NoSuchTerm, term_named};
pub use renamed::{Renamed, renamed};
pub use roles::arrange_roles;
pub(crate) use roles::pool_of as role_pool;
pub use standard::{RoleStaff, RoleStandard, role_standard};
pub use write::{Draft, DraftTerm};
