import { test } from '@jest/globals'
import { survives } from './testing/killing.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000)

test(
  `a notary that is killed 60 times comes to the same chain (seed ${seed})`,
  () => survives(60, seed),
  600_000,
)
