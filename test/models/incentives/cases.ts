import type { Book } from '../../../models/incentives/book.ts'
import { granted, member, on, quota, rule, standard, won } from './book.ts'

/** A case worked by hand: what happened, how it is reckoned, and the pay of everybody together. */
export interface Case {
  readonly name: string
  readonly told: Partial<Book>
  readonly reckoned: string
  readonly pays: string
  /** Pay of each component, where it is to be told apart. */
  readonly parts?: Readonly<Record<string, string>>
  readonly asOf?: string
}

const [low, high] = standard as [(typeof standard)[0], (typeof standard)[0]]
const draw = rule({ rule: 'draw', amount: '3000' })
const recoverable = rule({ rule: 'recoverable_draw', amount: '3000' })
const yearly = quota({ to: '2026-12-31', amount: '400000' })
const clawback = [rule({ rate: '0.05', clawbackDays: 90 })]

export const cases: readonly Case[] = [
  // Tiers and accelerators
  {
    name: 'below quota',
    told: { credits: [won('2026-01-15', '40000')] },
    reckoned: '40,000 x 5%',
    pays: '2000.00',
  },
  {
    name: 'at quota to the cent',
    told: { credits: [won('2026-01-15', '100000')] },
    reckoned: '100,000 x 5%',
    pays: '5000.00',
  },
  {
    name: 'a cent above quota',
    told: { credits: [won('2026-01-15', '100000.01')] },
    reckoned: '100,000 x 5% + 0.01 x 8% = 5,000 + 0.0008',
    pays: '5000.00',
  },
  {
    name: 'six cents above quota',
    told: { credits: [won('2026-01-15', '100000.06')] },
    reckoned: '5,000 + 0.06 x 8% = 5,000 + 0.0048',
    pays: '5000.00',
  },
  {
    name: 'seven cents above quota',
    told: { credits: [won('2026-01-15', '100000.07')] },
    reckoned: '5,000 + 0.07 x 8% = 5,000 + 0.0056',
    pays: '5000.01',
  },
  {
    name: 'a deal that crosses the boundary is split there',
    told: { credits: [won('2026-01-15', '90000'), won('2026-02-15', '20000')] },
    reckoned: '90,000 x 5% + 10,000 x 5% + 10,000 x 8% = 4,500 + 500 + 800',
    pays: '5800.00',
  },
  {
    name: 'three tiers',
    told: {
      plans: [low, high, rule({ attainmentFrom: '1.2', rate: '0.12' })],
      credits: [won('2026-01-15', '130000')],
    },
    reckoned: '100,000 x 5% + 20,000 x 8% + 10,000 x 12% = 5,000 + 1,600 + 1,200',
    pays: '7800.00',
  },
  {
    name: 'nothing is paid below a threshold',
    told: { plans: [rule({ attainmentFrom: '0.5', rate: '0.10' })], credits: [won('2026-01-15', '60000')] },
    reckoned: '(60,000 - 50,000) x 10%',
    pays: '1000.00',
  },
  {
    name: 'a threshold that is not reached',
    told: { plans: [rule({ attainmentFrom: '0.5', rate: '0.10' })], credits: [won('2026-01-15', '50000')] },
    reckoned: '(50,000 - 50,000) x 10%',
    pays: '0.00',
  },
  {
    name: 'a rate with nine places',
    told: { plans: [rule({ rate: '0.033333333' })], credits: [won('2026-01-15', '30000')] },
    reckoned: '30,000 x 3.3333333% = 999.99999',
    pays: '1000.00',
  },
  {
    name: 'half a cent is rounded away from zero',
    told: { credits: [won('2026-01-15', '0.10')] },
    reckoned: '0.10 x 5% = 0.005',
    pays: '0.01',
  },
  {
    name: 'lines add up to the rounded sum',
    told: { credits: [won('2026-01-15', '33.33'), won('2026-01-16', '33.33'), won('2026-01-17', '33.33')] },
    reckoned: '99.99 x 5% = 4.9995, in lines of 1.67, 1.66 and 1.67',
    pays: '5.00',
  },
  {
    name: 'without a quota all is paid by the lowest tier',
    told: { quotas: [], credits: [won('2026-01-15', '150000')] },
    reckoned: '150,000 x 5%',
    pays: '7500.00',
  },
  {
    name: 'a quota counts on the days in seat',
    told: { quotas: [quota({ seatFrom: '2026-02-15' })], credits: [won('2026-03-01', '60000')] },
    reckoned: 'quota 100,000 x 45/90 = 50,000; 50,000 x 5% + 10,000 x 8%',
    pays: '3300.00',
  },
  {
    name: 'a credit that is below zero goes back down the tiers',
    told: { credits: [won('2026-01-15', '110000'), won('2026-02-15', '-20000')] },
    reckoned: '5,000 + 10,000 x 8% - 10,000 x 8% - 10,000 x 5%',
    pays: '4500.00',
  },
  {
    name: 'by month',
    told: {
      plans: [rule({ rate: '0.05', period: 'month' }), rule({ attainmentFrom: '1', rate: '0.08' })],
      quotas: [quota({ to: '2026-01-31', amount: '30000' })],
      credits: [won('2026-01-15', '40000'), won('2026-02-15', '10000')],
    },
    reckoned: 'January 30,000 x 5% + 10,000 x 8% = 2,300; February has no quota: 10,000 x 5%',
    pays: '2800.00',
  },
  {
    name: 'by year',
    told: {
      plans: [rule({ rate: '0.05', period: 'year' }), rule({ attainmentFrom: '1', rate: '0.08' })],
      quotas: [yearly],
      credits: [won('2026-01-15', '300000'), won('2026-06-15', '150000')],
    },
    reckoned: '400,000 x 5% + 50,000 x 8% = 20,000 + 4,000',
    pays: '24000.00',
  },
  // Kinds of deals
  {
    name: 'a rate for new business',
    told: {
      plans: [low, rule({ rate: '0.10', dealType: 'new' })],
      credits: [
        won('2026-01-15', '10000', { dealType: 'new' }),
        won('2026-02-15', '10000', { dealType: 'renewal' }),
      ],
    },
    reckoned: '10,000 x 10% + 10,000 x 5%',
    pays: '1500.00',
  },
  {
    name: 'a rate for a product goes before one for a kind of deal',
    told: {
      plans: [
        low,
        rule({ rate: '0.10', dealType: 'new' }),
        rule({ rate: '0.02', productFamily: 'Services' }),
      ],
      credits: [won('2026-01-15', '10000', { dealType: 'new', productFamily: 'Services' })],
    },
    reckoned: '10,000 x 2%',
    pays: '200.00',
  },
  {
    name: 'attainment runs over all deals, the tiers of new business only pay those',
    told: {
      plans: [
        low,
        rule({ rate: '0.06', dealType: 'new' }),
        rule({ rate: '0.09', attainmentFrom: '1', dealType: 'new' }),
      ],
      credits: [won('2026-01-15', '90000'), won('2026-02-15', '20000', { dealType: 'new' })],
    },
    reckoned: '90,000 x 5% + 10,000 x 6% + 10,000 x 9% = 4,500 + 600 + 900',
    pays: '6000.00',
  },
  // Caps
  {
    name: 'a cap',
    told: { plans: [rule({ rate: '0.05', cap: '6000' }), high], credits: [won('2026-01-15', '140000')] },
    reckoned: '5,000 + 40,000 x 8% = 8,200, less 2,200 above 6,000',
    pays: '6000.00',
    parts: { rate: '8200.00', cap: '-2200.00' },
  },
  {
    name: 'a cap that is reached to the cent',
    told: { plans: [rule({ rate: '0.05', cap: '5000' }), high], credits: [won('2026-01-15', '100000')] },
    reckoned: '100,000 x 5% = 5,000',
    pays: '5000.00',
    parts: { rate: '5000.00' },
  },
  {
    name: 'the least of several caps',
    told: {
      plans: [rule({ rate: '0.05', cap: '5000' }), rule({ attainmentFrom: '1', rate: '0.08', cap: '4000' })],
      credits: [won('2026-01-15', '100000')],
    },
    reckoned: '5,000, less 1,000 above 4,000',
    pays: '4000.00',
  },
  {
    name: 'a cap is of a period',
    told: {
      plans: [rule({ rate: '0.05', cap: '1000' })],
      credits: [won('2026-01-15', '40000'), won('2026-04-15', '40000')],
    },
    reckoned: '1,000 of 2,000 in each quarter',
    pays: '2000.00',
  },
  // SPIFFs
  {
    name: 'a SPIFF on each deal',
    told: {
      plans: [low, rule({ rule: 'spiff', amount: '200', dealType: 'new' })],
      credits: [
        won('2026-01-15', '1000', { dealType: 'new' }),
        won('2026-01-16', '1000', { dealType: 'new' }),
        won('2026-01-17', '1000'),
      ],
    },
    reckoned: '3,000 x 5% + 2 x 200',
    pays: '550.00',
    parts: { rate: '150.00', spiff: '400.00' },
  },
  {
    name: 'a SPIFF is shared as the deal is',
    told: {
      plans: [rule({ rule: 'spiff', amount: '100' })],
      credits: [won('2026-01-15', '333.33', { dealAmount: '1000' })],
    },
    reckoned: '100 x 33.333%',
    pays: '33.33',
  },
  {
    name: 'an overlay earns no SPIFF',
    told: {
      plans: [low, rule({ rule: 'spiff', amount: '100' })],
      credits: [won('2026-01-15', '1000', { kind: 'overlay' })],
    },
    reckoned: '1,000 x 5%',
    pays: '50.00',
  },
  {
    name: 'a SPIFF from an attainment on',
    told: {
      plans: [rule({ rule: 'spiff', amount: '100', attainmentFrom: '1' })],
      credits: [won('2026-01-15', '60000'), won('2026-02-15', '40000'), won('2026-03-15', '1')],
    },
    reckoned: 'the second deal reaches quota, the third is above it: 2 x 100',
    pays: '200.00',
  },
  {
    name: 'a SPIFF is outside the cap',
    told: {
      plans: [rule({ rate: '0.05', cap: '1000' }), rule({ rule: 'spiff', amount: '200' })],
      credits: [won('2026-01-15', '40000')],
    },
    reckoned: '2,000 capped to 1,000, + 200',
    pays: '1200.00',
  },
  {
    name: 'a SPIFF of January in a plan of its own',
    told: {
      plans: [...standard, rule({ planId: 'SP', rule: 'spiff', amount: '100', validTo: '2026-01-31' })],
      assignments: [on(), on({ planId: 'SP' })],
      credits: [won('2026-01-31', '1000'), won('2026-02-01', '1000')],
    },
    reckoned: '2,000 x 5% + 100 for the deal of 31 January',
    pays: '200.00',
  },
  // Draws
  {
    name: 'a draw fills up what was earned',
    told: { plans: [low, draw], credits: [won('2026-01-15', '40000')] },
    asOf: '2026-04-01',
    reckoned: '2,000 + 1,000 = 3,000',
    pays: '3000.00',
    parts: { rate: '2000.00', draw: '1000.00' },
  },
  {
    name: 'a draw is settled when its period is over',
    told: { plans: [low, draw], credits: [won('2026-01-15', '40000')] },
    asOf: '2026-03-31',
    reckoned: '40,000 x 5%',
    pays: '2000.00',
  },
  {
    name: 'no draw for who earned more',
    told: { plans: [low, draw], credits: [won('2026-01-15', '60000.20')] },
    asOf: '2026-04-01',
    reckoned: '60,000.20 x 5%',
    pays: '3000.01',
  },
  {
    name: 'a draw that is not recovered',
    told: { plans: [low, draw], credits: [won('2026-01-15', '40000'), won('2026-04-15', '100000')] },
    asOf: '2026-07-01',
    reckoned: '2,000 + 1,000; 5,000',
    pays: '8000.00',
  },
  {
    name: 'a recoverable draw comes back',
    told: { plans: [low, recoverable], credits: [won('2026-01-15', '40000'), won('2026-04-15', '100000')] },
    asOf: '2026-07-01',
    reckoned: '2,000 + 1,000; 5,000 - 1,000',
    pays: '7000.00',
    parts: { rate: '7000.00', draw: '1000.00', recovery: '-1000.00' },
  },
  {
    name: 'a draw comes back only from what is above the draw',
    told: { plans: [low, recoverable], credits: [won('2026-04-15', '80000')] },
    asOf: '2026-07-01',
    reckoned: '0 + 3,000; 4,000 - 1,000; 2,000 stay owed',
    pays: '6000.00',
  },
  {
    name: 'what is owed stays owed until it is recovered',
    told: { plans: [low, recoverable], credits: [won('2026-04-15', '80000'), won('2026-07-15', '200000')] },
    asOf: '2026-10-01',
    reckoned: '3,000; 4,000 - 1,000; 10,000 - 2,000',
    pays: '14000.00',
  },
  {
    name: 'a draw for part of a period',
    told: { plans: [low, draw], assignments: [on({ from: '2026-02-15' })] },
    asOf: '2026-04-01',
    reckoned: '3,000 x 45 of 90 days',
    pays: '1500.00',
  },
  // Splits
  {
    name: 'a deal split 60 to 40',
    told: {
      assignments: [on(), on({ repId: 'bob' })],
      credits: [
        won('2026-01-15', '600', { deal: 'x' }),
        won('2026-01-15', '400', { deal: 'x', repId: 'bob' }),
      ],
    },
    reckoned: '600 x 5% + 400 x 5%',
    pays: '50.00',
  },
  {
    name: 'splits over 100%: an overlay is paid on top',
    told: {
      assignments: [on(), on({ repId: 'bob' })],
      credits: [
        won('2026-01-15', '1000', { deal: 'x' }),
        won('2026-01-15', '500', { deal: 'x', repId: 'bob', kind: 'overlay' }),
      ],
    },
    reckoned: '1,000 x 5% + 500 x 5%',
    pays: '75.00',
  },
  {
    name: 'who is on no plan is paid nothing',
    told: { credits: [won('2026-01-15', '1000', { repId: 'bob' })] },
    reckoned: 'nothing',
    pays: '0.00',
  },
  // Clawback
  {
    name: 'a deal lost on the 90th day is taken back',
    told: { plans: clawback, credits: [won('2026-01-01', '1000', { cancelledOn: '2026-04-01' })] },
    reckoned: '1 January + 90 days is 1 April: 50 - 50',
    pays: '0.00',
  },
  {
    name: 'a deal lost on the 91st day is kept',
    told: { plans: clawback, credits: [won('2026-01-01', '1000', { cancelledOn: '2026-04-02' })] },
    reckoned: '1,000 x 5%',
    pays: '50.00',
  },
  {
    name: 'without a limit it is always taken back',
    told: { credits: [won('2026-01-01', '1000', { cancelledOn: '2026-06-30' })] },
    reckoned: 'nothing',
    pays: '0.00',
  },
  {
    name: 'a lost deal takes attainment back too',
    told: {
      credits: [won('2026-01-15', '50000', { cancelledOn: '2026-03-01' }), won('2026-02-15', '70000')],
    },
    reckoned: '70,000 x 5%, no longer 50,000 x 5% + 50,000 x 5% + 20,000 x 8%',
    pays: '3500.00',
  },
  {
    name: 'won again after it was lost',
    told: {
      credits: [
        won('2026-01-15', '1000', { deal: 'x', cancelledOn: '2026-02-01' }),
        won('2026-02-20', '1200', { deal: 'x', creditId: 'x:2' }),
      ],
    },
    reckoned: '1,200 x 5%',
    pays: '60.00',
  },
  {
    name: 'a clawback reopens the draw',
    told: { plans: [low, draw], credits: [won('2026-01-15', '80000', { cancelledOn: '2026-05-01' })] },
    reckoned: '0 + 3,000',
    pays: '3000.00',
    asOf: '2026-06-30',
  },
  // What became known later
  {
    name: 'a rate that is raised for the past',
    told: {
      plans: [rule({ rate: '0.05', knownTo: '2026-04-10' }), rule({ rate: '0.06', knownFrom: '2026-04-10' })],
      credits: [won('2026-01-15', '10000')],
    },
    reckoned: '10,000 x 6%',
    pays: '600.00',
  },
  {
    name: 'the same, as it was known the day before',
    told: {
      plans: [rule({ rate: '0.05', knownTo: '2026-04-10' }), rule({ rate: '0.06', knownFrom: '2026-04-10' })],
      credits: [won('2026-01-15', '10000')],
    },
    asOf: '2026-04-09',
    reckoned: '10,000 x 5%',
    pays: '500.00',
  },
  {
    name: 'a quota that is lowered for the past',
    told: {
      quotas: [quota({ knownTo: '2026-04-10' }), quota({ amount: '50000', knownFrom: '2026-04-10' })],
      credits: [won('2026-01-15', '80000')],
    },
    reckoned: '50,000 x 5% + 30,000 x 8% = 2,500 + 2,400',
    pays: '4900.00',
  },
  {
    name: 'an amount that is corrected',
    told: {
      credits: [
        won('2026-01-15', '10000', { knownTo: '2026-02-01' }),
        won('2026-01-15', '12000', { knownFrom: '2026-02-01' }),
      ],
    },
    reckoned: '12,000 x 5%',
    pays: '600.00',
  },
  {
    name: 'a deal that is told late counts where it closed',
    told: { credits: [won('2026-02-15', '60000'), won('2026-01-15', '60000', { knownFrom: '2026-05-02' })] },
    reckoned: '100,000 x 5% + 20,000 x 8%',
    pays: '6600.00',
  },
  {
    name: 'a credit that is moved to another person',
    told: {
      assignments: [on(), on({ repId: 'bob' })],
      credits: [
        won('2026-01-15', '1000', { knownTo: '2026-03-01' }),
        won('2026-01-15', '1000', { repId: 'bob', knownFrom: '2026-03-01' }),
      ],
    },
    reckoned: '0 + 1,000 x 5%',
    pays: '50.00',
  },
  // Changes within a period
  {
    name: 'a plan that changes within the quarter',
    told: {
      plans: [low, rule({ rate: '0.10', validFrom: '2026-02-15' })],
      credits: [won('2026-02-14', '10000'), won('2026-02-15', '10000')],
    },
    reckoned: '10,000 x 5% + 10,000 x 10%',
    pays: '1500.00',
  },
  {
    name: 'attainment goes on through a change of the plan',
    told: {
      plans: [
        ...standard,
        rule({ rate: '0.06', validFrom: '2026-02-15' }),
        rule({ attainmentFrom: '1', rate: '0.09', validFrom: '2026-02-15' }),
      ],
      credits: [won('2026-01-15', '90000'), won('2026-03-15', '20000')],
    },
    reckoned: '90,000 x 5% + 10,000 x 6% + 10,000 x 9%',
    pays: '6000.00',
  },
  {
    name: 'a person who changes plans within the quarter',
    told: {
      plans: [low, rule({ planId: 'KA', rate: '0.03' })],
      assignments: [on({ to: '2026-02-14' }), on({ planId: 'KA', from: '2026-02-15' })],
      credits: [won('2026-02-14', '10000'), won('2026-02-15', '10000')],
    },
    reckoned: '10,000 x 5% + 10,000 x 3%',
    pays: '800.00',
  },
  {
    name: 'before the first day on a plan nothing is paid',
    told: {
      assignments: [on({ from: '2026-02-01' })],
      credits: [won('2026-01-31', '1000'), won('2026-02-01', '1000')],
    },
    reckoned: '1,000 x 5%',
    pays: '50.00',
  },
  {
    name: 'but it counts for attainment',
    told: {
      assignments: [on({ from: '2026-02-01' })],
      credits: [won('2026-01-31', '100000'), won('2026-02-01', '1000')],
    },
    reckoned: '1,000 x 8%',
    pays: '80.00',
  },
  {
    name: 'a plan that has ended',
    told: {
      plans: [rule({ rate: '0.05', validTo: '2026-01-31' })],
      credits: [won('2026-01-31', '1000'), won('2026-02-01', '1000')],
    },
    reckoned: '1,000 x 5%',
    pays: '50.00',
  },
  // Teams
  {
    name: 'a manager is paid on the credits of the team',
    told: {
      plans: [...standard, rule({ planId: 'M', rate: '0.01', credits: 'team', attainmentOf: 'team' })],
      assignments: [on(), on({ repId: 'max', planId: 'M' })],
      team: [member('ann'), member('bob')],
      credits: [won('2026-01-15', '10000'), won('2026-01-16', '20000', { repId: 'bob' })],
    },
    reckoned: 'Ann 10,000 x 5%; Max 30,000 x 1%',
    pays: '800.00',
  },
  {
    name: 'credits of who joins the team later do not count before',
    told: {
      plans: [rule({ planId: 'M', rate: '0.01', credits: 'team', attainmentOf: 'team' })],
      assignments: [on({ repId: 'max', planId: 'M' })],
      team: [member('ann', { from: '2026-02-01' })],
      credits: [won('2026-01-31', '10000'), won('2026-02-01', '20000')],
    },
    reckoned: '20,000 x 1%',
    pays: '200.00',
  },
  {
    name: 'a plan by the attainment of the team',
    told: {
      plans: [rule({ rate: '0.05', attainmentOf: 'team' }), rule({ attainmentFrom: '1', rate: '0.08' })],
      quotas: [quota(), quota({ repId: 'bob', amount: '50000' })],
      team: [member('bob', { of: 'ann' })],
      credits: [won('2026-01-15', '140000', { repId: 'bob' }), won('2026-02-15', '20000')],
    },
    reckoned: 'quota 150,000, of which Bob has brought 140,000: 10,000 x 5% + 10,000 x 8%',
    pays: '1300.00',
  },
  {
    name: 'a manager with a quota of the team and an accelerator',
    told: {
      plans: [
        rule({ planId: 'M', rate: '0.01', credits: 'team', attainmentOf: 'team' }),
        rule({ planId: 'M', rate: '0.02', attainmentFrom: '1', credits: 'team' }),
      ],
      assignments: [on({ repId: 'max', planId: 'M' })],
      quotas: [quota(), quota({ repId: 'bob', amount: '50000' })],
      team: [member('ann'), member('bob')],
      credits: [won('2026-01-15', '100000'), won('2026-01-16', '60000', { repId: 'bob' })],
    },
    reckoned: '150,000 x 1% + 10,000 x 2%',
    pays: '1700.00',
  },
  // Currencies
  {
    name: 'a plan in baht',
    told: { plans: [rule({ rate: '0.05', currency: 'THB' })], credits: [won('2026-01-15', '3000')] },
    reckoned: '3,000 dollars x 5% = 150 dollars = 5,000 baht at 0.03',
    pays: '5000.00',
  },
  {
    name: 'baht to the satang',
    told: { plans: [rule({ rate: '0.05', currency: 'THB' })], credits: [won('2026-01-15', '10')] },
    reckoned: '0.50 dollars / 0.03 = 16.6667 baht',
    pays: '16.67',
  },
  {
    name: 'at the rate of the first day of the period',
    told: {
      plans: [rule({ rate: '0.05', currency: 'THB' })],
      credits: [won('2026-03-31', '3000'), won('2026-04-01', '3000')],
    },
    reckoned: '150 / 0.03 + 150 / 0.04',
    pays: '8750.00',
  },
  {
    name: 'a cap in baht',
    told: {
      plans: [rule({ rate: '0.05', currency: 'THB', cap: '4000' })],
      credits: [won('2026-01-15', '3000')],
    },
    reckoned: '5,000 baht, less 1,000 above 4,000',
    pays: '4000.00',
  },
  {
    name: 'a plan in a currency without a rate pays nothing',
    told: { plans: [rule({ rate: '0.05', currency: 'CHF' })], credits: [won('2026-01-15', '3000')] },
    reckoned: 'nothing',
    pays: '0.00',
  },
  // Decisions
  {
    name: 'an exception is paid beside the rules',
    told: { credits: [won('2026-01-15', '1000')], exceptions: [granted('500')] },
    reckoned: '1,000 x 5% + 500',
    pays: '550.00',
    parts: { rate: '50.00', exception: '500.00' },
  },
  {
    name: 'an exception counts from the day on which it was decided',
    told: { exceptions: [granted('500')] },
    asOf: '2026-02-09',
    reckoned: 'nothing yet',
    pays: '0.00',
  },
  {
    name: 'a plan that is only proposed pays nothing',
    told: { plans: [rule({ rate: '0.05', isProposed: true })], credits: [won('2026-01-15', '1000')] },
    reckoned: 'nothing',
    pays: '0.00',
  },
]
