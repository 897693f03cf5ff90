// video and audio: the browser's own players.
import type { Define, Properties, Self } from './define';
import { attribute, element } from './dom';

/** What `wx.createVideoContext` and `.context()` give. */
function mediaContext(media: HTMLMediaElement, stop: () => void) {
  const nothing = () => undefined;
  return {
    play: () => void media.play().catch(nothing),
    pause: () => media.pause(),
    stop,
    seek: (seconds: number) => void (media.currentTime = Number(seconds) || 0),
    playbackRate: (rate: number) => void (media.playbackRate = Math.min(16, Math.max(0.1, Number(rate) || 1))),
    requestFullScreen: () => void media.requestFullscreen?.().catch(nothing),
    exitFullScreen: () => void (document.fullscreenElement && document.exitFullscreen().catch(nothing)),
    exitPictureInPicture: nothing, sendDanmu: nothing, showStatusBar: nothing, hideStatusBar: nothing, requestBackgroundPlayback: nothing,
    exitBackgroundPlayback: nothing, startCasting: nothing, switchCasting: nothing, exitCasting: nothing, reconnectCasting: nothing,
    // of AudioContext
    setSrc: (src: string) => void (media.src = src),
  };
}

/** Play, pause, end, time and errors, as both tell them. */
function events(self: Self<Properties>, media: HTMLMediaElement): void {
  const time = () => ({ currentTime: media.currentTime, duration: media.duration || 0 });
  for (const name of ['play', 'pause', 'ended', 'timeupdate', 'waiting'] as const) media.addEventListener(name, () => self.emit(name, time()));
  media.addEventListener('error', () => {
    if (media.hasAttribute('src')) self.emit('error', { errMsg: `MEDIA_ERR_${media.error?.code ?? 4}`, errCode: media.error?.code ?? 4 });
  });
}

function stopper(media: HTMLMediaElement): () => void {
  return () => {
    media.pause();
    media.currentTime = 0;
  };
}

export function defineMedia(define: Define): void {
  define('video', {
    template: 'track',
    properties: {
      src: '',
      poster: '',
      controls: true,
      autoplay: false,
      loop: false,
      muted: false,
      initialTime: 0,
      objectFit: 'contain',
      title: '',
    },
    node: true,
    create(self) {
      const video = element('video');
      video.playsInline = true;
      video.preload = 'metadata';
      self.dom.prepend(video);
      events(self as unknown as Self, video);
      video.addEventListener('loadedmetadata', () => {
        if (self.data.initialTime > 0) video.currentTime = self.data.initialTime;
        self.emit('loadedmetadata', { width: video.videoWidth, height: video.videoHeight, duration: video.duration });
      });
      video.addEventListener('progress', () => {
        const end = video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) : 0;
        self.emit('progress', { buffered: video.duration ? (end / video.duration) * 100 : 0 });
      });
      video.addEventListener('seeked', () => self.emit('seekcomplete', { position: video.currentTime }));
      video.addEventListener('fullscreenchange', () => {
        self.emit('fullscreenchange', { fullScreen: document.fullscreenElement === video, direction: 'vertical' });
      });
      const context = mediaContext(video, stopper(video));
      return {
        update(changed) {
          const { src, poster, controls, autoplay, loop, muted, objectFit, title } = self.data;
          const url = (path: string) => path && self.services.fileUrl(path, self.component);
          Object.assign(video, { controls, loop, muted });
          video.autoplay = autoplay;
          video.style.objectFit = objectFit;
          attribute(video, 'title', title);
          if (changed('poster')) attribute(video, 'poster', url(poster));
          if (changed('src')) attribute(video, 'src', url(src));
        },
        detached: () => video.pause(),
        context: () => context,
      };
    },
  });

  define('audio', {
    template: 'empty',
    properties: {
      src: '',
      loop: false,
      controls: false,
      poster: '',
      name: '未知音频',
      author: '未知作者',
    },
    node: true,
    create(self) {
      const audio = element('audio');
      audio.preload = 'metadata';
      audio.controls = true;
      const cover = element('div', 'oa-audio-cover');
      const name = element('div', 'oa-audio-name');
      const author = element('div', 'oa-audio-author');
      self.dom.append(cover, element('div', 'oa-audio-body', name, author, audio));
      events(self as unknown as Self, audio);
      const context = mediaContext(audio, stopper(audio));
      return {
        update(changed) {
          const { src, loop, controls, poster } = self.data;
          audio.loop = loop;
          self.dom.toggleAttribute('controls', controls);
          name.textContent = self.data.name;
          author.textContent = self.data.author;
          if (changed('poster')) {
            const url = poster && self.services.fileUrl(poster, self.component);
            cover.style.backgroundImage = url ? `url("${encodeURI(decodeURI(url)).replace(/["\\]/g, '')}")` : '';
          }
          if (changed('src')) attribute(audio, 'src', src && self.services.fileUrl(src, self.component));
        },
        detached: () => audio.pause(),
        context: () => context,
      };
    },
  });
}
