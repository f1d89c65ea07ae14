/**
 * Names that nobody has to have: made of small lists of their own, language by language.
 */
import type { Dice } from '../chance/dice.ts'

export type Tongue = 'de' | 'fr' | 'es' | 'en' | 'ja'

interface Words {
  readonly given: ReadonlyArray<string>
  readonly family: ReadonlyArray<string>
  /** The household of a family. */
  readonly household: (family: string) => string
  readonly stems: ReadonlyArray<string>
  readonly trades: ReadonlyArray<string>
  /** An organisation of a stem and a trade. */
  readonly firm: (stem: string, trade: string) => string
}

const list = (words: string): ReadonlyArray<string> => words.split(' ')

const words: Readonly<Record<Tongue, Words>> = {
  de: {
    given: list('Anke Jörg Tilda Bodo Frieda Henning Lotte Ruprecht Swantje Veit Wiebke Gero'),
    family: list(
      'Ahrendt Birkholz Dornbach Eilers Fährmann Grünwald Hasselkamp Kessenich Löwental',
    ),
    household: (family) => `Familie ${family}`,
    stems: list('Lindtal Ostwald Rabenau Silberhof Tannsee Weidenbrück'),
    trades: list('Bäckerei Druckerei Gärtnerei Hausverwaltung Praxis Wäscherei'),
    firm: (stem, trade) => `${trade} ${stem} GmbH`,
  },
  fr: {
    given: list('Amaury Blandine Corentin Eulalie Firmin Garance Honoré Maëlys Octave Sidonie'),
    family: list('Aubépin Brisetout Charmoy Delorval Estrade Fontenelle Grandval Malbosc'),
    household: (family) => `Famille ${family}`,
    stems: list('Beaurive Clairmont Haute-Source Montferrand Valbrune'),
    trades: list('Blanchisserie Boulangerie Clinique Imprimerie Résidence'),
    firm: (stem, trade) => `${trade} ${stem} SARL`,
  },
  es: {
    given: list('Adela Baltasar Candela Evaristo Fermín Herminia Isidro Leocadia Nuño Remedios'),
    family: list('Alcázar Berrocal Cifuentes Duarte Encinas Garmendia Hinojosa Lizárraga Olmedo'),
    household: (family) => `Familia ${family}`,
    stems: list('Aguaclara Fuenteplata Montealegre Riofrío Valdeoro'),
    trades: list('Clínica Imprenta Lavandería Panadería Residencia'),
    firm: (stem, trade) => `${trade} ${stem} S.L.`,
  },
  en: {
    given: list('Alba Barnaby Cordelia Dashiell Edith Fergus Greta Horatio Imogen Jasper Odette'),
    family: list('Ashdown Brackenbury Collingdale Dunmore Eastlake Fairweather Greystone Hollis'),
    household: (family) => `The ${family} household`,
    stems: list('Ashbrook Bellwether Cedar-Falls Driftwood Eastgate Foxglove'),
    trades: list('Bakery Clinic Laundry Lodge Printing School'),
    firm: (stem, trade) => `${stem} ${trade} Inc.`,
  },
  ja: {
    given: list('Asahi Chihiro Daiki Emi Fumiko Haruto Itsuki Kaede Mizuki Nanami Ren Sora'),
    family: list('Aonuma Fujisaki Hoshikawa Isobe Kirishima Minamoto Natsume Shirakawa Tsukioka'),
    household: (family) => `${family}-ke`,
    stems: list('Aozora Hinode Kawabe Midorino Takanami'),
    trades: list('Insatsu Kurinikku Pan-kobo Ryokan Sentaku'),
    firm: (stem, trade) => `${stem} ${trade} K.K.`,
  },
}

/** Family names stand last, in Japanese first. */
export const personName = (dice: Dice, tongue: Tongue): string => {
  const { given, family } = words[tongue]
  const [first, last] = [dice.pick(given), dice.pick(family)]
  return tongue === 'ja' ? `${last} ${first}` : `${first} ${last}`
}

export const householdName = (dice: Dice, tongue: Tongue): string =>
  words[tongue].household(dice.pick(words[tongue].family))

export const organisationName = (dice: Dice, tongue: Tongue): string => {
  const { stems, trades, firm } = words[tongue]
  return firm(dice.pick(stems), dice.pick(trades))
}
