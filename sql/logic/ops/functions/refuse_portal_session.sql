-- Why: the portal refused the sign-in. Nobody tries again until p_until, for a portal locks out who keeps trying; somebody
-- is told. A session that still serves its last minutes stays. Called by: domain/portals/token_store.ts.
-- p_refusal: {code, message, …} as the gateway understood it.
create or replace function ops.refuse_portal_session(p_id uuid, p_holder uuid, p_refusal jsonb, p_until timestamptz) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_session ops.portal_sessions;
  v_office text;
  v_gstin text;
begin
  update ops.portal_sessions
  set refusal = p_refusal, refused_until = p_until, refused_times = refused_times + 1, updated_at = core.now()
  where tenant_id = core.current_tenant() and id = p_id and lease_holder = p_holder
  returning * into v_session;
  if v_session.id is null then
    return;
  end if;
  v_office := case v_session.office when 'irp' then 'invoice registration portal' else 'e-way bill portal' end;
  v_gstin := ops.registered_gstin(v_session.office, v_session.registration_id);
  perform ops.notify(
    'portal_sign_in_refused', concat_ws(' ', v_session.office, v_gstin, v_session.provider), 'critical',
    format('The %s refuses the sign-in of %s', v_office, v_gstin),
    format('The %s (%s) answered %s: %s. Nothing can be sent for %s until this is mended, and to keep the portal from locking the login nobody tries again before %s. Set the credentials again with POST /api/%s/registrations.',
      v_office, v_session.provider, p_refusal ->> 'code', p_refusal ->> 'message', v_gstin,
      to_char(p_until at time zone 'Asia/Kolkata', 'DD Mon HH24:MI'), case v_session.office when 'irp' then 'einvoice' else 'ewaybill' end),
    jsonb_build_object('office', v_session.office, 'gstin', v_gstin, 'provider', v_session.provider, 'code', p_refusal ->> 'code'));
end $$;
comment on function ops.refuse_portal_session(uuid, uuid, jsonb, timestamptz) is 'Keeps a refused sign-in for as long as nobody may try again, and tells of it';
