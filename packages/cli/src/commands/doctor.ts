/**
 * `deskledger doctor`: looks whether the desk is well, changes nothing. Exit code 1 if it is not.
 */
import { diagnose } from '@deskledger/desk'
import type { Context } from '../context.ts'
import { green, yellow } from '../output/style.ts'

export const doctor = async ({ desk, io, json, finding }: Context): Promise<void> => {
  const findings = await diagnose(desk)
  if (findings.some(({ ok }) => !ok)) finding()
  if (json) return io.out(`${JSON.stringify(findings, null, 2)}\n`)
  for (const { ok, what, detail, mend } of findings) {
    io.out(`${ok ? green('ok  ') : yellow('LOOK')}  ${what}: ${detail}\n`)
    if (!ok && mend !== undefined) io.out(`      mend: ${mend}\n`)
  }
}
