import { test } from '@jest/globals'
import { survives } from './testing/killing.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000)

test(
  `a notary that is killed again and again comes to the same chain (seed ${seed})`,
  () => survives(5, 2_000, seed),
  60_000,
)
