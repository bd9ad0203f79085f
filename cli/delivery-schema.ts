import { z } from 'zod'
import { cubeRoles } from '../cube/security.ts'
import { languageNames } from '../dashboards/messages/languages.ts'
import { attachedFormats } from '../dashboards/reports/attached-files.ts'
import { parseSchedule, scheduleForms } from '../dashboards/reports/schedule/schedule.ts'
import { STANDARD_CALENDAR } from '../models/contract/fiscal-calendar.ts'
import { clock, duration, isTimeZone } from './config-values.ts'

/** `channels:`, `reports:` and `alerts:` of salesops.yml. Without them nothing leaves the house. */

const name = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'lower-case letters, digits, _ and -, a letter first')
const zone = z.string().refine(isTimeZone, 'an IANA zone such as Asia/Bangkok')
const user = z.string().trim().toLowerCase().min(1, 'the name of a user')

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

const channel = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('smtp'),
      name,
      host: z.string().min(1),
      port: z.int().min(1).max(65_535).default(587),
      security: z.enum(['tls', 'starttls', 'none'], 'one of tls, starttls, none').default('starttls'),
      user: z.string().min(1).optional(),
      password: z.string().min(1).optional(),
      from: z.string().regex(/[^\s@]+@[^\s@>]+/, 'an address such as Sales figures <sales@acme.example>'),
      ca: z.string().min(1).optional(),
    })
    .refine(({ user: one, password }) => (one === undefined) === (password === undefined), {
      path: ['password'],
      message: 'user and password, or neither',
    })
    .refine(
      ({ host, security, password }) => password === undefined || security !== 'none' || LOOPBACK.test(host),
      {
        path: ['security'],
        message: 'tls or starttls: a password does not travel in clear',
      },
    ),
  z.strictObject({
    kind: z.literal('webhook'),
    name,
    url: z.url({ protocol: /^https?$/, error: 'an address that begins with https://' }),
    secret: z.string().min(16, 'a secret of at least 16 characters').optional(),
    format: z.enum(['slack', 'json'], 'one of slack, json').default('json'),
    as: user.optional(),
  }),
  z.strictObject({ kind: z.literal('file'), name, folder: z.string().min(1), as: user.optional() }),
])

/** Every key that a channel of some kind may have. */
export const channelKeys: readonly string[] = [
  ...new Set(channel.options.flatMap((option) => Object.keys(option.shape))),
]

const roles = z.array(z.enum(cubeRoles, `one of ${cubeRoles.join(', ')}`))

const recipients = z
  .strictObject({ users: z.array(user).default([]), roles: roles.default([]) })
  .refine((given) => given.users.length + given.roles.length > 0, 'users, roles or both')

const common = {
  name,
  title: z.string().min(1).max(120).optional(),
  timezone: zone.optional(),
  recipients,
  channels: z.array(name).min(1, 'the name of a channel'),
  owner: user.optional(),
}

const filters = z.record(z.string(), z.string())

const report = z.strictObject({
  ...common,
  report: name.optional(),
  page: z.string().min(1).optional(),
  schedule: z
    .string()
    .refine((text) => parseSchedule(text) !== null, scheduleForms)
    .optional(),
  calendar: z.string().default(STANDARD_CALENDAR),
  language: z.enum(languageNames, `one of ${languageNames.join(', ')}`).optional(),
  audience: roles.min(1, 'the roles that may have it').optional(),
  formats: z.array(z.enum(attachedFormats, `one of ${attachedFormats.join(', ')}`)).default(['xlsx']),
  filters: filters.default({}),
  freshness: z.record(z.string(), duration).default({}),
})

const percent = z.string().regex(/^\d+(\.\d+)?%$/, 'a share such as 20%')

const alert = z
  .strictObject({
    ...common,
    measure: z.string().regex(/^[a-z_]+\.[a-z_0-9]+$/, 'a measure of a view such as pipeline.coverage'),
    filters: z
      .array(
        z.strictObject({
          member: z.string().min(1),
          operator: z.enum(['equals', 'notEquals'], 'equals or notEquals').default('equals'),
          values: z.array(z.string()).min(1, 'one value or more'),
        }),
      )
      .default([]),
    /** Time dimension of the view: of the running period, or, for a change, by weeks. */
    time: z.string().min(1).optional(),
    period: z.enum(['month', 'quarter', 'year'], 'one of month, quarter, year').optional(),
    when: z.union(
      [
        z.strictObject({ below: z.number(), until: z.number().optional() }),
        z.strictObject({ above: z.number(), until: z.number().optional() }),
        z.strictObject({
          falls: percent,
          weeks: z.int().min(2).max(52).default(8),
          until: percent.optional(),
        }),
        z.strictObject({
          rises: percent,
          weeks: z.int().min(2).max(52).default(8),
          until: percent.optional(),
        }),
      ],
      'below, above, falls or rises: { below: 3, until: 3.2 } or { falls: 20%, weeks: 8, until: 15% }',
    ),
    quiet: z.strictObject({ from: clock, to: clock }).optional(),
  })
  .refine(({ when, period, time }) => time !== undefined || !('weeks' in when || period !== undefined), {
    path: ['time'],
    message: 'a time dimension such as bookings.closed_at, for a period or a change',
  })

const apart = (all: readonly { readonly name: string }[]): boolean =>
  new Set(all.map((one) => one.name)).size === all.length

export const deliverySections = {
  channels: z.array(channel).refine(apart, 'channels of different names').default([]),
  reports: z.array(report).refine(apart, 'reports of different names').default([]),
  alerts: z.array(alert).refine(apart, 'alerts of different names').default([]),
}

export type ChannelConfig = z.infer<typeof channel>
export type ReportConfig = z.infer<typeof report>
export type AlertConfig = z.infer<typeof alert>
