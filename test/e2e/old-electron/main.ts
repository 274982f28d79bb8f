export * from './promises.ts'
export * from '../../../src-main/shells/electron/main.ts'
