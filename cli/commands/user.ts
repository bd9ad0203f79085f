import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Kysely } from 'kysely'
import { cubeRoles } from '../../cube/security.ts'
import { Tokens } from '../../cube/tokens.ts'
import { type Person, type Roster, readRoster } from '../../dashboards/identity/roster.ts'
import type { State } from '../../models/state/database.ts'
import { openState } from '../../models/state/open-state.ts'
import { addUser, disableUser, listUsers, setPassword, userName } from '../../models/state/users.ts'
import { CliError } from '../cli-error.ts'
import { choosePassword } from '../password-prompt.ts'
import { homeFolder } from '../reading.ts'
import { tokenSecrets } from '../secret.ts'
import { withCube } from '../serving.ts'
import type { CommonOptions } from '../setup.ts'
import { counted, print, printJson, table } from '../terminal.ts'

const roleOption = () => new Option('--role <role>', 'what the user may see').choices([...cubeRoles])
const DAY_S = 86_400

export function addUserCommands(user: Command): void {
  user
    .command('add')
    .description('add a user; asks for a password, or makes one')
    .argument('<name>', 'e-mail address or log-in name')
    .addOption(roleOption().makeOptionMandatory())
    .option('--rep <id>', 'rep id or e-mail address in the CRM: whose records are their own')
    .option('--password-stdin', 'read the password from the first line of the input')
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<
        CommonOptions & { role: string; rep?: string; passwordStdin?: boolean }
      >()
      const home = homeFolder(options)
      const { rep } = options
      const repId = rep === undefined ? null : await withRoster(home, (roster) => personOf(roster, rep).repId)
      const { password, isGenerated } = await choosePassword(options.passwordStdin === true)
      const added = await withState(home, (state) =>
        addUser(state, { name, role: options.role, repId, password }),
      )
      if (!added)
        throw userFault(name, 'exists already', 'give them a new password with: salesops user reset')
      print(`Added ${userName(name)} as ${options.role}${repId === null ? '' : `, rep ${repId}`}`)
      if (isGenerated) print(`Password, shown only now: ${password}`)
      if (repId === null && (options.role === 'rep' || options.role === 'manager'))
        print(`A ${options.role} without --rep sees no records`)
    })
  user
    .command('list')
    .description('users, their role and person')
    .option('--json', 'print them as JSON')
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { json?: boolean }>()
      const rows = await withState(homeFolder(options), listUsers)
      const users = rows.map(({ name, role, rep_id: rep, password, disabled_at: removed }) => ({
        name,
        role,
        rep,
        status: removed !== null ? 'removed' : password === null ? 'without a password' : 'active',
      }))
      if (options.json) printJson(users)
      else print(users.length > 0 ? table(users) : 'No users. Add one: salesops user add NAME --role admin')
    })
  user
    .command('remove')
    .description('shut a user out at once')
    .argument('<name>')
    .action(async (name: string, _, command: Command) => {
      const home = homeFolder(command.optsWithGlobals<CommonOptions>())
      if (!(await withState(home, (state) => disableUser(state, name)))) throw userMissing(name)
      print(`${userName(name)} is shut out, and signed out everywhere`)
    })
  user
    .command('reset')
    .description('give a user another password, and sign them out everywhere')
    .argument('<name>')
    .option('--password-stdin', 'read the password from the first line of the input')
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { passwordStdin?: boolean }>()
      const { password, isGenerated } = await choosePassword(options.passwordStdin === true)
      const done = await withState(homeFolder(options), (state) => setPassword(state, name, password))
      if (!done) throw userMissing(name)
      print(`${userName(name)} has another password`)
      if (isGenerated) print(`Password, shown only now: ${password}`)
    })
  user
    .command('import')
    .description(
      "make users of the CRM's active people who have an e-mail address; `user reset` gives them a password",
    )
    .action(async (_, command: Command) => {
      const home = homeFolder(command.optsWithGlobals<CommonOptions>())
      const people = await withRoster(home, (roster) =>
        roster.people.filter(({ isActive, email }) => isActive && email !== null && roster.byEmail(email)),
      )
      const added = await withState(home, async (state) => {
        let count = 0
        for (const { email, repId, isManager } of people) {
          const role = isManager ? 'manager' : 'rep'
          if (await addUser(state, { name: email ?? '', role, repId, password: null })) count++
        }
        return count
      })
      print(`Added ${counted(added, 'user')}; ${people.length - added} were there already`)
      if (added > 0) print('Give each a password with: salesops user reset NAME')
    })
  user
    .command('token')
    .description('make a token of REST and GraphQL for a program')
    .argument('<name>', 'what the program is called')
    .addOption(roleOption().makeOptionMandatory())
    .option('--rep <id>', 'rep id or e-mail address in the CRM')
    .option('--days <days>', 'how long it is good for', wholeDays, 90)
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<
        CommonOptions & { role: (typeof cubeRoles)[number]; rep?: string; days: number }
      >()
      const home = homeFolder(options)
      const { role, rep, days } = options
      const repId =
        rep === undefined ? undefined : await withRoster(home, (roster) => personOf(roster, rep).repId)
      const claims = { name, role, ...(repId !== undefined && { repId }) }
      print(await new Tokens(tokenSecrets(home)).sign(claims, days * DAY_S))
    })
}

async function withState<T>(home: string, work: (state: Kysely<State>) => Promise<T>): Promise<T> {
  const state = await openState(home)
  try {
    return await work(state)
  } finally {
    await state.destroy()
  }
}

function withRoster<T>(home: string, use: (roster: Roster) => T): Promise<T> {
  return withCube(home, async (cube) => use(await readRoster(cube)))
}

function personOf(roster: Roster, rep: string): Person {
  const person = roster.byId(rep) ?? roster.byEmail(rep)
  if (person) return person
  throw new CliError({
    code: 'rep_unknown',
    message: `Nobody in the CRM has the id or the e-mail address ${rep}`,
    cure: 'ask for them: salesops query \'{"dimensions":["reps.rep_id","reps.rep_name"]}\'',
  })
}

function wholeDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days > 0 && days <= 3660) return days
  throw new InvalidArgumentError('Give a whole number of days, at most 3660.')
}

const userFault = (name: string, what: string, cure: string): CliError =>
  new CliError({ code: 'user_exists', message: `${userName(name)} ${what}`, cure })

const userMissing = (name: string): CliError =>
  new CliError({
    code: 'user_unknown',
    message: `There is no user ${userName(name)}`,
    cure: 'list them: salesops user list',
  })
