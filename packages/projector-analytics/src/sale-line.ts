/**
 * `sale_line`: the lines of sales as they stand. Quotes and orders hold them and change none.
 */
import { LineAdded, type Event } from '@deskledger/domain/sale/events'
import { flag, integer, oneOf, readModel, text } from '@deskledger/projection'

const { table } = readModel<Event>()

const lines = table('sale_line', {
  doc: 'A line of a sale as it stands; a removed one is not there',
  key: { sale_id: text('the sale'), line_id: text('the line') },
  columns: {
    sku: text('catalogue number; LineAdded'),
    kind: oneOf('what is sold; LineAdded', LineAdded.data.required.kind),
    sale_kind: oneOf(
      'cross: something else too; up: something better; addOn: what a thing needs; LineAdded',
      LineAdded.data.required.saleKind,
    ),
    qty: integer('in units; LineAdded, LineChanged'),
    unit: oneOf('what the quantity counts; LineAdded', LineAdded.data.required.unit),
    unit_price: integer(
      'of one unit, in minor units of the sale before tax, also if covered; LineAdded, LineChanged',
    ),
    covered: flag('1 if a warranty or a contract pays; LineAdded, LineChanged'),
    amount: integer('what it adds to sums, in minor units: qty × unit_price, and 0 if covered'),
  },
})

type Terms = Pick<LineAdded['data'], 'qty' | 'unitPrice' | 'covered'>

const terms = ({ qty, unitPrice, covered }: Terms) =>
  ({
    qty,
    unit_price: unitPrice,
    covered: covered ? 1 : 0,
    amount: covered ? 0 : qty * unitPrice,
  }) as const

export const saleLine = lines.on((e) => ({ sale_id: e.data.saleId, line_id: e.data.lineId }), {
  LineAdded: (_, { data }) => ({
    sku: data.sku,
    kind: data.kind,
    sale_kind: data.saleKind,
    unit: data.unit,
    ...terms(data),
  }),
  LineChanged: (row, { data }) => row && { ...row, ...terms(data) },
  LineRemoved: () => undefined,
})
