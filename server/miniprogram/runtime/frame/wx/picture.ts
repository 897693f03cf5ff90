// Pictures as the browser has them: their size, and their bytes by a canvas.
import { reason } from './callbacks';

/** `readable`: with CORS, without which a canvas that it is drawn on cannot be read. */
export const loadPicture = (url: string, readable = false): Promise<HTMLImageElement> =>
  new Promise((resolve, reject) => {
    const image = new Image();
    if (readable) image.crossOrigin = 'anonymous';
    image.onload = () => resolve(image);
    image.onerror = () => reject(reason('file not found'));
    image.src = url;
  });

/** Reads a canvas. `quality` is from 0 to 1. */
export const canvasBytes = (canvas: HTMLCanvasElement, type: string, quality?: number): Promise<ArrayBuffer> =>
  new Promise((resolve, reject) => {
    try {
      canvas.toBlob((blob) => (blob ? resolve(blob.arrayBuffer()) : reject(reason('canvas is empty'))), type, quality);
    } catch {
      reject(reason('canvas is tainted by a picture of another origin'));
    }
  });

/** A picture drawn anew, at its own size or at that of one side. */
export const pictureBytes = async (
  url: string,
  wanted: { type: string; quality?: number; width?: number; height?: number },
): Promise<ArrayBuffer> => {
  const image = await loadPicture(url, true);
  const { naturalWidth, naturalHeight } = image;
  const canvas = document.createElement('canvas');
  canvas.width = wanted.width ?? (wanted.height ? Math.round((naturalWidth * wanted.height) / naturalHeight) : naturalWidth);
  canvas.height = wanted.height ?? (wanted.width ? Math.round((naturalHeight * wanted.width) / naturalWidth) : naturalHeight);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvasBytes(canvas, wanted.type, wanted.quality);
};
