// What this folder draws over the page itself. It stands in a shadow tree, so that no style of the project reaches it; a modal
// `<dialog>` keeps the focus inside, makes the page behind inert and closes on Escape.

const BASE = ':host{all:initial}dialog{margin:auto;border:0;padding:0;font:16px/1.5 system-ui,sans-serif}button,input{font:inherit}';

export interface Overlay {
  dialog: HTMLDialogElement;
  close(): void;
}

/** Opens a dialog with the style given; `closed` runs once, however it is closed. */
export const openOverlay = (label: string, style: string, closed: () => void): Overlay => {
  const host = document.createElement('oa-overlay');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = document.createElement('style');
  sheet.textContent = BASE + style;
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', label);
  root.append(sheet, dialog);
  document.body.append(host);
  const before = document.activeElement;
  dialog.addEventListener('close', () => {
    host.remove();
    if (before instanceof HTMLElement) before.focus();
    closed();
  });
  dialog.showModal();
  return { dialog, close: () => dialog.close() };
};

/** An element with its text. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string, text = ''): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
};
