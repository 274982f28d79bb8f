/**
 * Rows of one height, more than a browser can lay out: an element taller than about 17 million pixels (Firefox) or 33 million
 * (Chromium) is cut off. Above `tallest` the scroll bar moves through the rows faster than the pixels do.
 */
export interface TallScroll {
  /** Height to lay out, in pixels. */
  readonly height: number
  /** Whether scrolling by a pixel moves by more than a pixel of rows. */
  readonly isScaled: boolean
  /** Pixels of rows above the view, from the position of the scroll bar, and back. */
  offsetAt(scrollTop: number): number
  scrollTopAt(offset: number): number
  /** The last offset there is. */
  readonly lastOffset: number
}

export const tallest = 15_000_000

export function tallScroll(rows: number, rowHeight: number, viewHeight: number, most = tallest): TallScroll {
  const whole = rows * rowHeight
  const height = Math.min(whole, most)
  const lastOffset = Math.max(0, whole - viewHeight)
  const lastTop = Math.max(0, height - viewHeight)
  const scale = lastTop === 0 ? 1 : lastOffset / lastTop
  return {
    height, lastOffset, isScaled: height < whole,
    offsetAt: scrollTop => within(scrollTop * scale, lastOffset),
    scrollTopAt: offset => within(offset, lastOffset) / scale,
  }
}

const within = (value: number, last: number): number => Math.min(last, Math.max(0, value))

/** Positions of the first and the last row to draw, some more on both sides than are in view. */
export function rowsInView(offset: number, viewHeight: number, rowHeight: number, rows: number, more = 6): { readonly first: number; readonly last: number } {
  return {
    first: Math.max(0, Math.floor(offset / rowHeight) - more),
    last: Math.min(rows - 1, Math.floor((offset + viewHeight) / rowHeight) + more),
  }
}

/** The offset at which this row is wholly in view, moving no more than needed. */
export function offsetShowing(row: number, offset: number, viewHeight: number, rowHeight: number): number {
  const top = row * rowHeight
  if (top < offset) return top
  return top + rowHeight > offset + viewHeight ? top + rowHeight - viewHeight : offset
}
