import { readFile } from 'node:fs/promises'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { contract, type EntityName, entityNames } from '../../../models/contract/index.ts'
import { fileSystemFault, LandingError } from '../../landing/landing-error.ts'
import { isDateForm } from '../date-form.ts'
import { nearest } from '../nearest.ts'
import { columnsOf, isFormula } from './compute.ts'

const cellText = z.union([z.string(), z.number(), z.boolean()]).transform(String)

/** How numbers are written, where they are not plain. */
export const numberForm = z.strictObject({
  decimal: z.enum(['.', ',']).exactOptional(),
  thousands: z.string().length(1).exactOptional(),
  exponent: z.boolean().exactOptional(),
  currency: z.string().min(1).exactOptional(),
  parentheses: z.boolean().exactOptional(),
})

const dateText = z
  .string()
  .refine(isDateForm, 'iso, excel, a locale such as de-DE or a form such as %d.%m.%Y')

const fieldShape = z.strictObject({
  column: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  constant: cellText.optional(),
  values: z.record(z.string(), cellText).optional(),
  nulls: z.array(cellText).optional(),
  number: numberForm.optional(),
  join: z
    .string()
    .refine((text) => columnsOf(text).length > 0, 'a text with columns in braces, such as {First} {Last}')
    .optional(),
  compute: z
    .string()
    .refine(isFormula, 'columns in braces with + - * and parentheses, such as {Price} * {Quantity}')
    .optional(),
  date: dateText.optional(),
  zone: z.string().optional(),
  clock: z.boolean().optional(),
  divideBy: z.number().positive().optional(),
  times: z.number().positive().optional(),
})

const field = z.union([z.string(), fieldShape])

const reading = z.strictObject({
  entity: z.enum(entityNames as [EntityName, ...EntityName[]]),
  fields: z.record(z.string(), field),
})

const mappingShape = z.strictObject({
  delimiter: z.string().length(1).optional(),
  encoding: z.string().optional(),
  sheet: z.string().optional(),
  number: numberForm.optional(),
  date: dateText.optional(),
  zone: z.string().optional(),
  nulls: z.array(cellText).optional(),
  ignore: z.array(z.string()).optional(),
  files: z.record(z.string(), z.array(reading).min(1)),
})

export type Mapping = z.infer<typeof mappingShape>
export type MappedField = z.infer<typeof fieldShape>

const known = {
  top: Object.keys(mappingShape.shape),
  reading: Object.keys(reading.shape),
  field: Object.keys(fieldShape.shape),
  number: Object.keys(numberForm.shape),
}

type Path = readonly (string | number)[]

/** Reads a mapping; an unknown or wrong key is a `LandingError` that names the line and the nearest known key. */
export async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileSystemFault(error, { file: path })
  })
  return parseMapping(text, path)
}

export function parseMapping(text: string, file: string): Mapping {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken)
    throw fault(
      file,
      lines.linePos(broken.pos[0]).line,
      broken.message.split('\n')[0] ?? '',
      'valid YAML',
      'correct the line',
    )
  const lineOf = (at: Path): number => lines.linePos(offsetOf(document, at)).line
  const data: unknown = document.toJS()
  checkKeys(data, (at, key, keys, noun) => {
    const close = nearest(key, keys)
    const cure = close ? `write ${close}` : `remove it, or use one of ${keys.join(', ')}`
    throw fault(file, lineOf([...at, key]), key, `a known ${noun}`, cure)
  })
  const parsed = mappingShape.safeParse(data)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const at = (issue?.path ?? []).filter((part) => typeof part !== 'symbol')
  throw fault(
    file,
    lineOf(at),
    at.join('.') || 'the mapping',
    issue?.message ?? 'another form',
    'see docs/sources.md',
  )
}

/** Reports each key that the mapping's grammar does not have, the field names of entities included. */
function checkKeys(
  data: unknown,
  report: (at: Path, key: string, keys: readonly string[], noun: string) => never,
): void {
  const check = (value: unknown, at: Path, keys: readonly string[], noun: string): void => {
    for (const key of Object.keys(asRecord(value))) if (!keys.includes(key)) report(at, key, keys, noun)
  }
  check(data, [], known.top, 'key')
  check(asRecord(data).number, ['number'], known.number, 'key')
  for (const [name, readings] of Object.entries(asRecord(asRecord(data).files))) {
    for (const [i, entry] of (Array.isArray(readings) ? readings : []).entries()) {
      const at = ['files', name, i]
      check(entry, at, known.reading, 'key')
      const { entity, fields } = asRecord(entry)
      if (typeof entity === 'string' && !isEntity(entity)) report(at, entity, entityNames, 'entity')
      if (typeof entity === 'string' && isEntity(entity))
        check(fields, [...at, 'fields'], Object.keys(contract[entity].columns), `field of ${entity}`)
      for (const [name, rule] of Object.entries(asRecord(fields))) {
        const here = [...at, 'fields', name]
        check(rule, here, known.field, 'key')
        check(asRecord(rule).number, [...here, 'number'], known.number, 'key')
      }
    }
  }
}

function isEntity(name: string): name is EntityName {
  return Object.hasOwn(contract, name)
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

/** Where in the text the last part of a path stands, or the nearest part above it that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents
  let offset = 0
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      // An entity's name is a value of its map, not a key.
      const named = node.items.find(({ value }) => isScalar(value) && value.value === part)
      const key = (pair ?? named)?.key
      if (isScalar(key)) offset = key.range?.[0] ?? offset
      node = pair?.value
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      if (isMap(node) || isScalar(node)) offset = node.range?.[0] ?? offset
    } else return offset
  }
  return offset
}

function fault(file: string, line: number, value: string, expected: string, cure: string): LandingError {
  return new LandingError({ code: 'bad_mapping', where: { file, line }, value, expected, cure })
}
