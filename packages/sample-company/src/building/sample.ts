/**
 * Which sample a desk holds, as its log tells it: the first event bears the command id that the seed
 * gives, and the year was played out if something was recorded at its last instant or later.
 */
import { isDesk, readDesk, type ReadingDesk } from '@deskledger/desk'
import { diceOf, type Dice } from '../chance/dice.ts'
import { day, yearBegins } from '../calendar.ts'

/** What makes one sample differ from another. */
export interface Form {
  readonly seed: number
  /** How many days of the year, from the 1st of January on. */
  readonly days: number
}

/** Where the ids of all commands come from, in the order in which they are sent. */
export const commandIds = ({ seed, days }: Form): Dice => diceOf(seed, 'commands', days)

/** How many events the sample in `folder` has; nothing if it holds no such sample, or only a part. */
export const eventsOfSample = async (folder: string, form: Form): Promise<number | undefined> => {
  if (!isDesk(folder)) return undefined
  const desk = await readDesk({ folder })
  try {
    const first = await firstAfter(desk, 0)
    if (first?.commandId !== commandIds(form).uuid()) return undefined
    const events = await headOf(desk)
    const last = await firstAfter(desk, events - 1)
    const ends = yearBegins + form.days * day
    return last !== undefined && last.recordedAt >= ends - 1 ? events : undefined
  } finally {
    await desk.close()
  }
}

const firstAfter = async (desk: ReadingDesk, after: number) => {
  for await (const event of desk.events({ after })) return event
  return undefined
}

const headOf = async ({ store }: ReadingDesk): Promise<number> => {
  const head = await store.head()()
  return head._tag === 'Right' ? head.right : 0
}
