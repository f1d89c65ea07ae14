/**
 * `witness FILE EVENTS`: notes the log in EVENTS, a few events at a time, and says where it is.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { Instant } from '@deskledger/kernel'
import { sqliteEventStore } from '@deskledger/event-store-sqlite'
import { follow } from '../follow.ts'

const [file = '', events = ''] = process.argv.slice(2)
const clock = () => 0 as Instant
const opened = sqliteEventStore({ file: events, clock, readOnly: true, pageSize: 7 })
if (E.isLeft(opened)) throw new Error(opened.left._tag)
const store = opened.right
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const onNoted = ({ position }: { readonly position: number }): void => say(`noted ${position}`)
const settings = { file, store, clock: Date.now, until: 'once', batch: 5, onNoted } as const
say((await follow(settings)())._tag === 'Right' ? 'done' : 'refused')
await store.close()()
