/**
 * Whether there is a PostgreSQL server to start, told without loading anything: the process of another
 * measurement must not hold what it does not use.
 */
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'

const places = [`${tmpdir()}/deskledger-postgres`, ''].map(
  (root) => `${root}/usr/lib/postgresql/*/bin/initdb`,
)

/** Nothing if there is one. */
export const whyNoServer = (): string | undefined =>
  places.some((place) => globSync(place).length > 0)
    ? undefined
    : 'no PostgreSQL on this machine: node scripts/postgres.mjs gets one'
