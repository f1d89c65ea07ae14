/**
 * Where made-up people are reached: only where nobody lives.
 *
 * Phone numbers are from ranges that the regulators keep for fiction:
 *   +49 30 23125 000 to 999, +49 171 39200 00 to 99   Germany, Bundesnetzagentur
 *   +33 1 99 00 00 00 to 99 99                         France, Arcep
 *   +1 NPA 555 0100 to 0199                            North America, NANPA
 * Japan keeps none, and neither does Spain: who lives there is reached in other ways. E-mail is at
 * the domains of RFC 2606.
 */
import type { Dice } from '../chance/dice.ts'
import type { Tongue } from './names.ts'

const digits = (dice: Dice, n: number): string => String(dice.below(10 ** n)).padStart(n, '0')

const areas = ['212', '312', '415', '504', '617', '702', '808', '919']

/** None for who speaks a language of a country that keeps no range. */
export const phoneOf = (dice: Dice, tongue: Tongue): string | undefined => {
  switch (tongue) {
    case 'de':
      return dice.percent(70)
        ? `+49 30 23125 ${digits(dice, 3)}`
        : `+49 171 39200 ${digits(dice, 2)}`
    case 'fr':
      return `+33 1 99 00 ${digits(dice, 2)} ${digits(dice, 2)}`
    case 'en':
      return `+1 ${dice.pick(areas)} 555 01${digits(dice, 2)}`
    case 'es':
    case 'ja':
      return undefined
  }
}

const domains = ['example.org', 'example.net', 'example.com']

/** A number behind the name tells apart those who share it. */
export const emailOf = (dice: Dice, name: string, n: number): string => {
  const local = name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.')
  return `${local}.${n}@${dice.pick(domains)}`
}

const streets: Readonly<Record<Tongue, (dice: Dice, n: number) => string>> = {
  de: (dice, n) => `${dice.pick(['Amselgrund', 'Mühlenstieg', 'Quellenhof'])} ${n}, 00000 Musterau`,
  fr: (dice, n) => `${n} ${dice.pick(['rue des Sources', 'allée du Moulin'])}, 00000 Valbrune`,
  es: (dice, n) =>
    `${dice.pick(['Calle del Manantial', 'Camino del Molino'])} ${n}, 00000 Valdeoro`,
  en: (dice, n) => `${n} ${dice.pick(['Springwell Lane', 'Millrace Road'])}, Foxglove 00000`,
  ja: (dice, n) => `000-0000 ${dice.pick(['Izumi-cho', 'Suisha-cho'])} ${n}, Hinode-shi`,
}

export const streetOf = (dice: Dice, tongue: Tongue): string =>
  streets[tongue](dice, dice.between(1, 120))
