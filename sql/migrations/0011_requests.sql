-- What the HTTP side remembers between requests: answers already given, and how much each caller has asked for.
create table core.idempotency_keys (
  tenant_id uuid not null,
  key text not null constraint idempotency_keys_key_is_short check (length(key) between 1 and 200),
  request_hash text not null,
  status integer,
  answer text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_keys_by_created_at on core.idempotency_keys (tenant_id, created_at);
comment on table core.idempotency_keys is 'Answers by Idempotency-Key, written in the transaction of the effect: a repeat gets the same answer, byte for byte';
comment on column core.idempotency_keys.request_hash is 'SHA-256 (hex) of method, path and body: the same key with another request is refused';
comment on column core.idempotency_keys.answer is 'The body as it was sent; sealed where it holds a secret';
alter table core.idempotency_keys enable row level security;
alter table core.idempotency_keys force row level security;

-- Unlogged: a crash forgets at most a minute's counting, and counting must not cost WAL.
create unlogged table core.rate_windows (
  tenant_id uuid not null,
  caller text not null,
  starts_at timestamptz not null,
  taken integer not null,
  primary key (tenant_id, caller)
) with (fillfactor = 50);
comment on table core.rate_windows is 'Requests taken by a caller in the current minute, shared by every instance of the API';
comment on column core.rate_windows.caller is 'user:<id> or key:<id>';
alter table core.rate_windows enable row level security;
alter table core.rate_windows force row level security;
