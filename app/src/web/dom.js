// The browser's half of `dom.rs`: what the workbench does to the document, in the script's own words, which are shorter than
// WASM and its glue.

const $ = (selector) => document.querySelector(selector);

const domShows = (selector, text) => !!$(selector)?.getClientRects().length && $(selector).textContent.includes(text);
const domAttribute = (selector, name) => $(selector)?.getAttribute(name);
const domChecked = (selector) => !!$(selector)?.checked;
const domSetHtml = (selector, html) => { const part = $(selector); if (part) part.innerHTML = html; };
const domSetAttribute = (selector, name, value) => { value == null ? $(selector)?.removeAttribute(name) : $(selector)?.setAttribute(name, value); };
const domSetChecked = (selector, on) => { const field = $(selector); if (field) field.checked = on; };
const domSetValue = (selector, value) => { const field = $(selector); if (field) field.value = value; };
const domClick = (selector) => $(selector)?.click();
const domMatches = (query) => matchMedia(query).matches;
const domNow = () => performance.now();

// Where an element is, from the window's corner: the middle, and the lower edge.
const domPlace = (selector) => {
  const place = $(selector)?.getBoundingClientRect();
  return place ? [place.x + place.width / 2, place.y + place.height / 2, place.bottom] : [];
};

// Hears events of `kinds` (words) inside an element: what it is for, and what a field holds. True from `heard` says that the
// browser is to do nothing.
const domHear = (selector, kinds, heard) => {
  for (const kind of kinds.split(' ')) $(selector)?.addEventListener(kind, (event) => {
    const { target, key = '', clientY = 0, isTrusted } = event, act = target.closest?.('[data-do]')?.dataset.do ?? '';
    if (heard(kind, key, act, String(target.value ?? ''), !!target.checked, clientY, target.className?.baseVal ?? target.className ?? '', isTrusted)) event.preventDefault();
  }, true);
};

// Scrolls `scroller` so that `part` is in view whole, resting on the edge of one of `rests`; not while the pointer or the focus
// is in it.
const domScrollTo = (scroller, part, rests) => {
  const box = $(scroller), place = (node) => node.getBoundingClientRect();
  if (!box || $(`${scroller}:is(:hover,:focus-within)`)) return;
  const { top, bottom } = place(box), at = place($(part));
  if (at.top >= top && at.bottom + 12 <= bottom) return;
  const here = box.scrollTop - top, need = here + at.bottom + 12 - box.clientHeight;
  const edges = [...document.querySelectorAll(rests)].map((rest) => here + place(rest).top);
  box.scrollTop = Math.min(edges.find((edge) => edge >= need) ?? need, here + at.top);
};

const domScrollEnd = (selector) => { const box = $(selector); if (box) box.scrollTop = box.scrollHeight; };

// The server's events, for good: the browser comes back by itself after an interruption. What the stream says of itself, that
// it had to leave some out or gave way to another window, is told by the style sheet.
const domEvents = (address, heard) => {
  const source = new EventSource(address);
  source.onmessage = ({ data }) => heard(data);
  for (const kind of ['lost', 'replaced']) source.addEventListener(kind, () => domSetAttribute(':root', 'data-stream', kind));
};
