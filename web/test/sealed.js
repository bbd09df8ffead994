// The page cannot send anything, whatever runs in it, and keeps nothing.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const POLICY =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'; img-src data: blob:";
const MOST_BYTES = 6e6;

export async function sealed({ browser, html }) {
  const found = [];
  if (!readFileSync(html, 'utf8').includes(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`)) found.push('has another policy');
  const { size } = statSync(html);
  console.log(`  one file of ${(size / 1e6).toFixed(2)} MB`);
  if (size >= MOST_BYTES) found.push(`has ${size} bytes`);
  found.push(...(await reached(browser, html)).map((way) => `sends by ${way}`));
  // The ways lead somewhere: without the policy they are all open.
  const folder = mkdtempSync(join(tmpdir(), 'cte-web-'));
  const open = join(folder, 'open.html');
  writeFileSync(open, readFileSync(html, 'utf8').replace(POLICY, ''));
  const ways = await reached(browser, open);
  found.push(...Object.keys(WAYS).filter((way) => !ways.includes(way)).map((way) => `cannot be told to send by ${way}`));
  rmSync(folder, { recursive: true });
  return found;
}

/** Ways to send something to an address, from the page and from a worker. */
const WAYS = {
  fetch: (address) => fetch(address, { mode: 'no-cors' }),
  beacon: (address) => navigator.sendBeacon(address, 'x'),
  socket: (address) => new WebSocket(address.replace('http', 'ws')),
  events: (address) => new EventSource(address),
  image: (address) => (new Image().src = address),
  style: (address) => document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address })),
  script: (address) => document.head.append(Object.assign(document.createElement('script'), { src: address })),
  frame: (address) => document.body.append(Object.assign(document.createElement('iframe'), { src: address })),
  worker: (address) => new Worker(URL.createObjectURL(new Blob([`fetch("${address}", { mode: "no-cors" })`]))),
};

/** The ways by which a server was reached from the page, and `storage` if the page keeps something. */
async function reached(browser, html) {
  const ways = new Set();
  const server = createServer((request, response) => {
    ways.add(request.url.slice(1));
    response.end();
  });
  server.on('upgrade', (request, socket) => {
    ways.add(request.url.slice(1));
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await browser.newContext({ permissions: ['local-network-access'] });
  const page = await context.newPage();
  await page.goto(pathToFileURL(html).href);
  await page.waitForFunction(() => document.querySelectorAll('#questionnaire option').length > 1);
  for (const [name, way] of Object.entries(WAYS)) {
    await page.evaluate(way, `http://127.0.0.1:${server.address().port}/${name}`).catch(() => null);
  }
  await page.waitForTimeout(1500);
  const kept = await page.evaluate(async () => localStorage.length + sessionStorage.length + document.cookie.length + (await indexedDB.databases()).length);
  if (kept !== 0) ways.add('storage');
  await context.close();
  server.close();
  return [...ways];
}
