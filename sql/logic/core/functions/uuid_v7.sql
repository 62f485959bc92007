-- Why: time-ordered keys, so that inserts touch the right edge of every index. PostgreSQL 18 has its own; on 16 and 17
-- the same shape is made from the clock and random bytes. The only function that may depend on the server's version.
do $make$
begin
  if current_setting('server_version_num')::int >= 180000 then
    execute $f$
      create or replace function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      set search_path = ''
      as 'select pg_catalog.uuidv7()'
    $f$;
  else
    execute $f$
      create or replace function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      set search_path = ''
      as $$
        select encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid
      $$
    $f$;
  end if;
end $make$;
comment on function core.uuid_v7() is 'A new time-ordered UUID (version 7)';
