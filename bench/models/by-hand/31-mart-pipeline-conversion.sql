-- Snapshots every seven days from the day before a fiscal quarter on.
create table mart_pipeline_conversion as
with quarter as (
  select distinct period_start, period_end, period_name, is_complete from fiscal_period
  where period_kind = 'quarter' and period_end >= (select min(valid_on) from fct_opportunity_version)
), week as (
  select q.*, cast(n.range as integer) as number, q.period_start + number * 7 - 1 as snapshot_on
  from quarter as q, range(14) as n
  where snapshot_on < least(q.period_end, getvariable('as_of_on') + 1)
), open_sum as (
  select w.period_start, w.number, v.rep_key, v.territory_key, v.currency, w.snapshot_on, count(*) as deals, sum(coalesce(v.amount_deal, 0)) as amount
  from week as w join fct_opportunity_version as v on v.close_date between w.period_start and w.period_end
    and v.valid_on <= w.snapshot_on and v.valid_from <= getvariable('as_of')
    and (v.valid_before_on > w.snapshot_on or v.valid_to > getvariable('as_of'))
  where v.status = 'open'
  group by all
), part as (
  select s.period_start, s.number, s.rep_key, s.territory_key, s.deals, coalesce(converted(cast(s.amount as decimal(18, 6)), r.rate), 0) as amount, 0 as won, 0 as won_before
  from open_sum as s left join spot_day as r on r.currency = s.currency and r.day = s.snapshot_on
  union all
  select w.period_start, w.number, o.rep_key, o.territory_key, 0, 0, coalesce(o.amount, 0), if(o.closed_on <= w.snapshot_on, coalesce(o.amount, 0), 0)
  from week as w join fct_opportunity as o on o.closed_on between w.period_start and w.period_end
  where o.status = 'won'
)
select concat_ws('/', p.period_start, p.number, p.rep_key, p.territory_key) as conversion_key, p.period_start as quarter_start, w.period_name as quarter_name,
  cast(p.number as integer) as week_number, w.snapshot_on, p.rep_key, p.territory_key, cast(sum(p.deals) as integer) as open_deals,
  cast(sum(p.amount) as decimal(18, 6)) as open_amount, cast(sum(p.won) as decimal(18, 6)) as won_amount,
  cast(sum(p.won_before) as decimal(18, 6)) as won_before, w.is_complete
from part as p join week as w using (period_start, number)
group by all;
