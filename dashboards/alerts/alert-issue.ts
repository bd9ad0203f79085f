import type { Cube, CubeUser } from '../../cube/server.ts'
import type { DeliveryKey } from '../../models/state/deliveries.ts'
import type { Context } from '../context.ts'
import { messagesOf } from '../messages/index.ts'
import { languageOf } from '../messages/languages.ts'
import type { Issue } from '../reports/deliver/issue.ts'
import { plainIssue } from '../reports/deliver/plain-issue.ts'
import type { Range } from '../tiles/day.ts'
import { formatFor } from '../tiles/format.ts'
import type { AlertRule } from './alert.ts'

interface AlertEvent {
  readonly rule: AlertRule
  readonly key: DeliveryKey
  readonly context: Context
  readonly user: CubeUser
  readonly value: string | null
  readonly range: Range | null
  readonly cube: Pick<Cube, 'meta'>
}

/** What somebody is told of an alert: the measure, its value and limit, what it is of, and of which data. */
export async function alertIssue({
  rule,
  key,
  context,
  user,
  value,
  range,
  cube,
}: AlertEvent): Promise<Issue> {
  const language = languageOf(context.company.locale)
  const words = messagesOf(language).delivery.alert
  const format = formatFor(context.company, language)
  const { title, unit } = await measureOf(rule.measure, cube, user)
  const { when } = rule
  const share = (of: number): string => format.percent(String(of), 0)
  const said =
    'weeks' in when
      ? words[when.kind](title, share(Math.abs(Number(value))), String(when.weeks), share(when.limit))
      : words[when.kind](title, inUnit(value), inUnit(String(when.limit)))
  return plainIssue({
    report: key.report,
    period: key.period,
    title: rule.title,
    subject: words.subject(rule.title, context.company.name),
    language,
    lines: [
      said,
      ...(range ? [words.of(format.day(range.from), format.day(range.to))] : []),
      ...rule.filters.map(({ member, values }) => words.where(member, values.join(', '))),
      words.asOf(format.moment(context.build.asOf)),
      words.once,
    ],
    build: context.build.id,
    asOf: context.build.asOf,
  })

  function inUnit(of: string | null): string {
    if (unit === 'percent') return format.percent(of, 1)
    return unit === 'currency' ? format.money(of) : format.decimal(of, 2)
  }
}

async function measureOf(
  name: string,
  cube: Pick<Cube, 'meta'>,
  user: CubeUser,
): Promise<{ readonly title: string; readonly unit: string | null }> {
  const { cubes } = await cube.meta(user)
  const found = cubes.flatMap(({ measures }) => measures).find((one) => one.name === name)
  const title = typeof found?.shortTitle === 'string' ? found.shortTitle : (found?.title ?? name)
  return { title, unit: typeof found?.format === 'string' ? found.format : null }
}
