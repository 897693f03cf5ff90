// The sheet of a picker: a dialog over the page with a wheel for each column.
import type { Columns } from './picker-columns';
import { element } from './dom';
import { Wheel } from './wheel';

const ROW = 48;

export interface Sheet {
  /** Draws the columns anew: the page changed them. `chosen` goes to those rows. */
  refresh(chosen?: readonly number[]): void;
  close(): void;
}

interface SheetEvents {
  columnchange(column: number, index: number): void;
  confirm(chosen: number[]): void;
  cancel(): void;
}

/** Opens it for `opener`, which gets the focus at the end. */
export function openSheet(opener: HTMLElement, title: string, columns: () => Columns, events: SheetEvents): Sheet {
  const cancel = element('button', 'oa-sheet-cancel', '取消');
  const confirm = element('button', 'oa-sheet-confirm', '确定');
  const heading = element('div', 'oa-sheet-title', title);
  const wheels = element('div', 'oa-wheels');
  const sheet = element('div', 'oa-sheet', element('div', 'oa-sheet-head', cancel, heading, confirm), wheels);
  const overlay = element('div', 'oa-overlay', sheet);
  sheet.setAttribute('role', 'dialog');
  sheet.setAttribute('aria-modal', 'true');
  sheet.setAttribute('aria-label', title || '选择');
  let chosen = [...columns().initial];
  let shown: Wheel[] = [];
  let texts: string[][] = [];

  const draw = (from: number) => {
    const next = columns().texts(chosen);
    next.forEach((rows, column) => {
      chosen[column] = Math.max(0, Math.min(rows.length - 1, chosen[column] ?? 0));
      if (column < from || (texts[column]?.join('\n') === rows.join('\n') && shown[column])) return;
      const list = wheelOf(rows, `第${column + 1}列`);
      const wheel = new Wheel(list, () => rows.length, { end: (index) => choose(column, index) });
      const before = wheels.children[column];
      const box = element('div', 'oa-wheel', list, element('div', 'oa-wheel-mask'), element('div', 'oa-wheel-frame'));
      if (before) before.replaceWith(box);
      else wheels.append(box);
      shown[column] = wheel;
      wheel.setRow(ROW);
    });
    while (wheels.children.length > next.length) wheels.lastElementChild?.remove();
    shown = shown.slice(0, next.length);
    texts = next;
    shown.forEach((wheel, column) => {
      if (wheel.index !== chosen[column]) wheel.show(chosen[column] ?? 0);
    });
  };
  const choose = (column: number, index: number) => {
    if (chosen[column] === index) return;
    chosen[column] = index;
    events.columnchange(column, index);
    draw(column + 1);
  };
  const close = () => {
    if (!overlay.isConnected) return;
    overlay.remove();
    opener.focus({ preventScroll: true });
  };
  const end = (confirmed: boolean) => {
    close();
    if (confirmed) events.confirm(chosen.slice(0, texts.length));
    else events.cancel();
  };
  cancel.addEventListener('click', () => end(false));
  confirm.addEventListener('click', () => end(true));
  // after a touch that opened it, the browser sends its click to what now lies there: a click counts after a press on the sheet
  let pressed = false;
  overlay.addEventListener('pointerdown', () => (pressed = true), { capture: true });
  overlay.addEventListener('click', (event) => {
    if (event.detail > 0 && !pressed) event.stopPropagation();
    else if (event.target === overlay) end(false);
  }, { capture: true });
  overlay.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end(false);
    else if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('[role=listbox]')) end(true);
    else if (event.key === 'Tab') keepFocus(event, sheet);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(overlay);
  draw(0);
  sheet.querySelector<HTMLElement>('[role=listbox]')?.focus({ preventScroll: true });
  return {
    refresh(rows) {
      if (rows) chosen = [...rows];
      draw(0);
    },
    close,
  };
}

function wheelOf(rows: readonly string[], name: string): HTMLElement {
  const list = element('div', 'oa-wheel-list');
  list.tabIndex = 0;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', name);
  for (const text of rows) {
    const row = element('div', 'oa-wheel-row', text);
    row.setAttribute('role', 'option');
    list.append(row);
  }
  return list;
}

/** Tab goes round within the dialog. */
function keepFocus(event: KeyboardEvent, sheet: HTMLElement): void {
  const stops = [...sheet.querySelectorAll<HTMLElement>('button,[tabindex]')];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
}
