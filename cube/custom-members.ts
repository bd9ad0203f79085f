import { parse } from 'yaml'
import {
  byEntity,
  type CustomEntity,
  type CustomType,
  customTable,
  type TypedCustomField,
} from '../models/custom/custom-field.ts'
import { customKey } from '../models/custom/custom-model.ts'
import { type ModelFile, writeYaml } from './model-check.ts'

/** The cubes that the things of an entity are found from, and the SQL of that cube which names one. */
const found: Readonly<Record<CustomEntity, Readonly<Record<string, string>>>> = {
  opportunity: { opportunities: '{CUBE}.opportunity_id' },
  account: { accounts: '{CUBE}.account_id' },
  user: { reps: '{CUBE}.rep_id' },
  activity: { activities: '{CUBE}.activity_id', selling_effort: '{CUBE}.effort_key' },
}

/** What the other side of the join is compared as, where it is not the id alone. */
const keyPrefix: Readonly<Record<string, string>> = { selling_effort: 'activity/' }

const dimensionTypes: Readonly<Record<CustomType, string>> = {
  text: 'string',
  integer: 'number',
  decimal: 'number',
  date: 'time',
  timestamp: 'time',
  boolean: 'boolean',
}

interface NamedItem {
  readonly name: string
  joins?: unknown[]
  cubes?: { join_path: string; includes: readonly unknown[] | '*' }[]
}

interface ModelDocument {
  cubes?: NamedItem[]
  views?: NamedItem[]
}

/**
 * The model with the declared fields of a build in it: each is a dimension of every view that shows its entity.
 * They are members of views only, so whatever a view lets a user see holds for them too.
 */
export function withCustomFields(files: ModelFile[], fields: readonly TypedCustomField[]): ModelFile[] {
  const groups = byEntity(fields)
  if (groups.length === 0) return files
  const extended = files.map((file) => {
    const document = parse(file.content) as ModelDocument
    let touched = false
    for (const [entity, own] of groups) {
      const names = own.map(({ name }) => name)
      for (const cube of document.cubes ?? []) touched = joinTable(cube, entity) || touched
      for (const view of document.views ?? []) touched = showFields(view, entity, names) || touched
    }
    return touched ? { ...file, content: writeYaml(document) } : file
  })
  const cubes = groups.map(([entity, own]) => customCube(entity, own))
  return [...extended, { fileName: 'custom_fields.yml', content: writeYaml({ cubes }) }]
}

function joinTable(cube: NamedItem, entity: CustomEntity): boolean {
  const own = found[entity][cube.name]
  if (own === undefined) return false
  const table = customTable(entity)
  const id = `{${table}}.${customKey(entity)}`
  const prefix = keyPrefix[cube.name]
  const sql = `${own} = ${prefix ? `'${prefix}' || ${id}` : id}`
  cube.joins = [...(cube.joins ?? []), { name: table, relationship: 'many_to_one', sql }]
  return true
}

function showFields(view: NamedItem, entity: CustomEntity, names: readonly string[]): boolean {
  // Two ways to the same cube would show a field twice; the first is the shorter one.
  const path = view.cubes?.find(({ join_path }) => (join_path.split('.').at(-1) ?? '') in found[entity])
  if (!path || !view.cubes) return false
  view.cubes.push({ join_path: `${path.join_path}.${customTable(entity)}`, includes: names })
  return true
}

function customCube(entity: CustomEntity, fields: readonly TypedCustomField[]): unknown {
  const table = customTable(entity)
  const key = customKey(entity)
  return {
    name: table,
    sql_table: table,
    public: false,
    access_policy: 'joined',
    description: `Columns of the CRM's own, one row for each ${entity}.`,
    meta: { tables: [table], grain: entity },
    dimensions: [
      { name: key, sql: key, type: 'string', primary_key: true },
      ...fields.map(({ name, type, title, description, from }) => ({
        name,
        sql: `{CUBE}."${name}"`,
        type: dimensionTypes[type],
        ...(title !== undefined && { title }),
        description: description ?? `Column ${from.join(' or ')} of the CRM`,
        meta: { custom_field: true, ...(type === 'date' && { company_day: true }) },
      })),
    ],
  }
}
