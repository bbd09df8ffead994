#!/usr/bin/env python3
"""Writes the test files beside it: one survey's answers in the layouts of many tools. Standard library only.

All files are made up. Every one of them holds the same twelve responses of `plain.csv`; what else stands in them (previews,
tests, incomplete responses) is what a reader must leave out. Run it in this folder; the same bytes come out every time.
"""

import csv
import io
import zipfile
from xml.sax.saxutils import escape

LABELS = {
    1: "Strongly disagree",
    2: "Disagree",
    3: "Slightly disagree",
    4: "Slightly agree",
    5: "Agree",
    6: "Strongly agree",
}
ITEMS = {
    "ce1": "Our teachers reach every pupil",
    "ce2": "We don\u2019t give up \u2013 even when it\u2019s hard",
    "ce3": "We plan together [in teams], and review",
    "ce4": "Staff learn from each other - in and across teams",
}
TEXTS = list(ITEMS.values())
ACADEMY = "Which academy do you work in?"
STEM = "How far do you agree?"
OAK, MARY = "Oakfield Academy", "St Mary\u2019s Primary"
ROLES = ["Teacher", "Teaching assistant", "Leader"]
COMMENT = "Anything to add?"
COMMENTS = ["", "More time, please", "He said \"no\"", "Two\nlines"]
# Twelve responses: academy and four codes, 0 for none.
ROWS = [
    (OAK, [5, 4, 6, 5]),
    (OAK, [4, 4, 5, 3]),
    (MARY, [2, 3, 1, 2]),
    (OAK, [6, 6, 6, 5]),
    (MARY, [3, 0, 2, 4]),
    (MARY, [5, 5, 4, 6]),
    (OAK, [1, 2, 3, 2]),
    (MARY, [4, 5, 4, 4]),
    (OAK, [5, 5, 6, 6]),
    (MARY, [6, 4, 5, 5]),
    (OAK, [3, 4, 0, 4]),
    (MARY, [2, 1, 2, 3]),
]


def comment(at):
    return COMMENTS[at % 4]


def role(at):
    return ROLES[at % 3]


def label(code):
    return LABELS.get(code, "")


def digits(code):
    return str(code) if code else ""


def ends(code):
    """As forms write a scale of which only the ends have labels."""
    return f"{code} - {LABELS[code]}" if code in (1, 6) else digits(code)


def table(rows, delimiter=",", end="\r\n", quote=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quote).writerows(rows)
    return out.getvalue()


