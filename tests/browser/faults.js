// Each check finds what it is there to find: a page with one fault put into it must not pass.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { open } from './browser.js';
import { accessible } from './checks/accessible.js';
import { figures } from './checks/figures.js';
import { heat } from './checks/heat.js';
import { keyboard } from './checks/keyboard.js';
import { layout } from './checks/layout.js';
import { paper } from './checks/paper.js';
import { quiet } from './checks/quiet.js';
import { sheet } from './checks/sheet.js';

const style = (rules) => (page) => page.replace('</head>', `<style>${rules}</style></head>`);
const body = (html) => (page) => page.replace('</main>', `${html}</main>`);
const without = (inject) => (page) => inject(page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
const instead = (one, other) => (page) => page.replace(one, other);

/** The page that has a heat table, and the longest one. */
const ON = { board: 'index.html', trust: 'trust.html' };

/** The fault, the check that must find it, what it must say, how it is put into a page, and which page if it is not an academy's. */
const FAULTS = [
  ['a script that the policy stops', quiet, /logs a error/, body('<script>console.warn("x")</script>')],
  ['a script that runs', quiet, /logs a warning/, without(body('<script>console.warn("x")</script>'))],
  ['a dialog', quiet, /opens a dialog/, without(body('<img alt="" src="x" onerror="alert(1)">'))],
  ['a picture from elsewhere', quiet, /asks for https/, without(body('<img alt="" src="https://example.invalid/x.png">'))],
  ['a font from elsewhere', quiet, /asks for https/, without(style('@font-face{font-family:x;src:url(https://example.invalid/x)}body{font-family:x}'))],
  ['a link to nowhere', quiet, /a file that is not there/, body('<a href="gone.html">gone</a>')],
  ['a link to no part', quiet, /a part that is not there/, body('<a href="#gone">gone</a>')],
  ['a page that is too wide', layout, /scrolls sideways/, style('main{min-width:700px}')],
  ['a part that runs out', layout, /runs out of the page/, style('h1{width:500px}html,body{overflow-x:clip}')],
  ['text that is cut off', layout, /is cut off/, style('.answer p{white-space:nowrap;overflow:hidden}')],
  ['small text in a figure', layout, /too small to read/, style('svg.figure .small{font-size:9px}')],
  ['no ring', keyboard, /no focus is seen/, style(':focus-visible{outline:none!important}')],
  ['a faint ring', keyboard, /no focus is seen/, style(':focus-visible{outline-color:var(--rule)!important}')],
  ['a focus out of sight', keyboard, /out of sight/, style('.skip:focus{left:-100vw!important}')],
  ['an order of its own', keyboard, /place of its own/, body('<a href="#answer" tabindex="3">first</a>')],
  ['an order that jumps', keyboard, /jumps up/, style('.sections{display:flex;flex-direction:column-reverse}')],
  ['a picture without words', accessible, /svg-img-alt/, instead(/(role="img") aria-label="[^"]*"/g, '$1')],
  ['grey on white', accessible, /color-contrast/, style('p{color:#999!important}')],
  ['a heading too deep', accessible, /heading-order/, body('<h2>x</h2><h4>y</h4>')],
  ['labels on labels', figures, /stands on "/, style('svg.figure text{font-size:24px!important}')],
  ['a label out of the picture', figures, /runs out of it/, instead('<text class="name" x="6"', '<text class="name" x="-40"')],
  ['a label on a mark', figures, /stands on a (circle|line)/, instead(/(<text class="name" x=")[\d.]+("[^>]* text-anchor="end")/g, '$1500$2')],
  ['faint labels', figures, /cannot be told/, style('svg.figure .quiet{fill:#aaa!important}')],
  ['dark that is light', figures, /the paper is/, style('body{background:#fff!important}')],
  ['a row that is cut', paper, /is cut between/, style('@media print{tbody tr:nth-child(2) td{height:300mm}}')],
  ['a heading at the foot', paper, /stands apart/, style('@media print{section:nth-of-type(3)>h2{break-after:page!important}}')],
  ['a sheet without a foot', paper, /does not say which/, style('@page{@bottom-right{content:none!important}}')],
  ['a sheet left empty', paper, /% empty/, style('@media print{.sections>section:first-child{break-after:page!important}}')],
  ['a sheet that runs over', sheet, /is not one page/, style('@media print{#question{padding-top:200mm}}')],
  ['a sheet that goes on', sheet, /does not begin on the second/, style('@media print{.sheet.first{break-after:auto!important}}')],
  ['a sheet of many words', sheet, /words, more than/, instead('<section id="answer"', `<p>${'word '.repeat(340)}</p><section id="answer"`)],
  ['a word of statistics on the sheet', sheet, /speaks of "Welch"/, instead('<section id="answer"', '<p>by Welch</p><section id="answer"')],
  ['a long report', sheet, /pages, more than 4/, style('@media print{.sections>section{break-after:page}}')],
  ['a long report of the trust', sheet, /pages, more than 8/, style('@media print{.sections>section{break-after:page}}'), ON.trust],
  ['a colour alone', heat, /has no mark/, instead('<i>▼</i> ', ''), ON.board],
  ['a mark alone', heat, /has no colour/, style('.below{background:none!important}'), ON.board],
  ['a colour like the paper', heat, /cannot be told from the paper/, style('.above,.below{background:#fefefe!important}'), ON.board],
  ['faint words on a colour', heat, /faint words/, style('.heat td{color:#777}'), ON.board],
  ['a mark that points the wrong way', heat, /wrong way/, instead('<i>▼</i>', '<i>▲</i>'), ON.board],
  ['a heat table that is too wide', layout, /scrolls sideways/, style('.heat{overflow:visible!important}.heat table{min-width:700px}'), ON.board],
  ['a table that makes all else small', paper, /smaller than it should/, style('@media print{table{width:250mm!important}}')],
  ['a table that runs off the sheet', paper, /is lost|runs into the margin/, style('@media print{table{width:600mm!important}}')],
];

/** Puts each fault into a copy of a page of a report, an academy's unless it says which; what was not found. */
export async function faults(browser, pages, academy) {
  const missed = [];
  for (const [place, [name, check, wanted, inject, on]] of FAULTS.entries()) {
    const page = on ? pages.find((file) => basename(file) === on) : academy;
    const original = readFileSync(page, 'utf8');
    const faulty = inject(original);
    if (faulty === original) {
      missed.push(`the fault "${name}" could not be put into the page`);
      continue;
    }
    const file = join(dirname(page), `${basename(page, '.html')}-fault-${place}.html`);
    writeFileSync(file, faulty);
    const opened = await open(browser, file);
    const found = await check(opened);
    await opened.close();
    rmSync(file);
    if (!found.some((finding) => wanted.test(finding))) {
      missed.push(`the fault "${name}" was not found by ${check.name}; it said: ${found.slice(0, 3).join(' | ') || 'nothing'}`);
    }
  }
  return { count: FAULTS.length, missed };
}
