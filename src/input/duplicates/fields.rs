//! Finds the columns that can show that two rows are one response: ids, running numbers, times and written comments.

use crate::input::duplicates::hash::{mix, of_bytes};
use crate::input::duplicates::moment::{DateOrder, Moment};
use crate::input::layouts::TablePlan;
use crate::input::text::fold;

/// The use of a field for telling responses apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Read elsewhere: an answer or a group.
    Apart,
    /// A globally unique id of the response.
    Id,
    /// A running number, which starts at 1 in every form, or a part of one.
    Number,
    /// The time at which the respondent began.
    Start,
    /// The time at which the respondent finished.
    End,
    /// Another time of the response.
    Time,
    /// A date that need not be of the response.
    Date,
    /// What respondents wrote.
    Comment,
    /// Anything else.
    Plain,
}

/// A field of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) kind: FieldKind,
    /// The hash of its header.
    pub(crate) header: u64,
}

/// The fields of a table, and how its dates are written.
pub(crate) struct TableFields {
    pub(crate) fields: Vec<Field>,
    pub(crate) order: DateOrder,
}

/// What is known of a table before its rows are read.
pub(crate) struct TableHead<'a> {
    /// The name of its layout.
    pub(crate) layout: &'static str,
    pub(crate) plan: &'a TablePlan,
    /// The header records.
    pub(crate) header: &'a [Vec<String>],
    /// The first records below the header.
    pub(crate) below: &'a [Vec<String>],
    /// Fields that are read as answers or groups.
    pub(crate) apart: &'a [usize],
    /// Fields of the column that the user named with `--id`.
    pub(crate) id: Option<&'a [usize]>,
}

/// Headers of globally unique ids, by layout.
const IDS: &[(&str, &[&str])] = &[
    ("qualtrics", &["responseid", "response id"]),
    ("kobotoolbox", &["_uuid"]),
    ("typeform", &["#", "token"]),
    ("surveymonkey", &["respondent id", "respondentid"]),
];

/// Headers of running numbers, in any layout.
const NUMBERS: &[&str] = &[
    "id",
    "#",
    "no",
    "no.",
    "number",
    "response",
    "responseid",
    "response id",
    "response number",
    "response no",
    "response no.",
    "respondent",
    "respondentid",
    "respondent id",
    "unique response number",
    "unique response no.",
    "unique id",
    "record_id",
    "record id",
    "recordid",
    "_id",
    "_uuid",
    "uuid",
    "token",
    "submission id",
    "entry id",
    "case",
    "case id",
    "userid",
    "userno",
];

/// Headers that belong to `REDCap`'s record id: one record has a row for each event and repetition.
const REDCAP_PARTS: &[&str] = &[
    "redcap_event_name",
    "event name",
    "redcap_repeat_instrument",
    "repeat instrument",
    "redcap_repeat_instance",
    "repeat instance",
];

/// Headers of the time at which a respondent began.
const STARTS: &[&str] = &[
    "start time",
    "startzeit",
    "heure de début",
    "start date",
    "startdate",
    "start date (utc)",
    "date started",
    "start",
    "started",
    "started at",
];

/// Headers of the time at which a respondent finished.
const ENDS: &[&str] = &[
    "completion time",
    "fertigstellungszeit",
    "heure de fin",
    "timestamp",
    "zeitstempel",
    "horodateur",
    "end date",
    "enddate",
    "submit date (utc)",
    "submitdate",
    "date submitted",
    "date_submitted",
    "_submission_time",
    "survey timestamp",
    "completed",
    "completed at",
    "completion date",
    "submitted",
    "submitted at",
    "submission time",
    "submission date",
    "response time",
    "response date",
    "finish time",
    "finished at",
    "end time",
    "end",
    "ended",
];

/// Headers of other times of a response.
const TIMES: &[&str] = &[
    "recordeddate",
    "recorded date",
    "last modified time",
    "datestamp",
    "date last action",
    "date_last_action",
    "date",
    "time",
    "date and time",
];

/// Words in the headers of comments.
const COMMENT_WORDS: &[&str] = &[
    "comment",
    "anything else",
    "please explain",
    "please say",
    "tell us",
    "suggestion",
    "feedback",
    "in your own words",
];

