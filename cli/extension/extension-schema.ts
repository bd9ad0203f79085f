import { z } from 'zod'
import { cubeRoles } from '../../cube/security.ts'

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name of small letters, digits and dashes')
const member = z.string().regex(/^\w+\.\w+$/, 'a member such as bookings.amount')
const title = z.string().min(1, 'words')
const one = z.union([member, z.strictObject({ member, title })])

export const tilesFile = z.strictObject({
  tiles: z
    .array(
      z
        .strictObject({
          id,
          title,
          form: z.enum(['kpi', 'bars', 'columns', 'table'], 'one of kpi, bars, columns, table'),
          measures: z.array(one).min(1, 'at least one measure'),
          by: one.optional(),
          time: member.optional(),
          where: z.record(member, z.union([z.string(), z.array(z.string()).min(1)])).default({}),
          better: z.enum(['more', 'less', 'neither'], 'one of more, less, neither').default('neither'),
        })
        .refine(({ form, by }) => by !== undefined || form === 'kpi' || form === 'columns', {
          message: 'a dimension that bars and tables are by',
          path: ['by'],
        })
        .refine(({ form, time }) => time !== undefined || form !== 'columns', {
          message: 'a time dimension for the columns',
          path: ['time'],
        }),
    )
    .default([]),
})

export const pagesFile = z.strictObject({
  pages: z
    .array(
      z.strictObject({
        id,
        title,
        roles: z
          .array(z.enum(cubeRoles, `one of ${cubeRoles.join(', ')}`))
          .min(1)
          .optional(),
        figures: z.array(id).default([]),
        details: z
          .array(
            z.union([
              id.transform((tile) => ({ tile, width: 'half' as const })),
              z.strictObject({ tile: id, width: z.enum(['half', 'full']).default('half') }),
            ]),
          )
          .default([]),
      }),
    )
    .default([]),
})

const reportTile = z.union([
  id.transform((tile) => ({ tile, mayBeEmpty: false })),
  z.strictObject({ tile: id, mayBeEmpty: z.boolean().default(false) }),
])

export const reportsFile = z.strictObject({
  reports: z
    .array(
      z.strictObject({
        name: id,
        title,
        period: z.string().nullable().default(null),
        figures: z.array(reportTile).default([]),
        details: z.array(reportTile).default([]),
      }),
    )
    .default([]),
})

export const viewsFile = z.strictObject({
  views: z
    .array(
      z.strictObject({
        name: title.max(120),
        page: id,
        filters: z.record(z.string(), z.string().min(1)).default({}),
      }),
    )
    .default([]),
})

export const questionsFile = z.strictObject({
  questions: z.array(z.strictObject({ name: id, title, sql: z.string().min(1, 'a SELECT') })).default([]),
})
