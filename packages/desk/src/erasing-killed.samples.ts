/**
 * `erasing-killed FOLDER PARTY STEP`: erases somebody, and kills itself as soon as the step is certain.
 */
import { clerk } from './erasing.samples.ts'
import { openDesk } from './index.ts'

const [folder = '', partyId = '', killAt = ''] = process.argv.slice(2)
const desk = await openDesk({ folder, mode: 'still' })
const answer = await desk.erasures.eraseParty({
  partyId,
  basis: 'asked',
  reason: 'asked by letter',
  actor: clerk,
  onStep: (step) => {
    if (step === killAt) process.kill(process.pid, 'SIGKILL')
  },
})
await desk.close()
process.exit(answer.ok ? 0 : 1)