/// The fields of a table.
pub(crate) fn table_fields(head: &TableHead<'_>) -> TableFields {
    let width = head.plan.width;
    let texts: Vec<String> = (0..width).map(|field| header_text(head, field)).collect();
    let mut kinds: Vec<FieldKind> = (0..width).map(|field| kind(head, field)).collect();
    // One column of each kind is compared; further ones are other times.
    for single in [FieldKind::Start, FieldKind::End] {
        let mut same = kinds.iter_mut().filter(|kind| **kind == single);
        same.next();
        same.for_each(|kind| *kind = FieldKind::Time);
    }
    if let Some(id) = head.id {
        for (field, kind) in kinds.iter_mut().enumerate() {
            if id.contains(&field) {
                *kind = FieldKind::Id;
            } else if *kind == FieldKind::Id {
                *kind = FieldKind::Number;
            }
        }
    }
    let header = |field: usize| {
        // Columns of one header are told apart by their order.
        let before = texts[..field].iter().filter(|text| **text == texts[field]).count();
        mix(of_bytes(texts[field].as_bytes()), before as u64)
    };
    let fields = kinds.iter().enumerate().map(|(field, &kind)| Field {
        kind,
        header: header(field),
    });
    TableFields {
        fields: fields.collect(),
        order: date_order(head, &kinds),
    }
}

/// The header of a field in the form in which columns of two files are compared.
fn header_text(head: &TableHead<'_>, field: usize) -> String {
    let texts = head.header.iter().filter_map(|record| record.get(field));
    let texts: Vec<String> = texts.map(|text| fold(text)).filter(|text| !text.is_empty()).collect();
    texts.join(" | ")
}

/// The filled cells of a field in the first records.
fn filled<'h>(head: &TableHead<'h>, field: usize) -> impl Iterator<Item = &'h str> + Clone {
    let cells = head.below.iter().filter_map(move |record| record.get(field));
    cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

fn kind(head: &TableHead<'_>, field: usize) -> FieldKind {
    if head.apart.contains(&field) {
        return FieldKind::Apart;
    }
    let texts = head.header.iter().filter_map(|record| record.get(field));
    let names: Vec<String> = texts.map(|text| name(text)).collect();
    let is_any = |wanted: &[&str]| names.iter().any(|name| is_called(name, wanted));
    let of_layout = IDS.iter().find(|(layout, _)| *layout == head.layout);
    if of_layout.is_some_and(|(_, ids)| is_any(ids)) && !is_lossy(&filled(head, field)) {
        return FieldKind::Id;
    }
    // The headers of Microsoft Forms are in the language of the form's owner; the first column is the number.
    let first_of_forms = head.layout == "microsoft-forms" && field == 0;
    if first_of_forms || (is_any(NUMBERS) && differs(head, field)) || (head.layout == "redcap" && is_any(REDCAP_PARTS))
    {
        return FieldKind::Number;
    }
    if let Some(kind) = time_kind(head, field, &names) {
        return kind;
    }
    if is_comment(head, field, &names) {
        return FieldKind::Comment;
    }
    FieldKind::Plain
}

/// True if ids lost their last digits in a spreadsheet, or are running numbers: then other responses have them too.
fn is_lossy<'c>(ids: &(impl Iterator<Item = &'c str> + Clone)) -> bool {
    let digits = |id: &&str| id.bytes().all(|byte| byte.is_ascii_digit());
    let scientific = |id: &str| {
        let mantissa = id.split_once(['e', 'E']).map_or("", |(mantissa, _)| mantissa);
        mantissa.parse::<f64>().is_ok() && id.parse::<f64>().is_ok()
    };
    let numbers = || ids.clone().filter(digits);
    let rounded = numbers().count() > 1 && numbers().all(|id| id.len() > 15 && id.ends_with("000"));
    rounded || numbers().any(|id| id.len() < 8) || ids.clone().any(scientific)
}

/// True if the cells of a field differ from row to row. A file may have been pasted together from two downloads.
fn differs(head: &TableHead<'_>, field: usize) -> bool {
    let mut cells: Vec<&str> = filled(head, field).collect();
    let filled = cells.len();
    cells.sort_unstable();
    cells.dedup();
    cells.len() * 2 >= filled
}

