// The browser's half of `focus.rs`, in the script's own words.

let focusBefore;
const focusOn = (selector) => $(selector)?.focus();
const focusRemember = () => { focusBefore = document.activeElement; };
const focusKeep = (selector) => { if (document.activeElement.matches(selector)) requestAnimationFrame(() => focusOn(selector)); };
const focusRestore = () => { if (document.activeElement == document.body && focusBefore?.isConnected) focusBefore.focus(); focusBefore = null; };
const focusPicked = (event) => event.target.closest('[data-pick]')?.dataset.pick;
const focusHold = (event) => { if (event.target.tagName != 'INPUT') event.preventDefault(); };
const focusInside = (event) => {
  const buttons = [...event.currentTarget.querySelectorAll('button')], ends = [buttons.at(0), buttons.at(-1)];
  const [from, to] = event.shiftKey ? ends : ends.reverse();
  if (document.activeElement == from) {
    event.preventDefault();
    to.focus();
  }
};
const focusShut = (details) => {
  const menu = $(details);
  menu.open = false;
  menu.firstChild.focus();
};
const focusBeside = (before) => {
  const item = document.activeElement.parentElement;
  (before ? item.previousElementSibling : item.nextElementSibling)?.firstElementChild.focus();
};
