// Uses cte.html as a data lead would, in a browser, and compares its results with the command line's.
//
//     node web/test/run.js target/web/cte.html target/debug/cte [FOLDER FOR PICTURES]
//
// Needs what tests/browser needs: `npm ci --prefix tests/browser`. Exit code 0 where nothing is wrong, 1 where something is.

import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { start } from '../../tests/browser/browser.js';
import { bytes } from './bytes.js';
import { journey } from './journey.js';
import { sealed } from './sealed.js';
import { speed } from './speed.js';

const [html, native, pictures] = process.argv.slice(2).map((path) => resolve(path));
if (!html || !native) {
  console.error('usage: node web/test/run.js CTE.HTML CTE [FOLDER]');
  process.exit(2);
}
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await start();
let wrong = 0;
try {
  for (const test of [sealed, journey, bytes, speed]) {
    const found = await test({ browser, html, native, pictures });
    for (const finding of found) console.error(`  ${test.name}: ${finding}`);
    console.log(`${test.name}: ${found.length === 0 ? 'nothing wrong' : `${found.length} WRONG`}`);
    wrong += found.length;
  }
} finally {
  await browser.close();
}
process.exitCode = wrong === 0 ? 0 : 1;
