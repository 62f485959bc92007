-- Why: saves a document that is not posted yet, computed as posting would, so that nothing half-right is kept. It takes no
-- number, books nothing and moves nothing. A null id makes a new one; else the whole of it is replaced.
-- Called by: POST /api/vouchers with draft, PUT /api/vouchers/{id}. Locks: the draft's row.
-- Answers one row: saved with the document, or refused with its errors as billing.post_vouchers does; no row where there
-- is no such draft.
create or replace function billing.put_draft(p_id uuid, p_body jsonb)
returns table (outcome text, answer text, status integer)
language plpgsql
set search_path = ''
as $$
declare
  v_draft billing.drafts;
  v_made record;
begin
  if p_id is null then
    v_draft.tenant_id := core.current_tenant();
    v_draft.id := core.uuid_v7();
    v_draft.created_by := core.current_user_id();
    v_draft.created_at := core.now();
  else
    select * into v_draft from billing.drafts as d where d.tenant_id = core.current_tenant() and d.id = p_id for update;
    if not found then
      return;
    end if;
  end if;
  v_draft.body := p_body - 'draft';
  v_draft.updated_at := core.now();
  select * into v_made from billing.preview_vouchers(jsonb_build_array(jsonb_build_object('document', v_draft.body, 'draftId', v_draft.id)));
  if v_made.outcome = 'refused' then
    return query select v_made.outcome::text, v_made.answer::text, v_made.status::integer;
    return;
  end if;
  v_draft.document := billing.as_draft(v_made.answer, v_draft);
  v_draft.voucher_type := v_draft.document ->> 'type';
  v_draft.voucher_date := v_draft.document ->> 'date';
  v_draft.party_id := v_draft.document ->> 'partyId';
  v_draft.party_name := v_draft.document #>> '{party,name}';
  v_draft.party_gstin := v_draft.document #>> '{party,gstin}';
  v_draft.total_amount := v_draft.document ->> 'totalAmount';
  insert into billing.drafts select v_draft.*
  on conflict (tenant_id, id) do update set (voucher_type, voucher_date, party_id, party_name, party_gstin, total_amount, body, document, updated_at) =
    (excluded.voucher_type, excluded.voucher_date, excluded.party_id, excluded.party_name, excluded.party_gstin, excluded.total_amount,
     excluded.body, excluded.document, excluded.updated_at);
  return query select 'saved', v_draft.document::text, 200;
end $$;
comment on function billing.put_draft(uuid, jsonb) is 'Saves a draft, new or in place of what it was, and answers it computed; or its refusals';
