//! What made-up responses of a trust are made from: its staff, its form, and how people answer.

mod form;
mod people;
mod staff;
mod wishes;

pub(crate) use form::form;
pub(crate) use people::People;
pub(crate) use staff::Staff;
pub(crate) use wishes::place_named;
pub use wishes::{Named, ResponseFile, SimulationWishes};
