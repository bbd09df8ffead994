// What is looked at: the report on the bundled examples, a report full of hostile text, and pictures that are hard to set.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The arguments of a report on two terms. */
const report = (before, after, ...more) => ['report', after, '--before', before, ...more];

/** The report that a board reads: fifteen academies, two terms. */
const BOARD = report('examples/autumn-2026.csv', 'examples/spring-2027.csv', '--headcount', 'examples/headcount.csv');

/** What `cte plot` draws of one term, and of two. */
const PLOTS = ['scores', 'items', 'agreement'];
const PLOTS_OF_TWO = ['change', 'trend'];

const LONG = `N${'o'.repeat(297)}w`;
const SENTENCE = 'The Academy of Saint Nowhere in the Marsh and its Sixth Form and its Nursery '.repeat(4).slice(0, 300).trim();
/** Would break out of a page, a picture or a table if it could. */
const HOSTILE = [
  '<script>alert("academy")</script>',
  '"><img src=x onerror=alert(1)>',
  "O'Neill & \"Sons\" </title></style></svg><script>console.error('out')</script>",
  '=HYPERLINK("https://example.invalid/";"evil")',
  '\u202Eturned\u200F \u05D0\u05E7\u05D3\u05DE\u05D9\u05D4 \u2067isolated',
  '🎓 Emoji 👩🏽‍🏫 🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫🏫',
  ']]> --> {{ 7 * 7 }} {% raw %} &lt;b&gt; &#60;',
  'javascript:alert(1)',
  LONG,
  SENTENCE,
];

function run(program, args, folder = ROOT) {
  return execFileSync(program, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

function pages(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name));
}

/** The pages of the report on the bundled examples. */
export function board(program, folder) {
  const place = join(folder, 'board');
  run(program, [...BOARD, '--methods', '-o', place]);
  return pages(place);
}

