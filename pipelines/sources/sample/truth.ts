import { at } from './at.ts'
import { dayText, instantText, monthStart } from './calendar.ts'
import { centsText } from './cells.ts'
import { sampleCompany } from './company.ts'
import * as parameters from './parameters.ts'
import type { Rep } from './people.ts'
import type { Outcomes } from './tally.ts'
import type { World } from './world.ts'

/** The first member of every truth.json: how an earlier sample is told from a folder of a user's own. */
export const truthKind = 'salesops sample company'

const rounded = (value: number, places = 4): number => Number(value.toFixed(places))

const outcomeTruth = ({ won, lost, open, wonDays }: Outcomes) => ({
  won,
  lost,
  open,
  winRate: won + lost === 0 ? null : rounded(won / (won + lost)),
  meanWonCycleDays: won === 0 ? null : rounded(wonDays / won, 2),
})

const dayOrNull = (day: number): string | null => (Number.isFinite(day) ? dayText(day) : null)

function repTruth(world: World, rep: Rep) {
  return {
    id: rep.id,
    name: rep.name,
    skill: rounded(rep.skill),
    habit: rep.habit,
    submissionBias: rep.bias,
    hired: dayText(rep.hiredDay),
    quotaFrom: dayText(rep.quotaDay),
    left: dayOrNull(rep.leftDay),
    stints: rep.stints.map((stint) => {
      const { territory } = at(world.staff.seats, stint.seat)
      return {
        team: territory.team,
        territory: territory.id,
        from: dayText(stint.from),
        before: dayOrNull(stint.to),
      }
    }),
    ...outcomeTruth(at(world.tally.byRep, rep.number)),
  }
}

const money = (cents: ReadonlyMap<string, number>) =>
  Object.fromEntries(
    [...cents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, centsText(sum)]),
  )

function groups<K extends string>(
  found: Partial<Record<K, Outcomes>>,
  names: readonly K[],
  truth: (name: K) => object,
) {
  const none = { won: 0, lost: 0, open: 0, wonDays: 0 }
  return Object.fromEntries(
    names.map((name) => [name, { ...outcomeTruth(found[name] ?? none), parameters: truth(name) }]),
  )
}

/** All that the simulation knows and the exports only show: settings, parameters, events, counts. */
function truthOf(world: World) {
  const { tally, drops, staff } = world
  const { methods, methodInSegment, segments } = parameters
  const movers = staff.reps.filter((rep) => rep.stints.length > 1)
  return {
    kind: truthKind,
    settings: {
      ...sampleCompany,
      seed: world.seed,
      scale: world.scale,
      from: dayText(world.firstDay),
      until: dayText(world.untilDay),
    },
    drops: drops.names,
    entities: drops.counts,
    deals: {
      ...outcomeTruth(tally.total),
      amountMissing: tally.amountMissing,
      methodBlank: tally.methodBlank,
      lineItemsNotAddingUp: tally.lineItemsMismatched,
      wonAmount: money(tally.wonCents),
      wonAmountByFiscalYear: Object.fromEntries(
        [...tally.wonCentsByYear]
          .sort(([a], [b]) => a - b)
          .map(([month, cents]) => [dayText(monthStart(month)), money(cents)]),
      ),
    },
    methods: groups(tally.byMethod, parameters.methodNames, (name) => ({
      ...methods[name],
      tiltInSegment: methodInSegment[name],
    })),
    segments: groups(tally.bySegment, parameters.segmentNames, (name) => segments[name]),
    hazards: {
      note: 'weekly rates by open stage; progress and wins times pace x exp(tilt), going back and losing times pace x exp(-tilt)',
      stageRates: parameters.stageRates,
      dealTypeTilt: parameters.dealTypeTilt,
      effects: parameters.effects,
    },
    submissions: {
      note: 'commit = won + submissionBias x noise x (0.65 commit + 0.3 best case + 0.06 pipeline + deals still to come); best case and pipeline are cumulative',
    },
    demand: {
      monthWeights: parameters.monthWeights,
      yearlyGrowth: parameters.yearlyGrowth,
      methodMix: parameters.methodMix,
    },
    shares: parameters.shares,
    reps: staff.reps.map((rep) => repTruth(world, rep)),
    moves: movers.flatMap((rep) =>
      rep.stints.slice(1).map((stint) => ({
        rep: rep.id,
        at: dayText(stint.from),
        to: at(staff.seats, stint.seat).territory.id,
      })),
    ),
    hires: staff.reps
      .filter((rep) => rep.hiredDay >= world.firstDay)
      .map((rep) => ({ rep: rep.id, at: dayText(rep.hiredDay) })),
    leavers: staff.reps
      .filter((rep) => Number.isFinite(rep.leftDay))
      .map((rep) => ({ rep: rep.id, at: dayText(rep.leftDay) })),
    incidents: tally.incidents.map((incident) => ({ ...incident, at: instantText(incident.at) })),
    dirty: drops.dirty,
  }
}

/** The truth as JSON text: one member, and one element of a long list, a line. */
export function truthText(world: World): string {
  const members = Object.entries(truthOf(world)).map(([name, value]) => {
    const lines = Array.isArray(value)
      ? `[\n${value.map((element) => `  ${JSON.stringify(element)}`).join(',\n')}\n ]`
      : JSON.stringify(value)
    return ` ${JSON.stringify(name)}: ${lines}`
  })
  return `{\n${members.join(',\n')}\n}\n`
}
