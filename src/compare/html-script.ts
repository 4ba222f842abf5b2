/**
 * What the page does beyond its links: filters findings, tells of the part that is chosen, and zooms. Text gets into the page as text alone.
 * Not a function turned into text: a compiler, or who measures coverage, would change it.
 */
export const SCRIPT = `'use strict';
for (const view of document.querySelectorAll('.candidate')) start(view);

function start(view) {
  const findings = [...view.querySelectorAll('.finding')];
  const selection = view.querySelector('.selection');
  const filter = view.querySelector('.filter');
  const words = new Map(findings.map((one) => [one, one.textContent.toLowerCase()]));

  function apply() {
    const chosen = new Set([...filter.querySelectorAll('[name=severity]:checked')].map((one) => one.value));
    const facet = filter.elements.facet.value;
    const kind = filter.elements.kind.value;
    const text = filter.elements.text.value.trim().toLowerCase();
    let shown = 0;
    for (const one of findings) {
      const { severity, facet: ownFacet, kind: ownKind } = one.dataset;
      one.hidden = !(chosen.has(severity) && (!facet || facet === ownFacet) && (!kind || kind === ownKind) && words.get(one).includes(text));
      if (!one.hidden) shown += 1;
    }
    view.querySelector('.shown').textContent = shown + ' of ' + findings.length;
    view.querySelector('.none').hidden = shown > 0;
  }

  function link(target, text) {
    const a = document.createElement('a');
    a.href = '#' + target;
    a.textContent = text;
    return a;
  }

  function mark(name, one) {
    for (const old of view.querySelectorAll('.' + name)) old.classList.remove(name);
    if (one) one.classList.add(name);
  }

  function choose(part) {
    const { name, state, findings: numbers, other } = part.dataset;
    const opposite = other ? document.getElementById(other) : null;
    mark('chosen', part);
    mark('opposite', opposite);
    const told = document.createElement('p');
    const bold = document.createElement('strong');
    bold.textContent = name;
    told.append(bold, state ? ': ' + state + '. ' : '. ');
    if (opposite) told.append('Counterpart: ', link(other, opposite.dataset.name), '. ');
    for (const number of numbers ? numbers.split(' ') : []) {
      const id = view.id + '-finding-' + number;
      const finding = document.getElementById(id);
      if (finding) told.append(document.createElement('br'), link(id, '#' + number + ' ' + finding.querySelector('.title').textContent));
    }
    selection.replaceChildren(told);
    selection.classList.add('told');
    if (opposite) reveal(opposite);
  }

  /** Within its pane alone. */
  function reveal(part) {
    const canvas = part.closest('.canvas');
    const [inner, outer] = [part.getBoundingClientRect(), canvas.getBoundingClientRect()];
    canvas.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
    canvas.scrollTop += inner.top + inner.height / 2 - outer.top - outer.height / 2;
  }

  function follow(id) {
    const target = document.getElementById(id);
    if (!target || !view.contains(target)) return false;
    if (target.classList.contains('part')) {
      choose(target);
      target.closest('.panes').scrollIntoView({ block: 'nearest' });
      reveal(target);
      target.focus({ preventScroll: true });
    } else if (target.classList.contains('finding')) {
      if (target.hidden) filter.reset(), apply();
      target.open = true;
      mark('chosen', target);
      target.scrollIntoView({ block: 'center' });
      target.querySelector('summary').focus({ preventScroll: true });
    } else return false;
    return true;
  }

  view.addEventListener('click', (event) => {
    const part = event.target.closest('.part');
    if (part) {
      event.preventDefault();
      choose(part);
      return;
    }
    const anchor = event.target.closest('a[href^="#"]');
    if (anchor && follow(decodeURIComponent(anchor.getAttribute('href').slice(1)))) event.preventDefault();
  });
  for (const zoom of view.querySelectorAll('[name=zoom]')) {
    const drawing = zoom.closest('.pane').querySelector('.drawing');
    const [width, height] = [drawing.width.baseVal.value, drawing.height.baseVal.value];
    const size = () => {
      drawing.setAttribute('width', width * zoom.value / 100);
      drawing.setAttribute('height', height * zoom.value / 100);
    };
    zoom.addEventListener('input', size);
    // What is too wide at first is made smaller, as long as it can be read.
    const room = zoom.closest('.pane').querySelector('.canvas').clientWidth - 22;
    if (width > room) zoom.value = Math.max(70, Math.floor(room / width * 100));
    size();
    const canvas = drawing.parentElement;
    canvas.scrollLeft = (canvas.scrollWidth - canvas.clientWidth) / 2;
  }
  if (!filter) return;
  filter.addEventListener('input', apply);
  filter.addEventListener('submit', (event) => event.preventDefault());
  filter.addEventListener('reset', () => setTimeout(apply));
  filter.elements.open.addEventListener('click', () => {
    const isOpening = findings.some((one) => !one.hidden && !one.open);
    for (const one of findings) one.open = isOpening;
    filter.elements.open.textContent = isOpening ? 'Close all' : 'Open all';
  });
  // After the browser has gone there itself.
  const arrive = () => setTimeout(() => follow(decodeURIComponent(location.hash.slice(1))));
  addEventListener('load', arrive);
  addEventListener('hashchange', arrive);
}
`;
