//! The layouts of survey tools. Adding one takes one entry here.

use csv::{QuoteStyle, Terminator};

use crate::export::responses::heads;
use crate::export::responses::layout::{CsvStyle, FORM_ID, Options, OwnCell, OwnColumn, ResponseLayout};
use crate::export::responses::moment::{Moment, seconds};

/// UTF-8's byte order mark.
const MARK: &str = "\u{feff}";

/// Comma, quotes where needed, CR LF.
const USUAL: CsvStyle = CsvStyle {
    delimiter: b',',
    quotes: QuoteStyle::Necessary,
    line_end: Terminator::CRLF,
    mark: "",
};
const UNIX: CsvStyle = CsvStyle {
    line_end: Terminator::Any(b'\n'),
    ..USUAL
};
const MARKED: CsvStyle = CsvStyle { mark: MARK, ..USUAL };
/// Semicolon, everything in quotes.
const QUOTED: CsvStyle = CsvStyle {
    delimiter: b';',
    quotes: QuoteStyle::Always,
    ..USUAL
};

/// Every layout, in the order of the readers.
pub const RESPONSE_LAYOUTS: &[ResponseLayout] = &[
    ResponseLayout {
        name: "qualtrics",
        options: Options::Labels,
        before: &[
            own(
                &[
                    "StartDate",
                    "Start Date",
                    "{\"ImportId\":\"startDate\",\"timeZone\":\"Europe/London\"}",
                ],
                begun_iso,
            ),
            own(
                &[
                    "EndDate",
                    "End Date",
                    "{\"ImportId\":\"endDate\",\"timeZone\":\"Europe/London\"}",
                ],
                sent_iso,
            ),
            own(&["Status", "Response Type", "{\"ImportId\":\"status\"}"], |_| {
                text("IP Address")
            }),
            own(&["Progress", "Progress", "{\"ImportId\":\"progress\"}"], |_| {
                OwnCell::Number(100)
            }),
            own(
                &[
                    "Duration (in seconds)",
                    "Duration (in seconds)",
                    "{\"ImportId\":\"duration\"}",
                ],
                |number| OwnCell::Number(seconds(number)),
            ),
            own(&["Finished", "Finished", "{\"ImportId\":\"finished\"}"], |_| {
                text("True")
            }),
            own(
                &[
                    "RecordedDate",
                    "Recorded Date",
                    "{\"ImportId\":\"recordedDate\",\"timeZone\":\"Europe/London\"}",
                ],
                sent_iso,
            ),
            own(
                &["ResponseId", "Response ID", "{\"ImportId\":\"_recordId\"}"],
                |number| written(format!("R_{number:015}")),
            ),
            own(
                &[
                    "DistributionChannel",
                    "Distribution Channel",
                    "{\"ImportId\":\"distributionChannel\"}",
                ],
                |_| text("anonymous"),
            ),
            own(
                &["UserLanguage", "User Language", "{\"ImportId\":\"userLanguage\"}"],
                |_| text("EN-GB"),
            ),
        ],
        after: &[],
        heads: heads::tagged,
        csv: UNIX,
    },
    ResponseLayout {
        name: "surveymonkey",
        options: Options::Labels,
        before: &[
            own(&["Respondent ID"], |number| {
                written(format!("1150000000000{number:07}"))
            }),
            own(&["Collector ID"], |_| text("424242424")),
            own(&["Start Date"], |number| {
                OwnCell::Moment(Moment::begun(number), Moment::american)
            }),
            own(&["End Date"], |number| {
                OwnCell::Moment(Moment::sent(number), Moment::american)
            }),
            own(&["IP Address"], |_| text("")),
            own(&["Email Address"], |_| text("")),
            own(&["First Name"], |_| text("")),
            own(&["Last Name"], |_| text("")),
            own(&["Custom Data 1"], |_| text("")),
        ],
        after: &[],
        heads: heads::with_answers_below,
        csv: MARKED,
    },
    ResponseLayout {
        name: "redcap",
        options: Options::Labels,
        before: &[
            own(&["Record ID"], OwnCell::Number),
            own(&["Survey Timestamp"], sent_iso),
        ],
        after: &[own(&["Complete?"], |_| text("Complete"))],
        heads: heads::texts,
        csv: UNIX,
    },
    ResponseLayout {
        name: "kobotoolbox",
        options: Options::Labels,
        before: &[own(&["start"], begun_xml), own(&["end"], sent_xml)],
        after: &[
            own(&["_id"], OwnCell::Number),
            own(&["_uuid"], |number| written(format!("uuid-{number}"))),
            own(&["_submission_time"], sent_xml),
            own(&["_validation_status"], |_| text("")),
            own(&["_submitted_by"], |_| text("")),
            own(&["__version__"], |_| text("v1")),
            own(&["_index"], OwnCell::Number),
        ],
        heads: heads::paths,
        csv: QUOTED,
    },
    ResponseLayout {
        name: "typeform",
        options: Options::Labels,
        before: &[own(&["#"], |number| written(format!("{number:032x}")))],
        after: &[
            own(&["Response Type"], |_| text("completed")),
            own(&["Start Date (UTC)"], begun_iso),
            own(&["Submit Date (UTC)"], sent_iso),
            own(&["Network ID"], |number| written(format!("{number:010x}"))),
            own(&["Tags"], |_| text("")),
        ],
        heads: heads::texts,
        csv: UNIX,
    },
    ResponseLayout {
        name: "jisc",
        options: Options::Labels,
        before: &[own(&["Unique Response Number"], |number| {
            written(format!("{0}-{0}-{0:07}", number.saturating_add(900_000)))
        })],
        after: &[],
        heads: heads::numbered,
        csv: MARKED,
    },
    ResponseLayout {
        name: "microsoft-forms",
        options: Options::Labels,
        before: &[
            own(&["ID"], OwnCell::Number),
            own(&["Start time"], |number| {
                OwnCell::Moment(Moment::begun(number), Moment::american)
            }),
            own(&["Completion time"], |number| {
                OwnCell::Moment(Moment::sent(number), Moment::american)
            }),
            own(&["Email"], |_| text("anonymous")),
            own(&["Name"], |_| text("")),
            own(&["Last modified time"], |_| text("")),
        ],
        after: &[],
        heads: heads::texts,
        csv: MARKED,
    },
    ResponseLayout {
        name: "google-forms",
        options: Options::Labels,
        before: &[own(&["Timestamp"], |number| {
            OwnCell::Moment(Moment::sent(number), Moment::british)
        })],
        after: &[],
        heads: heads::bracketed,
        csv: USUAL,
    },
    ResponseLayout {
        name: "limesurvey",
        options: Options::Labels,
        before: &[
            own(&["Response ID"], OwnCell::Number),
            own(&["Date submitted"], sent_iso),
            own(&["Last page"], |_| OwnCell::Number(3)),
            own(&["Start language"], |_| text("en")),
            own(&["Seed"], |number| {
                OwnCell::Number(number.wrapping_mul(0x9e37_79b9) % 1_000_000_000)
            }),
        ],
        after: &[],
        heads: heads::bracketed,
        csv: CsvStyle { mark: MARK, ..QUOTED },
    },
    ResponseLayout {
        name: "multi-row",
        options: Options::Labels,
        before: &[own(&[FORM_ID], OwnCell::Number)],
        after: &[],
        heads: heads::under_one_heading,
        csv: USUAL,
    },
    ResponseLayout {
        name: "plain",
        options: Options::Codes,
        before: &[own(&[FORM_ID], OwnCell::Number)],
        after: &[],
        heads: heads::names,
        csv: UNIX,
    },
];

const fn own(heads: &'static [&'static str], cell: fn(u64) -> OwnCell) -> OwnColumn {
    OwnColumn { heads, cell }
}

fn text(text: &'static str) -> OwnCell {
    OwnCell::Text(text.into())
}

fn written(text: String) -> OwnCell {
    OwnCell::Text(text.into())
}

fn begun_iso(number: u64) -> OwnCell {
    OwnCell::Moment(Moment::begun(number), Moment::iso)
}

fn sent_iso(number: u64) -> OwnCell {
    OwnCell::Moment(Moment::sent(number), Moment::iso)
}

fn begun_xml(number: u64) -> OwnCell {
    OwnCell::Moment(Moment::begun(number), Moment::xml)
}

fn sent_xml(number: u64) -> OwnCell {
    OwnCell::Moment(Moment::sent(number), Moment::xml)
}
