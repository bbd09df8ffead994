// The files that were given, what each is used as, and the command line that this means.

const ROLES = [
  ["responses", "Responses"],
  ["before", "Last term’s responses"],
  ["headcount", "Staff of each academy"],
  ["academies", "List of academies"],
  ["questionnaire", "Questionnaire"],
  ["trust", "Trust file"],
  ["earlier", "Earlier results (JSON)"],
];

/** Of these there is one at most. */
const SINGLE = ["headcount", "academies", "questionnaire", "trust"];

const decoded = (bytes) => new TextDecoder().decode(bytes);

/** What a file is most likely used as. */
function likelyRole(name, bytes) {
  const ending = name.toLowerCase().split(".").pop();
  const head = decoded(bytes.subarray(0, 20000));
  if (ending === "toml") return /^\s*\[\[item\]\]/m.test(head) ? "questionnaire" : "trust";
  if (ending === "json") return "earlier";
  if (["csv", "tsv", "txt"].includes(ending)) {
    const heads = head.split(/\r?\n/)[0].replaceAll('"', "").toLowerCase().split(/[,;\t]/).map((text) => text.trim());
    if (heads.length <= 6 && heads.includes("academy") && heads.includes("staff")) {
      return heads.includes("aliases") || heads.includes("urn") ? "academies" : "headcount";
    }
  }
  return "responses";
}

class Given {
  files = [];
  /** The questionnaire that the last check recognised. */
  known = "";
  /** What was chosen from lists: { questionnaire, term, group, by, columns: Map, skipBad }. */
  choice = { questionnaire: "", term: "", group: "", by: "", columns: new Map(), skipBad: false };

  add(name, bytes, role = likelyRole(name, bytes)) {
    let free = name;
    for (let count = 2; this.files.some((file) => file.name === free); count += 1) {
      free = name.replace(/(\.[^.]*)?$/, (ending) => `-${count}${ending}`);
    }
    const file = { name: free, bytes, role: null };
    this.files.push(file);
    this.use(file, role);
    return file;
  }

  /** Uses a file as something; another that was used so becomes responses if there can be one only. */
  use(file, role) {
    if (SINGLE.includes(role)) for (const other of this.all(role)) other.role = "responses";
    file.role = role;
  }

  remove(file) {
    this.files = this.files.filter((other) => other !== file);
  }

  all(role) {
    return this.files.filter((file) => file.role === role);
  }

  one(role) {
    return this.all(role)[0];
  }

  /** The names of the terms of the trust file, as far as they are written plainly. */
  terms() {
    const trust = this.one("trust");
    if (!trust) return [];
    return decoded(trust.bytes)
      .split(/^\s*\[\[term\]\]/m)
      .slice(1)
      .flatMap((part) => part.split(/^\s*\[/m)[0].match(/^\s*name\s*=\s*"([^"\\]*)"/m)?.[1] ?? []);
  }

  /** Where a file is for the program: where the trust file says, else beside it. */
  path(file) {
    const trust = this.one("trust");
    if (!trust || file === trust) return file.name;
    for (const [, text] of decoded(trust.bytes).matchAll(/"((?:[^"\\\n]*\/)?[^"\\\n/]*)"/g)) {
      if (text.split("/").pop() === file.name) return plain(text);
    }
    return file.name;
  }

  /** True if the trust file names the file, so that the command line need not. */
  isListed(file) {
    const trust = this.one("trust");
    return trust !== undefined && new RegExp(`["/]${file.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}"`).test(decoded(trust.bytes));
  }

  /** The files by path. */
  paths() {
    return this.files.map((file) => [this.path(file), file.bytes]);
  }

  /** What the program is called with, without the name of the program. */
  line(command, more = []) {
    const { choice } = this;
    const named = (role) => this.all(role).filter((file) => !this.isListed(file)).map((file) => this.path(file));
    const option = (name, value) => (value ? [name, value] : []);
    const file = (name, role) => named(role).flatMap((path) => [name, path]);
    const [word, what] = command.split(" ");
    const line = what ? [word, what] : [word];
    const [now, before] = [named("responses"), named("before")];
    const trust = this.one("trust");
    const ofTrust = trust && trust.name !== "cte.toml" ? trust.name : "";
    if (word === "plan") return [...line, ...(ofTrust ? [ofTrust] : []), ...file("--headcount", "headcount"), ...(trust ? this.#asked() : this.#asked(this.known)), ...more];
    if (word === "report") line.push(...now, ...before.flatMap((path) => ["--before", path]));
    else if (["compare", "trend"].includes(word) || what === "change") line.push(...before, ...now);
    else line.push(...now);
    line.push(...this.#asked(), ...file("--headcount", "headcount"), ...file("--academies", "academies"), ...file("--published", "earlier"));
    line.push(...option("--config", ofTrust), ...option("-g", choice.group));
    if (!["compare", "trend"].includes(word) && what !== "change") line.push(...option("--term", choice.term));
    if (["score", "compare", "trend", "report", "items"].includes(word)) line.push(...option("--by", choice.by));
    for (const [item, header] of choice.columns) if (header) line.push("--column", `${item}=${header}`);
    if (choice.skipBad) line.push("--skip-bad");
    return [...line, ...more];
  }

  /** The questionnaire that was chosen, else another, if there is one. */
  #asked(other = "") {
    const own = this.one("questionnaire");
    const asked = own ? this.path(own) : this.choice.questionnaire || other;
    return asked ? ["-i", asked] : [];
  }
}

/** A command line as it is typed. */
function typed(line) {
  return ["cte", ...line].map((word) => (/^[\w./=:@%+,-]+$/.test(word) ? word : `"${word.replace(/(["\\$`])/g, "\\$1")}"`)).join(" ");
}
