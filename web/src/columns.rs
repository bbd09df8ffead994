//! The columns that a page offers to choose from when the program could not find one.

use cte::engine::Error;
use cte::input::{ColumnError, InputError, Problem};
use serde_json::{Value, json};

/// What can be chosen to cure a failure: items without a column, columns for the academy, and all columns of the file.
pub fn choices(failure: &anyhow::Error) -> Option<Value> {
    let InputError::File { problem, .. } = (match failure.downcast_ref()? {
        Error::Input(error) => error,
        Error::NearestQuestionnaire(error) => error.as_ref(),
        _ => return None,
    }) else {
        return None;
    };
    let Problem::Columns(error) = problem.as_ref() else {
        return None;
    };
    let headers = |columns: &[(String, String)]| columns.iter().map(|(header, _)| header.clone()).collect::<Vec<_>>();
    Some(match error {
        ColumnError::NoColumns { missing, columns, .. } => {
            let items = missing
                .iter()
                .map(|one| json!({ "item": one.item, "text": one.text, "nearest": one.nearest }));
            json!({ "items": items.collect::<Vec<_>>(), "columns": columns })
        }
        ColumnError::SeveralColumns { item, columns } => {
            json!({ "items": [{ "item": item, "text": "", "nearest": null }], "columns": headers(columns) })
        }
        ColumnError::NoAcademy(hints) => {
            json!({ "academy": hints.iter().map(|hint| &hint.header).collect::<Vec<_>>() })
        }
        ColumnError::SeveralAcademies(columns) => json!({ "academy": headers(columns) }),
        ColumnError::NoSuchColumn { columns, .. } => json!({ "academy": columns }),
        _ => return None,
    })
}
