import { at } from './at.ts'
import { dayText, fiscalYearMonth, instantOf, monthOf, monthStart } from './calendar.ts'
import { files } from './columns.ts'
import type { Stint } from './people.ts'
import type { World } from './world.ts'

interface Rule {
  readonly rule?: string
  readonly team?: boolean
  readonly from?: string
  readonly rate?: string
  readonly amount?: string
  readonly dealType?: string
}

interface Plan {
  readonly id: string
  readonly name: string
  readonly cap: string
  readonly targetPay: string
  readonly rules: readonly Rule[]
}

/** Plans of field sales, inside sales and managers; by quarter, with pay taken back for a deal lost within 90 days. */
const plans = {
  field: {
    id: 'AE',
    name: 'Account executive',
    cap: '60000.00',
    targetPay: '48000.00',
    rules: [
      { from: '0', rate: '0.04' },
      { from: '1', rate: '0.06' },
      { from: '1.25', rate: '0.08' },
      { rule: 'spiff', amount: '150.00', dealType: 'new' },
    ],
  },
  inside: {
    id: 'ISR',
    name: 'Inside sales',
    cap: '30000.00',
    targetPay: '24000.00',
    rules: [
      { from: '0', rate: '0.05' },
      { from: '1', rate: '0.075' },
      { rule: 'recoverable_draw', amount: '1500.00' },
    ],
  },
  manager: {
    id: 'SM',
    name: 'Sales manager',
    cap: '45000.00',
    targetPay: '36000.00',
    rules: [
      { team: true, from: '0', rate: '0.006' },
      { team: true, from: '1', rate: '0.01' },
    ],
  },
} as const satisfies Record<string, Plan>

/** What is proposed for field sales: a threshold, and more above quota. */
const proposed: Plan = {
  ...plans.field,
  rules: [
    { from: '0.4', rate: '0.05' },
    { from: '1', rate: '0.09' },
  ],
}

/** Writes the commission plans, who is on them, and a plan that is only proposed. */
export function writeCommission(world: World): void {
  const year = monthStart(fiscalYearMonth(monthOf(world.untilDay)))
  for (const plan of Object.values(plans)) {
    writePlan(world, plan, world.firstDay)
    // Since the running fiscal year new business of field sales pays a little more.
    if (plan.id === 'AE')
      writePlan(
        world,
        {
          ...plan,
          rules: [
            ...plan.rules,
            { from: '0', rate: '0.045', dealType: 'new' },
            { from: '1', rate: '0.065', dealType: 'new' },
          ],
        },
        year,
      )
  }
  writePlan(world, proposed, year, true)
  for (const rep of world.staff.reps)
    for (const stint of rep.stints) {
      const { territory } = at(world.staff.seats, stint.seat)
      writeStint(world, rep.id, territory.kind === 'physical' ? plans.field : plans.inside, stint)
    }
  for (const manager of world.staff.managers)
    writeStint(world, manager.id, plans.manager, {
      seat: 0,
      from: world.firstDay,
      to: Number.POSITIVE_INFINITY,
    })
}

/** A version of a plan is known a fortnight before it begins. */
function writePlan(world: World, { id, name, cap, rules }: Plan, day: number, isProposed = false): void {
  const known = instantOf(Math.max(world.firstDay, day - 14), 9 * 3600)
  for (const rule of rules)
    world.drops.record(files.commission_plan, [known], () => [
      id,
      name,
      dayText(day),
      rule.rule ?? 'rate',
      'quarter',
      rule.team ? 'team' : 'own',
      rule.team ? 'team' : 'own',
      rule.from ?? '',
      rule.rate ?? '',
      rule.amount ?? '',
      rule.dealType ?? '',
      cap,
      '90',
      'USD',
      isProposed ? 'true' : '',
    ])
}

/** A stint's end is known on the day on which it comes. */
function writeStint(world: World, repId: string, plan: Plan, { from, to }: Stint): void {
  const times = [Math.max(world.firstDay, from), to].filter((day) => day <= world.untilDay)
  world.drops.record(
    files.commission_assignment,
    times.map((day) => instantOf(day, 9 * 3600)),
    (_, changed) => [
      repId,
      plan.id,
      dayText(from),
      to <= world.untilDay && changed >= instantOf(to, 9 * 3600) ? dayText(to - 1) : '',
      plan.targetPay,
      'USD',
    ],
  )
}
