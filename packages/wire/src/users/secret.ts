/**
 * A password as it is kept: never itself, only what scrypt makes of it with a salt of its own.
 *
 *   $scrypt$ln=15,r=8,p=3$SALT$HASH    16 and 32 bytes, base64 without padding; N is 2 to the ln
 *
 * What one check costs, 32 MiB and about an eighth of a second here, is what each guess costs whoever
 * has the file. Source: OWASP Password Storage Cheat Sheet.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

export interface Secret {
  readonly ln: number
  readonly r: number
  readonly p: number
  readonly salt: Buffer
  readonly hash: Buffer
}

const usual = { ln: 15, r: 8, p: 3 }
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]{22})\$([\w+/]{43})$/

const derived = (password: string, { ln, r, p, salt }: Omit<Secret, 'hash'>): Promise<Buffer> => {
  const N = 2 ** ln
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    )
  })
}

export const secretOf = async (password: string): Promise<Secret> => {
  const made = { ...usual, salt: randomBytes(16) }
  return { ...made, hash: await derived(password, made) }
}

export const isSecretOf = async (password: string, secret: Secret): Promise<boolean> =>
  timingSafeEqual(await derived(password, secret), secret.hash)

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

export const spell = ({ ln, r, p, salt, hash }: Secret): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${unpadded(salt)}$${unpadded(hash)}`

/** Nothing if it is none, or would cost more than a server can give: 1 GiB. */
export const readSecret = (text: string): Secret | undefined => {
  const [, ln, r, p, salt = '', hash = ''] = form.exec(text) ?? []
  const found = { ln: Number(ln), r: Number(r), p: Number(p) }
  const isSound = found.ln >= 1 && found.r >= 1 && found.p >= 1
  if (!isSound || 128 * 2 ** found.ln * found.r > 2 ** 30) return undefined
  return { ...found, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}
