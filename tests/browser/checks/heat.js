// In a heat table colour is never alone: every coloured cell has a mark, its words can be read on its colour, and the colour can be told
// from the paper; light and dark.

/** The least contrast of words with their cell, and of one colour with another: of a pale wash, not of a sign. */
const LEAST = { words: 7, wash: 1.08 };

export async function heat({ page }) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await page.evaluate(look, LEAST)).map((finding) => `${colorScheme}: ${finding}`));
  }
  await page.emulateMedia({ colorScheme: null });
  return [...new Set(found)];
}

/** Runs in the page. */
function look(least) {
  const found = [];
  const parts = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const linear = parts(colour).slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const cell of document.querySelectorAll('.heat td')) {
    const text = cell.textContent.trim();
    const marked = /[▲▼]/.exec(text)?.[0];
    const wash = getComputedStyle(cell).backgroundColor;
    const coloured = parts(wash)[3] !== 0 && wash !== paper;
    if (coloured && !marked) found.push(`a coloured cell has no mark: "${text}"`);
    if (!marked) continue;
    if (!coloured) found.push(`a marked cell has no colour: "${text}"`);
    else if (contrast(wash, paper) < least.wash) found.push(`a colour cannot be told from the paper: "${text}"`);
    if (contrast(getComputedStyle(cell).color, coloured ? wash : paper) < least.words) found.push(`faint words on a colour: "${text}"`);
    if (cell.classList.contains(marked === '▲' ? 'below' : 'above')) found.push(`a mark points the wrong way: "${text}"`);
  }
  return found;
}
