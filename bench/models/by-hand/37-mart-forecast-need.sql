-- The running quarter and four before, each told at the end of its day of the build's number.
create table mart_forecast_need as
with quarter as (
  select distinct period_start, period_end, period_name from fiscal_period where period_kind = 'quarter'
  order by period_start desc limit 5
), told as (
  select *, period_start = max(period_start) over () as is_running,
    least(period_end, period_start + cast(getvariable('as_of_on') - max(period_start) over () as integer)) as told_on
  from quarter
), open_sum as (
  select q.period_start, q.told_on, v.rep_key, v.territory_key, v.currency, count(*) as deals, sum(coalesce(v.amount_deal, 0)) as amount
  from told as q join fct_opportunity_version as v on v.close_date between q.period_start and q.period_end
    and v.valid_on <= q.told_on and v.valid_from <= getvariable('as_of')
    and (v.valid_before_on > q.told_on or v.valid_to > getvariable('as_of'))
  where v.status = 'open'
  group by all
), part as (
  select s.period_start, s.rep_key, s.territory_key, s.deals as due_deals,
    coalesce(converted(cast(s.amount as decimal(18, 6)), r.rate), 0) as due, 0 as before, 0 as after, 0 as deals_after, 0 as deals, 0 as created, 0 as target
  from open_sum as s left join spot_day as r on r.currency = s.currency and r.day = s.told_on
  union all
  select q.period_start, b.rep_key, b.territory_key, 0, 0, if(b.booked_on <= q.told_on, b.amount, 0), if(b.booked_on > q.told_on, b.amount, 0),
    if(b.booked_on > q.told_on, b.deals, 0), b.deals, 0, 0
  from told as q join fct_booking as b on b.booked_on between q.period_start and q.period_end
  union all
  select q.period_start, o.rep_key, o.territory_key, 0, 0, 0, 0, 0, 0, coalesce(o.created_amount, 0), 0
  from told as q join fct_opportunity as o on o.created_on > q.told_on and o.created_on <= q.period_end
  union all
  select q.period_start, f.rep_key, r.territory_id, 0, 0, 0, 0, 0, 0, 0, coalesce(f.amount, 0)
  from told as q join fct_quota as f on f.month_start between q.period_start and q.period_end left join dim_rep as r using (rep_key)
  where f.amount <> 0
), person as (
  select p.*, coalesce(r.rep_id, 'unknown') as rep_id, coalesce(n.team, 'unknown') as team
  from part as p left join dim_rep as r using (rep_key) left join dim_rep as n on n.rep_id = r.rep_id and n.is_current
), unit as (
  select u.level, u.unit_key, p.* exclude (rep_key, territory_key, rep_id, team)
  from person as p, unnest([
    {level: 'rep', unit_key: rep_id}, {level: 'team', unit_key: team},
    {level: 'territory', unit_key: coalesce(territory_key, 'unknown')}, {level: 'company', unit_key: 'company'}
  ]) as _(u)
), manager as (
  select team, if(count(distinct manager_id) = 1, max(manager_id), null) as rep_id from dim_rep where is_current and team is not null group by team
)
select concat_ws('/', u.level, u.unit_key, u.period_start) as need_key, u.level, u.unit_key,
  case u.level when 'company' then (select company_name from company) else coalesce(if(u.level = 'rep', r.rep_name, t.territory_name), u.unit_key) end as unit_name,
  coalesce(if(u.level = 'team', m.rep_key, r.rep_key), 'unknown') as rep_key,
  q.period_start as quarter_start, q.period_name as quarter_name, q.is_running, q.told_on,
  cast(sum(u.target) as decimal(18, 6)) as target_amount, cast(sum(u.before) as decimal(18, 6)) as booked_before,
  cast(sum(u.due_deals) as integer) as due_deals, cast(sum(u.due) as decimal(18, 6)) as due_amount, cast(sum(u.after) as decimal(18, 6)) as booked_after,
  cast(sum(u.deals_after) as integer) as deals_after, cast(sum(u.deals) as integer) as deals_booked,
  cast(sum(u.created) as decimal(18, 6)) as created_after
from unit as u join told as q using (period_start)
left join dim_rep as r on u.level = 'rep' and r.rep_id = u.unit_key and r.is_current
left join dim_territory as t on u.level = 'territory' and t.territory_key = u.unit_key
left join manager as g on u.level = 'team' and g.team = u.unit_key
left join dim_rep as m on m.rep_id = g.rep_id and m.is_current
group by all;
