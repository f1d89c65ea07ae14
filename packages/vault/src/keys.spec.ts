import { erasureContract } from './testing/erasure-contract.ts'
import { keysContract } from './testing/keys-contract.ts'
import { inAFile } from './testing/places.ts'

keysContract('in a file', inAFile)
erasureContract('in a file', inAFile, false)
