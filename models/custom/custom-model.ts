import { type Kysely, sql } from 'kysely'
import { type Column, type Columns, optional, required } from '../column.ts'
import { contract } from '../contract/index.ts'
import type { Audit, Model, ModelQuery } from '../model.ts'
import {
  type CustomEntity,
  customColumnType,
  customTable,
  type TypedCustomField,
  textColumn,
} from './custom-field.ts'

/** Tables whose columns are only known from the configuration. */
type ConfiguredTables = Kysely<Record<string, Record<string, unknown>>>

/** The table of texts and typed values that a build reads a custom model from. */
export function customInput(entity: CustomEntity): string {
  return `landed_${customTable(entity)}`
}

/** The column that identifies what the declared fields of an entity belong to. */
export function customKey(entity: CustomEntity): string {
  const [key] = contract[entity].key
  if (key === undefined) throw new Error(`The entity ${entity} has no key`)
  return key
}

/**
 * The declared fields of an entity as a table of the build. A value that is not of the declared type is null;
 * its text stays beside it, and a warning counts it. `unfound` are the fields that no landed file has.
 */
export function customModel(
  entity: CustomEntity,
  fields: readonly TypedCustomField[],
  unfound: ReadonlySet<string>,
): Model {
  const key = customKey(entity)
  const columns: Columns = {
    [key]: required('text', `Id of the ${entity}`),
    ...Object.fromEntries(fields.flatMap(columnsOf)),
  }
  const missing = fields.filter(({ name }) => unfound.has(name))
  return Object.freeze({
    name: customTable(entity),
    layer: 'dimension',
    grain: `one row for each ${entity}`,
    key: [key],
    columns,
    query: (db) =>
      (db as unknown as ConfiguredTables)
        .selectFrom(`stg_${entity} as s` as string)
        .leftJoin(`${customInput(entity)} as c`, `c.${key}`, `s.${key}`)
        .select([
          `s.${key}`,
          ...Object.keys(columns)
            .slice(1)
            .map((name) => `c.${name}`),
        ]),
    audits: [...fields.flatMap((field) => unfit(key, field)), ...missing.map(unread)],
  } satisfies Model)
}

function columnsOf(field: TypedCustomField): [string, Column][] {
  const text = textColumn(field)
  const doc = field.description ?? `Column ${field.from.join(' or ')} of the files`
  const own: [string, Column] = [field.name, optional(customColumnType(field.type), doc)]
  return text ? [own, [text, optional('text', `${field.name} as it was written`)]] : [own]
}

/** Values that are not of the field's type. */
function unfit(key: string, field: TypedCustomField): Audit[] {
  const text = textColumn(field)
  if (!text) return []
  return [
    {
      name: `${field.name} is of the type ${field.type} where it is filled`,
      severity: 'warn',
      failing: (db) =>
        (db as unknown as ConfiguredTables)
          .selectFrom(customTable(field.entity) as string)
          .where(text, 'is not', null)
          .where(field.name, 'is', null)
          .select((eb) =>
            sql<string>`${eb.ref(key)} || ': ' || ${eb.ref(text)}`.as('example'),
          ) as unknown as ModelQuery<{ example: string | null }>,
    },
  ]
}

/** A field that no file has a column for. */
function unread(field: TypedCustomField): Audit {
  return {
    name: `a file has the column of ${field.name}`,
    severity: 'warn',
    failing: (db) =>
      db
        .selectFrom('company')
        .select(
          sql<string>`${sql.lit(`no ${field.entity} file has a column ${field.from.join(' or ')} besides those that fields of the contract read`)}`.as(
            'example',
          ),
        ),
  }
}
