// Following a pointer from its press to its release, wherever it goes.

export interface Drag {
  move(event: PointerEvent): void;
  /** Released or cancelled. */
  end(event: PointerEvent): void;
}

/** Calls `down` for each press on `target`; what it returns follows that pointer. */
export function onDrag(target: HTMLElement, down: (event: PointerEvent) => Drag | undefined): void {
  target.addEventListener('pointerdown', (press) => {
    const drag = press.button === 0 ? down(press) : undefined;
    if (!drag) return;
    // at the window, not by capture: a captured press would take the click from the element below it
    const following = new AbortController();
    const end = (event: PointerEvent) => {
      following.abort();
      drag.end(event);
    };
    const listen = (type: 'pointermove' | 'pointerup' | 'pointercancel', run: (event: PointerEvent) => void) => {
      window.addEventListener(type, (event) => event.pointerId === press.pointerId && run(event), { signal: following.signal });
    };
    // without buttons it was released outside of the frame
    listen('pointermove', (event) => (event.buttons === 0 ? end(event) : drag.move(event)));
    listen('pointerup', end);
    listen('pointercancel', end);
  });
}
