// Required before the program's main file: the window opens only when Playwright, which says so with __playwright_run, hears everything.
// Playwright does the same by itself for an Electron that it finds itself, and otherwise may meet a page that is half loaded, and wait for ever.
const { app } = require('electron')

const ready = app.whenReady()
const driven = new Promise(resolve => {
  globalThis.__playwright_run = resolve
})
app.whenReady = () => driven.then(() => ready)
