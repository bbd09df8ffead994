// Everything that can be used can be reached by the Tab key, in the order in which it is read, and shows that it is.

export async function keyboard({ page }) {
  const found = [];
  for (const [width, colorScheme] of [[1280, 'light'], [320, 'dark']]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await walk(page)).map((finding) => `by keyboard at ${width} px, ${colorScheme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  return found;
}

async function walk(page) {
  const found = [];
  const order = await page.evaluate(() => {
    document.activeElement.blur();
    getSelection().removeAllRanges();
    window.scrollTo(0, 0);
    const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]');
    window.stops = [...all].filter((element) => element.checkVisibility() && element.tabIndex >= 0);
    if ([...all].some((element) => element.tabIndex > 0)) return -1;
    return window.stops.length;
  });
  if (order < 0) return ['an element has a place of its own in the tab order'];
  // Begin at the top, wherever an earlier walk ended.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  let top = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < order; place += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(reached, place);
    if (stop.wrong) {
      found.push(`stop ${place + 1} is ${stop.wrong}`);
      break;
    }
    if (place === 0 && !stop.skip) found.push('the first stop is no way past the navigation');
    if (!stop.ringed) found.push(`no focus is seen on ${stop.named}`);
    if (!stop.inView) found.push(`the focus is out of sight on ${stop.named}`);
    if (stop.main && stop.top < top - 1) found.push(`the focus jumps up to ${stop.named}`);
    if (stop.main) top = stop.top;
  }
  const summary = page.locator('summary').first();
  if ((await summary.count()) > 0) {
    await summary.focus();
    await page.keyboard.press('Enter');
    if (!(await page.evaluate(() => document.querySelector('details').open))) found.push('a table is not opened by Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.activeElement.closest('details') !== null);
    if (!inside) found.push('an open table cannot be reached to be scrolled');
    await page.evaluate(() => {
      document.querySelector('details').open = false;
    });
  }
  return found;
}

/** Runs in the page: what has the focus now, and how that shows. */
function reached(place) {
  const element = document.activeElement;
  const wanted = window.stops[place];
  const named = (one) => `<${one.localName}> ${(one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)}`;
  if (element !== wanted) return { wrong: `${named(element)}, not ${named(wanted)}` };
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [red, green, blue] = parts(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const style = getComputedStyle(element);
  const paper = getComputedStyle(document.body).backgroundColor;
  const box = element.getBoundingClientRect();
  const at = document.elementFromPoint(
    Math.min(Math.max(box.left + 4, 0), innerWidth - 1),
    Math.min(Math.max(box.top + 4, 0), innerHeight - 1),
  );
  return {
    named: named(element),
    skip: element.hash?.length > 1 && element.closest('nav') === null,
    ringed:
      element.matches(':focus-visible') &&
      style.outlineStyle !== 'none' &&
      Number.parseFloat(style.outlineWidth) >= 2 &&
      contrast(style.outlineColor, paper) >= 3,
    inView: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight && at !== null && (element.contains(at) || at.contains(element)),
    // The navigation has a column of its own, or several.
    main: element.closest('main') !== null && element.closest('nav') === null,
    top: box.top + scrollY,
  };
}
