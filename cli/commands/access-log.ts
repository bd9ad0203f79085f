import { type Command, InvalidArgumentError } from 'commander'
import { readAccessLog } from '../../models/state/access-log.ts'
import { openState } from '../../models/state/open-state.ts'
import { userName } from '../../models/state/users.ts'
import { homeFolder } from '../reading.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

export function addAccessLog(command: Command): void {
  command
    .option('--user <name>', 'of one user only')
    .option('--limit <lines>', 'how many', positive, 100)
    .option('--json', 'print them as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<
        CommonOptions & { user?: string; limit: number; json?: boolean }
      >()
      const state = await openState(homeFolder(options))
      try {
        const { user, limit } = options
        const lines = await readAccessLog(state, {
          limit,
          ...(user !== undefined && { user: userName(user) }),
        })
        const shown = lines.map(({ at, event, user_name: name, detail }) => ({
          at,
          event,
          user: name,
          detail,
        }))
        if (options.json) printJson(shown)
        else print(shown.length > 0 ? table(shown) : 'Nothing is noted yet')
      } finally {
        await state.destroy()
      }
    })
}

function positive(text: string): number {
  const lines = Number(text)
  if (Number.isInteger(lines) && lines > 0) return lines
  throw new InvalidArgumentError('Give a whole number from 1.')
}
