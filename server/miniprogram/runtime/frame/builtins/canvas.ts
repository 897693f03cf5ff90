// canvas: the browser's own for type="2d" and webgl; the old kind is drawn through `wx.createCanvasContext`.
import type { Define } from './define';
import { element } from './dom';

/** What WeChat's canvas node has beside a browser's. */
export interface CanvasNode extends HTMLCanvasElement {
  createImage(): HTMLImageElement;
  createImageData(width: number, height: number): ImageData;
  createPath2D(path?: Path2D): Path2D;
  requestAnimationFrame(callback: FrameRequestCallback): number;
  cancelAnimationFrame(id: number): void;
}

export function defineCanvas(define: Define): void {
  define('canvas', {
    template: 'track',
    properties: { type: '', canvasId: '', disableScroll: false },
    node: true,
    create(self) {
      const { dom } = self;
      const canvas = Object.assign(element('canvas'), {
        createImage: () => new Image(),
        createImageData: (width: number, height: number) => new ImageData(width, height),
        createPath2D: (path?: Path2D) => new Path2D(path),
        requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
        cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
      }) satisfies CanvasNode;
      dom.prepend(canvas);
      self.control = canvas;
      return {
        update(changed) {
          if (changed('canvasId')) dom.setAttribute('canvas-id', self.data.canvasId);
          if (changed('disableScroll')) dom.style.touchAction = self.data.disableScroll ? 'none' : '';
        },
        attached() {
          // the old kind counts in CSS pixels, and is as large as its box; a 2d one has the size that the page gives it
          if (self.data.type) return;
          const ratio = window.devicePixelRatio || 1;
          const fit = () => {
            const [width, height] = [Math.round(dom.clientWidth * ratio), Math.round(dom.clientHeight * ratio)];
            if (!width || !height || (canvas.width === width && canvas.height === height)) return;
            canvas.width = width;
            canvas.height = height;
            canvas.getContext('2d')?.scale(ratio, ratio);
          };
          // hidden now, it gets its size when it is shown; a later change of size would clear what is drawn
          fit();
          if (!dom.clientWidth) {
            const observer = new ResizeObserver(() => {
              fit();
              if (dom.clientWidth) observer.disconnect();
            });
            observer.observe(dom);
          }
        },
        context: () => canvas,
      };
    },
  });
}
