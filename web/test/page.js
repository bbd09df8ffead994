// The page, opened, and what it did that it should not have done.

import { open } from '../../tests/browser/browser.js';

/** The noise without what the page is for: its own workers and results, and pages of a report that were asked for. */
const expected = (noise) => /^asks for blob:|^opens a window/.test(noise);

export async function opened({ browser, html }) {
  const { page, noise, close } = await open(browser, html);
  await page.waitForFunction(() => document.querySelectorAll('#questionnaire option').length > 1);
  return { page, noise, close, found: () => noise.filter((one) => !expected(one)) };
}

/** Waits until no work is done. */
export const idle = (page) => page.waitForFunction(() => !busy, null, { timeout: 120_000 });
