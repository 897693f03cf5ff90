// The browser's file chooser, for `wx.chooseImage` and its like: only what the visitor picks reaches the mini-program.

import type { PickedFile } from '../protocol';
import { Refusal } from './send';

/** WeChat lets 20 files be picked at most (`chooseMedia`). */
const FILE_LIMIT = 20;
/** All of them together, in bytes: they are held in memory, here and in the frame. */
const TOTAL_LIMIT = 50_000_000;

/** Throws `cancel` where nothing was picked or `signal` ended the call. Must follow a tap. */
export async function chooseFile(accept: string, multiple: boolean, signal: AbortSignal): Promise<PickedFile[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.multiple = multiple;
  const picked = await new Promise<File[]>((resolve) => {
    const end = () => resolve([...(input.files ?? [])]);
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    signal.addEventListener('abort', () => resolve([]));
    input.click();
  });
  const files = picked.slice(0, FILE_LIMIT);
  if (files.length === 0) throw new Refusal('cancel');
  if (files.reduce((size, file) => size + file.size, 0) > TOTAL_LIMIT) throw new Refusal('exceed max file size');
  return Promise.all(files.map((file) => asPickedFile(file, file.name)));
}

/** A file that can be sent to the frame. */
export const asPickedFile = async (blob: Blob, name: string): Promise<PickedFile> => ({
  name,
  type: blob.type,
  bytes: await blob.arrayBuffer(),
});
