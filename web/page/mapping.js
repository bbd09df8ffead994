// Lists to choose columns and answers from, in place of options of the command line.

const optionsOf = (pairs) => pairs.map(([value, text]) => Object.assign(made("option", text), { value }));

/** A list to choose from, with its label. `choices` are pairs of value and text. */
function chooser(id, label, choices, value, chosen) {
  const select = made("select", ...optionsOf(choices));
  select.id = id;
  select.value = value;
  select.onchange = () => chosen(select.value);
  return made("p", Object.assign(made("label", label), { htmlFor: id }), select);
}

/** What can be chosen about the files: columns for items, the academy and groups, and what unknown answers mean. */
class Mapping {
  items = new Map();
  columns = [];
  groups = [];
  answers = new Map();

  /** Learns from a failure what can be chosen instead. */
  learnFailure({ items = [], columns = [], academy = [] }) {
    for (const { item, text } of items) this.items.set(item, text);
    if (columns.length > 0) this.columns = columns;
    if (academy.length > 0) this.groups = academy;
  }

  /** Learns from a check which columns are not used and which answers are unknown. */
  learnCheck({ findings, instrument }) {
    const unused = findings.filter(({ code }) => code === "unused-column").map(({ column }) => column);
    this.groups = [...new Set([...this.groups, ...unused])];
    given.known = instrument.id;
    this.answers = new Map();
    for (const { code, message } of findings) {
      const label = code === "bad-answer" && message.match(/^`(.+?)`[,:]/)?.[1];
      if (label) this.answers.set(label, "");
    }
  }

  /** True if there is something that must be chosen before the files can be read. */
  get isWanted() {
    return [...this.items.keys()].some((item) => !given.choice.columns.get(item)) || this.answers.size > 0;
  }

  /** The lists about columns. */
  choosers() {
    const found = [["", "Found by itself"]];
    const all = (columns) => [...found, ...columns.map((column) => [column, column])];
    const items = [...this.items].map(([item, text], place) =>
      chooser(`item-${place}`, text ? `${item}: ${text}` : item, all(this.columns), given.choice.columns.get(item) ?? "", (value) =>
        given.choice.columns.set(item, value),
      ),
    );
    const groups = all([...new Set([...this.groups, ...this.columns])]);
    return [
      ...items,
      chooser("group", "Academy", groups, given.choice.group, (value) => (given.choice.group = value)),
      chooser("by", "Show also by", [["", "Nothing else"], ...groups.slice(1)], given.choice.by, (value) => (given.choice.by = value)),
    ];
  }

  /** The lists about unknown answers, with the labels of a questionnaire file. */
  answerChoosers(questionnaire) {
    const choices = [["", "Choose …"], ...labels(questionnaire), ...MISSING.map((reason) => [reason, `No answer: ${reason}`])];
    return [...this.answers].map(([answer, value], place) =>
      chooser(`answer-${place}`, answer, choices, value, (chosen) => this.answers.set(answer, chosen)),
    );
  }
}

/** Reasons for which an answer is missing. */
const MISSING = ["don't know", "not applicable"];

/** The codes of a questionnaire file, with their labels. */
function labels(questionnaire) {
  const part = questionnaire.split(/^\[response\.labels\]$/m)[1]?.split(/^\[/m)[0] ?? "";
  return [...part.matchAll(/^(\d+) = "(.*)"$/gm)].map(([, code, label]) => [code, `${label} (${code})`]);
}

/** A questionnaire file that knows more answers: each a code, or a reason why it is missing. */
function withAnswers(questionnaire, answers) {
  let text = questionnaire;
  for (const [answer, value] of answers) {
    if (value === "") continue;
    const table = MISSING.includes(value) ? "[response.missing]" : "[response.synonyms]";
    const line = `${JSON.stringify(answer)} = ${MISSING.includes(value) ? JSON.stringify(value) : value}\n`;
    if (!text.includes(`\n${table}\n`)) text += `\n${table}\n`;
    text = text.replace(`\n${table}\n`, (head) => head + line);
  }
  return text;
}
