// The navigation bar and the tab bar, which the host draws: their state, told by notes whenever it changes.
import type { PageBar, TabBarState } from '../protocol';
import type { Facts } from './facts';
import type { Bridge } from './types';
import { join } from './url';

/** What of a bar belongs to the page itself; the rest follows from the stack. */
export type OwnBar = Pick<PageBar, 'title' | 'background' | 'textStyle' | 'custom' | 'loading'> & { hideHome: boolean };

export function barOf(facts: Facts, path: string): OwnBar {
  const settings = facts.window(path);
  return {
    title: settings.navigationBarTitleText ?? '',
    background: settings.navigationBarBackgroundColor ?? '#000000',
    textStyle: settings.navigationBarTextStyle === 'black' ? 'black' : 'white',
    custom: settings.navigationStyle === 'custom',
    loading: false,
    hideHome: false,
  };
}

export class TabBar {
  readonly #note: Bridge['note'];
  readonly #state: TabBarState | undefined;
  /** The project draws the bar itself, by the component `custom-tab-bar/index`. */
  readonly custom: boolean;

  constructor(facts: Facts, note: Bridge['note']) {
    this.#note = note;
    const settings = facts.project.app.tabBar;
    this.custom = settings?.custom === true;
    if (!settings?.list.length) return;
    const icon = (path: string): string => (path ? join('', path) : '');
    this.#state = {
      hidden: this.custom,
      color: settings.color ?? '#7A7E83',
      selectedColor: settings.selectedColor ?? '#3cc51f',
      backgroundColor: settings.backgroundColor ?? '#ffffff',
      borderStyle: settings.borderStyle === 'white' ? 'white' : 'black',
      list: facts.tabs.map((tab) => (
        { text: tab.text, icon: icon(tab.icon), selectedIcon: icon(tab.selectedIcon || tab.icon), badge: '', redDot: false }
      )),
    };
  }

  get exists(): boolean {
    return this.#state !== undefined;
  }

  tell(): void {
    if (this.#state) this.#note({ note: 'tabBar', tabBar: structuredClone(this.#state) });
  }

  set(change: Partial<Omit<TabBarState, 'list'>>): void {
    if (!this.#state) return;
    Object.assign(this.#state, defined(change), this.custom ? { hidden: true } : {});
    this.tell();
  }

  /** False where there is no such tab. */
  setTab(index: number, change: Partial<TabBarState['list'][number]>): boolean {
    const tab = this.#state?.list[index];
    if (!tab) return false;
    const { icon, selectedIcon } = change;
    Object.assign(tab, defined(change), icon ? { icon: join('', icon) } : {}, selectedIcon ? { selectedIcon: join('', selectedIcon) } : {});
    this.tell();
    return true;
  }
}

export function defined<Value extends object>(change: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Value>;
}
