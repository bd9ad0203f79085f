import { sql } from 'kysely'
import type { Audit, Model, ModelQuery } from './model.ts'

/** The audits that every model gets from its own definition, then those that it adds. */
export function auditsOf(model: Model): readonly Audit[] {
  return [
    uniqueKey(model),
    ...notNull(model),
    ...closedDomains(model),
    ...foreignKeys(model),
    ...(model.audits ?? []),
  ]
}

/** Columns by which rows that are alike are together: the part that is made anew together, where the key has it. */
function partsOf({ key, incremental }: Model): readonly string[] {
  return incremental && key.includes(incremental.by) ? [incremental.by] : key.slice(0, 1)
}

function uniqueKey(model: Model): Audit {
  const key = sql.join(model.key.map((column) => sql.ref(column)))
  return {
    name: `${model.key.join(', ')} identifies a row`,
    severity: 'error',
    by: partsOf(model),
    ofRows: true,
    failing: (db) =>
      failingRows(
        db
          .selectFrom(sql`${sql.table(model.name)}`.as('rows'))
          .groupBy(model.key.map((column) => sql.ref(column)))
          .having(sql<number>`count(*)`, '>', 1)
          .select(sql<string>`concat_ws(', ', ${key})`.as('example')),
      ),
  }
}

function notNull(model: Model): readonly Audit[] {
  const filled = Object.entries(model.columns).filter(([, column]) => !column.nullable)
  if (filled.length === 0) return []
  return [
    {
      name: 'required columns are filled',
      severity: 'error',
      by: partsOf(model),
      ofRows: true,
      failing: (db) =>
        failingRows(
          db
            .selectFrom(sql`${sql.table(model.name)}`.as('rows'))
            .where(
              sql<boolean>`${sql.join(
                filled.map(([name]) => sql`${sql.ref(name)} is null`),
                sql` or `,
              )}`,
            )
            .select(
              sql<string>`concat_ws(', ', ${sql.join(model.key.map((column) => sql.ref(column)))})`.as(
                'example',
              ),
            ),
        ),
    },
  ]
}

function closedDomains(model: Model): readonly Audit[] {
  return Object.entries(model.columns).flatMap(([name, column]) =>
    column.values
      ? [
          {
            name: `${name} is one of ${column.values.join(', ')}`,
            severity: 'error' as const,
            by: partsOf(model),
            ofRows: true as const,
            failing: (db: Parameters<Audit['failing']>[0]) =>
              failingRows(
                db
                  .selectFrom(sql`${sql.table(model.name)}`.as('rows'))
                  .where(sql.ref(name), 'not in', column.values ?? [])
                  .select(sql<string>`${sql.ref(name)}`.as('example')),
              ),
          },
        ]
      : [],
  )
}

function foreignKeys(model: Model): readonly Audit[] {
  return Object.entries(model.columns).flatMap(([name, { references }]) => {
    if (references === undefined) return []
    const [table = '', key = ''] = references.split('.')
    const other = sql`select 1 from ${sql.table(table)} as other where ${sql.ref(`other.${key}`)} = ${sql.ref(`rows.${name}`)}`
    return [
      {
        name: `${name} is found in ${table}`,
        severity: 'error' as const,
        by: [...partsOf(model), ...(name === key ? [name] : [])],
        ofRows: true as const,
        failing: (db: Parameters<Audit['failing']>[0]) =>
          failingRows(
            db
              .selectFrom(sql`${sql.table(model.name)}`.as('rows'))
              .where(sql<boolean>`${sql.ref(`rows.${name}`)} is not null and not exists (${other})`)
              .select(sql<string>`${sql.ref(`rows.${name}`)}`.as('example')),
          ),
      },
    ]
  })
}

/** Tables that are named at run time have no row type; what the audit selects is its own. */
function failingRows(query: unknown): ModelQuery<{ example: string | null }> {
  return query as ModelQuery<{ example: string | null }>
}
