// A simulated phone with WeChat, which runs the mini-program: App and Page, the page stack, and taps.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openType } from './buttons.js';
import { loader, read, readJson } from './source.js';
import { Stack } from './stack.js';
import { render, textOf } from './view.js';
import { makeWx } from './wx.js';
import { parse } from './wxml.js';

export class Phone {
  /** Whose phone it is (the double's people), and in which world of the double: by default nobody else's. */
  user = 'lin';
  world = `mini-${randomBytes(8).toString('hex')}`;
  baseLibrary = '2.21.2';
  /** What the person answers to consent panels and modals. */
  consents = true;
  confirms = true;
  /** What is stored, as text: it outlives the program. */
  storage = new Map();
  /** What was shown, oldest first. */
  toasts = [];
  modals = [];
  /** The calls of `wx.…` so far: `{ name, options }`. */
  calls = [];
  /** `name` to the reasons for which its next calls fail. */
  failures = new Map();
  /** How many rows the server gives at a time, if a test wants its lists in more pages than one. */
  limit = undefined;
  /** The functions that this WeChat does not have. */
  without = [];
  /** The code that the next wx.login gives, in place of a new one. */
  nextCode = undefined;
  /** The bytes of the picture that the person chooses. */
  picture = undefined;
  /** What the person types into an input, by its name. */
  typed = {};
  /** Within a tap; some functions want that. */
  tapping = false;
  #pending = new Set();
  #gate = Promise.resolve();

  /** Starts the program, on a page of its own or the first. */
  async launch(path) {
    this.config = readJson('app.json');
    this.stack = new Stack(this);
    this.definitions = new Map();
    const globals = { console, setTimeout, clearTimeout, getApp: () => this.app, getCurrentPages: () => [...this.stack.pages] };
    globals.wx = makeWx(this);
    globals.App = (options) => (this.app = options);
    globals.Page = (options) => this.definitions.set(this.loading, options);
    const load = loader(globals);
    load('app.js');
    for (const page of this.config.pages) {
      this.loading = page;
      load(`${page}.js`);
    }
    this.app.onLaunch?.({ path, query: {}, scene: 1001 });
    this.app.onShow?.({ path, query: {}, scene: 1001 });
    this.stack.reLaunch(path ?? this.config.pages[0]);
    await this.idle();
    return this;
  }

  get page() {
    return this.stack.top;
  }

  get route() {
    return this.page.route;
  }

  /** The page's data, as plain values of this realm. */
  get data() {
    return JSON.parse(JSON.stringify(this.page.data));
  }

  get toast() {
    return this.toasts.at(-1)?.title;
  }

  stored(key) {
    const text = this.storage.get(key);
    return text === undefined ? null : JSON.parse(text);
  }

  /** How often a function of `wx` was called, or a path of the API. */
  count(name) {
    return this.calls.filter((call) => call.name === name || call.options.url?.endsWith(name)).length;
  }

  /** The next call of `wx[name]` fails, for this reason. */
  failNext(name, reason) {
    this.failures.set(name, [...(this.failures.get(name) ?? []), reason]);
  }

  /** Answers of the server are held back until the returned function is called. */
  holdAnswers() {
    let release;
    this.#gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  get gate() {
    return this.#gate;
  }

  /** Remembers what is under way. */
  track(promise) {
    const done = promise.then(
      () => this.#pending.delete(done),
      () => this.#pending.delete(done),
    );
    this.#pending.add(done);
    return promise;
  }

  /** Until nothing is under way any more, and what waited for it has run. */
  async idle() {
    do {
      await Promise.all(this.#pending);
      await new Promise(setImmediate);
    } while (this.#pending.size > 0);
  }

  /** What is on the screen. */
  get screen() {
    return render(parse(read(`${this.route}.wxml`), this.route), this.page.data);
  }

  get text() {
    return textOf(this.screen);
  }

  /** The innermost element that says just this, or is called so for those who do not see it. */
  find(label, node = this.screen) {
    const inside = node.children.filter((child) => typeof child !== 'string').map((child) => this.find(label, child));
    return inside.find(Boolean) ?? (textOf(node) === label || node.attributes['aria-label'] === label ? node : undefined);
  }

  /** A tap on it, through all that lies around it. What the tap began goes on: `await phone.idle()`. */
  press(label) {
    const target = this.find(label);
    assert.ok(target, `「${label}」 is on ${this.route}: ${this.text}`);
    this.tapping = true;
    for (let node = target; node; node = node.parent) {
      if (node.attributes.disabled) break;
      this.#fire(node, 'tap', { x: 0, y: 0 });
      if (node.attributes['open-type']) openType(this, node, (kind, detail) => this.#fire(node, kind, detail));
      if (node.attributes['form-type'] === 'submit') this.#submit(node);
    }
    this.tapping = false;
  }

  /** A tap, and all that follows from it. */
  async tap(label) {
    this.press(label);
    await this.idle();
  }

  /** Turns the switch of the page. */
  async toggle() {
    const node = this.#first('switch');
    this.#fire(node, 'change', { value: !node.attributes.checked });
    await this.idle();
  }

  #submit(button) {
    let form = button;
    while (form.name !== 'form') form = form.parent;
    const input = this.#first('input', form);
    const { name, value } = input.attributes;
    this.#fire(form, 'submit', { value: { [name]: this.typed[name] ?? value } });
  }

  #first(name, node = this.screen) {
    if (node.name === name) return node;
    return node.children.filter((child) => typeof child !== 'string').map((child) => this.#first(name, child)).find(Boolean);
  }

  #fire(node, type, detail) {
    const handler = node.attributes[`bind${type}`];
    if (handler === undefined) return;
    const target = { id: node.attributes.id ?? '', dataset: {} };
    this.page[handler]({ type, timeStamp: 0, target, currentTarget: target, detail });
  }

  /** A gesture of the whole page: `onReachBottom`, `onPullDownRefresh`. */
  async gesture(name) {
    this.page[name]();
    await this.idle();
  }
}

/** A phone that is switched on. `settings` are its fields. */
export const phone = (settings = {}, path) => Object.assign(new Phone(), settings).launch(path);
