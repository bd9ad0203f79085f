import type { Command } from 'commander'
import type { CubeUser } from '../../cube/server.ts'
import { readRoster } from '../../dashboards/identity/roster.ts'
import { openState } from '../../models/state/open-state.ts'
import { findUser } from '../../models/state/users.ts'
import { CliError } from '../cli-error.ts'
import { homeFolder, servedManifest } from '../reading.ts'
import { shellUser, withCube } from '../serving.ts'
import type { CommonOptions } from '../setup.ts'
import { SQL_DATABASE } from '../sql-server.ts'
import { print, printJson, table } from '../terminal.ts'

type SqlOptions = CommonOptions & { readonly json?: boolean; readonly user?: string }

export function addSql(command: Command): void {
  command
    .argument('<statement>', 'SELECT territory_name, MEASURE(win_rate) FROM bookings GROUP BY 1')
    .option('--json', 'print {build, data} as JSON')
    .option('--user <name>', 'see what this user sees')
    .action(async (text: string, _, command: Command) => {
      const options = command.optsWithGlobals<SqlOptions>()
      const home = homeFolder(options)
      const { company } = servedManifest(home)
      const { askSql } = await import('../../cube/sql/ask-sql.ts')
      const answer = await withCube(home, async (cube) => {
        const user =
          options.user === undefined ? shellUser : await userNamed(home, options.user, () => readRoster(cube))
        return askSql(text, { cube, user, zone: company.timezone, database: SQL_DATABASE })
      })
      const data = answer.rows.map((row) =>
        Object.fromEntries(answer.columns.map(({ name }, index) => [name, row[index] ?? null])),
      )
      if (options.json) printJson({ build: answer.build, data })
      else print(data.length > 0 ? table(data) : 'No rows')
    })
}

async function userNamed(
  home: string,
  name: string,
  roster: () => ReturnType<typeof readRoster>,
): Promise<CubeUser> {
  const { sample } = servedManifest(home)
  const state = await openState(home)
  try {
    const account = await findUser(state, name)
    if (account && account.disabled_at === null) {
      const { role, rep_id: repId } = account
      return { name: account.name, role: role as CubeUser['role'], ...(repId !== null && { repId }) }
    }
    const person = sample
      ? await roster().then((people) => people.byEmail(name) ?? people.byId(name))
      : undefined
    if (person) return { name, role: person.isManager ? 'manager' : 'rep', repId: person.repId }
  } finally {
    await state.destroy()
  }
  throw new CliError({
    code: 'user_unknown',
    message: `There is no user ${name}`,
    cure: 'list them: salesops user list',
  })
}
