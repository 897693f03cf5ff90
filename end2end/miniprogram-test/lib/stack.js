// The page stack, by WeChat's rules: ten pages, tab pages are kept, every action is asynchronous.
import { Fail } from './fail.js';

const LIMIT = 10;

export class Stack {
  pages = [];
  #tabs = new Map();

  constructor(phone) {
    this.phone = phone;
    this.tabPaths = new Set(phone.config.tabBar.list.map((tab) => tab.pagePath));
  }

  get top() {
    return this.pages.at(-1);
  }

  navigateTo(path) {
    if (this.tabPaths.has(path)) throw new Fail('can not navigateTo a tabbar page');
    if (this.pages.length >= LIMIT) throw new Fail('webview count limit exceed');
    this.top.onHide?.();
    this.#open(path);
  }

  navigateBack(delta = 1) {
    if (this.pages.length === 1) throw new Fail('cannot navigate back at first page.');
    for (const page of this.pages.splice(Math.max(1, this.pages.length - delta))) page.onUnload?.();
    this.top.onShow?.();
  }

  switchTab(path) {
    if (!this.tabPaths.has(path)) throw new Fail('can not switch to no-tabBar page');
    if (this.top.route === path) return;
    this.top.onHide?.();
    this.#close((page) => !this.tabPaths.has(page.route));
    this.#open(path);
  }

  reLaunch(path) {
    this.#close(() => true);
    this.#tabs.clear();
    this.#open(path);
  }

  #close(which) {
    for (const page of this.pages.splice(0).filter(which)) page.onUnload?.();
  }

  #open(path) {
    const alive = this.#tabs.get(path);
    const page = alive ?? this.#make(path);
    this.pages.push(page);
    if (!alive) page.onLoad?.({});
    page.onShow?.();
    if (!alive) page.onReady?.();
  }

  #make(path) {
    const options = this.phone.definitions.get(path);
    if (!options) throw new Fail(`page "${path}" is not found`);
    const page = { ...options, route: path, data: structuredClone(options.data ?? {}), setData };
    if (this.tabPaths.has(path)) this.#tabs.set(path, page);
    return page;
  }
}

/** WeChat sends what is set as JSON; what is none, or a path into the data, is a mistake of ours. */
function setData(change) {
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || !/^\w+$/.test(key)) throw new Error(`setData of ${key} on ${this.route}`);
    this.data[key] = JSON.parse(JSON.stringify(value));
  }
}
