/**
 * A node: `node src/node.ts SETTINGS`, as JSON. Serves whatever a program of yours would serve; here it
 * only says `leads` or `follows` when that changes, and ends by itself once it is told to stop.
 */
import { connectDesk, type ConnectSettings } from '@deskledger/desk'

const settings = JSON.parse(process.argv[2] ?? '{}') as ConnectSettings<readonly []>
const connecting = connectDesk(settings)
process.once('SIGTERM', () => {
  clearInterval(timer)
  void connecting.then((desk) => desk.close())
})
let timer: NodeJS.Timeout | undefined
const desk = await connecting

let said = ''
const look = (): void => {
  const now = desk.health().leads ? 'leads' : 'follows'
  if (now !== said) process.stdout.write(`${now}\n`)
  said = now
}
look()
timer = setInterval(look, 50)
