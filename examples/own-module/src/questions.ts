/**
 * What is asked about loan cars, and the view that one of the questions reads.
 */
import {
  count,
  instant,
  integer,
  nullable,
  question,
  text,
  textParam,
  view,
} from '@deskledger/projection'

export const modelUse = view('model_use', {
  doc: 'What the cars of a model were used for',
  columns: {
    model: text('the key of the model'),
    cars: count('cars of the model, retired ones included'),
    loans: count('how often one of them was lent'),
    driven_km: integer('how far they went on loans that ended, in kilometres'),
    late_returns: count('how often one of them came back after its time'),
  },
  sql: `SELECT c.model, count(DISTINCT c.car_id), count(l.loan_id), coalesce(sum(l.driven_km), 0),
  count(CASE WHEN l.minutes_late > 0 THEN 1 END)
FROM loan_car c LEFT JOIN loan l ON l.car_id = c.car_id
GROUP BY c.model`,
})

export const carsOut = question('cars-out', {
  asks: 'Which loan cars are out, and which of them should be back?',
  doc: `Loans that have not ended, the one that was due first before others. Late is counted in
whole hours up to the latest fact that the read model has seen.`,
  params: { model: textParam('the key of a model; every model unless told', null) },
  columns: {
    number: text('what stands on the key tag'),
    driver: nullable(text('who drives it; null if that was erased')),
    until: instant('when it has to be back'),
    hours_late: integer('whole hours that it is late; 0 if it is not'),
    asked_why: nullable(text('why it was last asked back; null if it was not')),
  },
  sql: `SELECT c.number, l.driver, l.until,
  CASE WHEN :now > l.until THEN (:now - l.until) / 3600000 ELSE 0 END AS hours_late, l.asked_why
FROM loan l JOIN loan_car c ON c.car_id = l.car_id
WHERE l.returned_at IS NULL AND (:model IS NULL OR c.model = :model)
ORDER BY l.until, c.number`,
})

export const mostUsed = question('most-used-models', {
  asks: 'Which models of loan cars are used most?',
  doc: 'Every model, the one that went farthest first. Loans that have not ended count no kilometres.',
  columns: { ...modelUse.columns },
  sql: `SELECT model, cars, loans, driven_km, late_returns FROM model_use
ORDER BY driven_km DESC, loans DESC, model`,
})
