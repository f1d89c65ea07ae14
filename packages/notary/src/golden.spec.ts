import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { keyFor } from './testing/keys.ts'
import { inFolder, memoryLog, noted, notes, tell, verified } from './testing/logs.ts'
import { goldenDesk, goldenHistory } from './testing/sample.ts'

/** Files as released versions wrote them; what they say is written down here and never changes. */
const golden = (format: number): string =>
  fileURLToPath(new URL(`../golden/format-${format}.db`, import.meta.url))

const sample = async (work: (file: string, log: ReturnType<typeof memoryLog>) => Promise<void>) =>
  inFolder(async (folder) => {
    const [file, store] = [join(folder, 'notary.db'), memoryLog()]
    copyFileSync(golden(1), file)
    await tell(store, goldenHistory)
    await work(file, store)
  })

test('the sample file of format 1 is whole, and has the chain and the root that it had', () =>
  sample(async (file, store) => {
    expect(await verified(file, store, { keys: [keyFor(goldenDesk)] })).toMatchObject({
      deskId: goldenDesk,
      findings: [],
      isComplete: true,
      commits: 4,
      events: 7,
      chain: '4c951ceacc0c66344ba80272d178f1f7d836cb2d6e19150339f9c9af9c921b87',
      root: 'fa0df41c5be62215ab5085448e5dfe30c9626b58e6690169112eae631f54105b',
      signatories: [{ known: 'given', checkpoints: 1, treeSize: 2 }],
    })
  }))

test('the sample file of format 1 is what a notary of that history writes today, and goes on', () =>
  sample(async (file, store) => {
    const fresh = await noted(`${file}-fresh`, store, { desk: goldenDesk })
    expect(await noted(file, store)).toEqual(fresh)
    await tell(store, notes(3), 50)
    expect(await noted(file, store)).toEqual(await noted(`${file}-fresh`, store))
    expect(await verified(file, store)).toMatchObject({ findings: [], commits: 7 })
  }))
