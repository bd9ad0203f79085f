import { at } from './at.ts'
import {
  companyDay,
  dayText,
  fiscalQuarter,
  fiscalYearMonth,
  instantOf,
  instantText,
  monthOf,
  monthStart,
} from './calendar.ts'
import { files } from './columns.ts'
import { writeCommission } from './commission.ts'
import { type Rep, stintOn } from './people.ts'
import { planQuota, type QuotaPlan, quotaMonths } from './quota-plan.ts'
import { rateDayKnown } from './rates.ts'
import { Rng, streams } from './rng.ts'
import { regions, type TerritoryKind, territories } from './territories.ts'
import type { World } from './world.ts'

/** Writes the sheets that sales operations keep beside the CRM. */
export function writeSheets(world: World): void {
  const opened = instantOf(world.firstDay, 0)
  for (const region of regions) {
    world.drops.record(files.territory, [opened], () => [region.id, region.name, region.name, 'physical', ''])
  }
  for (const each of territories) {
    world.drops.record(files.territory, [opened], () => [
      each.id,
      each.name,
      each.region,
      each.kind,
      each.parent,
    ])
  }
  for (const rate of world.rates.rows) {
    world.drops.record(files.exchange_rate, [instantOf(rateDayKnown(rate), 0)], () => [
      rate.currency,
      dayText(rate.validFrom),
      rate.rate,
      rate.kind,
    ])
  }
  const plan = planQuota(world)
  for (const rep of world.staff.reps) writeQuota(world, plan, rep)
  for (const rep of world.staff.reps) writeSubmissions(world, plan, rep)
  writeCommission(world)
}

/** A quota is known two weeks before its fiscal year or on hiring, changes on a move and falls to 0 on leaving. */
function writeQuota(world: World, plan: QuotaPlan, rep: Rep): void {
  for (const month of quotaMonths(world, rep)) {
    const first = monthStart(month)
    const knownDay = Math.max(world.firstDay, rep.hiredDay, monthStart(fiscalYearMonth(month)) - 14)
    const days = [...rep.stints.map((stint) => stint.from), rep.leftDay].filter(
      (day) => day > knownDay && day <= first,
    )
    const times = [knownDay, ...days]
      .filter((day) => day <= world.untilDay)
      .map((day) => instantOf(day, 9 * 3600))
    world.drops.record(files.quota, times, (_, changed) => {
      const day = companyDay(changed)
      const { territory } = at(world.staff.seats, stintOn(rep, day).seat)
      const amount = rep.leftDay <= day ? 0 : plan.amount(rep, territory, month)
      return [
        rep.id,
        dayText(first),
        dayText(monthStart(month + 1) - 1),
        amount.toFixed(2),
        territory.currency,
      ]
    })
  }
}

/** Share of what is left of a quarter that a rep expects from deals not yet created, by kind of territory. */
const unseenShare: Record<TerritoryKind, number> = { physical: 0.45, phone: 0.75, digital: 0.8 }

/**
 * A rep submits each Monday for the running quarter. Commit = won + bias x noise x what an even rep
 * would expect of the open deals and of those still to come; best case and pipeline are cumulative.
 */
function writeSubmissions(world: World, plan: QuotaPlan, rep: Rep): void {
  const rng = new Rng(world.seed, streams.submission, rep.number)
  world.tally.mondays.forEach((day, week) => {
    const noise = rng.lognormal(0.09)
    const skipped = rng.chance(0.03)
    const submittedAt = instantOf(day, 36_000 + rng.int(0, 7_000))
    if (skipped || day < rep.quotaDay || day >= rep.leftDay) return
    const quarter = fiscalQuarter(day)
    const { territory } = at(world.staff.seats, stintOn(rep, day).seat)
    const { won, commit, best, pipeline } = world.tally.book(week, rep)
    const monthly = plan.expected(territory.team, monthOf(day))
    const unseen = (unseenShare[territory.kind] * monthly * (quarter.last + 1 - day)) / 30.4
    const expected = rep.bias * noise * (0.65 * commit + 0.3 * best + 0.06 * pipeline + unseen)
    const rate = world.rates.spot(territory.currency, day)
    const step = territory.currency === 'THB' ? 1_000 : 100
    const amounts = {
      commit: won + expected,
      best_case: won + expected + 0.3 * commit + 0.65 * best,
      pipeline: won + expected + 0.3 * commit + 0.65 * best + 0.92 * pipeline,
    }
    for (const [category, amount] of Object.entries(amounts)) {
      const rounded = Math.round(amount / rate / step) * step
      world.drops.record(files.forecast_submission, [submittedAt], () => [
        rep.id,
        dayText(quarter.first),
        dayText(quarter.last),
        instantText(submittedAt),
        category,
        rounded.toFixed(2),
        territory.currency,
      ])
    }
  })
}
