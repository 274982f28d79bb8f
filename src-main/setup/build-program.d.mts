/** The types of build-program.mjs, for the benchmark of the window. */
export function buildProgram(node: string, options?: { readonly forOldElectron?: boolean }): Promise<void>
