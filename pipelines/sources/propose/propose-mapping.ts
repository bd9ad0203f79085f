import type { Column } from '../../../models/column.ts'
import { contract, type EntityName } from '../../../models/contract/index.ts'
import type { NumberForm } from '../source.ts'
import type { ColumnProfile } from './profile.ts'
import { loose, namesOf, proposable } from './synonyms.ts'

/** A field of an entity that a column of the file seems to be. */
interface Match {
  readonly field: string
  readonly column: Column
  readonly profile: ColumnProfile
}

export interface ProposedMapping {
  readonly entity: EntityName
  /** The mapping, as YAML with its doubts as comments. */
  readonly yaml: string
  /** Required fields that no column was found for. */
  readonly missing: readonly string[]
}

export interface ProposeOptions {
  /** The file's name, or a pattern of it. */
  readonly file: string
  readonly delimiter: string
  readonly columns: readonly ColumnProfile[]
  /** The entity that the file holds; told by its headers unless given. */
  readonly entity?: EntityName
}

/** Proposes a mapping from a file's headers and all of its values. What could be read in two ways says so. */
export function proposeMapping({ file, delimiter, columns, entity }: ProposeOptions): ProposedMapping {
  const chosen = entity ?? likeliest(columns)
  const matches = matchesOf(chosen, columns)
  const used = new Set(matches.map(({ profile }) => profile.header))
  const missing = Object.entries<Column>(contract[chosen].columns)
    .filter(([field, column]) => !column.nullable && !matches.some((match) => match.field === field))
    .map(([field]) => field)
  const lines = [
    '# Proposed by salesops init-mapping from the headers and all the values of the file: look it through.',
    ...(delimiter === ',' ? [] : [`delimiter: ${quoted(delimiter)}`]),
    'files:',
    `  ${quoted(file)}:`,
    `    - entity: ${chosen}`,
    '      fields:',
    ...matches.flatMap((match) => fieldLines(match)),
    ...missing.map((field) => `        # ${field}: no column was found; name one (${docOf(chosen, field)})`),
    ...columns
      .filter(({ header }) => !used.has(header))
      .map(({ header, examples }) => `        # not mapped: ${oneLine(header)}${exampleText(examples)}`),
  ]
  return { entity: chosen, yaml: `${lines.join('\n')}\n`, missing }
}

/** The entity that most of the columns are known for; required fields count three times. */
function likeliest(columns: readonly ColumnProfile[]): EntityName {
  const ranked = proposable.map((entity) => {
    const definitions: Readonly<Record<string, Column>> = contract[entity].columns
    const matches = matchesOf(entity, columns)
    const missing = Object.entries(definitions).filter(
      ([field, column]) => !column.nullable && !matches.some((match) => match.field === field),
    )
    return {
      entity,
      score:
        matches.length + 2 * matches.filter(({ column }) => !column.nullable).length - 3 * missing.length,
    }
  })
  return ranked.sort((a, b) => b.score - a.score)[0]?.entity ?? 'opportunity'
}

/** Pairs fields with columns: the best name first, and each column once, but a key may be a name too. */
function matchesOf(entity: EntityName, columns: readonly ColumnProfile[]): Match[] {
  const definitions: Readonly<Record<string, Column>> = contract[entity].columns
  const names = namesOf(entity)
  const candidates = Object.entries(definitions).flatMap(([field, column]) =>
    columns.flatMap((profile) => {
      const rank = (names.get(field) ?? [field]).indexOf(loose(profile.header))
      return rank >= 0 && fits(column, profile) ? [{ field, column, profile, rank }] : []
    }),
  )
  const matches: Match[] = []
  for (const { field, column, profile } of candidates.sort((a, b) => a.rank - b.rank)) {
    if (matches.some((match) => match.field === field)) continue
    const taken = matches.find((match) => match.profile === profile)
    if (taken && column.nullable) continue
    matches.push({ field, column, profile })
  }
  // A name alone stands for the id; an e-mail address tells more.
  const has = (field: string): boolean => matches.some((match) => match.field === field)
  for (const [i, match] of matches.entries()) {
    const id = match.field.replace(/_name$/, '_id')
    const column = definitions[id]
    const told = has(match.field.replace(/_name$/, '_email'))
    if (match.field.endsWith('_name') && column && !has(id) && !told)
      matches[i] = { field: id, column, profile: match.profile }
  }
  const order = Object.keys(definitions)
  return matches.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field))
}

