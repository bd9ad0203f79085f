import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Query } from '../../cube/server.ts'
import { CliError } from '../cli-error.ts'
import { homeFolder } from '../reading.ts'
import { shellUser, withCube } from '../serving.ts'
import type { CommonOptions } from '../setup.ts'
import { print, printJson, table } from '../terminal.ts'

export function addQuery(command: Command): void {
  command
    .argument('<query>', 'JSON text, or the path of a JSON file')
    .option('--json', 'print {build, data} as JSON')
    .action(async (text: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
      const query = parseQuery(text)
      const { build, data } = await withCube(homeFolder(options), (cube) => cube.load(query, shellUser))
      if (options.json) printJson({ build, data })
      else print(data.length ? table(data) : 'No rows')
    })
}

function parseQuery(text: string): Query {
  const isFile = existsSync(text)
  try {
    return JSON.parse(isFile ? readFileSync(text, 'utf8') : text) as Query
  } catch (error) {
    throw new CliError({
      code: 'not_a_query',
      message: `${isFile ? text : 'The query'} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      cure: 'give a Cube query such as {"measures":["bookings.amount"]}, or a file that holds one',
    })
  }
}
