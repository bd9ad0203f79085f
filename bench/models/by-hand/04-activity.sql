-- Contacts and leads by id: whom they became, and of which account.
create temp table person_outside as
select c.contact_id as id, c.contact_id as who_id, coalesce(m.survivor_id, c.account_id) as account_id
from current_contact as c left join merged_account as m on m.record_id = c.account_id
union all
select l.lead_id, coalesce(l.converted_contact_id, l.lead_id), coalesce(m.survivor_id, l.converted_account_id)
from current_lead as l left join merged_account as m on m.record_id = l.converted_account_id;

create temp table activity as
select a.activity_id, a.activity_type, a.owner_id, a.opportunity_id, a.direction, a.duration_seconds,
  coalesce(m.survivor_id, a.account_id) as account_id, p.account_id as contact_account_id, coalesce(p.who_id, a.who_id) as who_id,
  if(coalesce(a.opportunity_id, a.account_id, a.who_id) is null, 'nothing', 'id') as attached_by,
  coalesce(a.started_at, a.completed_at, start_of_day(a.due_on), a.created_at) as occurred_at,
  -- A due date is a day, not an instant: it stays as it is.
  if(coalesce(a.started_at, a.completed_at) is null and a.due_on is not null, a.due_on,
    company_day(coalesce(a.started_at, a.completed_at, a.created_at))) as occurred_on,
  coalesce(a.is_completed, coalesce(a.completed_at, occurred_at) <= getvariable('as_of'), false) as is_done,
  coalesce(a.started_at, a.completed_at, a.created_at) as touched_at
from current_activity as a
left join person_outside as p on p.id = a.who_id
left join merged_account as m on m.record_id = a.account_id;
