-- What the history tells, with what went before; for opportunities without any, what successive exports tell apart.
create temp table change as
with first_load as (
  select min(_loaded_at) as loaded_at from landed_opportunity_history
), told as (
  select * from (
    select history_id, opportunity_id, '/' || stage_name as stage_key, amount, close_date, changed_at, is_deleted,
      min(changed_at) over each as first_changed_at, min(_loaded_at) over each as loaded_at
    from landed_opportunity_history
    window each as (partition by history_id)
    qualify row_number() over (each order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
  ) where is_deleted is not true
), version as (
  select v.opportunity_id, '/' || v.stage_name as stage_key, v.amount, v.close_date, v.created_at, v._loaded_at as loaded_at,
    coalesce(v.modified_at, v._loaded_at) as known_at, v._loaded_at = (select min(_loaded_at) from landed_opportunity) as is_first_load,
    row_number() over own as number, lag((stage_key, v.amount, v.close_date)) over own as state_before
  from landed_opportunity as v
  semi join current_opportunity using (opportunity_id)
  anti join told using (opportunity_id)
  window own as (partition by v.opportunity_id order by coalesce(v.modified_at, v._loaded_at), v._drop, v._file, v._record)
), every as (
  select t.opportunity_id, t.history_id as change_id, t.stage_key, t.amount, t.close_date, t.changed_at,
    if(t.loaded_at = f.loaded_at, t.first_changed_at, t.loaded_at) as known_from, t.loaded_at = f.loaded_at as is_reconstructed, false as is_derived
  from told as t semi join current_opportunity using (opportunity_id), first_load as f
  union all
  select v.opportunity_id, 'v' || lpad(cast(v.number as varchar), 6, '0'), v.stage_key, v.amount, v.close_date,
    if(v.number = 1, coalesce(v.created_at, v.known_at), v.known_at),
    if(v.is_first_load, coalesce(if(v.number = 1, v.created_at, null), v.known_at), v.loaded_at), v.is_first_load, true
  from version as v join dim_stage as s using (stage_key)
  where state_before is distinct from (v.stage_key, v.amount, v.close_date) and (v.number > 1 or not s.is_closed)
)
select e.*, s.is_closed, lag(e.stage_key) over own as stage_before, coalesce(lag(s.is_closed) over own, false) as was_closed,
  lag(e.close_date) over own as close_date_before, lead(e.change_id) over own is null as is_last
from every as e join dim_stage as s using (stage_key)
window own as (partition by e.opportunity_id order by e.changed_at, e.change_id);

create temp table opportunity_close as
select opportunity_id,
  min(changed_at) filter (closes and not is_derived) as first_closed_at,
  max(changed_at) filter (closes and not is_derived) as last_closed_at,
  max(changed_at) filter (closes and is_derived) as last_seen_closed_at,
  cast(count(*) filter (was_closed and not is_closed) as integer) as reopen_count,
  cast(count(*) filter (not is_closed and date_trunc('month', close_date) > date_trunc('month', close_date_before)) as integer) as push_count,
  arg_min(amount, (changed_at, change_id)) as first_amount, min(close_date) as first_close_date
from (select *, is_closed and (not was_closed or stage_before <> stage_key) as closes from change)
group by opportunity_id;

create temp table opportunity as
select o.opportunity_id, coalesce(m.survivor_id, o.account_id, 'unknown') as account_id, o.owner_id, s.stage_key,
  case when coalesce(o.is_won, s.is_won) then 'won' when coalesce(o.is_closed, s.is_closed) then 'lost' else 'open' end as status,
  coalesce(o.currency, (select currency from company)) as currency, o.created_at, company_day(o.created_at) as created_on,
  case when status <> 'open' then coalesce(x.last_closed_at, start_of_day(o.close_date), x.last_seen_closed_at) end as closed_at,
  case when status <> 'open' then coalesce(company_day(x.last_closed_at), o.close_date, company_day(x.last_seen_closed_at)) end as closed_on,
  coalesce(x.first_closed_at, case when status <> 'open' then start_of_day(o.close_date) end) as first_closed_at,
  x.first_amount, x.first_close_date, coalesce(x.reopen_count, 0) as reopen_count, coalesce(x.push_count, 0) as push_count,
  x.opportunity_id is not null as has_history
from current_opportunity as o
join dim_stage as s on s.stage_key = '/' || o.stage_name
left join opportunity_close as x on x.opportunity_id = o.opportunity_id
left join merged_account as m on m.record_id = o.account_id;
