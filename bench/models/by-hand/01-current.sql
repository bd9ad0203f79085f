-- The newest version of each record; deleted ones are left out, except those that closed deals may still name.
create temp table current_user_record as
select user_id, name, manager_id
from landed_user
qualify row_number() over (partition by user_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1;

create temp table current_account as
select account_id, name, website, parent_account_id, created_at, master_account_id, is_deleted
from landed_account
qualify row_number() over (partition by account_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1;

create temp table current_contact as
select contact_id, account_id
from landed_contact
qualify row_number() over (partition by contact_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1;

create temp table current_opportunity as
select * from (
  select opportunity_id, name, account_id, owner_id, territory_id, stage_name, amount, currency, close_date, is_closed,
    is_won, probability, forecast_category, deal_type, lead_source, channel, loss_reason, competitor, next_step,
    gross_margin, discount, created_at, is_deleted
  from landed_opportunity
  qualify row_number() over (partition by opportunity_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
) where is_deleted is not true;

create temp table current_line as
select * from (
  select line_id, opportunity_id, product_id, amount, is_deleted
  from landed_opportunity_line
  qualify row_number() over (partition by line_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
) where is_deleted is not true;

create temp table current_lead as
select * from (
  select lead_id, lead_source, status, channel, owner_id, created_at, is_converted, converted_on, converted_account_id,
    converted_contact_id, converted_opportunity_id, is_deleted
  from landed_lead
  qualify row_number() over (partition by lead_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
) where is_deleted is not true;

create temp table current_activity as
select * from (
  select activity_id, activity_type, owner_id, account_id, opportunity_id, who_id, direction, due_on, started_at,
    completed_at, created_at, is_completed, duration_seconds, is_deleted
  from landed_activity
  qualify row_number() over (partition by activity_id order by modified_at desc nulls last, _drop desc, _file desc, _loaded_at desc, _record desc) = 1
) where is_deleted is not true;

-- Which account a merged one became, chains followed to their end.
create temp table merged_account as
with recursive step as (
  select account_id as record_id, master_account_id as survivor_id, 1 as depth
  from current_account where master_account_id <> account_id
  union all
  select s.record_id, a.master_account_id, s.depth + 1
  from step as s join current_account as a on a.account_id = s.survivor_id and a.master_account_id <> a.account_id
  where s.depth < 20
)
select record_id, arg_max(survivor_id, depth) as survivor_id from step group by record_id having survivor_id <> record_id;
