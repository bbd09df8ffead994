//! Workbooks made by hand: a ZIP archive of stored members, and the few parts that a spreadsheet must have.

/// The cyclic redundancy check of ZIP.
fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    !crc
}

/// A ZIP archive of these members, uncompressed.
pub(crate) fn zip(members: &[(&str, String)]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in members {
        let size = u32::try_from(text.len()).expect("a small member");
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc(text.as_bytes()).to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(u16::try_from(name.len()).expect("a short name").to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(bytes.len()).expect("a small archive").to_le_bytes());
        directory.extend(name.as_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(name.as_bytes());
        bytes.extend(text.as_bytes());
    }
    let count = u16::try_from(members.len()).expect("few members").to_le_bytes();
    let (start, size) = (bytes.len(), directory.len());
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    for number in [size, start] {
        bytes.extend(u32::try_from(number).expect("a small archive").to_le_bytes());
    }
    bytes.extend([0, 0]);
    bytes
}

/// An Excel workbook of these sheets, each a name and the rows of its sheet data.
pub(crate) fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let (mut list, mut links, mut members) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (name, _)) in (1..).zip(sheets) {
        list.push(format!(
            "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>"
        ));
        links.push(format!(
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
    }
    let package = "http://schemas.openxmlformats.org/package/2006";
    members.push((
        "[Content_Types].xml".to_owned(),
        format!("<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
    ));
    members.push((
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{package}/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    ));
    members.push((
        "xl/workbook.xml".to_owned(),
        format!(
            "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{}</sheets></workbook>",
            list.concat()
        ),
    ));
    members.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{package}/relationships\">{}</Relationships>",
            links.concat()
        ),
    ));
    // Style 1 is a date.
    members.push((
        "xl/styles.xml".to_owned(),
        format!("<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    ));
    for (number, (_, rows)) in (1..).zip(sheets) {
        members.push((
            format!("xl/worksheets/sheet{number}.xml"),
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    let members: Vec<(&str, String)> = members
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    zip(&members)
}

/// An `OpenDocument` spreadsheet of these sheets, each a name and its table rows.
pub(crate) fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    let tables: Vec<String> = sheets
        .iter()
        .map(|(name, rows)| format!("<table:table table:name=\"{name}\">{rows}</table:table>"))
        .collect();
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    let urn = "urn:oasis:names:tc:opendocument:xmlns";
    zip(&[
        ("mimetype", mime.to_owned()),
        (
            "META-INF/manifest.xml",
            format!(
                "<manifest:manifest xmlns:manifest=\"{urn}:manifest:1.0\">\
                 <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{mime}\"/></manifest:manifest>"
            ),
        ),
        (
            "content.xml",
            format!(
                "<office:document-content xmlns:office=\"{urn}:office:1.0\" xmlns:table=\"{urn}:table:1.0\" \
                 xmlns:text=\"{urn}:text:1.0\"><office:body><office:spreadsheet>{}</office:spreadsheet></office:body>\
                 </office:document-content>",
                tables.concat()
            ),
        ),
    ])
}
