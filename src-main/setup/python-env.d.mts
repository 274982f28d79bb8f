/** The types of python-env.mjs, for the tests and benchmarks that need a Python with numpy, scikit-learn and pypdf. */
export function pythonEnv(): Promise<string>
export function checkPython(): void
