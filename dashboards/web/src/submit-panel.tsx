import { type FormEvent, useEffect, useId, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import { cell } from '../../tiles/member.ts'
import {
  amountsBelow,
  areCumulative,
  changesOf,
  openQuarters,
  type Submitted,
  type SubmittedCategory,
  submittedBelow,
  submittedBy,
  submittedCategories,
  submittedDays,
  submitters,
} from '../../tiles/own-submission.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { TableModel } from '../../tiles/table.ts'
import { ask, submitForecast } from './api.ts'
import { DataTable } from './data-table.tsx'
import { Dialog } from './dialog.tsx'
import { words } from './words.ts'

const text = words.submit

interface SubmitPanelProps {
  readonly context: ReaderContext
  readonly scope: Scope
  readonly onClose: () => void
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** Takes a forecast from whom it is of, beside what stands, what was submitted before and what we forecast. */
export default function SubmitPanel({ context, scope, onClose }: SubmitPanelProps) {
  const quarters = openQuarters(scope)
  const { role, repId } = context.reader
  const isManager = role === 'manager'
  const forOthers = isManager || role === 'analyst' || role === 'admin'
  const [rep, setRep] = useState(repId ?? '')
  const running = quarters[0] ?? ''
  const [period, setPeriod] = useState(running)
  const [people, setPeople] = useState<readonly { id: string; name: string }[]>([])
  const [days, setDays] = useState<readonly Submitted[] | null>(null)
  const [below, setBelow] = useState<Submitted['own'] | null>(null)
  const [error, setError] = useState<string | null>(null)
  const build = context.build.id

  useEffect(() => {
    if (!forOthers) return
    ask(build, submitters(running)).then(
      (rows) =>
        setPeople(
          rows.flatMap((row) => {
            const [id, name] = [cell(row, 'forecast.rep_id'), cell(row, 'forecast.rep_name')]
            return id === null || name === null || id === 'unknown' ? [] : [{ id, name }]
          }),
        ),
      (cause: unknown) => setError(textOf(cause)),
    )
  }, [forOthers, build, running])

  const isForTeam = isManager && rep === repId
  useEffect(() => {
    let isOver = false
    setDays(null)
    setBelow(null)
    setError(null)
    if (rep === '') return
    Promise.all([
      ask(build, submittedBy(rep, period)),
      isForTeam ? ask(build, submittedBelow(rep, period)) : null,
    ]).then(
      ([rows, ofTeam]) => {
        if (isOver) return
        setDays(submittedDays(rows))
        setBelow(ofTeam && amountsBelow(ofTeam))
      },
      (cause: unknown) => {
        if (!isOver) setError(textOf(cause))
      },
    )
    return () => {
      isOver = true
    }
  }, [build, rep, period, isForTeam])

  const ids = { rep: useId(), period: useId() }
  return (
    <Dialog title={text.title} onClose={onClose}>
      <div className="submit-whose">
        {forOthers && (
          <p>
            <label htmlFor={ids.rep}>{text.whose}</label>
            <select id={ids.rep} value={rep} onChange={(event) => setRep(event.target.value)}>
              <option value="" disabled>
                {text.choose}
              </option>
              {people.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </p>
        )}
        <p>
          <label htmlFor={ids.period}>{text.quarter}</label>
          <select id={ids.period} value={period} onChange={(event) => setPeriod(event.target.value)}>
            {quarters.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </p>
      </div>
      {error !== null && (
        <p className="failed" role="alert">
          {error}
        </p>
      )}
      {rep !== '' && days === null && error === null && <p role="status">{words.panel.loading}</p>}
      {days && (
        <>
          <AmountsForm
            key={`${rep} ${period}`}
            standing={days[0] ?? null}
            below={below}
            isOverride={isManager && !isForTeam}
            scope={scope}
            onSubmit={(category, amount) =>
              submitForecast({ ...(forOthers && { rep }), period, category, amount })
            }
          />
          <h3>{text.history}</h3>
          {changesOf(days).length === 0 ? (
            <p className="empty">{text.none}</p>
          ) : (
            <DataTable table={historyTable(changesOf(days), scope)} caption={text.history} />
          )}
        </>
      )}
    </Dialog>
  )
}

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
function AmountsForm({ standing, below, isOverride, scope, onSubmit }: AmountsFormProps) {
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
      setError(textOf(cause))
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

function historyTable(days: readonly Submitted[], { format, company }: Scope): TableModel {
  const method = words.forecast.method
  const own = submittedCategories.map((category) => ({
    id: category,
    head: method[category],
    of: (day: Submitted) => day.own[category],
  }))
  // Nobody reads columns of what no manager has done.
  const overrides = submittedCategories
    .filter((category) => days.some(({ override }) => override[category] !== null))
    .map((category) => ({
      id: `${category}_override`,
      head: text.byManager(method[category]),
      of: (day: Submitted) => day.override[category],
    }))
  const amounts = [
    ...own,
    ...overrides,
    { id: 'ours', head: method.hazard, of: (day: Submitted) => day.ours },
  ]
  return {
    columns: [
      { id: 'day', head: text.day, numeric: false },
      ...amounts.map(({ id, head }) => ({ id, head, unit: company.currency, numeric: true })),
    ],
    rows: days.map((day) => [
      { text: format.day(day.day) },
      ...amounts.map(({ of }) => ({ text: of(day) === null ? '–' : format.amount(of(day)), raw: of(day) })),
    ]),
  }
}
