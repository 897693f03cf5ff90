// Without a pointer: Enter or Space on an element that has the focus taps it, and so does the `click` of a screen reader.
import { elementOf } from './events';
import { tap, touchOf } from './gestures';

const NATIVE_CONTROLS = 'input, textarea, select, button, a[href], video, audio, [contenteditable]';

export function watchKeyboard(): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target;
    if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat || event.defaultPrevented || event.isComposing) return;
    if (!(target instanceof window.Element) || target === document.body || target.matches(NATIVE_CONTROLS)) return;
    if (tapAt(target, event)) event.preventDefault(); // Space would scroll
  });
  document.addEventListener('click', (event) => {
    const target = event.target;
    // a pointer's click counts its presses; one that was made by a program, or by a screen reader, has none
    if (event.detail !== 0 || event.defaultPrevented || !(target instanceof window.Element) || target.closest(NATIVE_CONTROLS)) return;
    tapAt(target, event);
  });
}

/** A tap in the middle of the element; false where it belongs to no component. */
function tapAt(node: globalThis.Element, origin: Event): boolean {
  const target = elementOf(node);
  if (!target) return false;
  const { left, top, width, height } = node.getBoundingClientRect();
  const touch = touchOf({ identifier: 0, clientX: left + width / 2, clientY: top + height / 2 });
  tap(target, node, { touches: [], changedTouches: [touch], origin });
  return true;
}
