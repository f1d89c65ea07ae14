/**
 * A node of its own, for specs that kill it: `node node.ts SETTINGS` connects with the settings, as
 * JSON, says `leads` or `follows` whenever that changes, and ends by itself once it is told to stop.
 */
import { connectDesk, type ConnectSettings } from '../index.ts'

const settings = JSON.parse(process.argv[2] ?? '{}') as ConnectSettings<readonly []>
const desk = await connectDesk(settings)

let said = ''
const look = (): void => {
  const now = desk.health().leads ? 'leads' : 'follows'
  if (now !== said) process.stdout.write(`${now}\n`)
  said = now
}
look()
const timer = setInterval(look, 10)

process.once('SIGTERM', () => {
  clearInterval(timer)
  void desk.close().then(() => process.stdout.write('closed\n'))
})
