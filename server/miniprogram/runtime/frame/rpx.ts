// rpx in styles that do not come from a style sheet, as the compiler of style sheets writes it: 750 are the width of the frame.

export function rpx(style: string): string {
  return style.replace(/(^|[^\w.#-])(-?\d*\.?\d+)rpx\b/g, (_, before: string, number: string) => `${before}${Number((Number(number) / 7.5).toFixed(5))}vw`);
}
