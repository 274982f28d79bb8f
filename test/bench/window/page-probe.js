// Runs in the page before its own scripts: when what is shown has come to rest, and what each frame showed while it scrolled.
{
  /** Calls that have not been answered. The stream of events is answered when it begins. */
  let unanswered = 0
  const ask = globalThis.fetch
  globalThis.fetch = async (...args) => {
    unanswered += 1
    try {
      return await ask(...args)
    } finally {
      unanswered -= 1
    }
  }

  let asked = 0
  let changed = 0
  let painted = 0

  function noteChange() {
    changed = performance.now()
    const mine = changed
    requestAnimationFrame(() => {
      // A frame is painted when the task after its animation frame runs.
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => { if (changed === mine) painted = performance.now() })
      port1.start()
      port2.postMessage(undefined)
    })
  }

  document.addEventListener('DOMContentLoaded', () => {
    // The frame around the pages has clocks and counts of its own.
    new MutationObserver(mutations => {
      const main = document.querySelector('#main')
      if (main !== null && mutations.some(({ target }) => main.contains(target) || target.contains(main))) noteChange()
    }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['class', 'style', 'hidden'] })
  })

  /** Follows a link to an address, or goes there where the page has none. False where it is there already. */
  function goTo(path) {
    if (location.hash === `#${path}`) return false
    const link = [...document.querySelectorAll(`a[href="#${path}"]`)].find(one => one.checkVisibility())
    asked = performance.now()
    if (link === undefined) location.hash = path
    else link.click()
    return true
  }

  /** Milliseconds from the click, or the start of the page, until the last change of it was painted; rejects after 30 s. */
  async function settled(path, quietMs) {
    const since = asked
    for (const end = performance.now() + 30_000; performance.now() < end;) {
      await new Promise(resolve => setTimeout(resolve, 10))
      const isThere = location.hash === `#${path}` && changed > since && painted > changed
      const isWaiting = document.querySelector('#main') === null || document.querySelector('#main :is(.bone, .bones, .btn--busy)') !== null
      if (isThere && unanswered === 0 && !isWaiting && performance.now() - changed > quietMs) return painted - since
    }
    throw new Error(`${path} did not come to rest`)
  }

  let frames

  /** What is not painted of the rows in view: not even their place, or their place without their values. */
  function lookAtRows(frame) {
    const head = frame.querySelector('.row-grid-head').offsetHeight
    const top = frame.scrollTop
    const bottom = top + frame.clientHeight - head
    let [covered, waiting] = [top, 0]
    for (const row of frame.querySelectorAll('.row-grid-row')) {
      const at = Number(/translateY\((.+?)px\)/.exec(row.style.transform)[1])
      const height = Number.parseFloat(row.style.height)
      if (at + height <= top || at >= bottom) continue
      if (at <= covered + 1) covered = Math.max(covered, at + height)
      if (row.querySelector('.bone') !== null) waiting += 1
    }
    return { top, blank: covered + 1 < bottom, waiting }
  }

  /** Notes each frame from here on. */
  function watchFrames() {
    const frame = document.querySelector('.row-grid')
    const mine = { times: [], long: [], rows: [], on: true }
    frames = mine
    mine.observer = new PerformanceObserver(list => mine.long.push(...list.getEntries().map(({ duration }) => duration)))
    mine.observer.observe({ type: 'long-animation-frame' })
    const step = time => {
      if (!mine.on) return
      mine.times.push(time)
      mine.rows.push(lookAtRows(frame))
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  }

  /** What was noted, between the first movement and the last. */
  function watchedFrames() {
    frames.on = false
    frames.observer.disconnect()
    const { times, rows, long } = frames
    const moved = rows.flatMap(({ top }, k) => (k > 0 && top !== rows[k - 1].top ? [k] : []))
    const [first, last] = [moved[0] ?? 0, moved.at(-1) ?? 0]
    return { times: times.slice(Math.max(0, first - 1), last + 1), rows: rows.slice(first, last + 1), long }
  }

  globalThis.probe = { goTo, settled, watchFrames, watchedFrames }
}
