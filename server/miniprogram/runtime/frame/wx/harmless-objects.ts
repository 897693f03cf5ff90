// Objects of harmless names: they are there, and nothing comes of them.
import { plain, synchronous, task } from './callbacks';

const nothing = (): undefined => undefined;
const none = (): unknown[] => [];
const EASINGS = 'back bezier bounce circle cubic ease elastic exp in inOut linear out poly quad sin';

const last = (...given: unknown[]): unknown => given.at(-1);

export const harmlessObjects = {
  router: plain({ addRouteBuilder: nothing, getRouteContext: nothing, removeRouteBuilder: nothing }),
  // without a worklet thread, values are ordinary ones and animations arrive where they end
  worklet: plain({
    shared: (value: unknown) => ({ value }),
    derived: (update: () => unknown) => ({
      get value() {
        return update();
      },
    }),
    timing: (value: unknown) => value,
    spring: (value: unknown) => value,
    decay: () => 0,
    delay: last,
    repeat: (animation: unknown) => animation,
    sequence: last,
    runOnUI: (run: unknown) => run,
    runOnJS: (run: unknown) => run,
    cancelAnimation: nothing,
    scrollTo: nothing,
    scrollViewContext: { scrollTo: nothing },
    Easing: Object.fromEntries(EASINGS.split(' ').map((name) => [name, (given: unknown) => given])),
  }),
  getPerformance: synchronous(() => ({
    getEntries: none,
    getEntriesByName: none,
    getEntriesByType: none,
    setBufferSize: nothing,
    setGraph: nothing,
    createObserver: () => ({ observe: nothing, disconnect: nothing }),
  })),
  getPluginUpdateManager: synchronous(() => ({ onCheckForUpdate: nothing, onUpdateFailed: nothing, onUpdateReady: nothing })),
  preDownloadSubpackage: task({}, () => ({ task: { onProgressUpdate: nothing }, run: nothing })),
};
