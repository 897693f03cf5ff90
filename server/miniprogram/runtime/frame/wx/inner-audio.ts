// Sound without an element in the page: `createInnerAudioContext` and the background audio manager, by the browser's own player.
import { type Caller, synchronous } from './callbacks';

/** WeChat's events, and what the browser calls them. */
const EVENTS: Readonly<Record<string, string>> = {
  Canplay: 'canplay',
  Play: 'play',
  Pause: 'pause',
  Ended: 'ended',
  TimeUpdate: 'timeupdate',
  Seeking: 'seeking',
  Seeked: 'seeked',
  Waiting: 'waiting',
  Error: 'error',
};
const SAME = ['loop', 'volume', 'playbackRate', 'autoplay'] as const;

type Listener = (detail?: unknown) => void;

const makeAudio = (caller: Caller) => {
  const audio = new Audio();
  const listeners = new Map<string, Set<Listener>>([...Object.keys(EVENTS), 'Stop', 'Prev', 'Next'].map((event) => [event, new Set()]));
  const emit = (event: string, detail?: unknown): void => listeners.get(event)?.forEach((listener) => caller.call(listener, detail));
  let src = '';
  let startTime = 0;
  let stopping = false;
  for (const [event, native] of Object.entries(EVENTS))
    audio.addEventListener(native, () => {
      // a stop is a pause to the browser
      if (event === 'Pause' && stopping) stopping = false;
      else emit(event, event === 'Error' ? { errCode: 10001, errMsg: audio.error?.message ?? '' } : undefined);
    });
  const context: Record<string, unknown> = {
    startTime: 0,
    obeyMuteSwitch: true,
    referrerPolicy: 'no-referrer',
    play: () => void audio.play().catch((thrown: unknown) => emit('Error', { errCode: 10001, errMsg: String(thrown) })),
    pause: () => audio.pause(),
    seek: (seconds: number) => {
      audio.currentTime = seconds;
    },
    stop: () => {
      stopping = !audio.paused;
      audio.pause();
      audio.currentTime = startTime;
      emit('Stop');
    },
    destroy: () => {
      audio.pause();
      audio.removeAttribute('src');
      for (const those of listeners.values()) those.clear();
    },
  };
  for (const [event, those] of listeners) {
    context[`on${event}`] = (listener: Listener) => void those.add(listener);
    context[`off${event}`] = (listener?: Listener) => (listener ? void those.delete(listener) : those.clear());
  }
  const property = (name: string, get: () => unknown, set?: (value: never) => void) =>
    Object.defineProperty(context, name, { get, ...(set && { set }), enumerable: true });
  for (const name of SAME)
    property(
      name,
      () => audio[name],
      (value: never) => {
        audio[name] = value;
      },
    );
  for (const name of ['duration', 'currentTime'] as const) property(name, () => audio[name] || 0);
  property('paused', () => audio.paused);
  property('buffered', () => (audio.buffered.length ? audio.buffered.end(audio.buffered.length - 1) : 0));
  property(
    'startTime',
    () => startTime,
    (seconds: number) => {
      startTime = seconds;
    },
  );
  property(
    'src',
    () => src,
    (value: string) => {
      src = value;
      audio.src = caller.engine.fileUrl(value);
      audio.currentTime = startTime;
    },
  );
  return { audio, context, property };
};

export const innerAudio = (caller: Caller) => {
  let background: Record<string, unknown> | undefined;
  return {
    createInnerAudioContext: synchronous(() => makeAudio(caller).context),
    getBackgroundAudioManager: synchronous(() => {
      if (!background) {
        const { audio, context } = makeAudio(caller);
        audio.autoplay = true; // setting `src` starts it
        background = Object.assign(context, {
          title: '',
          epname: '',
          singer: '',
          coverImgUrl: '',
          webUrl: '',
          protocol: 'http',
          audioType: 'audio',
          referrerPath: '',
        });
      }
      return background;
    }),
    createWebAudioContext: synchronous(() => new AudioContext()),
  };
};
