/**
 * `renewing FOLDER AT`: deletes the read models of a desk, opens it at that instant, and lets it do
 * whatever it finds to do, in a process of its own.
 */
import { rmSync } from 'node:fs'
import { openDesk, viewsFile } from '@deskledger/desk'

const [folder = '', at = ''] = process.argv.slice(2)

for (const end of ['', '-wal', '-shm']) rmSync(`${viewsFile(folder)}${end}`, { force: true })
const desk = await openDesk({ folder, mode: 'still', clock: () => Number(at) })
await desk.settled()
await desk.close()
