// axe-core finds nothing: the rules of WCAG 2.2 A and AA, and its best practices.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

export async function accessible({ page }) {
  const found = [];
  await page.evaluate(AXE);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const violations = await page.evaluate(async (tags) => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        const result = await window.axe.run(document, {
          runOnly: { type: 'tag', values: tags },
          resultTypes: ['violations'],
          preload: false,
        });
        return result.violations.flatMap(({ id, help, nodes }) =>
          nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.html.slice(0, 120)}`),
        );
      }, TAGS);
      found.push(...violations.map((violation) => `axe at ${width} px, ${colorScheme}: ${violation}`));
    }
  }
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = false;
  });
  await page.emulateMedia({ colorScheme: null });
  return found;
}
