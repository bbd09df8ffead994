//! How many staff each academy has.

use cte::input::{Headcounts, ReadOptions, match_headcounts, read_headcounts};

use crate::input::fixtures::source;

fn counts(text: &str) -> Result<Headcounts, String> {
    read_headcounts(&source("staff.csv", text), &ReadOptions::default()).map_err(|error| error.to_string())
}

#[test]
fn headcounts_are_read_under_any_usual_header() {
    for text in [
        "academy,staff\nOak,45\nAsh,1200\n",
        "School name;Headcount\nOak;45\nAsh;\"1,200\"\n\n;\n",
        "Number of staff\tName\n45\tOak\n1 200\tAsh\n",
        "\u{feff}URN,Academy,Phase,Staff headcount:\n1,Oak,P,45.0\n2,Ash,S,1200\n",
    ] {
        let counts = counts(text).expect(text);
        let read: Vec<_> = counts
            .academies()
            .iter()
            .map(|academy| (academy.academy.as_str(), academy.staff))
            .collect();
        assert_eq!(read, [("Oak", 45), ("Ash", 1200)], "{text:?}");
    }
}

#[test]
fn what_is_no_headcount_is_refused_with_its_place() {
    for cell in [
        "",
        "-3",
        "4.5",
        "about 40",
        "1,20",
        "12,00",
        "99999999999999999999999",
        "1 2",
    ] {
        let error = counts(&format!("academy;staff\nOak;45\nAsh;{cell}\n")).expect_err(cell);
        assert_eq!(
            error,
            format!(
                "in `staff.csv`, row 3, column `staff`: `{cell}` is not a number of staff: give a whole number, 0 or more"
            )
        );
    }
    assert_eq!(
        counts("academy,staff\nOak,45\nAsh,1\nOAK ,46\n"),
        Err("in `staff.csv`, row 4: `OAK` is already in row 2: keep one of them".to_owned())
    );
    assert_eq!(
        counts("academy,phase\nOak,45\n"),
        Err(
            "in `staff.csv`: no column says how many staff: call one `staff`; the columns are `academy`, `phase`"
                .to_owned()
        )
    );
    assert_eq!(
        counts("place,staff\nOak,45\n"),
        Err(
            "in `staff.csv`: no column says which academy: call one `academy`; the columns are `place`, `staff`"
                .to_owned()
        )
    );
    assert_eq!(
        counts("academy,staff\n"),
        Err("in `staff.csv`: a header but no rows below it: it should have a row for each academy".to_owned())
    );
    assert!(counts("").is_err());
}

#[test]
fn headcounts_are_matched_by_name_and_what_is_left_is_said() {
    let counts = counts("academy,staff\nst marys,45\nAshdown Primary,30\nElm,9\n").expect("readable");
    let academies = ["St Mary's", "Ashdown Primry", "", "Yew"].map(str::to_owned);
    let matched = match_headcounts(&academies, &counts);
    assert_eq!(matched.staff, [Some(45), None, None, None]);
    assert_eq!(
        matched.without,
        [
            ("Ashdown Primry".to_owned(), Some("Ashdown Primary".to_owned())),
            ("Yew".to_owned(), None)
        ]
    );
    let unused = matched.unused.iter();
    let unused: Vec<(&str, u64, Option<&str>)> = unused
        .map(|(academy, like)| (academy.academy.as_str(), academy.staff, like.as_deref()))
        .collect();
    assert_eq!(
        unused,
        [("Ashdown Primary", 30, Some("Ashdown Primry")), ("Elm", 9, None)]
    );
}
