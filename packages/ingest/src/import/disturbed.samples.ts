/**
 * A copy of an event log that is not quite the same.
 */
import type { Found } from './report.ts'

/** The log without one event, with one twice, and with two neighbours changed round, in three cases. */
export const disturbed = (text: string) => {
  const caseOf = (trace: string) =>
    /<string key="concept:name" value="([^"]*)"/.exec(trace)?.[1] ?? ''
  const eventsIn = (trace: string) => trace.match(/<event>[^]*?<\/event>/g) ?? []
  const told = (name: string, event = ''): Found => ({
    case: name,
    activity: /"concept:name" value="([^"]*)"/.exec(event)?.[1] ?? '',
    at: new Date(/"time:timestamp" value="([^"]*)"/.exec(event)?.[1] ?? 0).toISOString(),
  })
  const traces = text.match(/<trace>[^]*?<\/trace>/g) ?? []
  const long = traces.filter(
    (trace) =>
      new Set(eventsIn(trace)).size === eventsIn(trace).length && eventsIn(trace).length > 6,
  )
  const [one = '', two = '', three = ''] = [long[3], long[20], long[40]]
  const lost = eventsIn(one)[2] ?? ''
  const doubled = eventsIn(two)[1] ?? ''
  const [, , third = '', fourth = ''] = eventsIn(three)
  const changed = text
    .replace(one, () => one.replace(lost, ''))
    .replace(two, () => two.replace(doubled, () => doubled + doubled))
    .replace(three, () =>
      three.replace(third + between(three, third, fourth) + fourth, () => fourth + third),
    )
  return {
    changed,
    lost: told(caseOf(one), lost),
    doubled: told(caseOf(two), doubled),
    swapped: [told(caseOf(three), third), told(caseOf(three), fourth)],
  }
}

const between = (text: string, first: string, then: string): string =>
  text.slice(text.indexOf(first) + first.length, text.indexOf(then))
