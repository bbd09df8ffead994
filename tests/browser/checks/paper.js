// On paper nothing is cut: no figure, no row of a table, no point of a list; no heading stands apart from what it heads.
//
// Marks without room or colour are laid at the head and the foot of what must stay together, the page is printed, and
// `pdftotext` (poppler-utils) says on which sheet each mark came out, and where.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A4 in points, the margin that nothing may print into, and where the foot of a sheet begins. */
const SHEET = { width: 595, height: 842, margin: 34, foot: 842 - 51 };
/** How full a sheet is at least, other than the last and a first one that is complete in itself. */
const FILLED = 0.5;
/** Points between the two ends of the ruler that is printed with the page: it is shorter where the browser had to make room. */
const RULER = 283.5;

export async function paper({ page }) {
  const { marked, alone, printed } = await print(page, () => page.evaluate(mark));
  return judge(printed, marked, alone);
}

/** Prints a page with the marks that `lay` puts into it: what it said, and the words of every sheet with their places. */
export async function print(page, lay) {
  const folder = mkdtempSync(join(tmpdir(), 'cte-paper-'));
  try {
    await page.emulateMedia({ media: 'print' });
    const laid = await lay();
    const path = join(folder, 'page.pdf');
    await page.pdf({ path, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-bbox', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return { ...laid, printed: sheets(text) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await page.evaluate(() => {
      for (const mark of document.querySelectorAll('.printed')) mark.remove();
    });
    await page.emulateMedia({ media: null });
  }
}

/** Runs in the page: lays the marks; what each pair stands for, and whether the first sheet is complete in itself. */
function mark() {
  const marked = [];
  const lay = (element, at, name) => {
    const mark = document.createElement('span');
    mark.className = 'printed';
    mark.textContent = name;
    mark.setAttribute('aria-hidden', 'true');
    mark.style.cssText = `position:absolute;left:0;${at}:0;font:1px/1px monospace;letter-spacing:0;white-space:nowrap`;
    element.style.position = 'relative';
    element.append(mark);
  };
  const ruler = document.createElement('span');
  ruler.className = 'printed';
  ruler.style.cssText = 'position:absolute;left:0;top:0;width:100mm;font:1px/1px monospace;white-space:nowrap';
  ruler.innerHTML = 'Qrulerq<i style="position:absolute;left:100mm;font:inherit">Qendq</i>';
  document.querySelector('header').style.position = 'relative';
  document.querySelector('header').append(ruler);
  const whole = 'figure > .wide, tr, li, .answer, figcaption, h2, h3, dl > div, caption, main p';
  for (const element of document.querySelectorAll(whole)) {
    if (!element.checkVisibility() || element.closest('nav, .unseen')) continue;
    const place = marked.length;
    const first = element.localName === 'tr' ? element.firstElementChild : element;
    const last = element.localName === 'tr' ? element.lastElementChild : element;
    lay(first, 'top', `Qa${place}q`);
    lay(last, 'bottom', `Qb${place}q`);
    marked.push({
      kind: element.matches('h2, h3, figcaption, caption') ? 'heading' : element.localName,
      // Words may go on overleaf, by three lines or more.
      whole: element.localName !== 'p',
      text: `<${element.localName}> ${element.textContent.replaceAll(/Q[ab]\d+q/g, '').trim().slice(0, 50)}`,
    });
  }
  return { marked, alone: document.querySelector('.sheet.first') !== null };
}

/** Words with their places, sheet by sheet. */
function sheets(text) {
  return text
    .split('<page ')
    .slice(1)
    .map((page) => {
      const size = /width="([\d.]+)" height="([\d.]+)"/.exec(page);
      const words = [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</g)];
      return {
        width: Number(size[1]),
        height: Number(size[2]),
        words: words.map(([, left, top, right, bottom, word]) => ({
          left: Number(left),
          top: Number(top),
          right: Number(right),
          bottom: Number(bottom),
          word,
        })),
      };
    });
}

function judge(sheets, marked, alone) {
  const found = [];
  const say = (finding) => found.push(`on paper ${finding}`);
  const heads = new Map();
  const feet = new Map();
  sheets.forEach((sheet, place) => {
    if (Math.abs(sheet.width - SHEET.width) > 2 || Math.abs(sheet.height - SHEET.height) > 2) say(`sheet ${place + 1} is not A4`);
    let lowest = 0;
    const foot = sheet.words.filter(({ top }) => top > SHEET.foot);
    const said = foot.map(({ word }) => word).join(' ');
    if (!said.endsWith(`${place + 1} of ${sheets.length}`)) say(`sheet ${place + 1} does not say which it is: "${said}"`);
    for (const { left, top, right, bottom, word } of sheet.words) {
      for (const [, end, number] of word.matchAll(/Q([ab])(\d+)q/g)) {
        // The head of a table that goes on is printed again: its first place counts.
        const places = end === 'a' ? heads : feet;
        if (!places.has(Number(number))) places.set(Number(number), { sheet: place, top });
      }
      if (/^(Q([ab]\d+|ruler|end)q)+$/.test(word)) continue;
      const edge = top > SHEET.foot ? sheet.height - 14 : SHEET.foot;
      if (top <= SHEET.foot) lowest = Math.max(lowest, bottom);
      if (left < SHEET.margin || right > sheet.width - SHEET.margin || top < SHEET.margin || bottom > edge) {
        say(`"${word}" runs into the margin of sheet ${place + 1}`);
      }
    }
    sheet.filled = lowest / sheet.height;
  });
  const at = (mark) => sheets[0].words.find(({ word }) => word.includes(mark))?.left;
  const ruler = at('Qendq') - at('Qrulerq');
  if (!(Math.abs(ruler - RULER) < 3)) say(`everything is smaller than it should be: 100 mm are ${Math.round((100 * ruler) / RULER)} mm`);
  marked.forEach(({ kind, text, whole }, place) => {
    const [head, foot, next] = [heads.get(place), feet.get(place), heads.get(place + 1)];
    if (!head || !foot) {
      say(`this is lost: ${text}`);
    } else if (whole && head.sheet !== foot.sheet) {
      say(`this is cut between sheets ${head.sheet + 1} and ${foot.sheet + 1}: ${text}`);
    } else if (kind === 'heading' && next && next.sheet !== foot.sheet) {
      say(`this stands apart from what it heads, on sheet ${foot.sheet + 1}: ${text}`);
    }
  });
  sheets.slice(0, -1).forEach((sheet, place) => {
    if (sheet.filled < FILLED && !(alone && place === 0)) say(`sheet ${place + 1} is ${Math.round(100 * (1 - sheet.filled))} % empty`);
  });
  return found;
}
