// What a browser finds out of a video before it plays it.

/** Milliseconds to wait for a file that the browser may not be able to play. */
const PATIENCE = 3000;

export const videoFacts = (url: string): Promise<{ duration: number; width: number; height: number }> =>
  new Promise((resolve) => {
    const video = document.createElement('video');
    const tell = () => {
      clearTimeout(timer);
      resolve({ duration: Number.isFinite(video.duration) ? video.duration : 0, width: video.videoWidth, height: video.videoHeight });
      video.removeAttribute('src');
    };
    const timer = setTimeout(tell, PATIENCE);
    video.preload = 'metadata';
    video.onloadedmetadata = tell;
    video.onerror = tell;
    video.src = url;
  });
