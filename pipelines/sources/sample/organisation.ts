import { at } from './at.ts'
import { companyDay, dayText, instantOf, instantText } from './calendar.ts'
import { booleanText } from './cells.ts'
import { files } from './columns.ts'
import { IdSequence } from './ids.ts'
import { closedLost, closedWon, stages } from './parameters.ts'
import { type Manager, type Rep, stintOn } from './people.ts'
import { products, type World } from './world.ts'

/** Ids of the roles: the VP's, the analyst's, and of each team the manager's and the reps'. */
interface Roles {
  vp: string
  analyst: string
  manager: Map<string, string>
  rep: Map<string, string>
}

/** Writes what the company itself consists of: roles, users, products and stages. */
export function writeOrganisation(world: World): void {
  const opened = instantOf(world.firstDay, 8 * 3600)
  const roles = writeRoles(world, opened)
  writeUsers(world, roles, opened)
  products.forEach((product, i) => {
    world.drops.record(files.Product2, [opened], () => [
      at(world.productIds, i),
      product.name,
      product.code,
      product.family,
      'true',
      instantText(opened),
      instantText(opened),
    ])
  })
  const stageIds = new IdSequence('OpportunityStage')
  stages.forEach((stage, i) => {
    const id = stageIds.next()
    world.drops.record(files.OpportunityStage, [opened], () => [
      id,
      stage.name,
      stage.name,
      'true',
      booleanText(i === closedWon || i === closedLost),
      booleanText(i === closedWon),
      String(i + 1),
      String(stage.probability),
      stage.category,
      stage.categoryName,
      instantText(opened),
    ])
  })
}

function writeRoles(world: World, opened: number): Roles {
  const ids = new IdSequence('UserRole')
  const write = (name: string, parent: string): string => {
    const id = ids.next()
    world.drops.record(files.UserRole, [opened], () => [
      id,
      name,
      name.replaceAll(' ', '_'),
      parent,
      instantText(opened),
    ])
    return id
  }
  const vp = write('VP Sales', '')
  const roles: Roles = {
    vp,
    analyst: write('Sales Operations Analyst', vp),
    manager: new Map(),
    rep: new Map(),
  }
  for (const { team } of world.staff.managers) {
    const manager = write(`${team} Manager`, vp)
    roles.manager.set(team, manager)
    roles.rep.set(team, write(`${team} Rep`, manager))
  }
  return roles
}

function writeUsers(world: World, roles: Roles, opened: number): void {
  const { vp, analyst, managers, reps } = world.staff
  const leader = (person: Manager, title: string, role: string, boss: string): void => {
    const stamp = instantText(opened)
    world.drops.record(files.User, [opened], () => [
      person.id,
      person.email,
      person.name,
      person.email,
      title,
      'true',
      role,
      boss,
      person.team,
      '',
      '',
      '',
      stamp,
      stamp,
      stamp,
    ])
  }
  leader(vp, 'VP Sales', roles.vp, '')
  leader(analyst, 'Sales Operations Analyst', roles.analyst, vp.id)
  for (const manager of managers)
    leader(manager, 'Sales Manager', roles.manager.get(manager.team) ?? '', vp.id)
  for (const rep of reps) writeRep(world, rep, roles)
}

/** A rep changes as a record when they come, move to another team and leave. */
function writeRep(world: World, rep: Rep, roles: Roles): void {
  const moment = (day: number): number => instantOf(day, 9 * 3600)
  const days = [...rep.stints.map((stint) => stint.from), rep.leftDay].filter((day) => day <= world.untilDay)
  world.drops.record(files.User, days.map(moment), (asOf, changed) => {
    const day = companyDay(asOf)
    const { territory } = at(world.staff.seats, stintOn(rep, day).seat)
    const left = rep.leftDay <= day
    const boss = world.staff.managers.find((manager) => manager.team === territory.team)
    const modified = instantText(changed)
    return [
      rep.id,
      rep.email,
      rep.name,
      rep.email,
      territory.kind === 'physical' ? 'Account Executive' : 'Inside Sales Representative',
      booleanText(!left),
      roles.rep.get(territory.team) ?? '',
      boss?.id ?? '',
      territory.team,
      territory.id,
      dayText(rep.quotaDay),
      left ? dayText(rep.leftDay) : '',
      instantText(moment(rep.hiredDay)),
      modified,
      modified,
    ]
  })
}
