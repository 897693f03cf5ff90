// The little of a browser that is touched when the frame's modules are loaded in Node. A test that needs more brings it itself.
const nothing = (): undefined => undefined;
const element = () => ({ getContext: () => null, setAttribute: nothing, style: {} });

Object.assign(globalThis, {
  window: globalThis,
  document: {
    createElement: element,
    querySelectorAll: () => [],
    addEventListener: nothing,
    body: { append: nothing },
    documentElement: element(),
  },
  requestAnimationFrame: (call: () => void) => setTimeout(call),
  cancelAnimationFrame: clearTimeout,
  innerWidth: 375,
  innerHeight: 724,
  devicePixelRatio: 2,
});

export {};