def save(name, text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    with open(name, "wb") as file:
        file.write(data)


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2026, 10, 5, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def column(at):
    return column(at // 26 - 1) + chr(65 + at % 26) if at >= 26 else chr(65 + at)


def xlsx(sheets, epoch_1904=False):
    """A workbook of text cells; a float is a moment."""

    def cell(row, at, value):
        place = f"{column(at)}{row}"
        if isinstance(value, float):
            return f'<c r="{place}" s="1"><v>{value}</v></c>'
        if isinstance(value, int):
            return f'<c r="{place}"><v>{value}</v></c>'
        if value == "":
            return ""
        text = escape(value).replace("\r\n", "_x000D_\n")
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, len(sheets) + 1)
    parts = [
        (
            "[Content_Types].xml",
            head
            + f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            head
            + f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            head
            + f'<workbook xmlns="{main}" xmlns:r="{office}">'
            + ('<workbookPr date1904="1"/>' if epoch_1904 else "")
            + "<sheets>"
            + "".join(f'<sheet name="{sheets[n - 1][0]}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
            + "</sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            head
            + f'<Relationships xmlns="{package}/relationships">'
            + "".join(
                f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
                for n in numbers
            )
            + f'<Relationship Id="rId99" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        ),
        (
            "xl/styles.xml",
            head + f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
        ),
    ]
    for n in numbers:
        rows = "".join(
            f'<row r="{r}">' + "".join(cell(r, at, value) for at, value in enumerate(row)) + "</row>"
            for r, row in enumerate(sheets[n - 1][1], 1)
        )
        parts.append(
            (f"xl/worksheets/sheet{n}.xml", head + f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>')
        )
    return zipped(parts)


def plain():
    header = ["id", "academy", *ITEMS]
    rows = [[str(at), academy, *map(digits, codes)] for at, (academy, codes) in enumerate(ROWS, 1)]
    save("plain.csv", table([header, *rows], end="\n"))
    save("plain-unicode-text.txt", "\ufeff" + table([header, *rows], "\t"), "utf-16-le")
    save("plain-hint.csv", "sep=;\r\n" + table([header, *rows], ";"))
    save("plain-cr.csv", table([header, *rows], end="\r"))
    decimal = [row[:2] + [cell and cell + ",0" for cell in row[2:]] for row in rows]
    save("plain-decimal-comma.csv", table([header, *decimal], ";"))


def microsoft_forms():
    own = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    asked = [ACADEMY, "What is your role?", *TEXTS, "Which subjects do you teach?", COMMENT]

    def answers(at, say=label):
        academy, codes = ROWS[at]
        return [academy, role(at), *map(say, codes), "Maths;Art;" if at % 2 else "", comment(at)]

    def rows(moment, say=label):
        for at in range(len(ROWS)):
            yield [at + 1, moment(at), moment(at), "anonymous", "", "", *answers(at, say)]

    def excel(at):
        return 46300.375 + at / 24

    def british(at):
        return f"10/5/26 {9 + at % 8}:00:{at:02}"

    # As pasted: two spaces, a no-break space, a line break.
    pasted = [text.replace("every pupil", "every\u00a0pupil") for text in asked]
    broken = [text.replace("together [", "together\r\n [") for text in pasted]
    sheet = [own + broken, *rows(excel)]
    save("microsoft-forms.xlsx", xlsx([("Form1", sheet)]))
    shifted = [[cell - 1462.0 if isinstance(cell, float) else cell for cell in row] for row in sheet]
    save("microsoft-forms-1904.xlsx", xlsx([("Form1", shifted)], epoch_1904=True))
    save("microsoft-forms-cp1252.csv", table([own + pasted, *rows(british)]), "cp1252")
    old = [row[:5] + row[6:] for row in [own + asked, *rows(british)]]
    save("microsoft-forms-older.csv", table(old, ";"), "utf-8-sig")
    german = ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Letzte \u00c4nderung"]
    save("microsoft-forms-german.csv", table([german + asked, *rows(british, ends)]), "utf-8-sig")

    # Two further grids share a statement; a quiz counts points beside every question.
    quiz = own[:5] + ["Total points", "Quiz feedback", "Last modified time"]
    body = [[*row[:5], "3", "", ""] for row in rows(british)]
    for text in asked:
        quiz += [text, f"Points - {text}", f"Feedback - {text}"]
    for at, row in enumerate(body):
        for answer in answers(at):
            row += [answer, "1", ""]
    quiz += ["I am proud of my work", "I am proud of my work2"]
    for at, row in enumerate(body):
        row += [label(1 + at % 6), label(6 - at % 6)]
    save("microsoft-forms-quiz.csv", table([quiz, *body]), "utf-8-sig")


def google_forms():
    asked = [ACADEMY, "What is your role?", *(f"{STEM} [{text}]" for text in TEXTS), COMMENT]

    def rows(moment, say):
        for at, (academy, codes) in enumerate(ROWS):
            yield [moment(at), academy, role(at), *map(say, codes), comment(at)]

    def sheets(at):
        return f"{5 + at}/10/2026 09:15:00"

    def direct(at):
        return f"2026/10/{5 + at:02} 3:00:00 PM GMT+1"

    save("google-forms.csv", table([["Timestamp", *asked], *rows(sheets, ends)]))
    quoted = table([["Timestamp", *asked], *rows(direct, label)], quote=csv.QUOTE_ALL)
    save("google-forms.csv.zip", zipped([("Staff survey.csv", quoted)]))
    quiz = ["Timestamp", "Username", "Score"]
    for text in asked:
        quiz += [text, f"{text} [Score]", f"{text} [Feedback]"]
    body = []
    for row in rows(direct, label):
        cells = [row[0], "a@example.org", "4 / 5"]
        for answer in row[1:]:
            cells += [answer, "-- / 0", ""]
        body.append(cells)
    save("google-forms-quiz.csv", table([quiz, *body], quote=csv.QUOTE_ALL))


def qualtrics():
    own = [
        ("StartDate", "Start Date", "Anfangsdatum", "startDate"),
        ("EndDate", "End Date", "Enddatum", "endDate"),
        ("Status", "Response Type", "Antworttyp", "status"),
        ("IPAddress", "IP Address", "IP-Adresse", "ipAddress"),
        ("Progress", "Progress", "Fortschritt", "progress"),
        ("Duration (in seconds)", "Duration (in seconds)", "Dauer (in Sekunden)", "duration"),
        ("Finished", "Finished", "Beendet", "finished"),
        ("RecordedDate", "Recorded Date", "Aufgezeichnetes Datum", "recordedDate"),
        ("ResponseId", "Response ID", "Antwort-ID", "_recordId"),
        ("DistributionChannel", "Distribution Channel", "Verteilungskanal", "distributionChannel"),
        ("UserLanguage", "User Language", "Benutzersprache", "userLanguage"),
    ]
    tags = ["Q2", "Q2_3_TEXT", "Q3", "Q5_1", "Q5_2", "Q5_3", "Q5_4", "Q5_DO_1", "Q6", "Q6 - Topics"]
    texts = [
        f"{ACADEMY} - Selected Choice",
        f"{ACADEMY} - Other - Text",
        "What is your role?",
        *(f"{STEM}\n\nThink of this term. - {text}" for text in TEXTS),
        f"{STEM} - Display Order - {TEXTS[0]}",
        COMMENT,
        f"{COMMENT} - Topics",
    ]
    # Status, finished, progress, and whether a reader takes the row.
    kinds = {
        "text": [("IP Address", "True"), ("Survey Preview", "True"), ("Spam", "True"), ("IP Address", "False"), ("Survey Test", "True")],
        "numeric": [("0", "1"), ("1", "1"), ("8", "1"), ("0", "0"), ("2", "1")],
    }

    def row(at, academy, codes, kind, say):
        status, finished = kind
        progress = "100" if finished in ("True", "1") else "40"
        moment = f"2026-10-05 09:{at:02}:00"
        head = [moment, moment, status, "192.0.2.7", progress, "91", finished, moment, f"R_{at:015}", "anonymous", "EN-GB"]
        return [*head, academy, "", role(at), *map(say, codes), "1", comment(at), ""]

    def rows(values, say):
        response, preview, _spam, unfinished, test = kinds[values]
        yield row(90, OAK, [1, 1, 1, 1], preview, say)
        for at, (academy, codes) in enumerate(ROWS):
            yield row(at, academy, codes, ("4" if values == "numeric" else "Imported", response[1]) if at == 5 else response, say)
            if at == 3:
                yield row(91, OAK, [6, 6, 0, 0], unfinished, say)
        yield row(92, MARY, [2, 2, 2, 2], test, say)

    def seen(code):
        return digits(code) or "-99"

    def header(language):
        ids = [f'{{"ImportId":"{one[3]}","timeZone":"Europe/London"}}' if "Date" in one[0] else f'{{"ImportId":"{one[3]}"}}' for one in own]
        ids += [f'{{"ImportId":"QID{tag[1:]}"}}' for tag in tags]
        return [[one[0] for one in own] + tags, [one[language] for one in own] + texts, ids]

    save("qualtrics-text.csv", table([*header(1), *rows("text", label)], end="\n"))
    save("qualtrics-numeric.csv", table([*header(1), *rows("numeric", seen)], end="\n"))
    save("qualtrics-german.csv", table([*header(2), *rows("text", label)], end="\n"))
    save("qualtrics-utf16.tsv", "\ufeff" + table([*header(1), *rows("text", label)], "\t"), "utf-16-le")
    save("qualtrics-without-ids.csv", table([*header(1)[:2], *rows("text", label)], end="\n"))

    names = "ResponseID ResponseSet Name ExternalDataReference EmailAddress IPAddress Status StartDate EndDate Finished".split()
    legacy = [[f"V{n}" for n in range(1, 11)] + tags[:7] + ["LocationAccuracy", ""], names + texts[:7] + ["LocationAccuracy", ""]]
    for new in rows("numeric", digits):
        old = [new[8], "Default Response Set", "Anonymous", "", "", new[3], new[2], new[0], new[1], new[6]]
        legacy.append(old + new[11:18] + ["-1", ""])
    save("qualtrics-legacy.csv", table(legacy), "utf-8-sig")


def surveymonkey():
    own = "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1".split(",")

    def head(at):
        return [f"1150000000000{at:05}", "424242424", "10/05/2026 09:15:00 AM", "10/05/2026 09:19:00 AM", "192.0.2.7", "", "", "", ""]

    blank = [""] * len(own)
    first = own + [ACADEMY, "", STEM, "", "", "", COMMENT]
    second = blank + ["Response", "Other (please specify)", *TEXTS, "Open-Ended Response"]
    rows = [[*head(at), academy, "", *map(label, codes), comment(at)] for at, (academy, codes) in enumerate(ROWS)]
    save("surveymonkey-condensed.csv", table([first, second, *rows]), "utf-8-sig")
    save("surveymonkey-condensed.xlsx", xlsx([("Sheet", [first, second, *rows])]))
    repeated = own + [ACADEMY, ACADEMY, STEM, STEM, STEM, STEM, COMMENT]
    save("surveymonkey-repeated.csv", table([repeated, second, *rows]))

    options = list(LABELS.values())
    first = own + [ACADEMY]
    second = blank + ["Response"]
    for text in TEXTS:
        first += [text] + [""] * 5
        second += options
    rows = [
        [*head(at), academy, *(option if label(code) == option else "" for code in codes for option in options)]
        for at, (academy, codes) in enumerate(ROWS)
    ]
    save("surveymonkey-expanded.csv", table([first, second, *rows]), "utf-8-sig")
    first = own + [ACADEMY, STEM] + [""] * 23
    second = blank + ["Response"] + [f"{text} - {option}" for text in TEXTS for option in options]
    save("surveymonkey-expanded-grid.csv", table([first, second, *rows]), "utf-8-sig")


def limesurvey():
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    full = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    code = {OAK: "OAK", MARY: "MARY"}

    def rows(academy_of, say, trained):
        yield ["90", "", "1", "en", "7", *academy_of(OAK, 0), *map(say, [3, 3, 0, 0]), trained, ""]
        for at, (academy, codes) in enumerate(ROWS):
            yield [str(at + 1), "1980-01-01 00:00:00", "3", "en", "7", *academy_of(academy, at), *map(say, codes), trained, comment(at)]

    def coded(academy, at):
        # The third typed the name.
        return ["-oth-", code[academy]] if at == 2 else [code[academy], ""]

    def spoken(academy, _):
        return [academy, ""]

    def write(name, header, body, delimiter=";"):
        save(name, table([header, *body], delimiter, quote=csv.QUOTE_ALL) + "\r\n", "utf-8-sig")

    heading = own + ["ACAD", "ACAD[other]", *(f"CE[{item}]" for item in ITEMS), "TRAIN[SQ001]", "COM"]
    write("limesurvey-codes.csv", heading, rows(coded, digits, "Y"))
    under = [text.replace("[", "_").replace("]", "") if text.startswith("CE") else text for text in heading]
    write("limesurvey-underscores.csv", under, rows(coded, label, "Yes"), ",")
    asked = [ACADEMY, f"{ACADEMY} [Other]", *(f"{STEM} [{text}]" for text in TEXTS), "Training? [First aid]", COMMENT]
    write("limesurvey-full.csv", full + asked, rows(spoken, label, "N/A"))
    both = own + ["ACAD. " + ACADEMY, "ACAD[other]. Other", *(f"CE[{item}]. {STEM} [{text}]" for item, text in ITEMS.items()), "T", "C"]
    write("limesurvey-codes-and-texts.csv", both, rows(spoken, label, "N/A"), "\t")


def redcap():
    raw = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group", "consent", "consent_complete"]
    raw += ["staff_survey_timestamp", *ITEMS, "years___1", "staff_survey_complete"]
    labels = ["Record ID", "Repeat Instrument", "Repeat Instance", "Data Access Group", "Do you agree?", "Complete?"]
    labels += ["Survey Timestamp", *TEXTS, "Years (choice=First)", "Complete?"]

    def rows(say, yes, state):
        for at, (academy, codes) in enumerate(ROWS, 1):
            # The consent stands in a row of its own.
            yield [at, "", "", academy, yes, state[2], "", "", "", "", "", "", ""]
            yield [at, "staff_survey", 1, academy, "", "", f"2026-10-05 09:{at:02}:00", *map(say, codes), "1", state[2 if at % 2 else 1]]
        yield [90, "staff_survey", 1, OAK, "", "", "[not completed]", *map(say, [1, 1, 0, 0]), "0", state[0]]

    save("redcap-raw.csv", table([raw, *rows(digits, "1", "012")], end="\n"))
    words = ["Incomplete", "Unverified", "Complete"]
    save("redcap-labels.csv", table([labels, *rows(label, "Yes", words)], end="\n"))


def kobotoolbox():
    own = ["_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "__version__", "_index"]

    def rows(say, academies):
        for at, (academy, codes) in enumerate(ROWS, 1):
            meta = [str(at), f"uuid-{at}", "2026-10-05T09:15:00", "", "", "v1", str(at)]
            yield ["2026-10-05T09:10:00", academies[academy], *map(say, codes), *meta]

    names = ["start", "about/academy", *(f"efficacy/grid/{item}" for item in ITEMS), *own]
    tags = ["#date", "#loc+name", *["#indicator"] * 4, *["#meta"] * 7]
    coded = {OAK: "oakfield", MARY: "st_mary"}
    save("kobotoolbox-names.csv", table([names, tags, *rows(digits, coded)], ";", quote=csv.QUOTE_ALL))
    texts = ["start", f"About you/{ACADEMY}", *(f"Our school/{STEM}/{text}" for text in TEXTS), *own]
    save("kobotoolbox-labels.csv", table([texts, *rows(label, {OAK: OAK, MARY: MARY})], ";", quote=csv.QUOTE_ALL))
    save("kobotoolbox-labels.xlsx", xlsx([("Staff survey", [texts, *rows(label, {OAK: OAK, MARY: MARY})])]))


def typeform():
    header = ["#", ACADEMY, *(text.replace(" pupil", "\npupil") for text in TEXTS), "Response Type", "Start Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]
    rows = []
    for at, (academy, codes) in enumerate(ROWS):
        dates = [f"2026-10-05 09:{at:02}:14", f"2026-10-05 09:{at:02}:54"]
        rows.append([f"{at:032x}", academy, *map(digits, codes), "completed", *dates, f"{at:010x}", ""])
    rows.insert(4, [f"{90:032x}", OAK, "4", "", "", "", "partial", "2026-10-05 09:40:14", "", f"{90:010x}", ""])
    save("typeform.csv", table([header, *rows], end="\n"))


def jisc():
    header = ["Unique Response Number", "5. School URN", "7. What is your role?"]
    header += [f"9.b.{part}. {text}" for part, text in zip(["i", "ii", "iii", "iv"], TEXTS)] + [f"10. {COMMENT}"]
    urn = {OAK: "136271", MARY: "141234"}
    rows = [
        [f"{900100 + 7 * at}-{900099 + 7 * at}-97700{at:02}", urn[academy], role(at), *map(label, codes), comment(at)]
        for at, (academy, codes) in enumerate(ROWS)
    ]
    save("jisc.csv", table([header, *rows]), "utf-8-sig")
    # As syntax files name it: the response's number is called URN too.
    number = [[f"{900100 + 7 * at}", *row[1:]] for at, row in enumerate(rows)]
    save("jisc-urn.csv", table([["URN", "School URN", *header[2:]], *number]), "utf-8-sig")


def several_rows():
    first = ["UserID", "Started", ACADEMY, STEM, "", "", "", "Your views", ""]
    second = ["", "", "", *TEXTS, "Role", "Comment"]
    rows = [
        [f"U{at}", "05/10/2026 09:00", academy, *map(label, codes), role(at), comment(at)] for at, (academy, codes) in enumerate(ROWS)
    ]
    save("two-rows.csv", table([first, second, *rows]))
    third = ["", "", "", "row 1", "row 2", "row 3", "row 4", "", ""]
    save("three-rows.csv", table([["Part A", "", "", "Part B", "", "", "", "Part C", ""], first, second, *rows]))
    save("two-rows-dropdown.csv", table([first, second, third, *rows]))


def lists():
    gias = [
        ["URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "EstablishmentStatus (name)", "CloseDate", "Trusts (code)", "Trusts (name)"],
        ["136271", "301", "Barking and Dagenham", "2001", "Oakfield Academy", "Open", "", "2345", "EXAMPLE LEARNING TRUST"],
        ["141234", "301", "Barking and Dagenham", "42", "St Mary\u2019s Primary", "Open, but proposed to close", "", "2345", "EXAMPLE LEARNING TRUST"],
        ["112233", "301", "Barking and Dagenham", "2003", "Old Oakfield School", "Closed", "31-08-2016", "2345", "EXAMPLE LEARNING TRUST"],
        ["150001", "302", "Barnet", "4000", "Elsewhere \u2013 High", "Open", "", "9876", "OTHER TRUST"],
        ["150002", "302", "Barnet", "4001", "Oakfield Academy", "Open", "", "9876", "OTHER TRUST"],
    ]
    save("gias.csv", table(gias), "cp1252")
    staff = [
        ["URN", "LA Number", "Establishment Number", "School Phase", "Total Number of Teachers (Headcount)", "Total Number of Teaching Assistants (Headcount)", "Total Number of Non Classroom-based School Support Staff, Excluding Auxiliary Staff (Headcount)", "Pupil:     Teacher Ratio"],
        ["136271", "301", "2001", "Secondary", "6", "2", "1", "16.4"],
        ["141234", "301", "0042", "Primary", "5", "3", "2", "20.1"],
        ["150001", "302", "4000", "Secondary", "80", "SUPP", "12", "15.0"],
    ]
    save("england_swf.csv", table(staff), "utf-8-sig")
    trust = [
        ["Academy", "Aliases", "URN", "Staff"],
        ["Oakfield Academy", "Oakfield; OAK", "136271", "9"],
        ["St Mary's Church of England Primary", "St Mary's Primary; MARY", "141234", "10"],
    ]
    save("academies.csv", table(trust, end="\n"))


if __name__ == "__main__":
    for write in [plain, microsoft_forms, google_forms, qualtrics, surveymonkey, limesurvey, redcap, kobotoolbox, typeform, jisc, several_rows, lists]:
        write()
