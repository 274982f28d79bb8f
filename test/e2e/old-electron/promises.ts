// What Node 22 and later have and the Node 18 of an old Electron has not; before anything else is run.
// Only here for `export`: an import for its effect alone is not allowed.
export const isOld = !('withResolvers' in Promise)

Promise.withResolvers ??= function withResolvers<T>() {
  let resolve!: PromiseWithResolvers<T>['resolve']
  let reject!: PromiseWithResolvers<T>['reject']
  const promise = new Promise<T>((res, rej) => {
    resolve = res
    reject = rej
  })
  return { promise, resolve, reject }
}
