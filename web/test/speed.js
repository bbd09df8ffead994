// The time to the first figure, and the memory that the program takes, on 500 rows and on 100,000.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { idle, opened } from './page.js';

const EXAMPLES = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'examples');
const LIMITS = [[500, 2], [100_000, 10]];

/** The example again and again, each row at a time of its own. */
function responses(rows) {
  const [heads, ...lines] = readFileSync(join(EXAMPLES, 'autumn-2026.csv'), 'utf8').trimEnd().split('\r\n');
  const clock = (second) => [second / 3600, (second / 60) % 60, second % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
  const made = Array.from({ length: rows }, (_, row) => {
    const day = String(1 + Math.floor(row / 80_000)).padStart(2, '0');
    return lines[row % lines.length].replace(/^[^,]*/, `${day}/10/2026 ${clock(row % 80_000)}`);
  });
  return [heads, ...made].join('\r\n');
}

export async function speed({ browser, html }) {
  const found = [];
  const folder = mkdtempSync(join(tmpdir(), 'cte-web-'));
  for (const [rows, most] of LIMITS) {
    const path = join(folder, `${rows}.csv`);
    writeFileSync(path, responses(rows));
    const { page, close } = await opened({ browser, html });
    await page.setInputFiles('#choose', path);
    await page.waitForSelector('#files li');
    await page.getByRole('button', { name: 'Check the files' }).click();
    await idle(page);
    const started = performance.now();
    await page.getByRole('button', { name: 'Scores', exact: true }).click();
    await idle(page);
    await page.waitForSelector('#content table');
    const seconds = (performance.now() - started) / 1000;
    const memory = await page.evaluate(async () => (await program.run(given.line('score'), given.paths())).memory);
    console.log(`  ${rows} rows: scores after ${seconds.toFixed(1)} s, ${(memory / 2 ** 20).toFixed(0)} MiB of memory`);
    if (seconds > most) found.push(`${rows} rows take ${seconds.toFixed(1)} s`);
    await close();
  }
  rmSync(folder, { recursive: true });
  return found;
}
