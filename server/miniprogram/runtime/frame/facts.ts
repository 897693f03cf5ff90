// What the engine asks of the project's description: the pages, the tabs, the settings of a page.
import type { Project, WindowJson } from '../protocol';
import { folder, join } from './url';

export interface Tab {
  path: string;
  text: string;
  icon: string;
  selectedIcon: string;
}

export class Facts {
  readonly project: Project;
  readonly pages: ReadonlySet<string>;
  readonly tabs: readonly Tab[];
  /** The page that opens when nothing else is asked for. */
  readonly first: string;

  constructor(project: Project) {
    this.project = project;
    this.pages = new Set(project.pages);
    this.tabs = (project.app.tabBar?.list ?? []).map((tab) => ({
      path: join('', tab.pagePath.replace(/\.html$/, '')),
      text: tab.text ?? '',
      icon: tab.iconPath ?? '',
      selectedIcon: tab.selectedIconPath ?? '',
    }));
    this.first = join('', project.app.entryPagePath ?? project.pages[0] ?? '');
  }

  /** The index of a page in the tab bar, or -1. */
  tab(path: string): number {
    return this.tabs.findIndex((tab) => tab.path === path);
  }

  /** The settings of a page: its own over those of `window` in app.json. */
  window(path: string): WindowJson {
    return { ...this.project.app.window, ...this.project.json[path] };
  }

  /** The path of the component that `name` means in `from`, as `usingComponents` would find it; undefined if there is none. */
  component(from: string, name: string): string | undefined {
    if (/^\w[\w-]*:\/\//.test(name)) return undefined; // a plugin, an extension library
    const tries = (path: string): string | undefined => [path, `${path}/index`].find((one) => this.isComponent(one));
    const near = tries(join(folder(from), name));
    if (near || /^[./]/.test(name)) return near;
    for (let at = folder(from); ; at = folder(at)) {
      const found = tries(join(at, `miniprogram_npm/${name}`));
      if (found || !at) return found ?? tries(join('', name));
    }
  }

  isComponent(path: string): boolean {
    return path in this.project.json || `${path}.js` in this.project.modules;
  }
}
