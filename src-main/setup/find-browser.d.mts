/** The types of find-browser.mjs, for the benchmark of the window. */
export function findBrowser(node: string): Promise<string>
