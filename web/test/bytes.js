// The page's program gives the bytes of the command line: standard output, messages, exit code and every file.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { opened } from './page.js';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [AUTUMN, SPRING] = ['autumn-2026.csv', 'spring-2027.csv'];
const STAFF = ['--headcount', 'headcount.csv'];

/** Every kind of result on one term or two, in the forms that people read and programs read. */
const forms = (...line) => ['text', 'json', 'csv', 'markdown'].map((form) => [...line, '--format', form]);
const LINES = [
  ...['score', 'check', 'items', 'reliability', 'structure'].flatMap((command) => [
    ...forms(command, AUTUMN, ...STAFF),
    [command, AUTUMN, '-o', `${command}.xlsx`],
  ]),
  ...['compare', 'trend'].flatMap((command) => [...forms(command, AUTUMN, SPRING, ...STAFF), [command, AUTUMN, SPRING, '-o', `${command}.xlsx`]]),
  ...forms('plan', '-i', 'trust-cte', ...STAFF),
  ['report', SPRING, '--before', AUTUMN, ...STAFF, '-o', 'board/'],
  ...['scores', 'items', 'agreement'].flatMap((what) => ['svg', 'png'].map((form) => ['plot', what, AUTUMN, '-o', `${what}.${form}`])),
  ['plot', 'change', AUTUMN, SPRING, '-o', 'change.svg'],
  ...['scree', 'loadings'].map((what) => ['plot', what, AUTUMN, '-o', `${what}.svg`]),
  // What is drawn at random, and fits of many models, have the same digits everywhere.
  ['structure', SPRING, '--before', AUTUMN, ...STAFF, '--format', 'json'],
  ['structure', AUTUMN, '--by', 'role', '--cut-offs', ...STAFF, '--format', 'json'],
  ['score', AUTUMN, '--by', 'role', ...STAFF, '--format', 'json'],
  ['report', SPRING, '--before', AUTUMN, ...STAFF, '--methods', '-o', 'methods/'],
  // Other containers than CSV, with a questionnaire of one's own.
  ...['microsoft-forms.xlsx', 'google-forms.csv.zip'].flatMap((file) => ['check', 'score'].map((command) => [command, file, '-i', 'survey.toml'])),
  // What the program says of faults is the same too.
  ['score', 'no-such.csv'],
  ['score', AUTUMN, '-g', 'no such column'],
  ['score', AUTUMN, '--no-such-option'],
  ['check', 'headcount.csv'],
];

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

function filesIn(folder, within = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path, within) : [relative(within, path)];
  });
}

/** What the command line makes of a line in a folder of its own: names and hashes. */
function asNative(native, line, given) {
  const folder = mkdtempSync(join(tmpdir(), 'cte-web-'));
  for (const [name, bytes] of given) writeFileSync(join(folder, name), bytes);
  const { status, stdout, stderr } = spawnSync(native, line, { cwd: folder, maxBuffer: 2 ** 28 });
  const made = filesIn(folder).filter((path) => !given.has(path));
  const result = { code: String(status), stdout: hash(stdout), stderr: hash(stderr) };
  for (const path of made.sort()) result[path] = hash(readFileSync(join(folder, path)));
  rmSync(folder, { recursive: true });
  return result;
}

/** The same in the page. */
async function inPage(page, line, given) {
  const made = await page.evaluate(
    async ([line, given]) => {
      const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const result = await program.run(line, given.map(([name, text]) => [name, bytes(text)]));
      const text = async (bytes) => new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(',')[1] ?? '');
        reader.readAsDataURL(new Blob([bytes]));
      });
      const files = [];
      for (const [path, bytes] of result.files) files.push([path, await text(bytes)]);
      return { code: result.code, stdout: await text(result.stdout), stderr: result.stderr, files };
    },
    [line, [...given].map(([name, bytes]) => [name, bytes.toString('base64')])],
  );
  const result = { code: String(made.code), stdout: hash(Buffer.from(made.stdout, 'base64')), stderr: hash(made.stderr) };
  const files = made.files.filter(([path]) => !given.has(path) && !path.startsWith('dev/'));
  for (const [path, text] of files.sort()) result[path] = hash(Buffer.from(text, 'base64'));
  return result;
}

export async function bytes({ browser, html, native }) {
  const found = [];
  const read = (folder, names) => names.map((name) => [name, readFileSync(join(ROOT, folder, name))]);
  const given = new Map([
    ...read('examples', [AUTUMN, SPRING, 'headcount.csv']),
    ...read('tests/library/layouts', ['microsoft-forms.xlsx', 'google-forms.csv.zip', 'survey.toml']),
  ]);
  const { page, close } = await opened({ browser, html });
  let compared = 0;
  for (const line of LINES) {
    const [expected, here] = [asNative(native, line, given), await inPage(page, line, given)];
    for (const part of new Set([...Object.keys(expected), ...Object.keys(here)])) {
      compared += 1;
      if (expected[part] !== here[part]) found.push(`${line.join(' ')}: ${part} differs`);
    }
  }
  console.log(`  ${LINES.length} command lines, ${compared} hashes compared`);
  await close();
  return found;
}
