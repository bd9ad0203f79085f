import { type ReactNode, useEffect, useId, useState } from 'react'
import type { Choice } from '../../tiles/choice.ts'
import { everything, type FilterName, filterMembers, isEverything } from '../../tiles/filters.ts'
import { cell, type Member } from '../../tiles/member.ts'
import { choices, compareWith, presets } from '../../tiles/period.ts'
import type { Scope } from '../../tiles/scope.ts'
import { ask } from './api.ts'

interface FiltersProps {
  /** What the page can be narrowed to. */
  readonly names: readonly FilterName[]
  readonly scope: Scope
  readonly build: string
  readonly choice: Choice
  readonly change: (change: Partial<Choice>) => void
}

/** What the numbers are about. Each choice is in the URL at once. */
export function FilterBar({ names, scope, build, choice, change }: FiltersProps) {
  const { filter } = scope.words
  const { quarters, years } = choices(scope.calendar)
  const isDefault = choice.period === null && choice.compare === 'prior' && isEverything(choice)
  return (
    <search className="filters" aria-label={filter.label}>
      <Select label={filter.period} value={scope.period.id} onChange={(period) => change({ period })}>
        <optgroup label={filter.presets}>
          {presets.map((id) => (
            <option key={id} value={id}>
              {filter.preset[id]}
            </option>
          ))}
        </optgroup>
        <optgroup label={filter.quarters}>
          {quarters.map((id) => (
            <option key={id} value={id}>
              {id.replace('-', ' ')}
            </option>
          ))}
        </optgroup>
        <optgroup label={filter.years}>
          {years.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </optgroup>
      </Select>
      {names.map((name) => (
        <MemberSelect
          key={name}
          label={filter.name[name]}
          member={`bookings.${filterMembers[name]}`}
          value={choice[name]}
          onChange={(value) => change({ [name]: value })}
          scope={scope}
          build={build}
        />
      ))}
      <Select
        label={filter.compare}
        value={choice.compare}
        onChange={(value) => change({ compare: compareWith.find((one) => one === value) ?? 'prior' })}
      >
        {compareWith.map((one) => (
          <option key={one} value={one}>
            {filter.comparison[one]}
          </option>
        ))}
      </Select>
      {!isDefault && (
        <button
          type="button"
          className="quiet"
          onClick={() => change({ period: null, compare: 'prior', ...everything })}
        >
          {filter.reset}
        </button>
      )}
    </search>
  )
}

interface SelectProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly children: ReactNode
}

function Select({ label, value, onChange, children }: SelectProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </div>
  )
}

interface MemberSelectProps {
  readonly label: string
  readonly member: Member
  readonly value: string | null
  readonly onChange: (value: string | null) => void
  readonly scope: Scope
  readonly build: string
}

/** The values of a dimension that the reader may see. */
function MemberSelect({ label, member, value, onChange, scope, build }: MemberSelectProps) {
  const [values, setValues] = useState<readonly string[]>([])
  const [isFailed, setFailed] = useState(false)
  useEffect(() => {
    let isOver = false
    ask(build, { dimensions: [member], order: { [member]: 'asc' } }).then(
      (rows) => {
        if (isOver) return
        setFailed(false)
        setValues(rows.flatMap((row) => cell(row, member) ?? []))
      },
      () => {
        if (!isOver) setFailed(true)
      },
    )
    return () => {
      isOver = true
    }
  }, [build, member])
  const { filter } = scope.words
  // A value of the URL stays choosable also where it is not known.
  const shown = value !== null && !values.includes(value) ? [value, ...values] : values
  return (
    <Select label={label} value={value ?? ''} onChange={(chosen) => onChange(chosen === '' ? null : chosen)}>
      <option value="">{isFailed ? filter.failed(label) : filter.all}</option>
      {shown.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  )
}
