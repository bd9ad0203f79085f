import { activitiesPerWin } from './activities-per-win.ts'
import { attainment } from './attainment.ts'
import { averageDeal } from './average-deal.ts'
import { bookings } from './bookings.ts'
import { bookingsByMonth } from './bookings-by-month.ts'
import { cycle } from './cycle.ts'
import { cycleDistribution } from './cycle-distribution.ts'
import { openPipeline } from './open-pipeline.ts'
import { pastWeek } from './past-week.ts'
import { pipelineCreated } from './pipeline-created.ts'
import { repTable } from './rep-table.ts'
import type { Tile } from './tile.ts'
import { winRate } from './win-rate.ts'
import { yieldByMethod, yieldByTerritory } from './yield.ts'

/** Tiles that pages and reports of a team's own can name, by id. */
export const tiles: ReadonlyMap<string, Tile> = new Map(
  [
    activitiesPerWin,
    attainment,
    averageDeal,
    bookings,
    bookingsByMonth,
    cycle,
    cycleDistribution,
    openPipeline,
    pastWeek,
    pipelineCreated,
    repTable,
    winRate,
    yieldByMethod,
    yieldByTerritory,
  ].map((tile) => [tile.id, tile]),
)

export const tileIds: readonly string[] = [...tiles.keys()]
