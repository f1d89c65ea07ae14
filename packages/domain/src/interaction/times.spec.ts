import { describe, test } from '@jest/globals'
import { id, at as minute, expectThat, obey } from '@deskledger/kernel/testing'
import * as fc from 'fast-check'
import { decider, type Command, type Event } from './index.ts'
import * as S from './samples.ts'

const { given, ask, happened } = S.story
const { started, queued, held, retrieved, onTheLine } = S
