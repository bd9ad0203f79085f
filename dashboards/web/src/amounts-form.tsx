import { type FormEvent, useId, useState } from 'react'
import {
  areCumulative,
  type Submitted,
  type SubmittedCategory,
  submittedCategories,
} from '../../tiles/own-submission.ts'
import type { Scope } from '../../tiles/scope.ts'
import { causeText } from './cause-text.ts'
import { words } from './words.ts'

const text = words.submit

interface AmountsFormProps {
  readonly standing: Submitted | null
  /** Managers, for their team: what its people submitted, added up. */
  readonly below: Submitted['own'] | null
  /** True where a manager submits for one of their people. */
  readonly isOverride: boolean
  readonly scope: Scope
  readonly onSubmit: (category: SubmittedCategory, amount: string) => Promise<unknown>
}

/** An amount a category, cumulative; only those that are filled in anew are submitted. */
export function AmountsForm({ standing, below, isOverride, scope, onSubmit }: AmountsFormProps) {
  const { format, company } = scope
  const id = useId()
  const [stands, other] = isOverride
    ? [standing?.override, { label: text.theySubmitted, amounts: standing?.own }]
    : [standing?.own, { label: text.overridden, amounts: standing?.override }]
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open')
  const [error, setError] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    const given = new FormData(form)
    const amounts = submittedCategories.map((category) => String(given.get(category) ?? '').trim())
    const cumulative = submittedCategories.map(
      (category, place) => amounts[place] || (stands?.[category] ?? null),
    )
    setState('open')
    if (amounts.every((amount) => amount === '')) return setError(text.nothing)
    if (!areCumulative(cumulative)) return setError(text.notCumulative)
    setError(null)
    setState('busy')
    try {
      for (const [place, category] of submittedCategories.entries())
        if (amounts[place]) await onSubmit(category, amounts[place])
      setState('done')
      form.reset()
    } catch (cause) {
      setState('open')
      setError(causeText(cause))
    }
  }
  const beside = (label: string, raw: string | null | undefined): string | null =>
    raw === null || raw === undefined ? null : `${label} ${format.money(raw)}`
  return (
    <form className="submit-amounts" aria-label={text.title} onSubmit={(event) => void submit(event)}>
      {(isOverride || below) && <p>{isOverride ? text.forOther : text.forTeam}</p>}
      <p className="note">{text.cumulative}</p>
      {submittedCategories.map((category) => (
        <p key={category}>
          <label htmlFor={`${id}-${category}`}>
            {words.forecast.method[category]} <span className="unit">{company.currency}</span>
          </label>
          <input
            id={`${id}-${category}`}
            name={category}
            inputMode="decimal"
            autoComplete="off"
            aria-describedby={`${id}-${category}-note`}
          />
          <span id={`${id}-${category}-note`} className="note">
            {[
              beside(text.stands, stands?.[category]) ?? text.nothingStands,
              beside(other.label, other.amounts?.[category]),
              beside(text.byReps, below?.[category]),
            ]
              .filter(Boolean)
              .join('; ')}
          </span>
        </p>
      ))}
      <p className="note">{beside(text.ours, standing?.ours)}</p>
      {error !== null && (
        <p className="failed" role="alert">
          {error}
        </p>
      )}
      <p>
        <button type="submit" disabled={state === 'busy'}>
          {text.submit}
        </button>{' '}
        <span role="status">{state === 'done' ? text.done : state === 'busy' ? text.busy : ''}</span>
      </p>
    </form>
  )
}
