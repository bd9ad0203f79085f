-- Fiscal months, quarters and years that have begun by the build.
create temp table fiscal_period as
with period as (
  select date_key, unnest([
      {period_kind: 'month', period_start: fiscal_month_start, period_end: fiscal_month_end, period_name: fiscal_month_name},
      {period_kind: 'quarter', period_start: fiscal_quarter_start, period_end: fiscal_quarter_end, period_name: fiscal_quarter_name},
      {period_kind: 'year', period_start: fiscal_year_start, period_end: fiscal_year_end, period_name: fiscal_year_name}], recursive := true)
  from dim_fiscal_date where calendar = 'standard'
)
select *, period_end < getvariable('as_of_on') as is_complete from period where period_start <= getvariable('as_of_on');

create table mart_pipeline_period as
with day as (
  from fiscal_period where period_kind <> 'year' and period_end >= (select min(valid_on) from fct_opportunity_version)
), due as (
  select d.*, v.opportunity_id, v.rep_key, v.territory_key, coalesce(converted(v.amount_deal, r.rate), 0) as due_amount
  from day as d join fct_opportunity_version as v on v.close_date = d.date_key and v.valid_on < d.period_start and v.valid_before_on >= d.period_start
  left join spot_day as r on r.currency = v.currency and r.day = d.period_start
  where v.status = 'open'
), won as (
  select d.*, o.opportunity_id, o.rep_key, o.territory_key, coalesce(o.amount, 0) as won_amount
  from day as d join fct_opportunity as o on o.closed_on = d.date_key
  where o.status = 'won'
), told as (
  select period_kind, period_start, opportunity_id, coalesce(d.period_end, w.period_end) as period_end, coalesce(d.period_name, w.period_name) as period_name,
    coalesce(d.is_complete, w.is_complete) as is_complete, coalesce(d.rep_key, w.rep_key) as rep_key, coalesce(d.territory_key, w.territory_key) as territory_key,
    d.due_amount, w.won_amount
  from due as d full join won as w using (period_kind, period_start, opportunity_id)
), ended as (
  select t.period_kind, t.period_start, t.opportunity_id, arg_max(v.status, v.version_number) as status, arg_max(v.close_date, v.version_number) as close_date
  from told as t join fct_opportunity_version as v on v.opportunity_id = t.opportunity_id and v.valid_on <= t.period_end and v.valid_from <= getvariable('as_of')
  group by all
)
select t.period_kind || '/' || t.period_start || '/' || t.opportunity_id as pipeline_period_key, t.period_kind, t.period_start, t.period_end, t.period_name,
  t.opportunity_id, t.rep_key, t.territory_key, o.channel_key, t.due_amount is not null as was_due,
  cast(coalesce(t.due_amount, 0) as decimal(18, 6)) as due_amount,
  case when t.due_amount is null then 'brought in' when t.won_amount is not null then 'won' when e.status <> 'open' then e.status
    when e.close_date > t.period_end then 'slipped' else 'open' end as outcome,
  outcome = 'slipped' as slipped, cast(coalesce(t.won_amount, 0) as decimal(18, 6)) as won_amount, t.is_complete
from told as t join fct_opportunity as o using (opportunity_id) left join ended as e using (period_kind, period_start, opportunity_id);
