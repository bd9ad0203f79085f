import { dayNumber, localDay, type SampleCompany, startOfLocalDay } from './company.ts'
import { grouped, ownerDims } from './deals.ts'
import { readAll, type TextRecord } from './exports.ts'
import { converted, type Micros, micros } from './money.ts'
import { dayAfter, earlier, later, periodOf } from './periods.ts'
import { type Version, valued } from './versions.ts'
import { type Item, ratio, sum, type View } from './view.ts'

interface Win {
  readonly deal: string
  readonly type: string | null
  readonly rep: string
  readonly day: string
  readonly amount: Micros
}

interface Pay {
  readonly component: string
  readonly pay: Micros
  readonly credit: Micros
}

const WHOLE = 1_000_000_000n
const half = (part: bigint, whole: bigint): bigint =>
  part < 0n ? -((-2n * part + whole) / (2n * whole)) : (2n * part + whole) / (2n * whole)
const cents = (exact: bigint, whole: bigint): Micros => half(exact, whole * 10_000n) * 10_000n
const share = (text: string): bigint => micros(text) * 1000n
const lastInstant = (day: string): string =>
  new Date(Date.parse(startOfLocalDay(dayAfter(day))) - 1).toISOString()

/**
 * What each person of the sample company earned by quarter, as all is known at the end: its plans are by quarter, in
 * dollars, and take pay back for deals that are lost within 90 days.
 */
export function commission(
  exports: string,
  company: SampleCompany,
  byDeal: readonly (readonly Version[])[],
): View<Pay> {
  const wins = byDeal.flatMap((versions) => winsOf(versions, company))
  const rules = readAll(exports, 'sheets', 'commission_plan').filter((row) => row.is_proposed !== 'true')
  const quotas = [...latest(readAll(exports, 'sheets', 'quota'), ['rep_id', 'period_start', 'period_end'])]
  const byRep = grouped(quotas, 'rep_id')
  const users = readAll(exports, 'crm', 'User')
  const assignments = latest(readAll(exports, 'sheets', 'commission_assignment'), [
    'rep_id',
    'plan_id',
    'valid_from',
  ])
  const today = localDay(company.asOf)
  const first = [...wins.map(({ day }) => day)].sort()[0] ?? today
  const items: Item<Pay>[] = []
  const people = new Set(assignments.map((row) => `${row.rep_id} ${row.plan_id}`))
  for (const each of people) {
    const [rep = '', plan = ''] = each.split(' ')
    const own = assignments.filter((row) => row.rep_id === rep && row.plan_id === plan)
    const planRules = rules.filter((row) => row.plan_id === plan)
    // Everybody who ever reported to the person.
    const ever = new Set(users.filter((row) => row.ManagerId === rep).map((row) => row.Id ?? ''))
    let owed = 0n
    for (
      let [from, to] = periodOf(first, 'fiscal_quarter');
      from <= today;
      [from, to] = periodOf(dayAfter(to), 'fiscal_quarter')
    ) {
      const covered = daysBetween(from, to).filter((day) =>
        own.some((row) => (row.valid_from ?? '') <= day && (!row.valid_to || row.valid_to >= day)),
      )
      const last = covered.at(-1)
      if (last === undefined) continue
      const isTeam = planRules.some((row) => row.attainment_of === 'team')
      const isMine = (other: string, day: string): boolean =>
        other === rep || (isTeam && company.userAt(other, lastInstant(day))?.ManagerId === rep)
      const credits = wins.filter((win) => win.day >= from && win.day <= to && isMine(win.rep, win.day))
      const quota = quotaOf(
        isTeam ? quotas.filter((row) => ever.has(row.rep_id ?? '')) : (byRep.get(rep) ?? []),
        company,
        { from, to, isMine },
      )
      const lines = ratesOf(credits, quota, planRules, new Set(covered))
      const closing = versionOn(planRules, last)
      const cap = closing.map((row) => micros(row.cap ?? '')).sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n
      const rated = sum(lines.filter((it) => it.component === 'rate').map((it) => it.pay)) ?? 0n
      if (rated > cap) lines.push({ component: 'cap', pay: cap - rated, credit: 0n })
      if (to < today) {
        const draw = closing.find((row) => row.rule === 'recoverable_draw')
        const days = BigInt(daysBetween(from, to).length)
        const least = draw ? cents(micros(draw.amount ?? '') * BigInt(covered.length), days) : 0n
        const earned = sum(lines.map((it) => it.pay)) ?? 0n
        if (earned < least) {
          owed += least - earned
          lines.push({ component: 'draw', pay: least - earned, credit: 0n })
        } else if (owed > 0n) {
          const back = owed < earned - least ? owed : earned - least
          owed -= back
          lines.push({ component: 'recovery', pay: -back, credit: 0n })
        }
      }
      const dims = {
        ...ownerDims(company.userAt(rep, startOfLocalDay(from)), company),
        plan_name: planRules[0]?.name ?? null,
        period_kind: 'quarter',
      }
      items.push(
        ...lines.map((value) => ({ at: from, dims: { ...dims, component: value.component }, value })),
      )
    }
  }
  const total =
    (of: 'pay' | 'credit', ...kinds: string[]) =>
    (all: readonly Pay[]) =>
      sum(all.filter((it) => kinds.length === 0 || kinds.includes(it.component)).map((it) => it[of]))
  return {
    name: 'commission',
    time: 'period_start',
    dimensions: ['rep_name', 'rep_team', 'manager_name', 'plan_name', 'period_kind', 'component'],
    items,
    measures: {
      payout: total('pay'),
      from_rates: total('pay', 'rate'),
      from_spiffs: total('pay', 'spiff'),
      above_caps: total('pay', 'cap'),
      draws: total('pay', 'draw', 'recovery'),
      // Nobody has decided on any in the sample company.
      exceptions: () => null,
      paid_credit: total('credit'),
      cost_of_sales: (all) => ratio(Number(total('pay')(all) ?? 0n), Number(total('credit')(all) ?? 0n)),
    },
  }
}