/** The pages of a report of so many academies, of which some differ and some change, on the bundled questionnaire. */
export function trustOf(program, folder, count) {
  const place = join(folder, `trust-of-${count}`);
  mkdirSync(place);
  const [heads] = readFileSync(join(ROOT, 'examples', 'spring-2027.csv'), 'utf8').split('\r\n');
  const labels = ['Strongly disagree', 'Disagree', 'Slightly disagree', 'Slightly agree', 'Agree', 'Strongly agree'];
  const items = 18;
  let state = 20261127 + count;
  const unit = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => unit() + unit() + unit() + unit() + unit() + unit() - 3;
  const academies = Array.from({ length: count }, (_, place) => ({
    name: `${place} Long Lane Church of England Primary School`,
    staff: 14 + ((place * 17) % 60),
    level: 0.5 * normal(),
    change: place % 5 === 0 ? 0.7 : place % 7 === 0 ? -0.7 : 0,
  }));
  const term = (day, after) => {
    let text = `${heads}\r\n`;
    let second = 0;
    for (const { name, staff, level, change } of academies) {
      for (let person = 0; person < Math.round(staff * 0.75); person += 1) {
        const leaning = 4.4 + level + after * change + 0.8 * normal();
        const codes = Array.from({ length: items }, () => Math.min(6, Math.max(1, Math.round(leaning + normal()))));
        const skipped = unit() < 0.04 ? Math.floor(unit() * items) : -1;
        const answered = codes.map((code, item) => (item === skipped ? '' : labels[code - 1]));
        const clock = [second / 3600, (second / 60) % 60, second % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
        text += `${[`${day} ${clock.join(':')}`, name, 'Teacher', ...answered, ''].join(',')}\r\n`;
        second += 7;
      }
    }
    return text;
  };
  writeFileSync(join(place, 'before.csv'), term('05/10/2026', 0));
  writeFileSync(join(place, 'after.csv'), term('08/03/2027', 1));
  const staff = academies.map(({ name, staff }) => `${name},${staff}\n`);
  writeFileSync(join(place, 'staff.csv'), `academy,staff\n${staff.join('')}`);
  run(program, [...report('before.csv', 'after.csv', '--headcount', 'staff.csv'), '-o', 'pages'], place);
  return pages(join(place, 'pages'));
}

/** The pages of a report in which everything that somebody wrote is hostile, of forty academies. */
export function hostile(program, folder) {
  const place = join(folder, 'hostile');
  mkdirSync(place);
  const names = [...HOSTILE, ...Array.from({ length: 30 }, (_, place) => `Academy ${place}`)];
  const [before, after] = ['before <title><b>&\'\u2019.csv', 'after <script>\u202E&"\u2019.csv'];
  const sizes = (term) => names.map((name, place) => [name, place === 12 ? 3 : 11 + ((place + term) % 5)]);
  writeFileSync(join(place, before), answers(sizes(0)));
  writeFileSync(join(place, after), answers(sizes(1)));
  writeFileSync(join(place, 'instrument.toml'), questionnaire(HOSTILE));
  const options = ['-i', 'instrument.toml', '--by', HOSTILE[1], '-g', HOSTILE[0]];
  run(program, [...report(before, after, ...options), '-o', 'pages'], place);
  return pages(join(place, 'pages'));
}

/** Pictures by themselves: two, three and forty academies, long names, narrow and wide. */
export function pictures(program, folder) {
  const place = join(folder, 'pictures');
  mkdirSync(place);
  writeFileSync(join(place, 'instrument.toml'), questionnaire(['Trio', SENTENCE, 'We reach every pupil', 'Some are beyond our reach', 'We learn', LONG, `${SENTENCE} 2`]));
  const made = [];
  for (const count of [2, 3, 40]) {
    const file = `${count}.csv`;
    const named = (place) => [`Oak ${place}`, `${SENTENCE} ${place}`, `${LONG} ${place}`, `Elm Tree Primary ${place}`][place % 4];
    const sizes = (term) =>
      Array.from({ length: count }, (_, place) => [named(place), count > 3 && place % 7 === 6 ? 4 : 11 + ((place + term) % 9)]);
    writeFileSync(join(place, file), answers(sizes(0)));
    writeFileSync(join(place, `${count}-later.csv`), answers(sizes(2)));
    for (const what of [...PLOTS, ...PLOTS_OF_TWO]) {
      const files = PLOTS_OF_TWO.includes(what) ? [file, `${count}-later.csv`] : [file];
      for (const width of [280, 479, 480, 800]) {
        const picture = `${what}-${count}-${width}.svg`;
        run(program, ['plot', what, ...files, '-i', 'instrument.toml', '-g', HOSTILE[0], '--width', String(width), '-o', picture], place);
        made.push(join(place, picture));
      }
    }
  }
  return made;
}

/** Answers to three items on 1 to 6, as CSV: the same ones for the same academies. */
function answers(academies) {
  const quoted = (cells) => `${cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`;
  let text = quoted([HOSTILE[0], HOSTILE[1], 'q01', 'q02', 'q03']);
  academies.forEach(([name, size], academy) => {
    for (let person = 0; person < size; person += 1) {
      const leaning = (academy * 3 + person * 5 + (person % 4)) % 5;
      const code = (item) => 1 + ((leaning + ((person * (item + 2)) % 3)) % 6);
      text += quoted([name, HOSTILE[(person + academy) % 2 === 0 ? 2 : 9], code(0), code(1), code(2)]);
    }
  });
  return text;
}

/** A questionnaire whose every text is one of these. */
function questionnaire(texts) {
  const text = (place) => JSON.stringify(texts[place % texts.length]);
  const items = [2, 3, 4].map((place, item) => `[[item]]\nid = "q0${item + 1}"\ntext = ${text(place)}\n`);
  const labels = [1, 2, 3, 4, 5, 6].map((code) => `${code} = ${text(code + 4)}\n`);
  return `id = "hostile"
name = ${text(0)}
version = "1.0.0"
citation = ${text(1)}
[response]
min = 1
max = 6
[response.labels]
${labels.join('')}
${items.join('')}
[[scale]]
id = "all"
name = ${text(1)}
items = ["q01", "q02", "q03"]
`;
}
