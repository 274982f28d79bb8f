/** The window asks, and each question has one answer. */
export const askChannel = 'lethe:ask'

/** The main process tells: events of the engine, and commands of the menu. */
export const tellChannel = 'lethe:tell'
