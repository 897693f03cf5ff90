// What steers a component of the page by its id: canvases are drawn and read, players are played.
import { canvasById, createCanvasContext, createMediaContext } from '../builtins/contexts';
import { type Caller, asynchronous, reason, synchronous } from './callbacks';
import { canvasBytes } from './picture';

const MOST = 4096;

/** A `<canvas>` of `component` or of the page on the screen, by `canvas-id` or `id`. */
const wanted = (id: string, component?: object): HTMLCanvasElement => {
  const canvas = canvasById(id, component);
  if (!canvas) throw reason('canvas is empty');
  return canvas;
};

export const componentContexts = (caller: Caller) => {
  const { engine } = caller;

  const toFile = async (options: WechatMiniprogram.CanvasToTempFilePathOption) => {
    const source = (options.canvas as HTMLCanvasElement | undefined) ?? wanted(String(options.canvasId));
    // the lengths of an old canvas are CSS pixels; those of a new one are its own
    const scale = options.canvas ? 1 : source.width / (source.clientWidth || source.width);
    const { x = 0, y = 0, fileType = 'png', quality } = options;
    const width = options.width ?? source.width / scale - x;
    const height = options.height ?? source.height / scale - y;
    const target = document.createElement('canvas');
    target.width = Math.min(MOST, Math.round(options.destWidth ?? width * scale));
    target.height = Math.min(MOST, Math.round(options.destHeight ?? height * scale));
    target.getContext('2d')?.drawImage(source, x * scale, y * scale, width * scale, height * scale, 0, 0, target.width, target.height);
    const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png';
    return { tempFilePath: engine.files.add(await canvasBytes(target, type, quality), type, `canvas.${fileType}`) };
  };
  const context = (id: string): CanvasRenderingContext2D => {
    const found = wanted(id).getContext('2d');
    if (!found) throw reason('canvas is empty');
    return found;
  };
  const box = { canvasId: 'String', x: 'Number', y: 'Number', width: 'Number' };

  return {
    canvasToTempFilePath: asynchronous({}, toFile),
    canvasGetImageData: asynchronous(
      { ...box, height: 'Number' },
      ({ canvasId, x, y, width, height }: WechatMiniprogram.CanvasGetImageDataOption) => {
        const pixels = context(canvasId).getImageData(x, y, width, height);
        return { width: pixels.width, height: pixels.height, data: pixels.data };
      },
    ),
    canvasPutImageData: asynchronous(box, ({ canvasId, data, x, y, width }: WechatMiniprogram.CanvasPutImageDataOption) =>
      context(canvasId).putImageData(new ImageData(new Uint8ClampedArray(data), width), x, y),
    ),
    createCanvasContext: synchronous(createCanvasContext, ['canvasId']),
    createVideoContext: synchronous((id: string, component?: object) => createMediaContext('video', id, component), ['id']),
    createAudioContext: synchronous((id: string, component?: object) => createMediaContext('audio', id, component), ['id']),
    createOffscreenCanvas: synchronous((first?: unknown, height?: unknown) => {
      const size = typeof first === 'object' ? (first as { width?: number; height?: number }) : { width: first, height };
      const made = document.createElement('canvas');
      made.width = Math.min(MOST, Number(size?.width ?? 300));
      made.height = Math.min(MOST, Number(size?.height ?? 150));
      return Object.assign(made, { createImage: () => new Image() });
    }),
  };
};
