//! Plays the attacker: tries to derive a withheld group from everything that one run publishes, in every format.
//!
//! - `twins`: a second trust in which people have moved between the withheld academies must give the same bytes. So no
//!   output, however it is combined, says which of the withheld academies a person works in. This is the strongest test.
//! - `sums`: adds and subtracts published figures, over scales, groupings and commands.
//! - `folder`: the contents of each page of a folder of reports, and everything that follows from all pages together.
//! - `change`: a report of two terms, in every format, together with each term's own output.
//! - `numbers`: no output contains a figure of a withheld group.
//! - `terms`: two terms of one trust, their change, and each term's own output.
//! - `audit`: compares the plan of one output with linear algebra over the cells, and that algebra with trying everything.
//! - `pairs`: subtracts two outputs about the same answers (differencing).
//! - `pairs_of_terms`: subtracts a change and an output of one of its terms.
//! - `late`: subtracts two results about one survey, the second from a later download of it.
//! - `between`: people who skipped some items among those who answered between two results.
//! - `standardised`: uses a second weighted sum over the same cells, with every figure of one output.
//! - `precision`: every number is rounded, to the same number in every format.
//! - `partial`: people who skipped some items of a scale, from the scores less the items.
//! - `invariance`: moves people of withheld roles and academies, and looks at whether groups and terms read questions alike.
//! - `linked`: people in one of two scales, from a scale that holds both.
//! - `missing`: no output counts the few people who gave a reason for a missing answer.
//! - `tables`: the two-way tables of tallies, what follows from them, and the structure of a tally next to that of its responses.
//! - `withheld`: small academies that all answered alike, and members of a withheld academy who know their own answers.
//! - `replay`: the attacker knows the rule too, and asks which numbers of respondents would lead to this output.

mod audit;
mod between;
mod change;
mod folder;
mod intervals;
mod invariance;
mod late;
mod linked;
mod missing;
mod numbers;
mod outputs;
mod pairs;
mod pairs_of_terms;
mod partial;
mod precision;
mod replay;
mod sketch;
mod standardised;
mod sums;
mod tables;
mod terms;
mod trust;
mod twins;
mod withheld;
