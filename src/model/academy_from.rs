//! Where the name of the academy is, if no column has it.

/// What the academy of a response is named after, if no column names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcademyFrom {
    /// The file, without folder and ending.
    File,
    /// The sheet. All sheets of a workbook that have the items are read.
    Sheet,
}

impl AcademyFrom {
    /// Every choice.
    pub const ALL: [Self; 2] = [Self::File, Self::Sheet];

    /// The name that the command line and the trust file use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Sheet => "sheet",
        }
    }
}
