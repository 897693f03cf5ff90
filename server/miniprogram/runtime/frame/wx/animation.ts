// `wx.createAnimation`: calls are recorded as the steps that `animation="{{…}}"` of an element takes; the built-in components
// apply them.

/** One change, and how it is made. A transform has its arguments; a style its property and value. */
export interface Step {
  animates: { type: string; args: unknown[] }[];
  option: { transformOrigin: string; transition: { duration: number; timingFunction: string; delay: number } };
}

const TRANSFORMS =
  'matrix matrix3d rotate rotate3d rotateX rotateY rotateZ scale scale3d scaleX scaleY scaleZ skew skewX skewY translate translate3d translateX translateY translateZ';
const LENGTHS = 'width height left right top bottom';

export const createAnimation = (given: WechatMiniprogram.StepOption = {}): Record<string, unknown> => {
  const standard = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...given };
  let steps: Step[] = [];
  // what an earlier step set stays in later ones, until it is set again
  const current = new Map<string, { type: string; args: unknown[] }>();
  const animation: Record<string, unknown> = {
    step: (options: WechatMiniprogram.StepOption = {}) => {
      const { transformOrigin, duration, timingFunction, delay } = { ...standard, ...options };
      steps.push({ animates: [...current.values()], option: { transformOrigin, transition: { duration, timingFunction, delay } } });
      return animation;
    },
    export: () => {
      const actions = steps;
      steps = [];
      return { actions };
    },
  };
  const method = (name: string, key: string, change: (...args: unknown[]) => { type: string; args: unknown[] }) => {
    animation[name] = (...args: unknown[]) => {
      current.set(key, change(...args));
      return animation;
    };
  };
  for (const name of TRANSFORMS.split(' ')) method(name, name, (...args) => ({ type: name, args }));
  for (const name of LENGTHS.split(' '))
    method(name, `style.${name}`, (value) => ({ type: 'style', args: [name, typeof value === 'number' ? `${value}px` : value] }));
  method('opacity', 'style.opacity', (value) => ({ type: 'style', args: ['opacity', value] }));
  method('backgroundColor', 'style.background-color', (value) => ({ type: 'style', args: ['background-color', value] }));
  return animation;
};
