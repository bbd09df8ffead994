// The program's Markdown as elements of the page. Only what the program writes is understood; text is never read as HTML.

const made = (name, ...within) => {
  const element = document.createElement(name);
  element.append(...within);
  return element;
};

/** Text with `**bold**` parts and names in backticks, and without backslashes. */
function inline(text) {
  return text.split(/(?<!\\)\*\*/).flatMap((part, place) => {
    const parts = part
      .replace(/\\([\p{P}\p{S}])/gu, "$1")
      .split(/`([^`]*)`/)
      .map((one, within) => (within % 2 === 1 ? made("code", one) : one))
      .filter((one) => one !== "");
    return place % 2 === 1 && parts.length > 0 ? [made("strong", ...parts)] : parts;
  });
}

/** The cells of a row of a table. */
const cells = (line) => line.replace(/^\|\s?|\s?\|$/g, "").split(/ ?(?<!\\)\| ?/);

function table(lines, caption) {
  const [heads, rules, ...rows] = lines.map(cells);
  const right = (place) => /:$/.test(rules[place] ?? "") && !/^:/.test(rules[place]);
  const cell = (name, text, place) => {
    const element = made(name, ...inline(text));
    if (right(place)) element.className = "number";
    return element;
  };
  const head = made("tr", ...heads.map((text, place) => cell(text === "" ? "td" : "th", text, place)));
  for (const element of head.querySelectorAll("th")) element.scope = "col";
  const body = rows.map((row) => {
    const first = cell(row[0] === "" ? "td" : "th", row[0], 0);
    if (row[0] !== "") first.scope = "row";
    return made("tr", first, ...row.slice(1).map((text, place) => cell("td", text, place + 1)));
  });
  const scroller = made("div", made("table", made("thead", head), made("tbody", ...body)));
  scroller.className = "scroll";
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", caption);
  return scroller;
}

/** A report in Markdown as elements; headings begin at level 3. */
function elementsOf(markdown) {
  const elements = [];
  const names = new Map();
  let heading = "Result";
  const blocks = markdown.replaceAll("\r\n", "\n").split(/\n{2,}/);
  for (const block of blocks) {
    const lines = block.split("\n").filter((line) => line !== "");
    if (lines.length === 0) continue;
    if (lines[0].startsWith("# ")) {
      heading = lines[0].slice(2);
      elements.push(made("h3", ...inline(heading)));
    } else if (lines[0].startsWith("## ")) {
      heading = lines[0].slice(3);
      elements.push(made("h4", ...inline(heading)));
    } else if (lines[0].startsWith("|")) {
      const plain = inline(heading).map((part) => part.textContent ?? part).join("");
      const count = (names.get(plain) ?? 0) + 1;
      names.set(plain, count);
      elements.push(table(lines, count === 1 ? `Table: ${plain}` : `Table ${count}: ${plain}`));
    } else if (lines[0].startsWith("- ")) {
      const items = lines.map((line) => made("li", ...inline(line.replace(/^- (\*\*\*\*: )?/, ""))));
      elements.push(made("ul", ...items));
    } else {
      elements.push(made("p", ...inline(lines.join(" "))));
    }
  }
  return elements;
}
