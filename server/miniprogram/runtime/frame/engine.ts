// Puts the parts together: from what the server and the host gave to a program that runs.
import { Component as TreeComponent } from 'glass-easel';
import type { Init, Project } from '../protocol';
import { AppHost } from './app';
import { Backend, translateInlineStyles } from './backend';
import { TabBar } from './bars';
import type { HostEvent } from './bridge';
import { defineBuiltins } from './builtins';
import { addComponentMethods } from './component-methods';
import { Components } from './components';
import { defineOffsets, dispatch, elementOf } from './events';
import { Facts } from './facts';
import { Files } from './files';
import { Gestures } from './gestures';
import { createElement } from './intrinsics';
import { watchKeyboard } from './keyboard';
import type { Loader, Templates } from './loader';
import { Modules } from './modules';
import { Navigation, TAB_BAR } from './navigation';
import { PullDown } from './pull-down';
import { Ready } from './ready';
import type { Report } from './report';
import { addModules, closure } from './resolve';
import { Scrolling } from './scroll';
import { SelectorQuery } from './selector-query';
import { createServices } from './services';
import type { StorageCopy } from './storage';
import { Styles } from './styles';
import type { Bridge, Engine, PageInstance } from './types';
import { pageUrl, parseQuery } from './url';
import { createWx } from './wx';
import { connectHandlers } from './wxs';

export interface EngineParts {
  project: Project;
  templates: Templates;
  init: Init;
  bridge: Bridge;
  storage: StorageCopy;
  loader: Loader;
  report: Report;
}

/** Calls of `wx` that `wxCalls()` remembers. */
const MOST_CALLS = 1000;

export interface Running {
  onHost: (event: HostEvent) => void;
}

