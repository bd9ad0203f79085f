create temp table opportunity_owner as
with seen as (
  select v.opportunity_id, v.owner_id, coalesce(v.modified_at, v._loaded_at) as changed_at, v._loaded_at as loaded_at,
    v._loaded_at = (select min(_loaded_at) from landed_opportunity) as is_reconstructed, v._drop, v._file, v._record
  from landed_opportunity as v semi join opportunity using (opportunity_id)
  qualify lag(coalesce(v.owner_id, '')) over (partition by v.opportunity_id order by changed_at, v._drop, v._file, v._record) is distinct from coalesce(v.owner_id, '')
)
select opportunity_id, owner_id, row_number() over own as number, if(number = 1, timestamp '1900-01-01', changed_at) as valid_from,
  coalesce(lead(changed_at) over own, timestamp '9999-12-31') as valid_to, if(is_reconstructed, changed_at, loaded_at) as known_from, is_reconstructed
from seen
window own as (partition by opportunity_id order by changed_at, _drop, _file, _record);

-- After every change; from the creation where no history tells of the time before the close; as the record stands
-- where the history ends otherwise.
create temp table opportunity_state as
with seen as (
  select opportunity_id, max(coalesce(modified_at, _loaded_at)) as changed_at, max(_loaded_at) as loaded_at,
    max(_loaded_at) = (select min(_loaded_at) from landed_opportunity) as is_first_load
  from landed_opportunity group by opportunity_id
), state as (
  select h.opportunity_id, h.change_id as state_id, 1 as place, h.stage_key, if(i.first_amount is null, o.amount, h.amount) as amount,
    if(i.first_close_date is null, o.close_date, h.close_date) as close_date, h.changed_at as began_at, h.known_from, h.is_reconstructed
  from change as h join opportunity as i using (opportunity_id) join current_opportunity as o using (opportunity_id)
  union all
  select i.opportunity_id, '~created', 1, null, o.amount, o.close_date, i.created_at, if(w.is_reconstructed, i.created_at, w.known_from), w.is_reconstructed
  from opportunity as i join current_opportunity as o using (opportunity_id)
  join opportunity_owner as w on w.opportunity_id = i.opportunity_id and w.number = 1
  where not i.has_history and i.status <> 'open' and i.created_at < i.closed_at
  union all
  select i.opportunity_id, '~now', 2, i.stage_key, o.amount, o.close_date,
    greatest(coalesce(case when i.status <> 'open' and l.stage_key is distinct from i.stage_key then i.closed_at end,
      if(l.opportunity_id is null, i.created_at, null), k.changed_at), l.changed_at) as began_at,
    if(k.is_first_load, began_at, k.loaded_at), k.is_first_load
  from opportunity as i join current_opportunity as o using (opportunity_id) join seen as k using (opportunity_id)
  left join (from change where is_last) as l on l.opportunity_id = i.opportunity_id
  where l.opportunity_id is null or l.stage_key is distinct from i.stage_key
    or i.first_amount is not null and l.amount is distinct from o.amount
    or i.first_close_date is not null and l.close_date is distinct from o.close_date
)
select *, coalesce(lead(began_at) over (partition by opportunity_id order by began_at, place, state_id), timestamp '9999-12-31') as ended_at
from state;

create table fct_opportunity_version as
with owned as (
  select t.* exclude (ended_at), w.owner_id
  from opportunity_state as t
  join opportunity_owner as w on w.opportunity_id = t.opportunity_id and t.began_at >= w.valid_from and t.began_at < w.valid_to
  union all
  -- A new owner begins one more, in the state that it was in.
  select w.opportunity_id, '~owner ' || lpad(cast(w.number as varchar), 6, '0'), 3, t.stage_key, t.amount, t.close_date,
    w.valid_from, w.known_from, w.is_reconstructed, w.owner_id
  from opportunity_owner as w
  join opportunity_state as t on t.opportunity_id = w.opportunity_id and w.valid_from > t.began_at and w.valid_from < t.ended_at
  where w.number > 1
), version as (
  select *, row_number() over own as number, lead(began_at) over own as next_at,
    min(known_from) over (own rows between 1 following and unbounded following) as superseded_at
  from owned
  window own as (partition by opportunity_id order by began_at, place, state_id)
), dated as (
  select *, company_day(began_at) as valid_on, company_day(next_at) as next_on from version
)
select v.opportunity_id || ':' || v.number as version_key, v.opportunity_id, cast(v.number as integer) as version_number,
  v.began_at as valid_from, coalesce(v.next_at, timestamp '9999-12-31') as valid_to, v.valid_on,
  coalesce(v.next_on, date '9999-12-31') as valid_before_on, v.known_from as loaded_from,
  greatest(coalesce(v.superseded_at, timestamp '9999-12-31'), v.known_from) as loaded_to, v.known_from, v.is_reconstructed,
  v.next_at is null as is_current, v.stage_key,
  case when v.next_at is null then i.status when s.is_won then 'won' when s.is_closed then 'lost' else 'open' end as status,
  v.owner_id, or_unknown(r.rep_key) as rep_key, coalesce(o.territory_id, a.territory_id, r.territory_id, 'unknown') as territory_key,
  i.currency, v.amount as amount_deal, converted(v.amount, q.rate) as amount, v.close_date
from dated as v
join opportunity as i using (opportunity_id)
join current_opportunity as o using (opportunity_id)
left join dim_stage as s on s.stage_key = v.stage_key
left join dim_account as a on a.account_id = i.account_id and v.began_at >= a.valid_from and v.began_at < a.valid_to
left join dim_rep as r on r.rep_id = v.owner_id and v.began_at >= r.valid_from and v.began_at < r.valid_to
left join spot_day as q on q.currency = i.currency and q.day = v.valid_on;
