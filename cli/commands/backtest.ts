import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { isLease, takeLease } from '../../models/state/lease.ts'
import { backtest } from '../../pipelines/run/backtest.ts'
import { RunInProgressError } from '../../pipelines/run/run.ts'
import { type Score, scoresOf } from '../backtest-scores.ts'
import { CliError } from '../cli-error.ts'
import { memoryShare } from '../memory.ts'
import { ProgressLine } from '../progress-line.ts'
import { withCubeOver } from '../serving.ts'
import { type CommonOptions, openSetup } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

interface BacktestCommandOptions extends CommonOptions {
  readonly quarters: string
  readonly keep?: boolean
  readonly json?: boolean
}

export function addBacktest(command: Command): void {
  command
    .option('--quarters <number>', 'fiscal quarters to walk through', '8')
    .option('--keep', 'keep the forecasts of days that have none: the next run shows them as reconstructed')
    .option('--json', 'print the scores as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<BacktestCommandOptions>()
      const quarters = quartersOf(options.quarters)
      const setup = await openSetup(options)
      const lease = await takeLease(setup.state, 'run')
      const folder = mkdtempSync(join(tmpdir(), 'salesops-backtest-'))
      try {
        if (!isLease(lease)) throw new RunInProgressError(lease)
        const { home } = setup
        const file = join(folder, 'backtest.duckdb')
        const progress = new ProgressLine(options.json ?? false)
        const { build, origins, kept } = await backtest({
          home,
          quarters,
          file,
          keep: options.keep ?? false,
          memoryLimit: memoryShare(setup.memory, 'run'),
          onStep: (step, done, total) => progress.step('Backtest', step, done, total),
        })
        progress.done()
        const scores = await withCubeOver(home, build, file, scoresOf)
        if (options.json) return printJson(scores)
        describe(scores, origins)
        if (options.keep) print(`Kept the forecasts of ${kept} days; salesops run shows them`)
      } finally {
        if (isLease(lease)) await lease.release()
        await setup.state.destroy()
        rmSync(folder, { recursive: true, force: true })
      }
    })
}

function quartersOf(text: string): number {
  const quarters = Number(text)
  if (Number.isInteger(quarters) && quarters > 0 && quarters <= 100) return quarters
  throw new CliError({
    code: 'not_a_number',
    message: `--quarters ${text} is no whole number from 1 to 100`,
    cure: 'give one such as --quarters 8',
  })
}

function describe(scores: readonly Score[], origins: number): void {
  if (scores.length === 0) {
    print('No quarter is over that could be forecast and scored')
    return
  }
  const percent = (value: number | null): string => (value === null ? '' : `${(value * 100).toFixed(1)}%`)
  const shown = scores.filter(({ level, horizon }) => level === 'company' || horizon === 'all')
  print(
    table(
      shown.map((score) => ({
        level: score.level,
        horizon: score.horizon,
        method: score.method,
        WAPE: percent(score.wape),
        bias: percent(score.bias),
        skill: percent(score.skill),
        MASE: score.mase?.toFixed(2) ?? '',
        'in range': percent(score.coverage80),
        Brier: score.brier?.toFixed(4) ?? '',
        ECE: score.ece?.toFixed(4) ?? '',
        n: score.n,
        quarters: score.quarters,
      })),
    ),
  )
  print(
    `Forecasts of ${origins} days, at most one a week, from what was known then; a skill above 0 beats the 90-day mean, and of honest ranges 80% hold what came`,
  )
}