/// The kind of a field of dates or times.
fn time_kind(head: &TableHead<'_>, field: usize, names: &[String]) -> Option<FieldKind> {
    let cells = || filled(head, field).map(|cell| Moment::read(cell.as_bytes()));
    let is_any = |wanted: &[&str]| names.iter().any(|name| is_called(name, wanted));
    let of_form = names
        .iter()
        .any(|name| name.ends_with("_timestamp") || name == "survey timestamp");
    // REDCap writes a text for forms that were never sent.
    if of_form && cells().any(|moment| moment.is_some()) {
        return Some(FieldKind::End);
    }
    let (mut dates, mut timed) = (0, 0);
    for moment in cells() {
        timed += usize::from(moment?.has_time());
        dates += 1;
    }
    if dates == 0 {
        return None;
    }
    Some(if is_any(STARTS) {
        FieldKind::Start
    } else if is_any(ENDS) {
        FieldKind::End
    } else if is_any(TIMES) || timed == dates {
        FieldKind::Time
    } else {
        FieldKind::Date
    })
}

/// True if a field has what respondents wrote: texts of several words that hardly recur.
fn is_comment(head: &TableHead<'_>, field: usize, names: &[String]) -> bool {
    let cells: Vec<&str> = filled(head, field).collect();
    let words = |cell: &&str| cell.split_whitespace().count() > 2;
    let wordy = cells.iter().filter(|cell| words(cell)).count();
    let called = names
        .iter()
        .any(|name| COMMENT_WORDS.iter().any(|word| name.contains(word)));
    let mut distinct = cells.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // A file may have been pasted together from two downloads: then every text is there twice.
    called || (cells.len() > 2 && wordy * 2 >= cells.len() && distinct.len() * 2 >= cells.len() && distinct.len() > 5)
}

/// A header as it is compared: folded, without closing marks.
fn name(text: &str) -> String {
    fold(text).trim_end_matches([' ', '*', ':', '?']).to_owned()
}

/// True if a header is one of these names, alone or after LimeSurvey's code and full stop (`id. Response ID`).
fn is_called(name: &str, wanted: &[&str]) -> bool {
    let code = name.split_once(". ").map_or(name, |(code, _)| code);
    wanted.contains(&name)
        || (code != name && wanted.contains(&code) && !code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The order of day and month: as the first rows show it, else as the tool writes it.
fn date_order(head: &TableHead<'_>, kinds: &[FieldKind]) -> DateOrder {
    let times =
        (0..kinds.len()).filter(|&field| matches!(kinds[field], FieldKind::Start | FieldKind::End | FieldKind::Time));
    let mut moments = times
        .flat_map(|field| filled(head, field))
        .filter_map(|cell| Moment::read(cell.as_bytes()));
    let usual = match head.layout {
        "microsoft-forms" | "surveymonkey" => DateOrder::MonthFirst,
        _ => DateOrder::DayFirst,
    };
    moments.find_map(|moment| moment.shows_order()).unwrap_or(usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_lost_digits_and_running_numbers_do_not_identify_alone() {
        for ids in [
            &["17", "18"][..],
            &["1.15E+11", "1.15E+11"],
            &["118123456789012000", "118123456789013000"],
        ] {
            assert!(is_lossy(&ids.iter().copied()), "{ids:?}");
        }
        for ids in [
            &["118123456789", "118123456790"][..],
            &["R_1kQx", "R_2"],
            &["3f2504e0-4f89-11d3-9a0c-0305e82c3301"],
            &["115000000000000000", "115000000000000001"],
            &[],
        ] {
            assert!(!is_lossy(&ids.iter().copied()), "{ids:?}");
        }
    }

    #[test]
    fn a_code_before_the_header_does_not_hide_it() {
        assert!(is_called("id. response id", &["response id"]) || is_called("id. response id", &["id"]));
        assert!(is_called("submitdate. date submitted", &["submitdate"]));
        assert!(!is_called("1. date", &["1"]));
        assert!(!is_called("identity", &["id"]));
    }
}
