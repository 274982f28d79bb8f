import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { offsetShowing, rowsInView, tallScroll } from './tall-scroll.ts'

/** Scrolling through any number of rows of one height inside `frame`, below a head that stays. */
export function useTallScroll(frame: Readonly<Ref<HTMLElement | null>>, rows: () => number, rowHeight: () => number, headHeight: () => number) {
  const offset = ref(0)
  const scrollTop = ref(0)
  const frameHeight = ref(0)
  const viewHeight = computed(() => Math.max(0, frameHeight.value - headHeight()))
  const scroll = computed(() => tallScroll(rows(), rowHeight(), viewHeight.value))
  /** Without those drawn beyond the edges. */
  const visible = computed(() => rowsInView(offset.value, Math.max(0, viewHeight.value - 1), rowHeight(), rows(), 0))
  const range = computed(() => rowsInView(offset.value, viewHeight.value, rowHeight(), rows()))

  function moveTo(wanted: number): void {
    offset.value = Math.min(scroll.value.lastOffset, Math.max(0, wanted))
    const top = scroll.value.scrollTopAt(offset.value)
    if (frame.value !== null) frame.value.scrollTop = top
    scrollTop.value = frame.value?.scrollTop ?? top
  }

  function onScroll(): void {
    if (frame.value === null) return
    const top = frame.value.scrollTop
    // Where this is what moveTo set, the offset it set is more exact than what the bar's position says.
    if (Math.abs(top - scrollTop.value) >= 1) offset.value = scroll.value.offsetAt(top)
    scrollTop.value = top
  }

  function onWheel(event: WheelEvent): void {
    if (!scroll.value.isScaled || event.deltaY === 0 || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    moveTo(offset.value + event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight() : 1))
  }

  const observer = new ResizeObserver(() => { frameHeight.value = frame.value?.clientHeight ?? 0 })
  onMounted(() => {
    if (frame.value === null) return
    frameHeight.value = frame.value.clientHeight
    observer.observe(frame.value)
    frame.value.addEventListener('wheel', onWheel, { passive: false })
  })
  onBeforeUnmount(() => observer.disconnect())
  watch([rows, rowHeight], () => moveTo(offset.value), { flush: 'post' })

  return {
    range, visible, viewHeight,
    height: computed(() => scroll.value.height),
    /** Where a row is drawn inside the laid-out height, in pixels. */
    topOf: (row: number): number => row * rowHeight() - offset.value + (scroll.value.isScaled ? scrollTop.value : offset.value),
    show: (row: number): void => moveTo(offsetShowing(row, offset.value, viewHeight.value, rowHeight())),
    rowsPerView: computed(() => Math.max(1, Math.floor(viewHeight.value / rowHeight()))),
    moveTo, onScroll,
  }
}
