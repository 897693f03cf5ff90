// What the built-in components ask of the engine: addresses, `<navigator>`, and the open types of `<button>`.
import type { GeneralComponent } from 'glass-easel';
import type { Files } from './files';
import type { Navigation } from './navigation';
import type { Report } from './report';
import type { Move } from './stack';
import { rootOf } from './tree';
import type { Engine, Services } from './types';
import { openType } from './wx';

export interface ServicesParts {
  files: Files;
  navigation: () => Navigation;
  engine: () => Engine;
  report: Report;
}

const MOVES: Record<string, Move | undefined> = { navigate: 'navigateTo', redirect: 'redirectTo', reLaunch: 'reLaunch', switchTab: 'switchTab' };

export function createServices({ files, navigation, engine, report }: ServicesParts): Services {
  return {
    fileUrl: (src, component) => files.url(src, ownerPath(component)),
    navigate({ openType: type, url, delta }) {
      const failed = (failure: { errMsg?: string }): void => report.log('warn', [`<navigator open-type="${type}" url="${url}">: ${failure.errMsg ?? 'fail'}`]);
      if (type === 'exit') report.log('info', ['<navigator open-type="exit">: the program would end']);
      else if (type === 'navigateBack') navigation().back(delta).catch(failed);
      else navigation().move(MOVES[type] ?? 'navigateTo', url).catch(failed);
    },
    openType: (type, component) => void openType(engine(), type, component),
    setNavigationBar(change, component) {
      const root = rootOf(component as GeneralComponent);
      navigation().setBar(change, navigation().stack.find((page) => page.root === root));
    },
    report: (level, ...what) => report.log(level, what),
  };
}

/** The path of the component in whose template the built-in stands. */
function ownerPath(component: object): string {
  return (component as GeneralComponent).ownerShadowRoot?.getHostNode().is ?? '';
}
