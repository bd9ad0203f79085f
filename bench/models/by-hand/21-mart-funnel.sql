create table mart_funnel as
with stage as (
  select coalesce(pipeline, '') as pipeline, stage_key, stage_name, cast(dense_rank() over (partition by pipeline order by sort_order) as integer) as step
  from dim_stage where not is_closed and sort_order is not null
), step as (
  select pipeline, stage_key, stage_name, step, false as is_won from stage
  union all
  select coalesce(d.pipeline, ''), null, 'Won', coalesce(max(s.step), 0) + 1, true
  from dim_stage as d left join stage as s using (stage_key) group by coalesce(d.pipeline, '')
), deal as (
  select o.opportunity_id, o.created_on, coalesce(s.pipeline, '') as pipeline, o.status, o.cycle_days
  from fct_opportunity as o join dim_stage as s using (stage_key) where o.created_on is not null
), entry as (
  select v.opportunity_id, s.step, s.stage_key, min(company_day(v.entered_at) - d.created_on) as days
  from fct_stage_visit as v join deal as d using (opportunity_id)
  join stage as s on s.pipeline = d.pipeline and s.stage_key = v.stage_key
  group by all
  union all
  select d.opportunity_id, s.step, s.stage_key, d.cycle_days
  from deal as d join step as s on s.pipeline = d.pipeline and s.is_won where d.status = 'won' and d.cycle_days is not null
), progress as (
  select d.opportunity_id, d.created_on, s.pipeline, s.step, s.stage_key, s.stage_name, s.is_won,
    min(f.days) filter (f.stage_key is not distinct from s.stage_key) as entered_days,
    min(f.days) filter (f.step > s.step) as passed_days, least(entered_days, passed_days) as reached_days
  from deal as d join step as s using (pipeline)
  left join entry as f on f.opportunity_id = d.opportunity_id and f.step >= s.step
  group by all
), quarter as (
  select date_key, fiscal_quarter_name, fiscal_quarter_start, fiscal_quarter_end from dim_fiscal_date where calendar = 'standard'
)
select q.fiscal_quarter_start || '/' || coalesce(p.stage_key, p.pipeline || '/') || '/' || age_days as funnel_key,
  q.fiscal_quarter_name as cohort, q.fiscal_quarter_start as cohort_start, nullif(p.pipeline, '') as pipeline, p.step, p.stage_key, p.stage_name, p.is_won,
  age_days, cast(count(*) as integer) as deals, cast(count(*) filter (p.entered_days <= age_days) as integer) as entered,
  cast(count(*) filter (p.reached_days <= age_days) as integer) as reached,
  if(p.is_won, null, cast(count(*) filter (p.passed_days <= age_days) as integer)) as passed,
  getvariable('as_of_on') - q.fiscal_quarter_end >= age_days as is_complete
from progress as p
join (values (30), (60), (90), (180), (365)) as age(age_days) on getvariable('as_of_on') - p.created_on >= age_days
join quarter as q on q.date_key = p.created_on
group by p.pipeline, p.step, p.stage_key, p.stage_name, p.is_won, q.fiscal_quarter_name, q.fiscal_quarter_start, q.fiscal_quarter_end, age_days;
