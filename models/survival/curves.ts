import type { AliasableExpression, Kysely } from 'kysely'
import type { Warehouse } from '../warehouse/database.ts'
import { aalenJohansen, type Incidence } from './aalen-johansen.ts'
import { logBand, logLogBand } from './bands.ts'
import { kaplanMeier } from './kaplan-meier.ts'
import type { Life } from './life.ts'
import { riskSets } from './risk-sets.ts'

/**
 * Both curves of each stratum with their 95% bands, one row a time at which anything happens. Lives are
 * counted by distinct time first, so the work on top depends on the number of times, not of lives.
 */
export function survivalCurves(db: Kysely<Warehouse>, lives: AliasableExpression<Life>) {
  return withBands(db, aalenJohansen(db, kaplanMeier(db, riskSets(db, lives))))
}

function withBands(db: Kysely<Warehouse>, curves: AliasableExpression<Incidence>) {
  return db
    .selectFrom(curves.as('curves'))
    .selectAll()
    .select((eb) => {
      const survival = logLogBand(eb.ref('survival'), eb.ref('log_variance'))
      const won = logBand(eb.ref('cif_won'), eb.ref('cif_won_se'))
      const lost = logBand(eb.ref('cif_lost'), eb.ref('cif_lost_se'))
      return [
        survival.low.as('survival_low'),
        survival.high.as('survival_high'),
        won.low.as('cif_won_low'),
        won.high.as('cif_won_high'),
        lost.low.as('cif_lost_low'),
        lost.high.as('cif_lost_high'),
      ]
    })
}
