// Runs a script of Google Apps Script against a strict stand-in for FormApp, and prints the form that it makes as JSON.
// What the real service refuses is refused here: unknown methods, arguments of another type, empty or repeated options.
"use strict";
const fs = require("fs");
const vm = require("vm");

function fail(message) {
  throw new Error(message);
}

const isText = (value) => typeof value === "string" && value.length > 0;
const isFlag = (value) => typeof value === "boolean";
function isTexts(value) {
  const array = Array.isArray(value) && value.length > 0 && value.every(isText);
  return array && new Set(value).size === value.length;
}

const ITEM = { setTitle: isText, setHelpText: isText };
const QUESTION = { ...ITEM, setRequired: isFlag };
const CHOICE = { ...QUESTION, setChoiceValues: isTexts };
const ITEMS = {
  addGridItem: { ...QUESTION, setRows: isTexts, setColumns: isTexts },
  addListItem: CHOICE,
  addMultipleChoiceItem: CHOICE,
  addPageBreakItem: ITEM,
  addParagraphTextItem: QUESTION,
  addTextItem: QUESTION,
};
const FORM = {
  setDescription: isText,
  setConfirmationMessage: isText,
  setCollectEmail: isFlag,
  setLimitOneResponsePerUser: isFlag,
  setAllowResponseEdits: isFlag,
  setPublishingSummary: isFlag,
  setShowLinkToRespondAgain: isFlag,
  setProgressBar: isFlag,
};

// An object whose setters return it, note what was set, and refuse everything else.
function strict(name, setters, noted, more) {
  const known = { ...more };
  for (const [setter, accepts] of Object.entries(setters)) {
    known[setter] = (...given) => {
      if (given.length !== 1 || !accepts(given[0])) fail(`${name}.${setter}(${JSON.stringify(given)})`);
      if (setter in noted) fail(`${name}.${setter} twice`);
      noted[setter] = given[0];
      return proxy;
    };
  }
  const proxy = new Proxy(known, {
    get: (target, key) => (key in target ? target[key] : fail(`${name} has no ${String(key)}`)),
    set: (_, key) => fail(`${name}.${String(key)} is set`),
  });
  return proxy;
}

const forms = [];
const FormApp = strict("FormApp", {}, {}, {
  create(...given) {
    if (given.length !== 1 || !isText(given[0])) fail(`FormApp.create(${JSON.stringify(given)})`);
    const form = { title: given[0], settings: {}, items: [] };
    forms.push(form);
    const add = {};
    for (const [method, setters] of Object.entries(ITEMS)) {
      add[method] = (...none) => {
        if (none.length > 0) fail(`${method} takes nothing`);
        const item = { kind: method };
        form.items.push(item);
        return strict(method, setters, item, {});
      };
    }
    return strict("Form", FORM, form.settings, { ...add, getEditUrl: () => "https://example.org/edit" });
  },
});
const Logger = strict("Logger", {}, {}, { log: (message) => isText(message) || fail("Logger.log") });

const context = vm.createContext({ FormApp, Logger });
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), context, { timeout: 10000 });
vm.runInContext("makeForm()", context, { timeout: 10000 });
if (forms.length !== 1) fail(`${forms.length} forms`);
process.stdout.write(JSON.stringify(forms[0]));
