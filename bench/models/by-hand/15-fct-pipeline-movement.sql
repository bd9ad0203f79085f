-- Days, weeks, months and fiscal quarters up to the build, each with the quarter whose pipeline it tells of.
create temp table period as
with day as (
  select date_key, week_start, month_start, fiscal_quarter_start, max(date_key) over (partition by fiscal_quarter_start) as fiscal_quarter_end
  from dim_date
), grouped as (
  select unnest(['day', 'week', 'month', 'quarter']) as period_kind, unnest([date_key, week_start, month_start, fiscal_quarter_start]) as period_start,
    date_key, fiscal_quarter_start, fiscal_quarter_end
  from day
  where date_key between (select min(valid_on) - 100 from fct_opportunity_version) and getvariable('as_of_on') + 100
)
select period_kind, period_start, period_start - 1 as day_before, max(date_key) as period_end, least(max(date_key), getvariable('as_of_on')) as known_to,
  arg_min(fiscal_quarter_start, date_key) as window_start, arg_min(fiscal_quarter_end, date_key) as window_end
from grouped
group by period_kind, period_start
having max(date_key) >= (select min(valid_on) from fct_opportunity_version) and period_start <= getvariable('as_of_on');

create temp table pipeline_change as
with version as (
  select opportunity_id, version_number, currency, valid_on, status, amount_deal as amount, close_date, rep_key, territory_key
  from fct_opportunity_version where valid_from <= getvariable('as_of')
), changed as (
  select v.opportunity_id, v.version_number, unnest(['day', 'week', 'month', 'quarter']) as period_kind,
    unnest([d.date_key, d.week_start, d.month_start, d.fiscal_quarter_start]) as period_start
  from version as v join dim_date as d on d.date_key = v.valid_on
), spanned as (
  select period_kind, period_start, opportunity_id, min(version_number) - 1 as number_before, max(version_number) as number from changed group by all
), touched as (
  select s.period_kind, s.period_start, v.* exclude (version_number), b.status as status_before, b.amount as amount_before,
    b.close_date as close_date_before, b.rep_key as rep_key_before, b.territory_key as territory_key_before
  from spanned as s
  join version as v on v.opportunity_id = s.opportunity_id and v.version_number = s.number
  left join version as b on b.opportunity_id = s.opportunity_id and b.version_number = s.number_before
), moved as (
  select p.*, r0.currency
  from period as p join spot_day as r0 on r0.day = p.day_before join spot_day as r1 on r1.currency = r0.currency and r1.day = p.known_to
  where r0.rate <> r1.rate
), pair as (
  from touched
  union all by name
  -- What stayed as it was while the rate of its currency moved.
  select m.period_kind, m.period_start, v.opportunity_id, v.currency, v.valid_on, v.status, v.amount_deal as amount, v.close_date, v.rep_key, v.territory_key,
    v.status as status_before, v.amount_deal as amount_before, v.close_date as close_date_before, v.rep_key as rep_key_before,
    v.territory_key as territory_key_before
  from moved as m join fct_opportunity_version as v on v.currency = m.currency and v.valid_on < m.period_start
    and v.valid_before_on > m.period_end and v.close_date between m.window_start and m.window_end
  where v.status = 'open'
), placed as (
  select t.*, p.window_start, p.window_end, p.day_before, if(t.status = 'open', p.known_to, t.valid_on) as day_after,
    coalesce(t.status_before = 'open' and t.close_date_before between p.window_start and p.window_end, false) as was_in,
    coalesce(t.close_date between p.window_start and p.window_end, false) as is_of_window
  from pair as t join period as p using (period_kind, period_start)
), rated as (
  select c.*, c.status = 'open' and c.is_of_window as is_in, r0.rate as rate_before, r1.rate,
    coalesce(converted(coalesce(c.amount, 0), r1.rate), 0) as value,
    case when not c.was_in then 0 when r0.rate = r1.rate and c.amount = c.amount_before then value
      else coalesce(converted(coalesce(c.amount_before, 0), r0.rate), 0) end as opening,
    case when not c.was_in or c.amount = c.amount_before then 0
      else coalesce(converted(coalesce(c.amount, 0) - coalesce(c.amount_before, 0), r1.rate), 0) end as growth
  from placed as c
  left join spot_day as r0 on r0.currency = c.currency and r0.day = c.day_before
  left join spot_day as r1 on r1.currency = c.currency and r1.day = c.day_after
)
select period_kind, period_start, opportunity_id, status, status_before, rep_key, territory_key, rep_key_before, territory_key_before,
  value, opening, growth, was_in,
  -- A deal that is won counts as pipeline of the period, however short it was in it.
  not was_in and (is_in or status = 'won' and status_before is distinct from 'won' or status = 'lost' and status_before is null and is_of_window) as passed,
  (was_in or passed) and not is_in as gone, was_in and value - opening - growth <> 0 as revalued,
  was_in and (rep_key is distinct from rep_key_before or territory_key is distinct from territory_key_before) as handed_over
from rated
where was_in or is_in or passed;

-- Reasons in the order in which they count an opportunity: the first is the main one.
create table fct_pipeline_movement as
with reason as (
  select period_kind, period_start, opportunity_id, status as reason, true as is_main_reason, rep_key, territory_key, -value as amount
  from pipeline_change where gone and status <> 'open'
  union all
  select period_kind, period_start, opportunity_id, case when status_before is null then 'new' when status_before <> 'open' then 're-opened' else 'pulled in' end,
    not (gone and status <> 'open'), rep_key, territory_key, value
  from pipeline_change where passed
  union all
  select period_kind, period_start, opportunity_id, 'pushed out', not passed, rep_key, territory_key, -value
  from pipeline_change where gone and status = 'open'
  union all
  select period_kind, period_start, opportunity_id, if(growth > 0, 'amount up', 'amount down'), not gone, rep_key, territory_key, growth
  from pipeline_change where growth <> 0
  union all
  select period_kind, period_start, opportunity_id, 'owner in', not gone and growth = 0, rep_key, territory_key, opening
  from pipeline_change where handed_over
  union all
  select period_kind, period_start, opportunity_id, 'owner out', false, or_unknown(rep_key_before), or_unknown(territory_key_before), -opening
  from pipeline_change where handed_over
  union all
  select period_kind, period_start, opportunity_id, 'currency', not gone and growth = 0 and not handed_over, rep_key, territory_key, value - opening - growth
  from pipeline_change where revalued
)
select period_kind || '/' || period_start || '/' || opportunity_id || '/' || reason as movement_key, period_kind, period_start, opportunity_id,
  reason, is_main_reason, rep_key, territory_key, cast(amount as decimal(18, 6)) as amount
from reason;
