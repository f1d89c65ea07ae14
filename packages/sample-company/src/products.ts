/**
 * What the company makes and sells: appliances for water at home, their parts, and service for them.
 */
import type { Weighted } from './chance/dice.ts'
import { truths } from './truths.ts'

export interface Product {
  readonly sku: string
  readonly kind: 'device' | 'part' | 'labour' | 'plan' | 'service'
  /** In cents, before tax. */
  readonly price: number
}

const device = (sku: string, price: number): Product => ({ sku, kind: 'device', price })
const part = (sku: string, price: number): Product => ({ sku, kind: 'part', price })

/** All sold about equally often, so that faults tell of the product and not of its sales. */
export const devices: ReadonlyArray<Product> = [
  device('AQ-10', 12_900),
  device('AQ-20', 18_900),
  device('AQ-30', 24_900),
  device('AQ-40', 29_900),
  device('BOILER 50', 64_900),
  device('BOILER 80', 79_900),
  device('SOFT-1', 54_900),
  device('SOFT-2', 69_900),
  device('TAP 3', 15_900),
  device('FILTER X', 9_900),
]

export const parts: ReadonlyArray<Product> = [
  part('VALVE 12', 1_450),
  part('PUMP 7', 4_900),
  part('SEAL-SET', 650),
  part('BOARD C2', 8_900),
  part('CARTRIDGE', 1_990),
]

export const labour: Product = { sku: 'LABOUR', kind: 'labour', price: 2_100 }
export const carePlan: Product = { sku: 'CARE PLAN', kind: 'plan', price: 1_290 }
export const descaling: Product = { sku: 'DESCALING', kind: 'service', price: 8_500 }

/** What people ask about, in equal parts. */
export const asked: ReadonlyArray<Weighted<string>> = devices.map(({ sku }) => [1, sku])

/** What breaks: each equally often, but for the one that is planted. */
export const broken: ReadonlyArray<Weighted<string>> = devices.map(({ sku }) => [
  sku === truths.failingProduct.sku ? truths.failingProduct.times : 1,
  sku,
])
