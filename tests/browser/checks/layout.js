// From a telephone to a large screen nothing runs out of the page, is cut off, or is too small to read.

/** CSS pixels. */
const WIDTHS = [320, 768, 1280, 1920];

export async function layout({ page }) {
  const found = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const opened of [false, true]) {
      await page.evaluate((opened) => {
        for (const details of document.querySelectorAll('details')) details.open = opened;
      }, opened);
      const where = `at ${width} px${opened ? ' with all tables open' : ''}`;
      found.push(...(await page.evaluate(look)).map((finding) => `${where}: ${finding}`));
    }
  }
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = false;
  });
  return found;
}

/** Runs in the page. */
function look() {
  const found = [];
  const root = document.documentElement;
  const room = root.clientWidth;
  const named = (element) => `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.trim().slice(0, 50)}`;
  if (root.scrollWidth > room) found.push(`the page scrolls sideways: it is ${root.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll('*')) {
    // What scrolls by itself may be wider than the page, and what only screen readers see has no place in it.
    if (element.closest('.unseen, .skip, .bars thead, details > :not(summary) caption') || element.parentElement.closest('.scroll')) continue;
    if (!element.checkVisibility()) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > room + 1 || box.left < -1)) found.push(`runs out of the page: ${named(element)}`);
    const cuts = getComputedStyle(element).overflowX;
    if (!['visible', 'auto', 'scroll'].includes(cuts) && element.localName !== 'svg' && element.scrollWidth > element.clientWidth + 1) {
      found.push(`is cut off: ${named(element)}`);
    }
  }
  for (const text of document.querySelectorAll('svg.figure text')) {
    if (!text.checkVisibility()) continue;
    const svg = text.ownerSVGElement;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const size = Number.parseFloat(getComputedStyle(text).fontSize) * scale;
    if (size < 10.5) {
      found.push(`is too small to read, ${size.toFixed(1)} px: ${text.textContent}`);
      break;
    }
  }
  return found;
}
