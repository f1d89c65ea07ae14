/**
 * The loop: whatever comes next is told to the desk, in the order of simulated time.
 *
 * The desk's clock is the simulated one, so everything is recorded when it happens. The house reacts
 * (`desk.react`) when a story asks for it, and after some patience to anything that it may have to
 * react to; timers of the house fire then. What the house decided is read from the log, as anybody
 * could, and begins the stories of those who are asked.
 */
import type { Desk } from '@deskledger/desk'
import { agenda } from './agenda.ts'
import type { Saying, Step, Story } from './story.ts'

export interface Offer {
  readonly workId: string
  readonly agentId: string
  readonly requestId?: string
  readonly expiresAt: number
}

export interface Setting {
  readonly desk: Desk
  /** Sets the desk's clock. */
  readonly setClock: (at: number) => void
  readonly begins: number
  /** The first instant at which nothing happens any more. */
  readonly ends: number
  /** How long what concerns the house may lie before it reacts, unless somebody is in a hurry. */
  readonly patience: (at: number) => number
  /** What somebody does who is offered work. */
  readonly onOffer: (offer: Offer) => Story
  /** Called before whatever happens, with its time and how many events there are. */
  readonly onTime: (at: number, events: number) => void
}

export interface Told {
  /** How often each rule refused something, all of it on purpose. */
  readonly refusals: Readonly<Record<string, number>>
}

const concernsTheHouse: ReadonlySet<string> = new Set([
  'OpenRequest',
  'CloseRequest',
  'CancelRequest',
  'ReopenRequest',
  'AcceptWork',
  'DeclineWork',
])

type Happening =
  | { readonly type: 'story'; readonly story: Story; readonly word: string }
  | { readonly type: 'reaction' }

/** Plays the stories out, and whatever they begin. Throws if anything is refused by accident. */
export const simulate = async (setting: Setting, stories: ReadonlyArray<Story>): Promise<Told> => {
  const { desk, setClock, begins, ends, patience, onOffer, onTime } = setting
  const { put, take } = agenda<Happening>()
  const refusals = new Map<string, number>()
  const listeners = new Map<string, Story>()
  const words = new Map<string, string>()
  const heard = { events: 0, offers: 0 }
  let now = begins
  let reactionAt = Infinity
  let afterReaction: Array<Story> = []

  const go = (story: Story, at: number, word = ''): void => put(at, { type: 'story', story, word })

  const reactWithin = (within: number): void => {
    if (now + within >= reactionAt) return
    reactionAt = now + within
    put(reactionAt, { type: 'reaction' })
  }

  const tell = async ({ by, command, refusedAs }: Saying): Promise<void> => {
    const answer = await desk.as(by).send(command)
    const refusal = answer.ok ? undefined : tagOf(answer.error)
    if (refusal !== refusedAs) throw new Error(`${command.type}: ${refusal ?? 'granted'}`)
    if (answer.ok) heard.events = Math.max(heard.events, answer.position)
    if (refusal !== undefined) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1)
    else if (concernsTheHouse.has(command.type)) reactWithin(patience(now))
  }

  /** Offers that were made; each is answered by a story of its own. */
  const hearOffers = async (): Promise<void> => {
    for await (const event of desk.events({ after: heard.offers, types: ['WorkOffered'] })) {
      heard.offers = event.position
      if (event.type === 'WorkOffered') go(onOffer(event.data), now)
    }
  }

  const react = async (): Promise<void> => {
    reactionAt = Infinity
    await desk.react()
    await hearOffers()
    const resumed = afterReaction
    afterReaction = []
    for (const story of resumed) go(story, now)
  }

  const leave = (key: string, word: string): void => {
    const listener = listeners.get(key)
    if (listener === undefined) words.set(key, word)
    else go(listener, now, word)
    listeners.delete(key)
  }

  /** What the story waits for; false if it goes on at once. */
  const isWaiting = (
    story: Story,
    step: Exclude<Step, { readonly type: 'say' | 'hear' }>,
  ): boolean => {
    switch (step.type) {
      case 'wait':
        go(story, Math.max(now, step.until))
        return true
      case 'react':
        afterReaction.push(story)
        reactWithin(step.within)
        return true
      case 'leave':
        leave(step.key, step.word)
        return false
      case 'begin':
        go(step.story, now)
        return false
    }
  }

  /** Tells the story until it waits for something. */
  const advance = async (story: Story, first: string): Promise<void> => {
    for (let step = story.next(first); step.done !== true;) {
      const { value } = step
      let word = ''
      if (value.type === 'say') await Promise.all(value.sayings.map(tell))
      else if (value.type === 'hear') {
        const left = words.get(value.key)
        if (left === undefined) return void listeners.set(value.key, story)
        words.delete(value.key)
        word = left
      } else if (isWaiting(story, value)) return
      step = story.next(word)
    }
  }

  for (const story of stories) go(story, begins)
  for (let next = take(); next !== undefined && next.at < ends; next = take()) {
    now = next.at
    setClock(now)
    onTime(now, heard.events)
    const { what } = next
    if (what.type === 'story') await advance(what.story, what.word)
    else if (now === reactionAt) await react()
  }
  now = ends - 1
  setClock(now)
  await desk.react()
  return { refusals: Object.fromEntries([...refusals].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

const tagOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && '_tag' in error ? String(error._tag) : 'Unnamed'
