// Everything that foreign code throws, from wherever it comes: the engine's listeners, timers, promises, the console.
import { addGlobalErrorListener, addGlobalWarningListener } from 'glass-easel';
import type { Level, Report } from './report';

/** Warnings of glass-easel about what WeChat passes over in silence. */
const SILENT = /is not a valid property|relation .* is not a valid|is not a valid event binding/;

export function watchErrors(report: Report): void {
  addGlobalErrorListener((error, method, component) => {
    // of a definition: an observer without its method, a path that is none. WeChat goes on without a word
    if (method === '[prepare]') report.log('warn', [`${nameOf(component)} ${String(error)}`.trim()]);
    else report.thrown(`${nameOf(component)} ${method ?? ''}`.trim(), error);
    return false;
  });
  addGlobalWarningListener((message, component) => {
    report.log(SILENT.test(message) ? 'debug' : 'warn', [`${nameOf(component)} ${message}`.trim()]);
    return false;
  });
  window.addEventListener('error', (event) => {
    if (event.target !== window) return; // an image or a script: whoever asked for it tells
    report.thrown('uncaught', event.error ?? event.message, `${event.filename}:${event.lineno}:${event.colno}`);
    event.preventDefault();
  }, true);
  window.addEventListener('unhandledrejection', (event) => {
    report.thrown('unhandled rejection', event.reason);
    report.heard('unhandledRejection', { reason: event.reason, promise: event.promise });
    event.preventDefault();
  });
}

/** `console` of the project goes to the host's log too. */
export function forwardConsole(report: Report): void {
  const levels: Record<string, Level> = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error' };
  const target = window.console as unknown as Record<string, (...what: unknown[]) => void>;
  for (const [name, level] of Object.entries(levels)) {
    const native = target[name]?.bind(console);
    target[name] = (...what) => {
      native?.(...what);
      report.log(level, what, true);
    };
  }
}

function nameOf(component: unknown): string {
  if (typeof component === 'string') return component;
  return typeof component === 'object' && component !== null && 'is' in component ? String(component.is) : '';
}
