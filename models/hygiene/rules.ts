import { amountMissing } from './amount-missing.ts'
import { closeDatePast } from './close-date-past.ts'
import { closedBeforeCreated } from './closed-before-created.ts'
import { duplicate } from './duplicate.ts'
import { flagsConflict } from './flags-conflict.ts'
import { noContact } from './no-contact.ts'
import { noNextStep } from './no-next-step.ts'
import { ownerInactive } from './owner-inactive.ts'
import type { HygieneRule } from './rule.ts'
import { stageAge } from './stage-age.ts'
import { stale } from './stale.ts'

/** Every rule; a new one is a file of its own and an entry here. */
export const hygieneRules: readonly [HygieneRule, ...HygieneRule[]] = [
  closeDatePast,
  noNextStep,
  stageAge,
  stale,
  amountMissing,
  ownerInactive,
  noContact,
  duplicate,
  flagsConflict,
  closedBeforeCreated,
]
