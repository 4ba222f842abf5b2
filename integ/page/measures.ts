/** What is asked of the browser, as text: this program knows no DOM. */

/** Texts of cards that stand out of their card, as the browser measures them. */
export const TEXT_OUTSIDE = `[...document.querySelectorAll('g > text')].filter((text) => !text.closest('.badge, .note')).flatMap((text) => {
  const card = [...text.parentElement.children].find((one) => one.matches('rect.front'));
  if (!card) return [];
  const [inner, outer] = [text.getBBox(), card.getBBox()];
  return inner.x < outer.x || inner.x + inner.width > outer.x + outer.width - 4 || inner.y + inner.height > outer.y + outer.height + 1 ? [text.textContent] : [];
})`;

/** Text that is hard to read: its contrast with what is behind it is below 4.5 (WCAG 2.2, 1.4.3). */
export const LOW_CONTRAST = `(() => {
  const parsed = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return { r, g, b, a }; };
  const light = ({ r, g, b }) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = (element) => {
    if (element.namespaceURI.endsWith('svg')) {
      const shape = element.closest('g')?.querySelector(':scope > circle, :scope > rect.front, :scope > rect');
      const near = element.previousElementSibling;
      const own = near?.matches('rect.pill') ? near : shape;
      if (own && getComputedStyle(own).fill !== 'none') return parsed(getComputedStyle(own).fill);
    }
    for (let at = element; at; at = at.parentElement) {
      const colour = parsed(getComputedStyle(at).backgroundColor);
      if (colour.a === 1) return colour;
    }
    return parsed('rgb(255,255,255)');
  };
  const seen = [...document.querySelectorAll('body *')].filter((one) => [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())
    && !one.matches('script, title, desc, option, select') && one.getClientRects().length > 0 && !one.closest('.skip, .halo, caption, legend') && !one.matches('.halo'));
  return seen.flatMap((one) => {
    const style = getComputedStyle(one);
    const found = ratio(parsed(one.namespaceURI.endsWith('svg') ? style.fill : style.color), behind(one));
    return found < 4.5 ? [one.tagName + '.' + (one.className.baseVal ?? one.className) + ' ' + one.textContent.slice(0, 30) + ': ' + found.toFixed(2)] : [];
  });
})()`;

/** Whether the element is inside of what its scrolling pane, and the window, show of it. */
export const inView = (id: string): string => `(() => {
  const part = document.getElementById('${id}').getBoundingClientRect();
  const canvas = document.getElementById('${id}').closest('.canvas').getBoundingClientRect();
  const [x, y] = [part.left + part.width / 2, part.top + part.height / 2];
  return x > canvas.left && x < canvas.right && y > Math.max(0, canvas.top) && y < Math.min(innerHeight, canvas.bottom);
})()`;
