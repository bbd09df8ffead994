//! One survey's answers in the layouts of many tools: every file beside this one holds the twelve responses of `plain.csv`.
//!
//! The files are made by `generate.py`, which says what else stands in them.

mod academies;
mod archives;
mod damage;
mod drafted;
mod equal;
mod files;
mod hostile;
mod refused;
mod twice;
