// The page: files in, results out.

const $ = (id) => document.getElementById(id);
const given = new Given();
const program = new Program();
let mapping = new Mapping();

/** What can be asked for: the command, its name on the page, and when it can be asked. */
const always = () => true;
const withTwo = () => given.all("before").length > 0 || given.terms().length > 1;
const COMMANDS = [
  ["score", "Scores", always],
  ["report", "Report for the board", always],
  ["compare", "Change since last term", withTwo],
  ["trend", "All terms", withTwo],
  ["items", "Single questions", always],
  ["reliability", "Reliability", always],
  ["structure", "Structure", always],
  ["plot scores", "Picture: scores", always],
  ["plot items", "Picture: questions", always],
  ["plot agreement", "Picture: agreement", always],
  ["plot change", "Picture: change", withTwo],
  ["plan", "Plan the next survey", () => given.one("trust") !== undefined || given.one("headcount") !== undefined],
];

/** Forms that a result can be saved in: their ending and name. */
const FORMS = [["xlsx", "Excel workbook"], ["csv", "CSV"], ["md", "Markdown"], ["json", "JSON"]];
const PICTURES = [["svg", "SVG"], ["png", "PNG"]];
const PAGES = "board";

let busy = false;
let unsaved = false;

window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

function say(text, { failed = false } = {}) {
  $("status").textContent = text;
  $("status").className = failed ? "failed" : "";
}

/** Runs the program with the files that were given; `null` if that was cancelled or not possible. */
async function run(line, what) {
  if (busy) return null;
  busy = true;
  const started = performance.now();
  const buttons = [...document.querySelectorAll("button:not(#cancel), select, input")].filter((element) => !element.disabled);
  for (const element of buttons) element.disabled = true;
  say("");
  $("work-text").textContent = `${what} …`;
  $("progress").removeAttribute("value");
  let step = "";
  const clock = setInterval(() => {
    $("work-text").textContent = `${what}${step}, ${Math.round((performance.now() - started) / 1000)} s`;
  }, 1000);
  const shows = setTimeout(() => {
    $("work").hidden = false;
    $("cancel").focus();
  }, 400);
  try {
    return await program.run(line, given.paths(), (told) => {
      const [, done, of, name] = told.match(/^(\d+) (\d+) (.*)$/s) ?? [];
      if (of === undefined) return;
      step = `: ${name}`;
      Object.assign($("progress"), { max: Math.max(1, Number(of)), value: Number(done) });
    });
  } catch (error) {
    say(error instanceof Cancelled ? "Cancelled." : `The program stopped: ${error.message}`, { failed: true });
    return null;
  } finally {
    clearInterval(clock);
    clearTimeout(shows);
    const focused = $("work").contains(document.activeElement);
    $("work").hidden = true;
    for (const element of buttons) element.disabled = false;
    if (focused) $("check").focus();
    busy = false;
  }
}

