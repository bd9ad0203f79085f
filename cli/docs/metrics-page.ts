import { parse } from 'yaml'
import { memberSources } from '../../cube/member-sources.ts'
import type { ModelFile } from '../../cube/model-check.ts'
import { type MemberItem, type ViewItem, viewItems } from '../../cube/view-items.ts'
import { escaped } from './escaped.ts'

/** KPIs of the field by the number that a measure's `meta: { metric: [...] }` refers to. */
export const kpis: Readonly<Record<number, string>> = {
  1: 'Win rate by count, decided deals',
  2: 'Win rate by count, all closed deals',
  3: 'Win rate by value',
  4: 'Close rate of a cohort at an age',
  5: 'Stage conversion',
  6: 'Lead conversion',
  7: 'Lead response time',
  8: 'Average cycle and its quantiles',
  9: 'Median cycle',
  10: 'Time to close, open deals counted',
  11: 'Losing as a competing event',
  12: 'Share won by an age (cumulative incidence)',
  13: 'Time in stage',
  14: 'Age of the open pipeline, stale deals',
  15: 'Ramp time',
  16: 'Sales velocity',
  17: 'Pipeline created',
  18: 'Open pipeline',
  19: 'Pipeline coverage',
  20: 'Pipeline conversion from a day of the period',
  21: 'Slip rate',
  22: 'Pushes',
  23: 'Waterfall of the pipeline',
  24: 'Weighted pipeline',
  25: 'Bookings',
  26: 'Deal size',
  27: 'Quota attainment',
  28: 'Consistency',
  29: 'Activities per won deal',
  30: 'Yield by selling method, segment and territory',
  32: 'Hygiene score',
}

interface ModelDocument {
  readonly views?: readonly { readonly name: string; readonly title: string; readonly description: string }[]
}

/** A measure of a view, with the columns that it is computed from in the end. */
interface Shown extends ViewItem {
  readonly columns: readonly string[]
}

/** `docs/metrics.md`: every KPI and every measure of every view: formula, cohort, unit, and where it is defined. */
export function metricsPage(files: readonly ModelFile[]): string {
  const shown = shownMeasures(files)
  const views = files.flatMap(({ content }) => (parse(content) as ModelDocument | null)?.views ?? [])
  const sections = views
    .map((view) => ({ ...view, own: shown.filter((it) => it.view === view.name) }))
    .filter(({ own }) => own.length > 0)
    .flatMap(({ name, title, description, own }) => [`### ${name}`, `${title}. ${description}`, table(own)])
  return `${[intro, '## KPIs', kpiTable(shown), '## Measures by view', ...sections].join('\n\n')}\n`
}

const intro = `# The KPIs and what they mean

<!-- Written by npm run docs:metrics from cube/model/; do not edit. -->

A number is defined once, in \`cube/model/\`; pages, reports, REST, GraphQL and SQL all ask for it by the name below.
Ratios are sums over sums at every level. Amounts are in the company's currency. A figure that belongs to one row of
its table (a median of a curve, an interval) is refused with \`not_at_grain\` where a query takes several rows together.
A stock such as the open pipeline is never summed over time: a period has its last snapshot. Time dimensions know the
company's fiscal periods as granularities (\`fiscal_year\`, \`fiscal_quarter\`, \`fiscal_month\`, \`fiscal_week\`; of a
further calendar by its name, as \`retail_quarter\`), looked up in \`dim_fiscal_date\`. Compare with another period by
\`compareDateRange\`.`

function shownMeasures(files: readonly ModelFile[]): Shown[] {
  const sources = new Map(memberSources(files).map((source) => [source.member as string, source]))
  const columnsOf = (member: string, seen = new Set<string>()): string[] => {
    const source = sources.get(member)
    if (!source || seen.has(member)) return []
    seen.add(member)
    return [...source.columns, ...[...source.members].flatMap((it) => columnsOf(it, seen))]
  }
  return viewItems(files)
    .filter(({ kind }) => kind === 'measure')
    .map((item) => ({ ...item, columns: [...new Set(columnsOf(item.origin))].sort() }))
}

function kpiTable(shown: readonly Shown[]): string {
  const rows = Object.entries(kpis).map(([number, title]) => {
    const told = shown.filter(({ item }) => item.meta?.metric?.includes(Number(number)))
    return `| ${number} | ${escaped(title)} | ${told.map(({ view, name }) => `\`${view}.${name}\``).join(', ')} |`
  })
  return ['| | KPI | told by |', '| --- | --- | --- |', ...rows].join('\n')
}

function table(own: readonly Shown[]): string {
  const rows = own.map(({ name, origin, item: measure, file, columns }) => {
    const n = measure.meta?.n === undefined ? '' : ` n: \`${measure.meta.n}\`.`
    return `| \`${name}\` | ${escaped(measure.title ?? name)} | ${unitOf(measure)} | ${escaped(measure.description ?? '')}${n} | \`${origin}\` in ${file}; ${columns.map((it) => `\`${it}\``).join(', ')} |`
  })
  return [
    '| measure | title | unit | meaning | defined by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

function unitOf({ format, meta, type }: MemberItem): string {
  if (meta?.unit) return meta.unit
  if (format === 'currency') return 'money'
  if (format === 'percent') return 'share'
  return type === 'boolean' ? 'yes or no' : 'number'
}
