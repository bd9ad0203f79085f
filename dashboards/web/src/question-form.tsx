import { type ReactNode, useId } from 'react'
import type { AskableView, ViewMember } from '../../explore/members.ts'
import { type Condition, operators, type Question } from '../../explore/question.ts'
import { words } from './words.ts'

const text = words.explore
const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const

interface QuestionFormProps {
  readonly views: readonly AskableView[]
  readonly view: AskableView | undefined
  readonly question: Question | null
  readonly change: (question: Question) => void
}

const emptyFor = (view: string): Question => ({
  view,
  measures: [],
  dimensions: [],
  segments: [],
  conditions: [],
  time: null,
})

/** What is asked. Each choice is in the URL at once, and what is shown is its answer. */
export function QuestionForm({ views, view, question, change }: QuestionFormProps) {
  return (
    <form className="question" aria-label={text.question} onSubmit={(event) => event.preventDefault()}>
      <Field label={text.view}>
        {(id) => (
          <select id={id} value={view?.name ?? ''} onChange={(event) => change(emptyFor(event.target.value))}>
            <option value="" disabled>
              {text.chooseView}
            </option>
            {views.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {view && question && (
        <>
          <p className="note">{view.description}</p>
          <Choices
            legend={text.measures}
            all={view.measures}
            chosen={question.measures}
            onChange={(measures) => change({ ...question, measures })}
          />
          <Choices
            legend={text.dimensions}
            all={view.dimensions.filter(({ type }) => type !== 'time')}
            chosen={question.dimensions}
            onChange={(dimensions) => change({ ...question, dimensions })}
          />
          {view.segments.length > 0 && (
            <Choices
              legend={text.segments}
              all={view.segments}
              chosen={question.segments}
              onChange={(segments) => change({ ...question, segments })}
            />
          )}
          <TimeFields
            times={view.dimensions.filter(({ type }) => type === 'time')}
            time={question.time}
            onChange={(time) => change({ ...question, time })}
          />
          <Conditions
            members={view.dimensions.filter(({ type }) => type !== 'time')}
            conditions={question.conditions}
            onChange={(conditions) => change({ ...question, conditions })}
          />
        </>
      )}
    </form>
  )
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  )
}

interface ChoicesProps {
  readonly legend: string
  readonly all: readonly ViewMember[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function Choices({ legend, all, chosen, onChange }: ChoicesProps) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {all.map(({ name, title, description }) => (
        <label key={name} title={description}>
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
            }
          />{' '}
          {title}
        </label>
      ))}
    </fieldset>
  )
}

interface TimeFieldsProps {
  readonly times: readonly ViewMember[]
  readonly time: Question['time']
  readonly onChange: (time: Question['time']) => void
}

function TimeFields({ times, time, onChange }: TimeFieldsProps) {
  const chosen = times.find(({ name }) => name === time?.name)
  const [from, to] = time?.range ?? [null, null]
  const withRange = (start: string | null, end: string | null): void => {
    if (!time) return
    // One end alone is a range of that day, until the other is told.
    const [first, last] = [start || end, end || start]
    onChange({ ...time, range: first && last ? [first, last] : null })
  }
  return (
    <fieldset className="times">
      <legend>{text.time}</legend>
      <Field label={text.timeOf}>
        {(id) => (
          <select
            id={id}
            value={time?.name ?? ''}
            onChange={({ target: { value } }) =>
              onChange(value === '' ? null : { granularity: 'month', range: null, ...time, name: value })
            }
          >
            <option value="">{text.noTime}</option>
            {times.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {time && chosen && (
        <>
          <Field label={text.granularity}>
            {(id) => (
              <select
                id={id}
                value={time.granularity ?? ''}
                onChange={({ target: { value } }) => onChange({ ...time, granularity: value || null })}
              >
                <option value="">{text.noPeriods}</option>
                {PERIODS.map((name) => (
                  <option key={name} value={name}>
                    {text.periods[name]}
                  </option>
                ))}
                {chosen.granularities.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label={text.from}>
            {(id) => (
              <input
                id={id}
                type="date"
                value={from ?? ''}
                onChange={({ target: { value } }) => withRange(value, to)}
              />
            )}
          </Field>
          <Field label={text.to}>
            {(id) => (
              <input
                id={id}
                type="date"
                value={to ?? ''}
                onChange={({ target: { value } }) => withRange(from, value)}
              />
            )}
          </Field>
        </>
      )}
    </fieldset>
  )
}

interface ConditionsProps {
  readonly members: readonly ViewMember[]
  readonly conditions: readonly Condition[]
  readonly onChange: (conditions: readonly Condition[]) => void
}

function Conditions({ members, conditions, onChange }: ConditionsProps) {
  const [first] = members
  const replace = (index: number, next: Condition): void =>
    onChange(conditions.map((one, place) => (place === index ? next : one)))
  return (
    <fieldset className="conditions">
      <legend>{text.conditions}</legend>
      {conditions.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two conditions may be the same
        <div key={index} className="condition">
          <select
            aria-label={text.conditionOn(index + 1)}
            value={condition.name}
            onChange={({ target: { value } }) => replace(index, { ...condition, name: value })}
          >
            {members.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
          <select
            aria-label={text.conditionHow(index + 1)}
            value={condition.operator}
            onChange={({ target: { value } }) =>
              replace(index, {
                ...condition,
                operator: operators.find((one) => one === value) ?? 'equals',
              })
            }
          >
            {operators.map((operator) => (
              <option key={operator} value={operator}>
                {text.operators[operator]}
              </option>
            ))}
          </select>
          {condition.operator !== 'set' && condition.operator !== 'notSet' && (
            <input
              aria-label={text.conditionValue(index + 1)}
              defaultValue={condition.values.join(', ')}
              onBlur={({ target: { value } }) => replace(index, { ...condition, values: valuesOf(value) })}
              onKeyDown={(event) => {
                if (event.key === 'Enter')
                  replace(index, { ...condition, values: valuesOf(event.currentTarget.value) })
              }}
            />
          )}
          <button
            type="button"
            className="quiet"
            aria-label={text.removeCondition(index + 1)}
            onClick={() => onChange(conditions.filter((_, place) => place !== index))}
          >
            ×
          </button>
        </div>
      ))}
      {first && (
        <button
          type="button"
          onClick={() => onChange([...conditions, { name: first.name, operator: 'equals', values: [''] }])}
        >
          {text.addCondition}
        </button>
      )}
    </fieldset>
  )
}

/** Several values are parted by commas. */
const valuesOf = (text: string): string[] => text.split(',').map((value) => value.trim())
