/**
 * What people write and say: a few sentences in each language, so that nothing is anybody's.
 */
import type { Dice } from '../chance/dice.ts'
import type { CaseType } from '../demand.ts'
import type { Tongue } from './names.ts'

type Texts = Readonly<Record<CaseType, ReadonlyArray<string>>>

const subjects: Readonly<Record<Tongue, Texts>> = {
  de: {
    priceQuery: ['Was kostet das?', 'Gibt es Mengenrabatt?'],
    whereToBuy: ['Wo bekomme ich das?', 'Händler in meiner Nähe'],
    usage: ['Wie stelle ich das ein?', 'Die Anzeige blinkt'],
    fault: ['Das Gerät ist undicht', 'Es kommt kein warmes Wasser'],
    complaint: ['Ich warte seit Wochen', 'Die Rechnung stimmt nicht'],
  },
  fr: {
    priceQuery: ['Quel est le prix ?', 'Un devis, s’il vous plaît'],
    whereToBuy: ['Où l’acheter ?', 'Un revendeur près de chez moi'],
    usage: ['Comment le régler ?', 'Un voyant clignote'],
    fault: ['L’appareil fuit', 'Plus d’eau chaude'],
    complaint: ['J’attends depuis des semaines', 'La facture est fausse'],
  },
  es: {
    priceQuery: ['¿Cuánto cuesta?', '¿Hay descuento?'],
    whereToBuy: ['¿Dónde se compra?', 'Un distribuidor cercano'],
    usage: ['¿Cómo se ajusta?', 'La luz parpadea'],
    fault: ['El aparato gotea', 'No sale agua caliente'],
    complaint: ['Llevo semanas esperando', 'La factura está mal'],
  },
  en: {
    priceQuery: ['How much is it?', 'A price for several'],
    whereToBuy: ['Where can I buy it?', 'A dealer near me'],
    usage: ['How do I set it?', 'The light is blinking'],
    fault: ['It leaks', 'No hot water'],
    complaint: ['I have been waiting for weeks', 'The bill is wrong'],
  },
  ja: {
    priceQuery: ['価格を教えてください', 'まとめ買いの値段'],
    whereToBuy: ['どこで買えますか', '近くの販売店'],
    usage: ['設定の仕方', 'ランプが点滅します'],
    fault: ['水漏れしています', 'お湯が出ません'],
    complaint: ['何週間も待っています', '請求書が違います'],
  },
}

export const subjectOf = (dice: Dice, tongue: Tongue, caseType: CaseType): string =>
  dice.pick(subjects[tongue][caseType])

const answers: Readonly<Record<Tongue, string>> = {
  de: 'Vielen Dank für Ihre Nachricht. So ist es gelöst worden.',
  fr: 'Merci de votre message. Voici la solution.',
  es: 'Gracias por su mensaje. Así se ha resuelto.',
  en: 'Thank you for getting in touch. This is how it was settled.',
  ja: 'お問い合わせありがとうございます。解決方法をお知らせします。',
}

export const answerIn = (tongue: Tongue): string => answers[tongue]

const notes = [
  'Asked for a call back in the afternoon.',
  'Photographs of the type plate are in the mail.',
  'Same symptom as on the first visit.',
  'Spoke with the dealer, who confirms the order.',
  'Serial number checked against the invoice.',
]

export const noteOf = (dice: Dice): string => dice.pick(notes)

const comments = [
  'Quick and friendly.',
  'It took longer than I was told.',
  'They knew what I was talking about.',
  'I had to explain it twice.',
]

export const commentOf = (dice: Dice): string => dice.pick(comments)
