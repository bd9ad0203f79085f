create table mart_source_bridge as
with newest as (
  select opportunity_id, _source as source, name, '/' || stage_name as stage_key, coalesce(amount, 0) as told, currency, close_date,
    is_closed, is_won, is_deleted is true as is_deleted
  from landed_opportunity
  qualify row_number() over (partition by opportunity_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
), fate as (
  select r.opportunity_id, r.name as opportunity_name, r.source, r.is_deleted, r.told, coalesce(f.amount, 0) as ours,
    coalesce(f.status, case when coalesce(r.is_won, s.is_won) then 'won' when coalesce(r.is_closed, s.is_closed) then 'lost' else 'open' end) as status,
    coalesce(f.currency, r.currency) as currency, coalesce(f.closed_on, r.close_date) as close_on
  from newest as r left join fct_opportunity as f using (opportunity_id) left join dim_stage as s on s.stage_key = r.stage_key
), line as (
  select *, 'source' as line, 1 as records, told as moved from fate
  union all
  select *, 'deleted', -1, -told from fate where is_deleted
  union all
  select *, 'converted', 0, ours - told from fate where not is_deleted and ours <> told
)
select opportunity_id || '/' || line as source_bridge_key, opportunity_id, opportunity_name, source, line, status, currency, close_on,
  cast(records as integer) as records, cast(moved as decimal(18, 6)) as amount
from line;
