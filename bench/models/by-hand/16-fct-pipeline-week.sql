create table fct_pipeline_week as
with delta as (
  select unnest(case when not v.is_current and v.valid_to <= getvariable('as_of')
      then [{day: v.valid_on, sign: 1}, {day: v.valid_before_on, sign: -1}] else [{day: v.valid_on, sign: 1}] end, recursive := true),
    v.rep_key, v.territory_key, o.channel_key, v.stage_key, month_of(v.close_date) as close_month, v.currency, coalesce(v.amount_deal, 0) as amount
  from fct_opportunity_version as v join fct_opportunity as o using (opportunity_id)
  where v.status = 'open' and v.valid_from <= getvariable('as_of')
), weekly as (
  select w.week_start, d.rep_key, d.territory_key, d.channel_key, d.stage_key, d.close_month, d.currency, sum(d.sign) as deals, sum(d.sign * d.amount) as amount
  from delta as d join dim_date as w on w.date_key = d.day
  group by all
), level as (
  select * exclude (deals, amount), cast(sum(deals) over own as integer) as open_deals, cast(sum(amount) over own as decimal(18, 6)) as open_amount_deal,
    coalesce(lead(week_start) over own, date '9999-12-31') as week_before
  from weekly
  window own as (partition by rep_key, territory_key, channel_key, stage_key, close_month, currency order by week_start)
), week as (
  select p.period_start, p.known_to, r.currency, r.rate from period as p join spot_day as r on r.day = p.known_to where p.period_kind = 'week'
), open_week as (
  select * exclude (week_start, week_before),
    cast(unnest(range(week_start, least(week_before, getvariable('as_of_on') + 1), interval 7 day)) as date) as week_start
  from level where open_deals <> 0
)
select concat_ws('/', l.week_start, l.rep_key, l.territory_key, l.channel_key, coalesce(l.stage_key, ''), coalesce(cast(l.close_month as varchar), ''), l.currency) as snapshot_key,
  l.week_start, w.known_to as snapshot_on, l.rep_key, l.territory_key, l.channel_key, l.stage_key, l.close_month, l.currency, l.open_deals,
  l.open_amount_deal, converted(l.open_amount_deal, w.rate) as open_amount
from open_week as l left join week as w on w.period_start = l.week_start and w.currency = l.currency;
