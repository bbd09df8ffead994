// A browser that reaches nothing, and a page of it that remembers whatever it should not have done.

import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser that `CTE_CHROMIUM` names, or Debian's. */
export function start() {
  const executablePath = process.env.CTE_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`there is no browser at ${executablePath}`);
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/**
 * Opens a file. `noise` grows by whatever the page logs, asks for or tries to load: it should stay empty.
 */
export async function open(browser, file) {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const url = pathToFileURL(file).href;
  const noise = [];
  page.on('console', (message) => noise.push(`logs a ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`throws: ${error.message}`));
  page.on('dialog', (dialog) => {
    noise.push(`opens a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('popup', () => noise.push('opens a window'));
  page.on('request', (request) => {
    const wanted = request.url();
    if (wanted !== url && !wanted.startsWith('data:')) noise.push(`asks for ${wanted}`);
  });
  page.on('framenavigated', (frame) => {
    if (frame.url().split('#')[0] !== url) noise.push(`goes to ${frame.url()}`);
  });
  await page.goto(url);
  return { page, noise, close: () => context.close() };
}
