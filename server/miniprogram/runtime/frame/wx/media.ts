// Pictures and files: what the visitor picks becomes a temporary file, what has a path can be looked at.
import type { PickedFile } from '../../protocol';
import { type Caller, asynchronous, reason } from './callbacks';
import { imageType } from './base64';
import type { Files } from './files';
import { loadPicture, pictureBytes } from './picture';
import { previewPictures } from './preview';
import { videoFacts } from './video';

const PICTURES = 'image/*';
const VIDEOS = 'video/*';

export const media = (caller: Caller, files: Files) => {
  const { engine } = caller;

  const choose = async (accept: string, count: number) => {
    const { files: picked } = await engine.bridge.call('chooseFile', { accept, multiple: count > 1 });
    return picked
      .slice(0, count)
      .map((file) => ({ ...file, size: file.bytes.byteLength, path: engine.files.add(file.bytes, file.type, file.name) }));
  };
  const isVideo = ({ type }: PickedFile): boolean => type.startsWith('video/');
  const sizeOf = async (path: string) => {
    const image = await loadPicture(engine.fileUrl(path));
    return { width: image.naturalWidth, height: image.naturalHeight };
  };
  /** Facts of a video; those that a browser does not find out are 0. */
  const video = async (path: string) => ({ ...(await videoFacts(engine.fileUrl(path))), thumbTempFilePath: '' });

  const chooseMedia = async ({ count = 9, mediaType = ['image', 'video'] }: WechatMiniprogram.ChooseMediaOption) => {
    const mixed = mediaType.includes('mix');
    const accept = [(mixed || mediaType.includes('image')) && PICTURES, (mixed || mediaType.includes('video')) && VIDEOS]
      .filter(Boolean)
      .join(',');
    const picked = await choose(accept || PICTURES, count);
    const tempFiles = await Promise.all(
      picked.map(async (file) => {
        const base = { tempFilePath: file.path, size: file.size };
        if (isVideo(file)) return { ...base, fileType: 'video', ...(await video(file.path)) };
        return { ...base, fileType: 'image', ...(await sizeOf(file.path).catch(() => ({ width: 0, height: 0 }))) };
      }),
    );
    const types = new Set(tempFiles.map((file) => file.fileType));
    return { tempFiles, type: types.size > 1 ? 'mix' : types.has('video') ? 'video' : 'image' };
  };

  const getImageInfo = async ({ src }: WechatMiniprogram.GetImageInfoOption) => {
    const remote = /^https?:\/\/(?!tmp\/)/.test(src);
    // WeChat loads a picture of the net into a temporary file; where its host may not be called, the picture is still shown
    const loaded = remote ? await engine.bridge.call('downloadFile', { url: src, header: {} }).catch(() => undefined) : undefined;
    const bytes = loaded?.bytes ?? engine.files.get(src)?.bytes;
    const path = loaded ? engine.files.add(loaded.bytes, loaded.header['content-type'] ?? '', '') : src;
    const type = bytes ? imageType(bytes) : (/\.(\w+)(\?|$)/.exec(src)?.[1]?.toLowerCase().replace('jpg', 'jpeg') ?? '');
    return { ...(await sizeOf(path)), path, type: type || 'unknown', orientation: 'up' };
  };

  const compressImage = async ({ src, quality = 80, compressedWidth, compressedHeight }: WechatMiniprogram.CompressImageOption) => {
    const bytes = await pictureBytes(engine.fileUrl(src), {
      type: 'image/jpeg',
      quality: quality / 100,
      ...(compressedWidth && { width: compressedWidth }),
      ...(compressedHeight && { height: compressedHeight }),
    });
    return { tempFilePath: engine.files.add(bytes, 'image/jpeg', 'compressed.jpg') };
  };

  const preview = (urls: string[], current: number): void => {
    if (!urls.length) throw reason('parameter error: parameter.urls should have at least 1 item;');
    previewPictures(
      urls.map((url) => engine.fileUrl(url)),
      Math.max(0, current),
    );
  };

  return {
    chooseImage: asynchronous({ count: 'Number?' }, async ({ count = 9 }: WechatMiniprogram.ChooseImageOption) => {
      const picked = await choose(PICTURES, count);
      return { tempFilePaths: picked.map(({ path }) => path), tempFiles: picked.map(({ path, size }) => ({ path, size })) };
    }),
    chooseMedia: asynchronous({ count: 'Number?', mediaType: 'Array?' }, chooseMedia),
    chooseMessageFile: asynchronous(
      { count: 'Number' },
      async ({ count, type = 'all', extension = [] }: WechatMiniprogram.ChooseMessageFileOption) => {
        const accept =
          type === 'image' ? PICTURES : type === 'video' ? VIDEOS : extension.map((name) => name.replace(/^\.?/, '.')).join(',');
        const picked = await choose(accept, count);
        const time = Math.floor(Date.now() / 1000);
        return {
          tempFiles: picked.map((file) => ({
            path: file.path,
            name: file.name,
            size: file.size,
            time,
            type: isVideo(file) ? 'video' : file.type.startsWith('image/') ? 'image' : 'file',
          })),
        };
      },
    ),
    chooseVideo: asynchronous({}, async () => {
      const [file] = await choose(VIDEOS, 1);
      if (!file) throw reason('cancel');
      return { tempFilePath: file.path, size: file.size, ...(await video(file.path)) };
    }),
    getVideoInfo: asynchronous({ src: 'String' }, async ({ src }: WechatMiniprogram.GetVideoInfoOption) => {
      const { bytes, type } = await files.load(src);
      return {
        orientation: 'up',
        type: type.replace('video/', ''),
        ...(await videoFacts(engine.fileUrl(src))),
        size: Math.ceil(bytes.byteLength / 1024),
        fps: 0,
        bitrate: 0,
      };
    }),
    getImageInfo: asynchronous({ src: 'String' }, getImageInfo),
    compressImage: asynchronous({ src: 'String', quality: 'Number?' }, compressImage),
    previewImage: asynchronous({ urls: 'Array' }, ({ urls, current }: WechatMiniprogram.PreviewImageOption) =>
      // older programs give the index
      preview(urls, typeof current === 'number' ? current : urls.indexOf(current ?? '')),
    ),
    previewMedia: asynchronous({ sources: 'Array' }, ({ sources, current = 0 }: WechatMiniprogram.PreviewMediaOption) =>
      preview(
        sources.map(({ url, poster, type }) => (type === 'video' ? (poster ?? url) : url)),
        current,
      ),
    ),
  };
};
