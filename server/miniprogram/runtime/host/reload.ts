// Tells when the project was compiled anew: the server's stream of events, which the browser opens again by itself.

/** Calls `onChange` for every new version, and `onBroken` with the reason where there is none (empty: all is well again), until `signal` ends it. */
export function watchProject(base: string, onChange: () => void, onBroken: (reason: string) => void, signal: AbortSignal): void {
  let version = '';
  const source = new EventSource(`${base}/events`);
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    // the same again after a reconnection
    if (data === version) return;
    version = data;
    onChange();
  });
  source.addEventListener('broken', ({ data }: MessageEvent<string>) => onBroken(data));
  signal.addEventListener('abort', () => source.close());
}
