/** The types of python-env.mjs, for the tests and benchmarks that need a Python with numpy and scikit-learn. */
export function pythonEnv(): Promise<string>
export function checkPython(): void