/** True where a column's values could be of the type. */
function fits(column: Column, profile: ColumnProfile): boolean {
  if (profile.filled === 0) return true
  switch (column.type) {
    case 'text':
      return true
    case 'boolean':
      return profile.isBoolean
    case 'date':
    case 'timestamp':
      return profile.dates.length > 0 || isSerial(profile)
    default:
      return profile.numbers.length > 0
  }
}

/** True for days as Excel counts them: whole numbers that are days of the years 1990 to 2100. */
function isSerial({ examples, numbers }: ColumnProfile): boolean {
  return (
    numbers.length > 0 &&
    examples.every(
      (value) => /^\d{5}(\.\d+)?$/.test(value) && Number(value) > 32_874 && Number(value) < 73_415,
    )
  )
}

function fieldLines({ field, column, profile }: Match): string[] {
  const doubts: string[] = []
  const parts = [`column: ${quoted(profile.header)}`]
  if (column.type === 'date' || column.type === 'timestamp') parts.push(...dateParts(profile, doubts))
  else if (column.type !== 'text' && column.type !== 'boolean')
    parts.push(...numberParts(profile, column, doubts))
  const value = parts.length > 1 ? `{ ${parts.join(', ')} }` : quoted(profile.header)
  return [...doubts.map((doubt) => `        # ${doubt}`), `        ${field}: ${value}`]
}

function dateParts({ dates, isThai, header, examples }: ColumnProfile, doubts: string[]): string[] {
  const [first, ...more] = dates
  if (isThai) return ['date: th-TH']
  if (first === undefined) return examples.length ? ['date: excel'] : []
  if (first === 'iso') return []
  if (more.length)
    doubts.push(
      `${oneLine(header)} can be read as ${dates.join(' or as ')}${exampleText(examples)}: choose; no value tells them apart`,
    )
  return [`date: ${quoted(first)}`]
}

function numberParts(
  { numbers, numbersAmbiguous, header, examples }: ColumnProfile,
  column: Column,
  doubts: string[],
): string[] {
  const form = numbers[0]
  if (!form) return []
  if (numbersAmbiguous)
    doubts.push(
      `${oneLine(header)} may have a decimal mark or one between thousands${exampleText(examples)}: check; no value tells them apart`,
    )
  const parts = Object.keys(form).length ? [`number: ${formText(form)}`] : []
  const isRatio = column.type === 'double' && /0 to 1/.test(column.doc)
  const isPercent = isRatio && examples.some((value) => Math.abs(Number(value.replace(',', '.'))) > 1)
  return isPercent ? [...parts, 'divideBy: 100'] : parts
}

function formText(form: NumberForm): string {
  return `{ ${Object.entries(form)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? quoted(value) : value}`)
    .join(', ')} }`
}

function exampleText(examples: readonly string[]): string {
  const shown = examples
    .slice(0, 3)
    .map((value) => oneLine(value.length > 30 ? `${value.slice(0, 30)}...` : value))
  return shown.length ? ` (${shown.join(', ')})` : ''
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

function docOf(entity: EntityName, field: string): string {
  const columns: Readonly<Record<string, Column>> = contract[entity].columns
  return columns[field]?.doc ?? field
}

/** A scalar of YAML, in double quotes, where JSON's escapes hold too. */
function quoted(text: string): string {
  return JSON.stringify(text)
}