export async function startEngine({ project, templates, init, bridge, storage, loader, report }: EngineParts): Promise<Running> {
  report.compiled(project.problems);
  const facts = new Facts(project);
  const files = new Files(loader.base);
  const app = new AppHost(report);
  const ready = new Ready();
  const styles = new Styles(loader, report, project.styles);
  const resolve = (from: string, name: string): string | undefined => facts.component(from, name);

  const modules: Modules = new Modules({
    entries: project.modules,
    factories: loader.factories,
    globals: {
      get Page() { return components.globals.Page; },
      get Component() { return components.globals.Component; },
      get Behavior() { return components.globals.Behavior; },
      get wx() { return wx; },
      App: app.register,
      getApp: app.get,
      getCurrentPages: () => navigation.stack.map((page) => page.instance),
    },
    load: (path) => loadModules([path]),
  });
  const components: Components = new Components(facts, templates, styles, report, ready, (module) => void modules.run(module));

  async function loadModules(paths: string[]): Promise<void> {
    const all = new Set<string>();
    for (const path of paths) addModules(project.modules, path, all);
    await loader.modules(all, report);
  }

  async function load(path: string): Promise<Set<string>> {
    const roots = tabBar.custom && facts.tab(path) >= 0 && facts.isComponent(TAB_BAR) ? [path, TAB_BAR] : [path];
    const found = closure(project, roots, resolve);
    // which sheet it is, is sure only when the scripts have run; most often it is this
    void styles.load(path, 'page', 'page');
    await loader.modules(found.modules, report);
    return found.components;
  }

  // glass-easel and the built-ins
  const space = components.code.getComponentSpace();
  const backendContext = new Backend((event) => {
    const target = elementOf(event.target);
    if (target) dispatch(target, event.type, { detail: {}, origin: event });
  });
  translateInlineStyles((src, from) => files.url(src, from));
  defineOffsets();
  await defineBuiltins(space, templates, createServices({ files, navigation: () => navigation, engine: () => engine, report }), project.tags);
  connectHandlers(TreeComponent.createWithContext('probe', space.defineComponent({}) as never, backendContext) as never, report);
  const tabBar = new TabBar(facts, bridge.note);

  const parent = document.body.appendChild(createElement('div'));
  parent.className = 'oa-pages';
  const navigation = new Navigation({
    facts, components, backend: components.env.associateBackend(backendContext), styles, report, ready, tabBar, bridge, parent, load,
    scrolling: () => scrolling,
    leaving: () => pullDown.stop(),
  });
  const scrolling = new Scrolling(() => navigation.top, (path) => facts.window(path).onReachBottomDistance);
  const pullDown = new PullDown(parent, () => navigation.top, (path) => facts.window(path).enablePullDownRefresh === true);
  addComponentMethods({
    report,
    wx: () => wx,
    tabBar: (root) => navigation.stack.find((page) => page.root === root || page.tabBar?.getComponent() === root)?.tabBar?.get() ?? null,
    pageId: (root) => `pageId:${navigation.stack.find((page) => page.root === root)?.id ?? 0}`,
  });
  new Gestures().watch();
  watchKeyboard();

  // `wx`
  const entry = pageUrl(init.entry);
  const first = facts.pages.has(entry.path) ? entry : { path: facts.first, query: '' };
  const calls: { name: string; options: string; errMsg: string }[] = [];
  const engine: Engine = {
    project, init, bridge, storage, files,
    launch: { path: first.path, query: parseQuery(first.query), scene: 1001, referrerInfo: {} },
    pages: () => navigation.stack.map((page) => page.instance),
    top: () => navigation.top?.instance,
    navigateTo: (url, events) => navigation.move('navigateTo', url, events),
    redirectTo: async (url) => void (await navigation.move('redirectTo', url)),
    reLaunch: async (url) => void (await navigation.move('reLaunch', url)),
    switchTab: async (url) => void (await navigation.move('switchTab', url)),
    navigateBack: (delta) => navigation.back(delta),
    setNavigationBar: (change) => navigation.setBar(change),
    setTabBar: (change) => tabBar.set(change as never),
    setTab: (index, change) => {
      if (!tabBar.setTab(index, change)) throw { errMsg: 'fail invalid index' };
    },
    startPullDown: () => pullDown.start(),
    stopPullDown: () => pullDown.stop(),
    scrollTo: (target) => scrolling.to(target),
    fileUrl: (src, from) => files.url(src, from),
    report: (level, ...what) => report.log(level, what),
    listen: (event, listener) => app.listen(event, listener),
    record(name, options, errMsg) {
      calls.push({ name, options, errMsg });
      if (calls.length > MOST_CALLS) calls.shift();
      bridge.note({ note: 'wx', name, options, errMsg });
    },
    createSelectorQuery: (component) => new SelectorQuery(report, () => navigation.top?.instance, component),
  };
  const wx: object = createWx(engine);
  Object.assign(window, {
    wx, getApp: app.get, global: window, wxCalls: () => [...calls],
    getCurrentPages: (): PageInstance[] => engine.pages(),
  });

  window.addEventListener('resize', () => {
    const detail = { size: { windowWidth: window.innerWidth, windowHeight: window.innerHeight } };
    navigation.top?.call('onResize', detail);
    navigation.top?.lifetime('resize', detail.size);
    app.tell('windowResize', detail);
  });

  // the program
  if (project.app.style === 'v2') document.documentElement.dataset.style = 'v2';
  await Promise.all([styles.load('app', 'page', 'app'), loadModules(['app.js'])]);
  tabBar.tell();
  if ('app.js' in project.modules) {
    try {
      modules.run('app.js');
    } catch (error) {
      report.thrown('app.js', error);
    }
  }
  app.launch(engine.launch);
  if (init.entry && first !== entry) app.tell('pageNotFound', { path: entry.path, query: parseQuery(entry.query), isEntryPage: true });
  await open(first.path, first.query);

  async function open(path: string, query: string): Promise<void> {
    try {
      if (navigation.top) return; // onLaunch has opened another
      await navigation.move(facts.tab(path) >= 0 && !query ? 'switchTab' : 'reLaunch', `/${path}${query ? `?${query}` : ''}`);
    } catch (failure) {
      report.problem({ level: 'error', file: 'app.json', line: 0, column: 0, message: `${path}: ${(failure as { errMsg?: string }).errMsg ?? String(failure)}` });
    }
  }

  async function tapTab(index: number): Promise<void> {
    const tab = facts.tabs[index];
    if (!tab) return;
    await navigation.move('switchTab', `/${tab.path}`);
    navigation.top?.call('onTabItemTap', { index: String(index), pagePath: tab.path, text: tab.text });
  }

  const ignore = (): void => undefined;
  return {
    onHost(event) {
      if (event.event === 'back') navigation.back(1).catch(ignore);
      else if (event.event === 'home') navigation.move('reLaunch', `/${facts.first}`).catch(ignore);
      else if (event.event === 'tab') tapTab(event.index).catch(ignore);
      else if (event.event === 'visible') {
        if (!event.visible) navigation.visible(false);
        app.tell(event.visible ? 'appShow' : 'appHide', engine.launch);
        if (event.visible) navigation.visible(true);
      }
    },
  };
}
