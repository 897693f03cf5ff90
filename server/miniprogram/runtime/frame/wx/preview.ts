// `wx.previewImage`: pictures over the page, one beside the other. A swipe is the browser's own scrolling; arrow keys move,
// Escape, Enter and a tap close.
import { element, openOverlay } from './overlay';

const STYLE = `dialog{width:100vw;height:100vh;max-width:none;max-height:none;background:#000;color:#fff;overflow:hidden}
.pictures{display:flex;width:100%;height:100%;overflow-x:auto;scroll-snap-type:x mandatory;scrollbar-width:none}
.picture{flex:none;width:100%;height:100%;scroll-snap-align:center;scroll-snap-stop:always;object-fit:contain}
.number{position:absolute;top:16px;left:0;right:0;text-align:center;pointer-events:none}
.close{position:absolute;top:8px;right:8px;width:40px;height:40px;border:0;border-radius:20px;background:#0006;color:inherit;cursor:pointer}`;

export const previewPictures = (urls: string[], first: number): void => {
  const { dialog, close } = openOverlay('图片预览 Preview', STYLE, () => undefined);
  const pictures = element('div', 'pictures');
  pictures.tabIndex = 0;
  pictures.append(
    ...urls.map((url, index) => {
      const picture = element('img', 'picture');
      picture.src = url;
      picture.alt = `图片 ${index + 1}`;
      return picture;
    }),
  );
  const number = element('div', 'number');
  const button = element('button', 'close', '✕');
  button.type = 'button';
  button.setAttribute('aria-label', '关闭 Close');
  dialog.append(pictures, number, button);

  const at = (): number => Math.round(pictures.scrollLeft / (pictures.clientWidth || 1));
  const show = (index: number, behavior: ScrollBehavior): void => pictures.scrollTo({ left: index * pictures.clientWidth, behavior });
  const tell = (): void => {
    number.textContent = `${at() + 1} / ${urls.length}`;
  };
  pictures.addEventListener('scroll', tell);
  pictures.addEventListener('click', close);
  button.addEventListener('click', close);
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowRight' || key === 'ArrowLeft') show(at() + (key === 'ArrowRight' ? 1 : -1), 'smooth');
    else if (key === 'Enter') close();
  });
  pictures.focus();
  show(first, 'instant');
  tell();
};
