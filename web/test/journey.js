// A data lead's work from start to finish, by keyboard and mouse: example, check, results, saving; then files of one's own, faults,
// cancelling, and closing.

import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accessible } from '../../tests/browser/checks/accessible.js';
import { layout } from '../../tests/browser/checks/layout.js';
import { idle, opened } from './page.js';

const EXAMPLES = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples');

export async function journey(tools) {
  const found = [];
  const want = (holds, what) => holds || found.push(what);
  const seen = await opened(tools);
  const { page, close } = seen;
  const folder = mkdtempSync(join(tmpdir(), 'cte-web-'));
  let state = 0;
  const looked = async (name) => {
    // The checks open and close whatever can be opened.
    const open = await page.evaluate(() => [...document.querySelectorAll('details')].map((details) => details.open));
    found.push(...(await accessible(seen)).map((finding) => `${name}: ${finding}`), ...(await layout(seen)).map((finding) => `${name}: ${finding}`));
    await page.evaluate((open) => document.querySelectorAll('details').forEach((details, place) => (details.open = open[place])), open);
    state += 1;
    for (const width of tools.pictures ? [1280, 390] : []) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(tools.pictures, `${state}-${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const text = (selector) => page.locator(selector).innerText();
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(name)]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    await idle(page);
    return { name: download.suggestedFilename(), bytes: readFileSync(path) };
  };
  const leaves = () => page.evaluate(() => {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return !event.defaultPrevented;
  });
  try {
    await looked('begin');
    want(await leaves(), 'asks before it is closed although nothing was done');

    // The example, by keyboard alone.
    await page.getByRole('button', { name: 'Use a made-up example' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('#shown:not([hidden])');
    await idle(page);
    want(/fit to be scored/.test(await text('#status')), 'the example is not fit to be scored');
    want((await page.evaluate(() => document.activeElement.id)) === 'shown-title', 'the focus does not go to the result');
    want((await text('#line')) === 'cte check spring-2027.csv --headcount headcount.csv', `the line is ${await text('#line')}`);
    await looked('check');

    const names = await page.locator('#commands button').allInnerTexts();
    for (const name of names) {
      await press(name);
      await idle(page);
      want((await page.locator('#status.failed').count()) === 0, `${name}: ${await text('#status')}`);
      want((await text('#shown-title')) === name, `${name} is not shown`);
      want(!(await leaves()), `${name}: closing does not ask`);
      await looked(name.toLowerCase().replaceAll(/\W+/g, '-'));
    }

    await press('Scores');
    await idle(page);
    const begins = { 'Excel workbook': 'PK', JSON: '{', CSV: '', Markdown: '# ' };
    for (const [form, begin] of Object.entries(begins)) {
      const { name, bytes } = await saved(`Save ${form}`);
      want(bytes.length > 100 && bytes.toString('latin1').startsWith(begin), `${name} is not ${form}`);
    }
    want(await leaves(), 'asks before it is closed although all is saved');
    await press('Picture: scores');
    await idle(page);
    want((await page.locator('#content img').getAttribute('alt')).length > 100, 'the picture is not described');
    const png = await saved('Save PNG');
    want(png.bytes.toString('latin1', 1, 4) === 'PNG', 'the PNG is none');
    await press('Report for the board');
    await idle(page);
    want((await page.locator('#content a').count()) >= 15, 'the report has too few pages');
    const [report] = await Promise.all([page.waitForEvent('popup'), page.locator('#content a').first().click()]);
    await report.waitForLoadState();
    want(/Efficacy/.test(await report.title()), 'a page of the report cannot be opened');
    await report.close();
    const zip = await saved('Save all pages and the workbook (ZIP)');
    writeFileSync(join(folder, 'board.zip'), zip.bytes);
    want(zip.bytes.toString('latin1', 0, 2) === 'PK', 'the archive is none');

    await own({ page, folder, want, text, press, looked });
    found.push(...seen.found());
  } finally {
    await close();
    rmSync(folder, { recursive: true });
  }
  return found;
}

/** Files of one's own: headers and labels that no questionnaire has, a fault, and work that is cancelled. */
async function own({ page, folder, want, text, press, looked }) {
  const put = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const choose = async (...paths) => {
    const remove = page.locator('#files').getByRole('button', { name: 'Remove' });
    while ((await remove.count()) > 0) await remove.first().click();
    await page.setInputFiles('#choose', paths);
    await page.waitForSelector('#files li');
  };
  const check = async () => {
    await press('Check the files');
    await idle(page);
  };
  const strange = readFileSync(join(EXAMPLES, 'autumn-2026.csv'), 'utf8')
    .replace('Which academy do you work in?', 'Site')
    .replace('In our academy, we can tell when a pupil has not understood.', 'Q3')
    .replaceAll(',Agree,', ',Totally agree,')
    .replaceAll(',Agree,', ',Totally agree,');
  await choose(put('strange.csv', strange));
  await check();
  want(/no column for item `te03`/.test(await text('#message pre')), 'the program does not say what is missing');
  await looked('columns');
  await page.getByLabel(/te03/).selectOption('Q3');
  await check();
  if ((await page.locator('#status.failed').count()) > 0) {
    await page.getByLabel('Academy', { exact: true }).selectOption('Site');
    await check();
  }
  want(/--column te03=Q3/.test(await text('#line')), `the line does not say what was chosen: ${await text('#line')}`);
  await looked('answers');
  await page.getByLabel('Totally agree').selectOption({ label: 'Agree (5)' });
  await press('Use these answers');
  await page.waitForFunction(() => document.getElementById('line').innerText.includes('-own.toml'));
  await idle(page);
  want(/fit to be scored/.test(await text('#status')), `after all is chosen: ${await text('#status')}`);
  want(/-i trust-cte-own\.toml/.test(await text('#line')), `the line does not name the questionnaire: ${await text('#line')}`);
  await press('Scores');
  await idle(page);
  want(/4\.38/.test(await text('#content')), 'the scores are not those of the example');

  await choose(join(EXAMPLES, 'trust', 'cte.toml'), ...['autumn-2026.csv', 'spring-2027.csv', 'headcount.csv'].map((name) => join(EXAMPLES, name)));
  await page.getByLabel('Term', { exact: true }).selectOption({ index: 1 });
  await check();
  want(/^cte check --headcount headcount\.csv --term "[^"]+"$/.test(await text('#line')), `with a trust file the line is ${await text('#line')}`);
  await press('Scores');
  await idle(page);
  const [zip] = await Promise.all([page.waitForEvent('download'), press('Save JSON')]);
  want(zip.suggestedFilename() === 'score.json.zip', 'what was given out is not saved with a result of a trust file');
  await idle(page);

  await choose(put('notes.csv', 'some,thing\n1,2\n'));
  await check();
  want((await page.locator('#status.failed').count()) === 1, 'a file that is no survey is checked');

  const lines = readFileSync(join(EXAMPLES, 'autumn-2026.csv'), 'utf8').trimEnd().split('\r\n');
  const many = Array.from({ length: 200 }, (_, copy) => lines.slice(1).map((line) => line.replace(/^\S+/, `0${(copy % 9) + 1}/0${(copy % 7) + 1}/20${10 + (copy % 15)}`)));
  await choose(put('many.csv', [lines[0], ...many.flat()].join('\r\n')));
  await page.getByRole('button', { name: 'Check the files' }).click();
  await page.waitForSelector('#work:not([hidden])');
  await press('Cancel');
  await idle(page);
  want((await text('#status')) === 'Cancelled.', 'long work cannot be cancelled');
}
