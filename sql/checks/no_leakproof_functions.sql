-- Promise: no function of ours is leakproof: such a one is run before row-level security has hidden a row.
select p.oid::regprocedure::text as object, 'is leakproof' as problem
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where n.nspowner = 'pakka_owner'::regrole and p.proleakproof
order by 1;
