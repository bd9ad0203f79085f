import { z } from 'zod'
import { cubeRoles } from '../cube/security.ts'
import { calendarKinds, weekdays } from '../models/contract/fiscal-calendar.ts'
import { customEntities, customTypes } from '../models/custom/custom-field.ts'
import { isCronExpression } from '../pipelines/schedule.ts'
import { isDateForm, isLocale } from '../pipelines/sources/date-form.ts'
import { numberForm } from '../pipelines/sources/mapped/mapping.ts'
import { clock, duration, isTimeZone } from './config-values.ts'
import { deliverySections } from './delivery-schema.ts'

/** `salesops.yml`. Every default of the product is here. */
const source = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('salesforce'),
    quotaPeriod: z.enum(['month', 'quarter', 'year']).default('month'),
    ...common(),
  }),
  z.strictObject({ kind: z.literal('hubspot'), ...common() }),
  z.strictObject({ kind: z.literal('mapped'), mapping: z.string(), ...common() }),
  z.strictObject({ kind: z.literal('sheets'), ...common() }),
])

/** Every key that a source of some kind may have. */
export const sourceKeys: readonly string[] = [
  ...new Set(source.options.flatMap((option) => Object.keys(option.shape))),
]

function common() {
  return {
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*$/, 'lower-case letters, digits, _ and -, a letter first')
      .regex(
        /^(?!decisions$)/,
        'another name than decisions, which is what people decide within the product',
      ),
    path: z.string().min(1),
    fetch: z.string().min(1).optional(),
    mode: z.enum(['delta', 'full']).default('delta'),
    drift: z.enum(['accept', 'quarantine', 'fail']).default('accept'),
    crmUrl: z
      .string()
      .regex(
        /^https?:\/\/.*\{id\}/,
        'an address with {id}, such as https://acme.example/lightning/r/Opportunity/{id}/view',
      )
      .optional(),
    owner: z.email('an e-mail address').optional(),
    loadedAt: z.enum(['clock', 'folder']).default('clock'),
    dates: z
      .string()
      .refine(isDateForm, 'iso, excel, a locale such as de-DE or a form such as %d.%m.%Y')
      .optional(),
    numbers: z.union([z.string().refine(isLocale, 'a locale such as de-DE'), numberForm]).optional(),
    zone: z.string().refine(isTimeZone, 'an IANA zone such as Asia/Bangkok').optional(),
    delimiter: z.string().length(1).optional(),
    encoding: z.string().optional(),
    sheet: z.string().optional(),
    freshness: z.strictObject({ warn: duration.default('24h'), error: duration.default('48h') }).prefault({}),
  }
}

const words = z
  .string()
  .min(1)
  // Cube takes what stands in braces for the name of a member.
  .refine((text) => !/[{}]/.test(text), 'a text without braces')

const customField = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z][a-z0-9_]{0,59}$/,
      'lower-case letters, digits and _, a letter first, such as renewal_risk',
    ),
  entity: z.enum(customEntities, `one of ${customEntities.join(', ')}`),
  from: z
    .union(
      [words, z.array(words).min(1, 'a header of the files, or a list of headers')],
      'a header of the files, or a list of headers',
    )
    .transform((from) => [from].flat()),
  type: z.enum(customTypes, `one of ${customTypes.join(', ')}`).optional(),
  title: words.optional(),
  description: words.optional(),
})

export const configSchema = z.strictObject({
  company: z
    .strictObject({
      name: z.string().default('Our company'),
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/, 'an ISO code such as USD')
        .default('USD'),
      timezone: z.string().refine(isTimeZone, 'an IANA zone such as Asia/Bangkok').default('UTC'),
      fiscalYearStart: z.int().min(1).max(12).default(1),
      weekStart: z.enum(['monday', 'sunday', 'saturday']).default('monday'),
      weekend: z.array(z.enum(weekdays)).default(['saturday', 'sunday']),
      workday: z
        .strictObject({ from: clock.default('09:00'), to: clock.default('18:00') })
        .refine(({ from, to }) => from < to, 'a time after from')
        .prefault({}),
      holidays: z.string().optional(),
      locale: z.string().default('en'),
    })
    .prefault({}),
  calendars: z
    .array(
      z.strictObject({
        name: z.string().regex(/^(?!standard$)[a-z][a-z0-9_-]*$/, 'a name in lower case other than standard'),
        kind: z.enum(calendarKinds),
        yearStart: z.int().min(1).max(12),
        weekStart: z.enum(weekdays).default('monday'),
        anchor: z.enum(['nearest', 'last']).default('nearest'),
        weekend: z.array(z.enum(weekdays)).default(['saturday', 'sunday']),
        holidays: z.string().optional(),
      }),
    )
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'calendars of different names')
    .default([]),
  sources: z.array(source).min(1),
  channel: z
    .strictObject({
      from: z.array(z.string()).min(1).optional(),
      default: z.literal('activity-mix').optional(),
    })
    .optional(),
  customFields: z.array(customField).default([]),
  extend: z.string().min(1).optional(),
  schedule: z
    .strictObject({
      pipeline: z
        .string()
        .refine(isCronExpression, 'a cron expression such as 15 * * * *')
        .default('15 * * * *'),
      timezone: z.string().optional(),
    })
    .prefault({}),
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      publicUrl: z.url('an address such as https://sales.acme.example').optional(),
      trustProxy: z.boolean().default(false),
      logLevel: z.enum(['debug', 'info', 'warn', 'error'], 'one of debug, info, warn, error').optional(),
      tls: z.strictObject({ cert: z.string().min(1), key: z.string().min(1) }).optional(),
      tokens: z
        .strictObject({ keys: z.string().min(1), issuer: z.string().min(1), audience: z.string().min(1) })
        .optional(),
      oidc: z
        .strictObject({
          issuer: z.url('the address of the provider'),
          clientId: z.string().min(1),
          clientSecret: z.string().min(1),
          label: z.string().min(1).default('Sign in with your company account'),
          groupsClaim: z.string().min(1).default('groups'),
          roles: z.record(z.string(), z.enum(cubeRoles, `one of ${cubeRoles.join(', ')}`)),
        })
        .optional(),
    })
    .prefault({}),
  memory: z
    .string()
    .regex(/^\d+%$/, 'a share of the machine such as 60%')
    .default('60%'),
  audits: z
    .strictObject({
      headlines: z
        .strictObject({
          tolerance: z
            .string()
            .regex(/^\d+(\.\d+)?%$/, 'a share such as 1%')
            .default('1%'),
          severity: z.enum(['warn', 'error']).default('warn'),
        })
        .prefault({}),
    })
    .prefault({}),
  keepBuilds: z.int().min(1).default(14),
  ...deliverySections,
})

export type ConfigFile = z.infer<typeof configSchema>
export type SourceConfig = ConfigFile['sources'][number]
