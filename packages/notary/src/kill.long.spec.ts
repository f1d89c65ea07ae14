import { test } from '@jest/globals'
import { survives } from './testing/killing.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000)

test(
  `a notary that is killed up to 40 times comes to the same chain (seed ${seed})`,
  () => survives(40, 8_000, seed),
  600_000,
)
