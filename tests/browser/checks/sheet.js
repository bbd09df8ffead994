// The first sheet of a report can be read alone: it is one page of paper, short, and without the words of statistics. The whole report
// is no longer than a reader has patience for.

import { basename } from 'node:path';
import { print } from './paper.js';

/** Words on a sheet; names and figures of the academies in a heat table are not read one by one. */
const WORDS = 350;
/** Sheets of paper of a report. */
const PAGES = { academy: 4, trust: 8 };
const STATISTICAL = /\b(alpha|ICC|Bonferroni|Holm|Welch|Satterthwaite|mixed model)\b/i;

export async function sheet({ page }) {
  const found = [];
  const [kind] = basename(page.url()).split(/[-.]/);
  const { words, statistical, sheets, laid } = await print(page, () => page.evaluate(read)).then(({ text, laid, printed }) => ({
    words: text.split(/\s+/).filter((word) => word !== '').length,
    statistical: STATISTICAL.exec(text)?.[0],
    sheets: printed,
    laid,
  }));
  const most = PAGES[kind];
  if (most && sheets.length > most) found.push(`on paper the report has ${sheets.length} pages, more than ${most}`);
  if (!laid) return found;
  const on = (mark) => sheets.findIndex((sheet) => sheet.words.some(({ word }) => word.includes(mark)));
  if (on('Qsheetq') !== 0) found.push('on paper the first sheet is not one page');
  if (laid === 'more' && on('Qmoreq') !== 1) found.push('on paper the rest of the report does not begin on the second page');
  if (words > WORDS) found.push(`the first sheet has ${words} words, more than ${WORDS}`);
  if (statistical) found.push(`the first sheet speaks of "${statistical}"`);
  return found;
}

/** Runs in the page: marks the end of the sheet and the beginning of the rest; what the sheet says. */
function read() {
  const sheet = document.querySelector('.sheet');
  const text = ['header', '.sheet'].map((part) => {
    const copy = document.querySelector(part)?.cloneNode(true);
    for (const names of copy?.querySelectorAll('.heat tbody, .unseen') ?? []) names.remove();
    // The text of neighbouring cells is of separate words.
    for (const piece of copy?.querySelectorAll('*') ?? []) piece.append(' ');
    return copy?.textContent ?? '';
  });
  const lay = (element, name) => {
    const mark = document.createElement('span');
    mark.className = 'printed';
    mark.textContent = name;
    mark.style.cssText = 'display:block;height:0;font:1px/1px monospace';
    element.append(mark);
  };
  if (sheet?.childElementCount < 2) return { text: '', laid: null };
  lay(sheet.lastElementChild, 'Qsheetq');
  const more = document.querySelector('.sections > section > h2');
  if (more) lay(more, 'Qmoreq');
  return { text: text.join(' '), laid: more ? 'more' : 'alone' };
}
