// The rules of WeChat's page stack, without pages: what is refused, what is dropped, what is kept. Tab pages stay alive when they
// leave the screen; all others end.

export type Move = 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab';

/** Pages at most on the stack. */
export const MOST_PAGES = 10;

export interface StackFacts {
  pages: ReadonlySet<string>;
  isTab: (path: string) => boolean;
}

/** Why the move is refused, as WeChat's errMsg has it after the name of the call; undefined where it may go on. */
export function refusal(move: Move, path: string, height: number, { pages, isTab }: StackFacts): string | undefined {
  if (!pages.has(path)) return `fail page "${path}" is not found`;
  if (move === 'navigateTo' && isTab(path)) return 'fail can not navigateTo a tabbar page';
  if (move === 'redirectTo' && isTab(path)) return 'fail can not redirectTo a tabbar page';
  if (move === 'switchTab' && !isTab(path)) return 'fail can not switch to no-tabBar page';
  if (move === 'navigateTo' && height >= MOST_PAGES) return 'fail webview count limit exceed';
  return undefined;
}

export interface Entry {
  path: string;
}

export interface Plan<Page extends Entry> {
  /** What stays on the stack, below the target. */
  below: Page[];
  /** Unloaded, from the top down. */
  drop: Page[];
  /** Hidden and kept: the page on the screen, where it is not dropped. */
  hide: Page | undefined;
  /** The target, where it is alive already. */
  reuse: Page | undefined;
}

/** What a move does to the stack (its last is on the screen) and to the tab pages that are alive. */
export function plan<Page extends Entry>(move: Move, path: string, stack: Page[], tabs: Page[], isTab: (path: string) => boolean): Plan<Page> {
  const top = stack.at(-1);
  const reversed = [...stack].reverse();
  if (move === 'navigateTo') return { below: stack, drop: [], hide: top, reuse: undefined };
  if (move === 'redirectTo') return { below: stack.slice(0, -1), drop: top ? [top] : [], hide: undefined, reuse: undefined };
  if (move === 'reLaunch') return { below: [], drop: [...reversed, ...tabs.filter((tab) => !stack.includes(tab))], hide: undefined, reuse: undefined };
  const reuse = tabs.find((tab) => tab.path === path);
  const drop = reversed.filter((page) => !isTab(page.path));
  return { below: [], drop, hide: top && top !== reuse && !drop.includes(top) ? top : undefined, reuse };
}

/** How many pages `navigateBack` leaves on the stack; undefined where there is none to go back to. */
export function heightAfterBack(height: number, delta: number): number | undefined {
  if (height <= 1) return undefined;
  const steps = Number.isFinite(delta) && delta >= 1 ? Math.floor(delta) : 1;
  return Math.max(1, height - steps);
}
