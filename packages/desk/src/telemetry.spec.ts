import { afterAll, describe, expect, test } from '@jest/globals'
import { context, metrics, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { clerk, maria, newDesk } from './samples.ts'

const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
const spans = new InMemorySpanExporter()
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
)
afterAll(async () => {
  await reader.shutdown()
  for (const api of [metrics, trace, context]) api.disable()
})

interface Told {
  readonly name: string
  readonly unit: string
  readonly value: unknown
  readonly attributes: Readonly<Record<string, unknown>>
}

/** What is told of one desk now. */
const toldOf = async (desk: { readonly id: string }): Promise<ReadonlyArray<Told>> => {
  exporter.reset()
  await reader.forceFlush()
  return exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
    .flatMap(({ descriptor: { name, unit }, dataPoints }) =>
      dataPoints.map(({ value, attributes }) => ({ name, unit, value, attributes })),
    )
    .filter(({ attributes }) => attributes['deskledger.desk'] === desk.id)
}

const valueOf = (told: ReadonlyArray<Told>, metric: string): unknown =>
  told.find(({ name }) => name === metric)?.value

describe('a desk that is watched', () => {
  test('tells how far behind its read models are, and how long they have been', async () => {
    let now = Date.UTC(2026, 0, 1)
    const desk = await newDesk({ mode: 'still', clock: () => now })
    await desk.caughtUp()
    expect(valueOf(await toldOf(desk), 'deskledger.views.lag')).toBe(0)
    await maria(desk)
    now += 90_000
    const told = await toldOf(desk)
    expect(valueOf(told, 'deskledger.views.lag')).toBe(await desk.head())
    expect(valueOf(told, 'deskledger.views.lag.time')).toBe(90)
    await desk.caughtUp()
    const level = await toldOf(desk)
    expect(valueOf(level, 'deskledger.views.lag')).toBe(0)
    expect(valueOf(level, 'deskledger.views.lag.time')).toBe(0)
    expect(valueOf(level, 'deskledger.views.folded')).toBe(await desk.head())
  })

  test('tells whether it leads, and nothing any more once it is closed', async () => {
    const desk = await newDesk()
    await maria(desk)
    await desk.caughtUp()
    expect(valueOf(await toldOf(desk), 'deskledger.leads')).toBe(1)
    await desk.close()
    const gauges = (await toldOf(desk)).filter(({ name }) => /leads|lag/.test(name))
    expect(gauges).toEqual([])
  })

  test('tells how long each append took, and which failed', async () => {
    const desk = await newDesk({ mode: 'still' })
    await maria(desk)
    const appends = (await toldOf(desk)).filter(({ name }) => name === 'deskledger.append.duration')
    expect(appends).toMatchObject([{ unit: 's', value: { count: 3 } }])
  })

  test('traces each command by its type and what became of it, and by nothing else', async () => {
    const desk = await newDesk({ mode: 'still' })
    spans.reset()
    const { partyId } = await maria(desk)
    const again = { partyId, kind: 'person', name: 'María Núñez' } as const
    await desk.as(clerk).send({ type: 'RegisterParty', data: again })
    await desk.as(clerk).send({ type: 'María Núñez', data: {} } as never)
    const told = spans.getFinishedSpans().map(({ name, attributes }) => ({ name, attributes }))
    const own = { 'deskledger.desk': desk.id }
    expect(told[0]).toEqual({
      name: 'send RegisterParty',
      attributes: {
        ...own,
        'deskledger.command': 'RegisterParty',
        'deskledger.outcome': 'written',
      },
    })
    expect(told[4]).toEqual({
      name: 'send unknown',
      attributes: {
        ...own,
        'deskledger.command': 'unknown',
        'deskledger.outcome': 'refused',
        'error.type': 'UnknownCommand',
      },
    })
    expect(told).toHaveLength(5)
    expect(JSON.stringify(told)).not.toMatch(/Núñez|600|boiler/)
  })
})
