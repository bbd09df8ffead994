// Opens what `cte report` and `cte plot` make in a browser, and looks for faults.
//
//     node run.js PATH-OF-CTE
//
// Exit code 0 where nothing is wrong, 1 where something is.

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { open, start } from './browser.js';
import { accessible } from './checks/accessible.js';
import { figures, picture } from './checks/figures.js';
import { heat } from './checks/heat.js';
import { keyboard } from './checks/keyboard.js';
import { layout } from './checks/layout.js';
import { paper } from './checks/paper.js';
import { quiet } from './checks/quiet.js';
import { sheet } from './checks/sheet.js';
import { faults } from './faults.js';
import { board, hostile, pictures, trustOf } from './subjects.js';

/** How many pages are looked at at once. */
const AT_ONCE = 2;
/** Bytes that a page may have. */
const MOST = 120_000;
/** How many findings, and how many pages of each, are named before the rest is counted. */
const SHOWN = { findings: 40, pages: 3 };

async function main(program) {
  const folder = mkdtempSync(join(tmpdir(), 'cte-browser-'));
  const browser = await start();
  let failed = false;
  const look = async (what, files, checks) => {
    const since = performance.now();
    const faulty = (await each(files, (file) => inspect(browser, file, checks))).filter(({ found }) => found.length > 0);
    tell(faulty);
    failed ||= faulty.length > 0;
    const verdict = faulty.length > 0 ? `${faulty.length} FAULTY` : 'nothing wrong';
    console.log(`${what}: ${files.length} looked at, ${verdict} (${seconds(since)})`);
  };
  try {
    const every = [quiet, layout, keyboard, figures, heat, accessible, paper, quiet];
    const pages = board(program, folder);
    await look('the report on the examples', pages, [...every, sheet]);
    for (const academies of [3, 40]) {
      const all = trustOf(program, folder, academies);
      const chief = all.filter((file) => /(index|trust|academy-[0-3])[^/]*$/.test(file));
      await look(`a report of ${academies} academies`, chief, [layout, heat, accessible, paper, sheet]);
    }

    const strange = hostile(program, folder);
    const chief = strange.filter((file) => /(index|trust|academy-n|academy-the)[^/]*$/.test(file));
    await look('a report full of hostile text', chief, every);
    await look('its other pages', strange.filter((file) => !chief.includes(file)), [quiet, layout, figures, quiet]);

    await look('pictures by themselves', pictures(program, folder), [picture]);

    const since = performance.now();
    const { count, missed } = await faults(browser, pages, pages.find((file) => basename(file).startsWith('academy-b')));
    for (const miss of missed) console.error(miss);
    failed ||= missed.length > 0;
    console.log(`faults put into a page: ${count - missed.length} of ${count} found (${seconds(since)})`);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return failed ? 1 : 0;
}

/** What is wrong with a file. */
async function inspect(browser, file, checks) {
  const found = [];
  const { size } = statSync(file);
  if (size >= MOST) found.push(`has ${size} bytes`);
  const opened = await open(browser, file);
  for (const check of checks) {
    for (const finding of await check(opened)) if (!found.includes(finding)) found.push(finding);
  }
  await opened.close();
  return { file, found };
}

/** Says every finding once, with the files that it is true of. */
function tell(faulty) {
  const files = new Map();
  for (const { file, found } of faulty) {
    for (const finding of found) files.set(finding, [...(files.get(finding) ?? []), basename(file)]);
  }
  const some = (all, most) => (all.length > most ? [...all.slice(0, most), `and ${all.length - most} more`] : all);
  for (const [finding, names] of [...files].slice(0, SHOWN.findings)) {
    console.error(`  ${some(names, SHOWN.pages).join(', ')}: ${finding}`);
  }
  if (files.size > SHOWN.findings) console.error(`  and ${files.size - SHOWN.findings} findings more`);
}

/** Some at a time, the results in order. */
async function each(all, act) {
  const results = new Array(all.length);
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const place = next;
      next += 1;
      results[place] = await act(all[place]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

const [program] = process.argv.slice(2);
if (!program) {
  console.error('usage: node run.js PATH-OF-CTE');
  process.exitCode = 2;
} else {
  process.exitCode = await main(resolve(program));
}
