// In a picture nothing stands on anything else or outside it, and all of it can be told from its paper, light and dark.

/** In a page the wide and the slim drawing of every figure. */
export function figures({ page }) {
  return drawn(page, [1280, 320]);
}

/** A picture that is a file of its own. */
export function picture({ page }) {
  return drawn(page, [1280]);
}

async function drawn(page, widths) {
  const found = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    found.push(...(await page.evaluate(overlaps)).map((finding) => `at ${width} px: ${finding}`));
  }
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await page.evaluate(contrasts, colorScheme)).map((finding) => `${colorScheme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

/** Runs in the page: texts on texts, texts on marks, and what is drawn outside the picture. */
function overlaps() {
  const found = [];
  for (const svg of document.querySelectorAll('svg.figure')) {
    if (!svg.checkVisibility()) continue;
    const name = svg.getAttribute('aria-label') ?? svg.querySelector('title')?.textContent ?? 'a picture';
    const say = (finding) => found.push(`in "${name.slice(0, 50)}" ${finding}`);
    const { width, height } = svg.viewBox.baseVal;
    const boxed = (element) => {
      const { x, y, width, height } = element.getBBox();
      const half = element.localName === 'line' ? Number.parseFloat(getComputedStyle(element).strokeWidth) / 2 : 0;
      return { element, left: x - half, right: x + width + half, top: y - half, bottom: y + height + half };
    };
    // A line of text is as high as its font allows; letters take about three quarters of it.
    const words = [...svg.querySelectorAll('text')].map(boxed).map((box) => ({ ...box, top: box.top + 2, bottom: box.bottom - 2 }));
    const marks = [...svg.querySelectorAll('line.interval, line.widened, circle, path:not(.grid)')].map(boxed);
    const meet = (one, other) =>
      one.left < other.right - 0.5 && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
    words.forEach((one, place) => {
      const text = one.element.textContent;
      if (text.trim() === '') say('a text is empty');
      if (one.left < -0.5 || one.right > width + 0.5 || one.top < -0.5 || one.bottom > height + 0.5) say(`"${text}" runs out of it`);
      for (const other of words.slice(0, place)) {
        if (meet(one, other)) say(`"${text}" stands on "${other.element.textContent}"`);
      }
      for (const mark of marks) {
        if (meet(one, mark)) say(`"${text}" stands on a ${mark.element.localName}`);
      }
    });
    for (const { left, right, top, bottom, element } of marks) {
      if (left < -0.5 || right > width + 0.5 || top < -0.5 || bottom > height + 0.5) say(`a ${element.localName} runs out of it`);
    }
  }
  return found;
}

/** Runs in the page: whether the paper is what the scheme says, and texts and marks stand out from what they stand on. */
function contrasts(scheme) {
  const found = [];
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
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
  const alone = document.documentElement.localName === 'svg';
  const sheet = alone ? document.querySelector('rect.paper') : document.body;
  const paper = alone ? getComputedStyle(sheet).fill : getComputedStyle(sheet).backgroundColor;
  if ((luminance(paper) > 0.5) !== (scheme === 'light')) found.push(`the paper is ${paper}`);
  const told = new Set();
  for (const svg of document.querySelectorAll('svg.figure')) {
    if (!svg.checkVisibility()) continue;
    const areas = [...svg.querySelectorAll('rect:not(.paper)')].map((element) => ({ element, box: element.getBBox() }));
    for (const element of svg.querySelectorAll('text, line.interval, line.widened, line.axis, line.reference, circle, path:not(.grid)')) {
      const { x, y, width, height } = element.getBBox();
      const [middle, centre] = [x + width / 2, y + height / 2];
      const under = areas.filter(
        ({ element: area, box }) =>
          area.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
          box.x <= middle && middle <= box.x + box.width && box.y <= centre && centre <= box.y + box.height,
      );
      const on = under.length > 0 ? getComputedStyle(under.at(-1).element).fill : paper;
      const style = getComputedStyle(element);
      const ink = element.localName === 'text' || style.stroke === 'none' ? style.fill : style.stroke;
      const least = element.localName === 'text' ? 4.5 : 3;
      const is = contrast(ink, on);
      const kind = `${element.localName}.${element.getAttribute('class')}: ${ink} on ${on}`;
      // The axis of the bars runs between them, over whatever stands there.
      const onBars = element.matches('line.axis, line.reference') && under.length > 0;
      if (is < least && !onBars && !told.has(kind)) {
        told.add(kind);
        found.push(`cannot be told from what it stands on, ${is.toFixed(2)}: ${kind}`);
      }
    }
  }
  return found;
}
