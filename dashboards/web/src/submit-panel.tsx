import { useEffect, useId, useState } from 'react'
import type { ReaderContext } from '../../context.ts'
import {
  amountsBelow,
  changesOf,
  openQuarters,
  type Submitted,
  submittedBelow,
  submittedBy,
  submittedCategories,
  submittedDays,
  submitters,
  submittersOf,
} from '../../tiles/own-submission.ts'
import type { Scope } from '../../tiles/scope.ts'
import type { TableModel } from '../../tiles/table.ts'
import { AmountsForm } from './amounts-form.tsx'
import { ask, submitForecast } from './api.ts'
import { causeText } from './cause-text.ts'
import { DataTable } from './data-table.tsx'
import { Dialog } from './dialog.tsx'
import { words } from './words.ts'

const text = words.submit

interface SubmitPanelProps {
  readonly context: ReaderContext
  readonly scope: Scope
  readonly onClose: () => void
}

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
      (rows) => setPeople(submittersOf(rows)),
      (cause: unknown) => setError(causeText(cause)),
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
        if (!isOver) setError(causeText(cause))
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
