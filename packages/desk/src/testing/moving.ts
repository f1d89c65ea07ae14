/**
 * Desks to be moved, for specs.
 */
import { migrateDesk, openDesk, ProblemError, type MigrateOptions, type Problem } from '../index.ts'
import { maria, newFolder } from '../samples.ts'

export const eva = { kind: 'supervisor', id: 'eva' } as const

/** María, who is a customer, and somebody else, who was erased. */
export const deskInFolder = async () => {
  const folder = newFolder()
  const desk = await openDesk({ folder })
  const { partyId, requestId } = await maria(desk)
  const { partyId: erasedId } = await maria(desk)
  const asked = {
    partyId: erasedId,
    basis: 'asked',
    reason: 'asked by letter',
    actor: eva,
  } as const
  const erased = await desk.erasures.eraseParty(asked)
  if (!erased.ok) throw new Error(`not erased: ${erased.error._tag}`)
  await desk.settled()
  await desk.close()
  return { folder, partyId, requestId, erasedId }
}

export const settled = async (folder: string) => {
  const desk = await openDesk({ folder })
  await desk.settled()
  return desk
}

/** Whom the desk in a folder knows by name. */
export const names = async (folder: string): Promise<ReadonlyArray<string>> => {
  const desk = await settled(folder)
  const answer = await desk.query('SELECT display_name FROM customer ORDER BY 1')
  await desk.close()
  if (!answer.ok) throw new Error(`not asked: ${answer.error._tag}`)
  return answer.rows.map(({ display_name: name }) => String(name))
}

/** Why a desk is not moved. */
export const refused = async (options: MigrateOptions): Promise<Problem> => {
  try {
    await migrateDesk(options)
  } catch (caught) {
    if (caught instanceof ProblemError) return caught.problem
    throw caught
  }
  throw new Error('it was moved')
}
