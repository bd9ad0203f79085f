create table dim_stage as
select coalesce(pipeline, '') || '/' || stage_name as stage_key, pipeline, coalesce(label, stage_name) as stage_name,
  sort_order, probability, coalesce(is_closed, false) as is_closed, coalesce(is_won, false) as is_won, forecast_category,
  coalesce(is_active, true) as is_active
from landed_stage
qualify row_number() over (partition by pipeline, landed_stage.stage_name order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1;

create table dim_product as
with product as (
  select product_id, name, code, family, coalesce(is_active, true) as is_active
  from landed_product
  qualify row_number() over (partition by product_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
)
select product_id as product_key, name as product_name, code as product_code, family as product_family, is_active from product
union all
select distinct product_id, unknown_name(product_id), cast(null as varchar), cast(null as varchar), true
from current_line anti join product using (product_id) where product_id is not null
union all
select 'unknown', 'Unknown', null, null, true;

create table dim_campaign as
select 'unknown' as campaign_key, 'Unknown' as campaign_name, cast(null as varchar) as campaign_type, cast(null as varchar) as status,
  cast(null as varchar) as parent_campaign_id, cast(null as date) as start_on, cast(null as date) as end_on,
  cast(null as integer) as number_sent, cast(null as decimal(18, 6)) as budgeted_cost, cast(null as decimal(18, 6)) as actual_cost;

create table dim_channel as
select lower(channel) as channel_key, min(channel) as channel_name
from (select channel from current_opportunity union select channel from current_lead)
where lower(channel) <> 'unknown' group by all
union all
select 'unknown', 'Unknown';

create temp table current_territory as
select * from (
  select territory_id, name, region, kind, parent_territory_id from landed_territory
  qualify row_number() over (partition by territory_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
);

create table dim_territory as
select territory_id as territory_key, name as territory_name, region, kind from current_territory
union all
select territory_id, unknown_name(territory_id), null, null
from (
  select territory_id from current_opportunity union select territory_id from landed_account union select territory_id from landed_user
) anti join current_territory using (territory_id)
where territory_id is not null
union all
select 'unknown', 'Unknown', null, null;

create table dim_rep as
with recursive line as (
  select user_id as rep_id, manager_id, '/' || user_id || '/' as path from current_user_record
  union all
  select l.rep_id, m.manager_id, '/' || m.user_id || l.path
  from line as l join current_user_record as m on m.user_id = l.manager_id
  where not contains(l.path, '/' || m.user_id || '/')
), path as (
  select rep_id, arg_max(path, length(path)) as current_path from line group by rep_id
), told as (
  select user_id, email, coalesce(modified_at, _loaded_at) as known_at,
    {name: name, title: title, team: team, manager_id: manager_id, territory_id: territory_id, is_active: is_active,
      quota_start: quota_start, quota_end: quota_end} as state
  from landed_user
  qualify row_number() over (partition by user_id, known_at order by _drop desc, _file desc, _record desc) = 1
), change as (
  select * from told
  qualify lag(state) over (partition by user_id order by known_at) is distinct from state
), version as (
  select *, row_number() over own as number, lead(known_at) over own as next_at from change
  window own as (partition by user_id order by known_at)
), referred as (
  select owner_id from current_opportunity union select owner_id from current_activity
  union select owner_id from current_lead union select user_id from landed_quota
)
select v.user_id || ':' || v.number as rep_key, v.user_id as rep_id, v.state.name as rep_name, v.email, v.state.title as title,
  v.state.team as team, v.state.manager_id as manager_id, coalesce(m.name, unknown_name(v.state.manager_id)) as manager_name,
  v.state.territory_id as territory_id, coalesce(v.state.is_active, true) as is_active, v.state.quota_start as quota_start,
  v.state.quota_end as quota_end, if(v.number = 1, timestamp '1900-01-01', v.known_at) as valid_from,
  coalesce(v.next_at, timestamp '9999-12-31') as valid_to, v.next_at is null as is_current, p.current_path
from version as v
join path as p on p.rep_id = v.user_id
left join current_user_record as m on m.user_id = v.state.manager_id
union all
select owner_id || ':1', owner_id, unknown_name(owner_id), null, null, null, null, null, null, true, null, null,
  timestamp '1900-01-01', timestamp '9999-12-31', true, '/' || owner_id || '/'
from referred anti join current_user_record on user_id = owner_id
where owner_id is not null
union all
select 'unknown', 'unknown', 'Unknown', null, null, null, null, null, null, true, null, null,
  timestamp '1900-01-01', timestamp '9999-12-31', true, '/';

create table dim_rep_hierarchy as
with recursive line as (
  select rep_id as ancestor_id, rep_id as descendant_id, 0 as depth, timestamp '1900-01-01' as valid_from,
    timestamp '9999-12-31' as valid_to, [rep_id] as path
  from dim_rep where is_current
  union all
  select m.rep_id, l.descendant_id, l.depth + 1, greatest(l.valid_from, r.valid_from), least(l.valid_to, r.valid_to),
    list_prepend(m.rep_id, l.path)
  from line as l
  join dim_rep as r on r.rep_id = l.ancestor_id and r.valid_from < l.valid_to and r.valid_to > l.valid_from
  join dim_rep as m on m.rep_id = r.manager_id and m.is_current
  where not list_contains(l.path, m.rep_id)
), step as (
  select *, lag(valid_to) over (partition by ancestor_id, descendant_id, depth order by valid_from) is not distinct from valid_from as goes_on
  from line
), island as (
  select *, count(*) filter (not goes_on) over (partition by ancestor_id, descendant_id, depth order by valid_from) as island from step
)
select ancestor_id, descendant_id, depth, min(valid_from) as valid_from, max(valid_to) as valid_to
from island group by ancestor_id, descendant_id, depth, island;