/** Saves a file to the computer. */
function save(name, content) {
  const link = made("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  unsaved = false;
  say(`Saved as ${name}: look in your downloads.`);
}

function button(text, act) {
  const element = made("button", text);
  element.type = "button";
  element.onclick = act;
  return element;
}

/** Shows a result: its title, its line, what the program said, and what was made. */
function show(title, line, result, elements, saves) {
  $("shown").hidden = false;
  $("shown-title").textContent = title;
  $("line").textContent = typed(line);
  $("message").hidden = result.stderr === "";
  $("message").querySelector("pre").textContent = result.stderr;
  $("content").replaceChildren(...elements);
  $("save").replaceChildren(...saves);
  $("shown-title").focus();
  $("shown").scrollIntoView();
}

const FAILED = 2;

/** Files that the program wrote into a folder of published results: they belong next to the trust file. */
function records(result) {
  const before = new Set(given.paths().map(([path]) => path));
  return new Map([...result.files].filter(([path]) => !before.has(path) && /\.json$/.test(path) && !path.startsWith(`${PAGES}/`)));
}

/** A button that makes a result in a form, and saves it. */
function saver(command, [ending, name]) {
  return button(`Save ${name}`, async () => {
    const file = `${command.replace(" ", "-")}.${ending}`;
    const result = await run(given.line(command, ["-o", file]), `Writing ${file}`);
    if (!result) return;
    if (result.code === FAILED || !result.files.has(file)) {
      say(result.stderr, { failed: true });
      return;
    }
    const recorded = records(result);
    recorded.delete(file);
    if (recorded.size === 0) save(file, result.files.get(file));
    else {
      save(`${file}.zip`, zipOf(new Map([[file, result.files.get(file)], ...recorded])));
      say(`Saved as ${file}.zip. Put its folder “published” next to the trust file: it holds what was given out.`);
    }
  });
}

/** The report of a check as JSON, beside the one that is shown. */
const CHECKED = "check.json";

async function check() {
  const line = given.line("check");
  const result = await run([...line, "--format", "markdown", "-o", CHECKED, "-o", "-"], "Checking the files");
  if (!result) return;
  const failed = result.code === FAILED;
  show("Check", line, result, failed ? [] : elementsOf(decoded(result.stdout)), failed ? [] : FORMS.map((form) => saver("check", form)));
  if (result.files.has("dev/choices")) mapping.learnFailure(JSON.parse(decoded(result.files.get("dev/choices"))));
  if (!failed) mapping.learnCheck(JSON.parse(decoded(result.files.get(CHECKED))));
  await showMapping();
  $("result-section").hidden = failed;
  showCommands();
  if (failed) say("The files cannot be read as they are: see what the program says.", { failed: true });
  else say(result.code === 0 ? "The files are fit to be scored." : "Look at what is to be done before you score the files.");
}

/** Shows what can be chosen about columns and answers. */
async function showMapping() {
  $("mapping").open ||= mapping.isWanted;
  $("mapping-choices").replaceChildren(...mapping.choosers());
  $("answers").hidden = mapping.answers.size === 0;
  if (mapping.answers.size > 0) $("answer-choices").replaceChildren(...mapping.answerChoosers(await questionnaireFile()));
}

/** The questionnaire in use, as a file. */
async function questionnaireFile() {
  const own = given.one("questionnaire");
  if (own) return decoded(own.bytes);
  const { stdout } = await program.run(["instrument", "show", given.known, "--format", "toml"], []);
  return decoded(stdout);
}

/** Goes on with a questionnaire that knows the answers that were chosen. */
async function useAnswers() {
  const text = withAnswers(await questionnaireFile(), mapping.answers);
  const own = given.one("questionnaire");
  const bytes = new TextEncoder().encode(text);
  if (own) Object.assign(own, { bytes, isMade: true });
  else given.add(`${given.known}-own.toml`, bytes, "questionnaire").isMade = true;
  mapping.answers = new Map();
  showFiles();
  await check();
}

async function ask(command, name) {
  if (command === "report") return report(name);
  if (command.startsWith("plot ")) return picture(command, name);
  const line = given.line(command);
  const result = await run([...line, "--format", "markdown"], name);
  if (!result) return;
  const failed = result.code === FAILED;
  show(name, line, result, failed ? [] : elementsOf(decoded(result.stdout)), failed ? [] : FORMS.map((form) => saver(command, form)));
  finish(failed);
}

function finish(failed) {
  if (failed) say("That was not possible: see what the program says.", { failed: true });
  else unsaved = true;
}

async function report(name) {
  const line = given.line("report", ["-o", `${PAGES}/`]);
  const result = await run(line, name);
  if (!result) return;
  const pages = new Map([...result.files].filter(([path]) => path.startsWith(`${PAGES}/`)));
  const failed = result.code === FAILED || pages.size === 0;
  const links = [...pages].filter(([path]) => path.endsWith(".html")).map(([path, bytes]) => {
    const link = made("a", decoded(bytes).match(/<title>([^<]*)<\/title>/)?.[1] ?? path);
    link.textContent = new DOMParser().parseFromString(decoded(bytes), "text/html").title;
    link.href = URL.createObjectURL(new Blob([bytes], { type: "text/html" }));
    link.target = "_blank";
    return made("li", link);
  });
  const about = made("p", `${links.length} pages and a workbook. Save them all: the links between the pages work in the saved folder. Or look at one here:`);
  const all = button("Save all pages and the workbook (ZIP)", () => save("board.zip", zipOf(new Map([...pages, ...records(result)]))));
  const workbook = [...pages].find(([path]) => path.endsWith(".xlsx"));
  const saves = workbook ? [all, button("Save the workbook", () => save(workbook[0].split("/").pop(), workbook[1]))] : [all];
  show(name, line, result, failed ? [] : [about, made("ul", ...links)], failed ? [] : saves);
  finish(failed);
}

async function picture(command, name) {
  const line = given.line(command, ["-o", `${command.replace(" ", "-")}.svg`]);
  const result = await run(line, name);
  if (!result) return;
  const bytes = result.files.get(line.at(-1));
  const failed = result.code === FAILED || !bytes;
  const elements = [];
  if (!failed) {
    const drawn = new DOMParser().parseFromString(decoded(bytes), "image/svg+xml");
    const image = made("img");
    image.alt = ["title", "desc"].map((part) => drawn.querySelector(part)?.textContent ?? "").join(". ");
    image.src = URL.createObjectURL(new Blob([bytes], { type: "image/svg+xml" }));
    elements.push(image);
  }
  show(name, line, result, elements, failed ? [] : PICTURES.map((form) => saver(command, form)));
  finish(failed);
}

function showCommands() {
  const possible = COMMANDS.filter(([, , when]) => when());
  $("commands").replaceChildren(...possible.map(([command, name]) => button(name, () => ask(command, name))));
}

/** Shows the files, and what may be chosen about them. */
function showFiles() {
  $("chosen").hidden = given.files.length === 0;
  $("result-section").hidden = true;
  $("shown").hidden = true;
  say("");
  const rows = given.files.map((file, place) => {
    const name = made("span", file.name);
    name.className = "name";
    name.id = `file-${place}`;
    const role = made("select", ...optionsOf(ROLES));
    role.value = file.role;
    role.setAttribute("aria-label", `Use ${file.name} as`);
    role.onchange = () => {
      given.use(file, role.value);
      showFiles();
      $("files").querySelectorAll("select")[place].focus();
    };
    const remove = button("Remove", () => {
      given.remove(file);
      showFiles();
      ($("files").querySelector("button") ?? $("choose")).focus();
    });
    remove.setAttribute("aria-label", `Remove ${file.name}`);
    // A file that was made here exists nowhere else.
    const keep = file.isMade ? [button("Save", () => save(file.name, file.bytes))] : [];
    for (const element of keep) element.setAttribute("aria-label", `Save ${file.name}`);
    return made("li", name, role, made("span", ...keep, remove));
  });
  $("files").replaceChildren(...rows);
  showMapping();
  const terms = given.terms();
  $("term-choice").hidden = terms.length === 0;
  const options = [["", "The latest"], ...terms.map((term) => [term, term])];
  $("term").replaceChildren(...optionsOf(options));
  if (!terms.includes(given.choice.term)) given.choice.term = "";
  $("term").value = given.choice.term;
  $("questionnaire").disabled = given.one("questionnaire") !== undefined;
}

async function add(files) {
  mapping = new Mapping();
  given.choice.columns.clear();
  Object.assign(given.choice, { group: "", by: "" });
  for (const file of files) given.add(file.name, new Uint8Array(await file.arrayBuffer()));
  showFiles();
  $("check").focus();
}

/** The questionnaires that the program knows. Asking for them also gets the program ready. */
async function listQuestionnaires() {
  const { stdout } = await program.run(["instrument", "list", "--format", "json"], []);
  const known = JSON.parse(decoded(stdout)).instruments.map(({ id, name }) => [id, name]);
  $("questionnaire").replaceChildren(...optionsOf([["", "The bundled one that fits the columns"], ...known]));
}

function start() {
  $("questionnaire").replaceChildren(...optionsOf([["", "The bundled one that fits the columns"]]));
  listQuestionnaires().catch((error) => say(`The program could not be started: ${error.message}`, { failed: true }));
  $("questionnaire").onchange = () => (given.choice.questionnaire = $("questionnaire").value);
  $("term").onchange = () => (given.choice.term = $("term").value);
  $("choose").onchange = async () => {
    await add($("choose").files);
    $("choose").value = "";
  };
  $("check").onclick = check;
  $("use-answers").onclick = useAnswers;
  $("cancel").onclick = () => program.cancel();
  $("example").onclick = async () => {
    given.files = [];
    for (const [name, packed] of Object.entries(JSON.parse($("example-files").textContent))) {
      const role = name.startsWith("autumn") ? "before" : undefined;
      given.add(name, await unpacked(packed), role);
    }
    showFiles();
    await check();
  };
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    $("drop").classList.add("over");
  });
  document.addEventListener("dragleave", () => $("drop").classList.remove("over"));
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    $("drop").classList.remove("over");
    if (!busy) await add(event.dataTransfer.files);
  });
}

start();
