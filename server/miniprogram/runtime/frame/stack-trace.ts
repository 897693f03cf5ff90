// Where in the project something was thrown, read from the text of the stack.

export interface Place {
  file: string;
  line: number;
  column: number;
}

/** The first place below `base` + `/js/`, or undefined where the stack does not reach the project. */
export function placeIn(stack: string, base: string): Place | undefined {
  const start = `${base}/js/`;
  for (const line of stack.split('\n')) {
    const at = line.indexOf(start);
    const found = at < 0 ? null : /^([^?#\s]+?)(?:\?[^:\s]*)?:(\d+):(\d+)/.exec(line.slice(at + start.length));
    if (found) return { file: decodeURI(found[1] ?? ''), line: Number(found[2]), column: Number(found[3]) };
  }
  return undefined;
}

export function placeText(place: Place | undefined): string {
  return place ? ` (${place.file}:${place.line}:${place.column})` : '';
}
