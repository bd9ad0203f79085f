create table fct_stage_visit as
with visit as (
  select opportunity_id, stage_key, is_closed, changed_at, row_number() over own as number, lead(changed_at) over own as exited_at
  from change
  where stage_before is distinct from stage_key
  window own as (partition by opportunity_id order by changed_at, change_id)
)
select opportunity_id || ':' || number as visit_key, opportunity_id, cast(number as integer) as visit_number, stage_key,
  is_closed as is_closed_stage, changed_at as entered_at, exited_at, exited_at is null as is_censored,
  epoch(coalesce(exited_at, if(is_closed, changed_at, getvariable('as_of'))) - changed_at) / 86400 as days_in_stage
from visit;
