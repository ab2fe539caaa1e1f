-- PostgreSQL lets everybody execute a new function, and default privileges of a schema cannot take
-- that away (they only add to the global ones; a global change would reach other schemas and later
-- extensions). So it is taken away here from all that the migrations before have made; a later
-- migration does the same for its own, and supabase/tests/rights.sql holds it to that.

do $$
declare
  v_function regprocedure;
begin
  for v_function in
    select p.oid::regprocedure
    from pg_catalog.pg_proc p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.proowner = current_user::regrole
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
  loop
    execute format('revoke execute on function %s from public', v_function);
  end loop;
end
$$;