/** The wins of a deal that still count: those that stand, or were lost more than 90 days later. */
function winsOf(versions: readonly Version[], company: SampleCompany): Win[] {
  type Kept = Win & { lostOn: string | null }
  const wins: Kept[] = []
  const lastLoss = versions.findLastIndex(({ status }) => status !== 'won')
  let open = null as Kept | null
  for (const [i, version] of versions.entries()) {
    const { deal, from, currency, status, owner } = version
    if (status !== 'won') {
      if (open) wins.push({ ...open, lostOn: localDay(from) })
      open = null
      continue
    }
    const at = !open && i === lastLoss + 1 ? (deal.closedAt ?? from) : from
    const day: string = open?.day ?? localDay(at)
    const amount = valued(version.amount, currency, day, company)
    open = {
      deal: deal.id,
      type: deal.dims.deal_type ?? null,
      rep: open?.rep ?? owner?.Id ?? '',
      day,
      amount,
      lostOn: null,
    }
  }
  return [...wins, ...(open ? [open] : [])]
    .filter(({ day, lostOn }) => lostOn === null || dayNumber(lostOn) - dayNumber(day) > 90)
    .map(({ lostOn, ...win }) => win)
}

function ratesOf(
  credits: readonly Win[],
  quota: Micros,
  rules: readonly TextRecord[],
  covered: ReadonlySet<string>,
): Pay[] {
  const ordered = [...credits].sort((a, b) => (`${a.day} ${a.deal}` < `${b.day} ${b.deal}` ? -1 : 1))
  const lines: Pay[] = []
  const paid = new Map<string, bigint>()
  let reached = 0n
  for (const { amount, type, day, deal } of ordered) {
    const before = reached
    reached += amount
    if (!covered.has(day)) continue
    const version = versionOn(rules, day)
    const rates = version.filter((row) => row.rule === 'rate')
    const special = rates.filter((row) => row.deal_type !== '' && row.deal_type === type)
    const tiers = special.length > 0 ? special : rates.filter((row) => !row.deal_type)
    const starts = tiers.map((row) => share(row.attainment_from || '0')).sort((a, b) => (a < b ? -1 : 1))
    for (const row of tiers) {
      const from = share(row.attainment_from || '0')
      const next = starts.find((start) => start > from)
      // Without a quota no tier but the first is reached.
      if (quota === 0n && from > 0n) continue
      const upTo = next === undefined || quota === 0n ? null : next * quota
      const inTier = (sum: Micros): bigint => {
        const over = sum * WHOLE - from * quota
        const capped = upTo !== null && over > upTo - from * quota ? upTo - from * quota : over
        return from > 0n && capped < 0n ? 0n : capped
      }
      const part = inTier(reached) - inTier(before)
      if (part === 0n) continue
      const name = `${row.valid_from} ${row.deal_type} ${row.attainment_from}`
      const sofar = paid.get(name) ?? 0n
      const upToNow = sofar + part * share(row.rate ?? '')
      paid.set(name, upToNow)
      lines.push({
        component: 'rate',
        pay: cents(upToNow, WHOLE * WHOLE) - cents(sofar, WHOLE * WHOLE),
        credit: half(part, WHOLE),
      })
    }
    if (amount > 0n && deal)
      for (const row of version.filter(
        (it) => it.rule === 'spiff' && (!it.deal_type || it.deal_type === type),
      ))
        lines.push({ component: 'spiff', pay: micros(row.amount ?? ''), credit: 0n })
  }
  return lines
}

function versionOn(rules: readonly TextRecord[], day: string): readonly TextRecord[] {
  const first = rules
    .map((row) => row.valid_from ?? '')
    .filter((from) => from <= day)
    .sort()
    .at(-1)
  return rules.filter((row) => row.valid_from === first)
}

function quotaOf(
  quotas: readonly TextRecord[],
  company: SampleCompany,
  { from, to, isMine }: { from: string; to: string; isMine: (rep: string, day: string) => boolean },
): Micros {
  let quota = 0n
  for (const row of quotas) {
    const [start, end, rep] = [row.period_start ?? '', row.period_end ?? '', row.rep_id ?? '']
    if (start > to || end < from) continue
    const user = company.users.get(rep)
    const days = daysBetween(later(start, from), earlier(end, to)).filter(
      (day) =>
        isMine(rep, day) &&
        (!user?.Quota_Start__c || day >= user.Quota_Start__c) &&
        (!user?.Quota_End__c || day <= user.Quota_End__c),
    )
    const rate = company.rate(row.currency ?? '', 'plan', start)
    quota += half(
      converted(micros(row.amount ?? '0'), rate) * BigInt(days.length),
      BigInt(daysBetween(start, end).length),
    )
  }
  return quota
}

const daysBetween = (from: string, to: string): string[] =>
  Array.from({ length: Math.max(0, dayNumber(to) - dayNumber(from) + 1) }, (_, i) => dayAfter(from, i))

/** The last record of each thing, in the order of the drops. */
function latest(rows: readonly TextRecord[], key: readonly string[]): TextRecord[] {
  return [...new Map(rows.map((row) => [key.map((it) => row[it]).join('|'), row])).values()]
}
