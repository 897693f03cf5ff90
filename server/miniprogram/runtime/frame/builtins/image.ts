// image and cover-image: an <img> with WeChat's modes.
import type { Define } from './define';
import { attribute, element } from './dom';

export function defineImages(define: Define): void {
  for (const tag of ['image', 'cover-image']) {
    define(tag, {
      template: 'empty',
      properties: { src: '', mode: tag === 'image' ? 'scaleToFill' : '', lazyLoad: false },
      create(self) {
        const image = element('img');
        image.alt = '';
        image.draggable = false;
        self.dom.append(image);
        self.control = image;
        image.addEventListener('load', () => {
          image.style.visibility = '';
          self.emit('load', { width: image.naturalWidth, height: image.naturalHeight });
        });
        image.addEventListener('error', () => {
          // as in WeChat, nothing stands where a picture is missing
          image.style.visibility = 'hidden';
          if (image.hasAttribute('src')) self.emit('error', { errMsg: `GET ${self.data.src} 404 (Not Found)` });
        });
        return {
          update(changed) {
            const { src, mode, lazyLoad } = self.data;
            if (changed('lazyLoad')) image.loading = lazyLoad ? 'lazy' : 'eager';
            if (changed('mode')) attribute(self.dom, 'mode', mode);
            if (changed('src')) attribute(image, 'src', src && self.services.fileUrl(src, self.component));
          },
        };
      },
    });
  }
}
