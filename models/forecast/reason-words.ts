import type { Reason } from './forecast.ts'

const facts: Readonly<Record<string, (value: string) => string>> = {
  stage: (stage) => `its stage, ${stage.split('/').at(-1)}`,
  weeks_in_stage: (weeks) => `${weeks} weeks in its stage`,
  channel_and_segment: (both) => `${both}`,
  deal_type: (type) => `a deal of type ${type}`,
  amount: (ratio) => `an amount of ${ratio} times the usual one`,
  new_owner: () => 'an owner who is new to quota',
  owner: () => 'its owner, by what they won and lost before',
  pushes: (times) => pushed(Number(times)),
  days_to_planned_close: (days) => plannedClose(days),
  days_since_activity: (days) => `${days} days since the last activity`,
}

function pushed(times: number): string {
  if (times === 0) return 'a close date that was never pushed'
  return `a close date moved to a later month ${times === 1 ? 'once' : `${times} times`}`
}

function plannedClose(days: string): string {
  if (days === '') return 'no planned close'
  return Number(days) < 0 ? `a planned close ${-Number(days)} days ago` : `a planned close in ${days} days`
}

/** Reasons as a sentence: `Raised by its stage, Negotiation; lowered by 34 days since the last activity`. */
export function reasonWords(reasons: readonly Reason[]): string {
  const words = reasons.map(({ code, effect, value }) => {
    const fact = facts[code]?.(value) ?? `${code} ${value}`
    return `${effect > 0 ? 'raised' : 'lowered'} by ${fact}`
  })
  const sentence = words.join('; ')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}
