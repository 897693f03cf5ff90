// The start of the frame: asks the host for the port, and runs the program with what comes back.
import './intrinsics';
import { type Init, READY, type ToFrame } from '../protocol';
import { type HostEvent, openBridge } from './bridge';
import { startEngine } from './engine';
import { forwardConsole, watchErrors } from './errors';
import { Loader } from './loader';
import { Report } from './report';
import { hideForbidden } from './sandbox';
import { StorageCopy } from './storage';
import { defineWxsGlobals } from './wxs';

/** The folder that everything is served from: this script is `BASE/runtime/frame.js`. */
const base = new URL('..', import.meta.url).href.replace(/\/$/, '');

function start(init: Init, port: MessagePort): void {
  let onHost: ((event: HostEvent) => void) | undefined;
  const early: HostEvent[] = [];
  const bridge = openBridge(port, (event) => {
    if (event.event === 'ping') bridge.note({ note: 'pong' });
    else if (event.event === 'storage') storage.fromHost(event.key, event.value);
    else if (onHost) onHost(event);
    else early.push(event);
  });
  const storage = new StorageCopy(init.storage, bridge.note);
  const report = new Report(bridge, base);
  const loader = new Loader(base);
  hideForbidden();
  defineWxsGlobals();
  watchErrors(report);
  forwardConsole(report);
  loader.project()
    .then(({ project, templates }) => startEngine({ project, templates, init, bridge, storage, loader, report }))
    .then((running) => {
      onHost = running.onHost;
      for (const event of early) onHost(event);
    })
    .catch((error: unknown) => report.thrown('project.js', error));
}

window.addEventListener('message', function greeted({ source, data, ports }: MessageEvent<{ init?: Init } | ToFrame>) {
  const [port] = ports;
  if (source !== window.parent || !port || typeof data !== 'object' || !('init' in data) || !data.init) return;
  window.removeEventListener('message', greeted);
  start(data.init, port);
});
window.parent.postMessage(READY, '*');
