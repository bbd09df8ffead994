// The page is complete in itself: it logs nothing, loads nothing, runs nothing, and its links lead to files that are there.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export async function quiet({ page, noise }) {
  const found = [];
  const seen = await page.evaluate(() => ({
    // What could run or load, whatever a policy says of it.
    active: [...document.querySelectorAll('script, iframe, object, embed, form, audio, video, link:not([rel=icon])')].map(
      (element) => element.outerHTML.slice(0, 80),
    ),
    handlers: [...document.querySelectorAll('*')].flatMap((element) =>
      [...element.attributes]
        .filter(({ name, value }) => name.startsWith('on') || /^\s*javascript:/i.test(value))
        .map(({ name }) => `${element.localName} ${name}`),
    ),
    links: [...document.querySelectorAll('a[href]')].map((link) => link.href),
    language: document.documentElement.lang,
  }));
  found.push(...seen.active.map((element) => `has an element that acts: ${element}`));
  found.push(...seen.handlers.map((handler) => `has an attribute that acts: ${handler}`));
  if (seen.language !== 'en-GB') found.push(`is in the language "${seen.language}"`);
  for (const link of seen.links) {
    const [place, part] = link.split('#');
    if (!place.startsWith('file:')) found.push(`links to ${link}`);
    else if (!existsSync(fileURLToPath(place))) found.push(`links to a file that is not there: ${link}`);
    else if (part && place === page.url().split('#')[0]) {
      const there = await page.evaluate((id) => document.getElementById(id) !== null, decodeURIComponent(part));
      if (!there) found.push(`links to a part that is not there: #${part}`);
    }
  }
  found.push(...noise);
  return found;
}
