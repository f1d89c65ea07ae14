export * as Party from './party/index.ts'
