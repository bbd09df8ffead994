//! Plays the attacker: from everything that one run publishes, in every format, tries to get a withheld group back.
//!
//! - `twins`: a second trust in which people have moved between the withheld academies must give the same bytes. So no
//!   output, however it is combined, says which of the withheld academies a person works in. This is the strongest test.
//! - `sums`: what is published is added and subtracted, over scales, groupings and commands.
//! - `folder`: what each page of a folder of reports may hold, and what follows from all of them.
//! - `change`: the same of a report of two terms, in every format, beside each term's own output.
//! - `numbers`: no figure of a withheld group stands anywhere.
//! - `terms`: two terms of one trust, their change, and each term's own output beside it.
//! - `audit`: the plan of one output against linear algebra over the cells, and that algebra against trying everything.
//! - `pairs`: two outputs of the same answers are subtracted from each other.
//! - `replay`: the attacker knows the rule too, and asks which numbers of respondents would have led to this output.

mod audit;
mod change;
mod folder;
mod numbers;
mod outputs;
mod pairs;
mod replay;
mod sums;
mod terms;
mod trust;
mod twins;
