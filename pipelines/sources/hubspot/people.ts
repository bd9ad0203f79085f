import { firstOf } from '../columns.ts'
import type { FieldRule, Reading } from '../source.ts'
import {
  company as companyOf,
  isActive,
  isDeleted,
  mergedIds,
  modifiedAt,
  number,
  owner as ownerOf,
  personName,
  plain,
  property,
  recordTimes,
  text,
  type Zones,
} from './rules.ts'

const objectId = ['id', 'Record ID', ...property('hs_object_id')]

export function company(zones: Zones): Reading {
  return {
    entity: 'account',
    fields: {
      account_id: { from: ['company_id', ...objectId] },
      name: {
        sql: (column) => {
          const names = [
            property('name', 'Company name'),
            property('domain', 'Company Domain Name'),
            objectId,
          ]
          const found = names.map((headers) => firstOf(headers, column)).filter((sql) => sql !== undefined)
          return found.length ? `coalesce(${found.join(', ')})` : undefined
        },
      },
      industry: text('industry', 'Industry'),
      employees: number('numberofemployees', 'Number of Employees'),
      country: text('country', 'Country/Region'),
      website: text('domain', 'Company Domain Name', 'website', 'Website URL'),
      owner_id: ownerOf,
      merged_ids: mergedIds,
      parent_account_id: text('hs_parent_company_id', 'Parent Company ID'),
      ...recordTimes(zones),
    },
  }
}

export function contact(zones: Zones): Reading {
  const email = property('email', 'Email')
  return {
    entity: 'contact',
    fields: {
      contact_id: { from: ['contact_id', ...objectId] },
      account_id: companyOf,
      name: personName(property('firstname', 'First Name'), property('lastname', 'Last Name'), ...email),
      email: { from: email },
      phone: text('phone', 'Phone Number', ...property('mobilephone', 'Mobile Phone Number')),
      title: text('jobtitle', 'Job Title'),
      owner_id: ownerOf,
      merged_ids: mergedIds,
      ...recordTimes(zones),
    },
  }
}

/** Log-ins and owners are numbered apart; the ids of log-ins are marked, so that they never meet. */
function login(...headers: string[]): FieldRule {
  return {
    sql: (column) => {
      const found = firstOf(headers, column)
      return found && `'user:' || ${found}`
    },
  }
}

export function owner(zones: Zones): Reading {
  return {
    entity: 'user',
    fields: {
      user_id: plain('owner_id', 'id'),
      name: personName(['first_name', 'firstName'], ['last_name', 'lastName'], 'email', 'owner_id', 'id'),
      email: plain('email'),
      login_id: login('active_user_id', 'userId', 'user_id'),
      is_active: isActive,
      team: {
        sql: (column) => {
          const teams = column('teams')
          return teams && `CASE WHEN json_valid(${teams}) THEN json_extract_string(${teams}, '$[0].name') END`
        },
      },
      created_at: plain('created_at', 'createdAt'),
      modified_at: modifiedAt(zones),
    },
  }
}

export function user(zones: Zones): Reading {
  return {
    entity: 'user',
    fields: {
      user_id: login('id'),
      name: personName(['first_name', 'firstName'], ['last_name', 'lastName'], 'email', 'id'),
      email: plain('email'),
      is_active: isActive,
      role_id: plain('role_id', 'roleId'),
      modified_at: modifiedAt(zones),
    },
  }
}

export function role(zones: Zones): Reading {
  return {
    entity: 'user_role',
    fields: {
      role_id: plain('id'),
      name: plain('name'),
      modified_at: modifiedAt(zones),
      is_deleted: isDeleted,
    },
  }
}

export function team(zones: Zones): Reading {
  return {
    entity: 'team',
    fields: {
      team_id: plain('id'),
      name: plain('name'),
      parent_team_id: plain('parent_team_id', 'parentTeamId'),
      modified_at: modifiedAt(zones),
      is_deleted: isDeleted,
    },
  }
}

export function ownerTeam(zones: Zones): Reading {
  return {
    entity: 'team_member',
    fields: {
      team_id: plain('team_id'),
      user_id: plain('owner_id'),
      is_primary: plain('is_team_primary'),
      modified_at: modifiedAt(zones),
      is_deleted: isDeleted,
    },
  }
}

export function teamUser(zones: Zones): Reading {
  return {
    entity: 'team_member',
    fields: {
      team_id: plain('team_id'),
      user_id: login('user_id'),
      is_primary: {
        from: ['is_secondary_user'],
        values: { true: 'false', false: 'true', TRUE: 'false', FALSE: 'true' },
      },
      modified_at: modifiedAt(zones),
      is_deleted: isDeleted,
    },
  }
}
