/**
 * What is planted in the year, for analytics to find. Nothing else in the sample tells these apart:
 * each is one parameter of how the year runs, and the rest follows from it.
 */
export const truths = {
  /**
   * One product fails three times as often as any other. Expected: of the requests of case type
   * `fault`, about `times` as many are about `sku` as about any other product.
   */
  failingProduct: { sku: 'AQ-40', times: 3 },

  /**
   * Faults wait for parts. Expected: of all the time in which requests wait, most is that of
   * `caseType` waiting on `on`; no other case type waits on anything nearly as long.
   */
  bottleneck: { caseType: 'fault', on: 'parts', daysMin: 3, daysMax: 9 },

  /** One competitor wins. Expected: most quotes that are declined for somebody go to `competitor`. */
  rival: { competitor: 'northflow', weight: 65 },

  /**
   * In one quarter many agents are ill, so that customers wait longer. Expected: the mean score for
   * `responseTime` of what was collected from day `from` to day `to` (the third quarter, `to` not
   * included) is lower than in every other quarter, by 0.3 points of 5 and more.
   */
  slowQuarter: { dimension: 'responseTime', from: 181, to: 273, sickPercent: 50 },

  /**
   * Who is asked face to face is kinder. Expected: the mean overall score of mode `kind` is higher
   * than that of mode `harsh`, by 0.4 points and more.
   */
  waysOfAsking: { kind: 'surveyorBatch', harsh: 'sms' },
} as const
