//! Files as people have them, read into responses: what is taken, what is refused, and in which words.

mod academies;
#[cfg(feature = "cli")]
mod archive;
mod cells;
mod columns;
#[cfg(feature = "cli")]
mod duplicates;
mod files;
mod fixtures;
mod headcounts;
mod laws;
mod windows;
#[cfg(feature = "cli")]
mod workbooks;
