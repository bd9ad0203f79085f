create table dim_account as
with told as (
  select account_id, coalesce(modified_at, _loaded_at) as known_at,
    {industry: industry, segment: segment, employees: employees, country: country, owner_id: owner_id, territory_id: territory_id} as state
  from landed_account
  qualify row_number() over (partition by account_id, known_at order by _drop desc, _file desc, _record desc) = 1
), change as (
  select * from told
  qualify lag(state) over (partition by account_id order by known_at) is distinct from state
), version as (
  select *, row_number() over own as number, lead(known_at) over own as next_at from change
  window own as (partition by account_id order by known_at)
), referred as (
  select account_id from opportunity union select account_id from activity
  union select contact_account_id from activity union select survivor_id from merged_account
)
select v.account_id || ':' || v.number as account_key, v.account_id, a.name as account_name, v.state.industry as industry,
  v.state.segment as segment, v.state.employees as employees, v.state.country as country, v.state.owner_id as owner_id,
  v.state.territory_id as territory_id, if(v.number = 1, timestamp '1900-01-01', v.known_at) as valid_from,
  coalesce(v.next_at, timestamp '9999-12-31') as valid_to, v.next_at is null as is_current
from version as v
join current_account as a using (account_id)
anti join merged_account as m on m.record_id = v.account_id
union all
select account_id || ':1', account_id, unknown_name(account_id), null, null, null, null, null, null,
  timestamp '1900-01-01', timestamp '9999-12-31', true
from referred anti join current_account using (account_id)
where account_id is not null
union all
select 'unknown', 'unknown', 'Unknown', null, null, null, null, null, null, timestamp '1900-01-01', timestamp '9999-12-31', true;
