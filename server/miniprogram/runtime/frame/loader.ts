// Loads what the server compiled: as scripts, because the frame may not fetch. Each script hands over what it holds by a global
// function; the order in which they come does not matter, as nothing of the project runs by being loaded.
import type { template } from 'glass-easel';
import type { Project } from '../protocol';
import type { Factory } from './modules';
import type { Report } from './report';
import { clearTimer, createElement, setTimer } from './intrinsics';
import { encodePath } from './url';

export type Templates = template.ProcGenGroupList;

/** How long a script or a sheet may take, in ms. */
const PATIENCE = 15_000;

export class Loader {
  readonly base: string;
  readonly factories = new Map<string, Factory>();
  #project: Project | undefined;
  #templates: Templates | undefined;
  readonly #started = new Map<string, Promise<boolean>>();

  constructor(base: string) {
    this.base = base;
    Object.assign(window, {
      __project: (project: Project) => (this.#project = project),
      __templates: (templates: Templates) => (this.#templates = templates),
      __define: (path: string, factory: Factory) => this.factories.set(path, factory),
    });
  }

  /** The description of the project and its templates; rejects where the server gives none. */
  async project(): Promise<{ project: Project; templates: Templates }> {
    await Promise.all([this.script('project.js'), this.script('templates.js')]);
    if (!this.#project || !this.#templates) throw new Error('project.js or templates.js is missing');
    return { project: this.#project, templates: this.#templates };
  }

  /** Loads the scripts of modules; one that does not come is a problem of the project, and missing when it is required. */
  async modules(paths: Iterable<string>, report: Report): Promise<void> {
    await Promise.all([...paths].map(async (path) => {
      const came = await this.script(`js/${encodePath(path)}`);
      if (!came || !this.factories.has(path)) report.problem({ level: 'error', file: path, line: 0, column: 0, message: came ? 'does not run' : 'cannot be loaded' });
    }));
  }

  /** Whether the script ran, or at least came; each is loaded once. */
  script(path: string): Promise<boolean> {
    const known = this.#started.get(path);
    if (known) return known;
    const element = createElement('script');
    element.src = `${this.base}/${path}`;
    element.crossOrigin = 'anonymous'; // the origin is opaque: without it, errors would have neither text nor place
    const coming = arrival(element);
    this.#started.set(path, coming);
    document.head.append(element);
    return coming;
  }
}

/** Whether a script or a sheet comes. */
export function arrival(element: HTMLScriptElement | HTMLLinkElement): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimer(() => resolve(false), PATIENCE);
    const end = (came: boolean) => () => {
      clearTimer(timer);
      resolve(came);
    };
    element.addEventListener('load', end(true), { once: true });
    element.addEventListener('error', end(false), { once: true });
  });
}
