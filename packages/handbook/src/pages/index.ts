/**
 * Every page that is written from the code.
 */
import { cliPage, errorsPage, telemetryPage } from './operation.ts'
import type { GeneratedPage } from './page.ts'
import { questionsPage, tablesPage } from './read-models.ts'
import { commandsPage, eventsPage } from './vocabulary.ts'

export type { GeneratedPage } from './page.ts'

export const generatedPages = async (): Promise<ReadonlyArray<GeneratedPage>> => [
  commandsPage(),
  eventsPage(),
  tablesPage(),
  questionsPage(),
  errorsPage(),
  telemetryPage(),
  await cliPage(),
]
