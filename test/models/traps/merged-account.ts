import { deals } from './deal.ts'
import { LAST_DROP, type TrapFile, where } from './trap.ts'

const account = { SystemModstamp: '2026-01-01T00:00:00Z' }
const won = (id: string, name: string, amount: number) => ({
  id: `006merged${id}`,
  owner: 'merged',
  account: name,
  amount,
  path: [
    ['2026-01-05', 'Talk'],
    ['2026-02-20', 'Won'],
  ] as const,
})

/** An account was merged into another; the deal that names it was exported before. */
export const mergedAccount: TrapFile = {
  records: {
    [`${LAST_DROP}/Account.csv`]: [
      { Id: '001kept', Name: 'Kept account', IsDeleted: false, MasterRecordId: '', ...account },
      { Id: '001gone', Name: 'Gone account', IsDeleted: true, MasterRecordId: '001kept', ...account },
    ],
    ...deals(won('1', '001kept', 100), won('2', '001gone', 200)),
  },
  traps: [
    {
      name: 'bookings of the accounts that are left lack those of the account that was merged away',
      naive: {
        sql: `select sum(Amount) from Opportunity o join Account a on a.Id = o.AccountId where IsWon and OwnerId = 'merged' and not IsDeleted`,
        gives: 100,
      },
      right: {
        sql: `select sum(amount) from fct_opportunity join dim_account using (account_key) where status = 'won' and account_id = '001kept'`,
        gives: 300,
      },
      view: { measures: ['bookings.amount'], filters: where({ 'bookings.account_name': 'Kept account' }) },
    },
  ],
}
