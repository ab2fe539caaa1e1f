-- What a verifier is told of a photo: used before, taken far away, taken before the report, or nothing known.
begin;
\ir city.psql
\ir records.psql
select plan(33);
delete from public.photos;
alter table public.photos alter column id restart with 1;

-- Issue 1 is at the supermarket (103.07, 29.91), issue 2 at a courtyard (103.08, 29.91), both reported at 09:00.
-- Issue 5 is written off. Ids in the order of the calls.
create function tests.photo(p_issue_id bigint, p_stage text, p_file integer, p_hash text default null,
  p_taken text default null, p_lon double precision default null, p_lat double precision default null,
  p_event_id bigint default null, p_site_id integer default null) returns text language plpgsql as $$
declare v_id bigint;
begin
  insert into public.photo_files (sha256, mime, width, height, bytes)
  values (encode(sha256(int4send(p_file)), 'hex'), 'image/png', 1, 1, int4send(p_file)) on conflict do nothing;
  insert into public.photos (site_id, issue_id, event_id, stage, member_id, sha256, perceptual_hash, taken_at, point)
  values (coalesce(p_site_id, (select site_id from public.issues where id = p_issue_id)), p_issue_id, p_event_id, p_stage, 2,
    encode(sha256(int4send(p_file)), 'hex'), ('x' || p_hash)::bit(64), ('2026-03-02 ' || p_taken || '+08')::timestamptz,
    extensions.st_setsrid(extensions.st_point(p_lon, p_lat), 4326))
  returning id into v_id;
  return (select string_agg(f, ' ') from jsonb_array_elements_text(private.photo_flags(v_id)) f);
end
$$;

-- Hashes: h, and h with some bits changed, by hand: 0x…f0 → 0x…f1 is one bit, 3f → 00 six, 7f → 00 seven.
select is(tests.photo(1, 'before', 1, '0123456789abcd3f', '08:58', 103.07, 29.91), null, '1: of the time and place: no flag');
select is(tests.photo(2, 'before', 2, 'fedcba9876543210', '08:58', 103.08, 29.91), null, '2: another picture: none');
select is(tests.photo(1, 'after', 3, 'ffff0000ffff0000', '09:30', 103.07, 29.91), null, '3: after: none');

-- Reused.
select is(tests.photo(2, 'after', 1, null, '09:30', 103.08, 29.91), 'reused', '4: the same bytes at another issue');
select is(tests.photo(1, 'after', 1, null, '09:30', 103.07, 29.91), 'reused', '5: the before-photo as an after-photo');
select is(tests.photo(2, 'after', 6, '0123456789abcd00', '09:30', 103.08, 29.91), 'reused', '6: six bits from photo 1');
select is(tests.photo(2, 'after', 7, '1123456789abcd00', '09:30', 103.08, 29.91), null, '7: seven bits: another picture');
select is(tests.photo(1, 'after', 8, '0133456789abcd3f', '09:30', 103.07, 29.91), 'reused', '8: nearly the before-photo of the same issue');
select is(tests.photo(1, 'after', 9, 'ffff0000ffff0001', '09:31', 103.07, 29.91), null, '9: a second view of the same end is none');
select is(tests.photo(2, 'before', 10, null, null, null, null, null), 'unknown', '10: nothing known: unknown, and nothing else');
select is(tests.photo(2, 'after', 11, '0000000000000001', '09:30'), null, '11: a night');
select is(tests.photo(1, 'after', 12, '0000000000000000', '09:30'), null, '12: another night is not the same picture');
-- Six bits spread over all quarters: two in the first, one in the second, two in the third, one in the last.
select is(tests.photo(2, 'after', 13, '3123457789abcec1', '09:30', 103.08, 29.91), null, '13: not near');
select is(tests.photo(2, 'after', 14, '012345678ba8cd3f', '09:30', 103.08, 29.91), 'reused', '14: three bits of one quarter');
select is((select min(bit_count(('x' || '0123456789abcd3f')::bit(64) # ('x' || '0523456689abdd3d')::bit(64)))), 4::bigint, 'one bit in each quarter is four');
select is(tests.photo(2, 'after', 15, '0523456689abdd3d', '09:30', 103.08, 29.91), 'reused', '15: one bit of each quarter');
-- An issue taken up into another is no other.
insert into public.issue_events (issue_id, kind, member_id, unit_id, merged_into) values (8, 'merged', 2, 1, 7);
select is(tests.photo(8, 'before', 20, 'aaaa5555aaaa5555', '08:59'), null, '16: of the merged issue');
select is(tests.photo(7, 'before', 20, 'aaaa5555aaaa5555', '08:59'), null, '17: and of the one it was merged into');
-- The same after-photo sent in again after rework.
select is(tests.photo(5, 'after', 21, null, '09:30', null, null, (select min(id) from public.issue_events where issue_id = 5 and kind = 'submitted')), null, '18: sent in');
select is(tests.photo(5, 'after', 21, null, '09:30'), 'reused', '19: sent in once more');
-- Of a site, before there is an issue.
select is(tests.photo(null, 'before', 22, '5555aaaa5555aaaa', '09:30', 103.02, 29.91, null, 2), null, '20: at a courtyard');
select is(tests.photo(null, 'evidence', 22, '5555aaaa5555aaaa', '09:30', 103.02, 29.91, null, 2), null, '21: again there');
select is(tests.photo(null, 'before', 22, null, '09:30', 103.03, 29.91, null, 3), 'reused', '22: at the next courtyard');

-- Far: one degree of latitude is 110.87 km here, so 0.0018° are 199.6 m and 0.0019° are 210.7 m.
select is(tests.photo(1, 'after', 31, null, '09:30', 103.07, 29.9118), null, '23: 200 m away');
select is(tests.photo(1, 'after', 32, null, '09:30', 103.07, 29.9119), 'taken_far', '24: 211 m away');
update public.sites set geom = extensions.st_makeenvelope(103.079, 29.909, 103.081, 29.915, 4326) where id = 7;
select is(tests.photo(2, 'after', 33, null, '09:30', 103.08, 29.9149), null, '25: 540 m from the point of a courtyard, but in it');
-- Before: the report was at 09:00.
select is(tests.photo(1, 'after', 34, null, '08:59', 103.07, 29.91), 'taken_before', '26: an after-photo taken before the report');
select is(tests.photo(1, 'before', 35, null, '08:00', 103.07, 29.91), null, '27: a before-photo is');
select is(tests.photo(1, 'after', 36, null, '07:00', 103.02, 29.91), 'taken_far taken_before', '28: both');

-- What is told.
select tests.become('leader');
select is((select concat_ws(' ', f ->> 'metersAway', f #>> '{reusedFrom,photoId}', f #>> '{reusedFrom,distance}', f #>> '{reusedFrom,issueNumber}')
  from jsonb_array_elements(public.photo_flags(array[6])::jsonb) f), '0 1 6 2026-000001', 'how far, which photo, how near, of which issue');
reset role;
-- The department sees issue 2 and 1 (supermarket); the community neither; the sponsor 1 but not 2.
select is(tests.answers($$ select f ->> 'photoId' from jsonb_array_elements(public.photo_flags(array[2, 3, 10])::jsonb) f $$),
  tests.say('2,3,10', '2,3,10', '2,3,10', '-', '3', '-', '2,3,10', '-', '-', '-', '-', 'no grant'), 'of those photos alone that one sees');
insert into public.photos (site_id, issue_id, stage, member_id, sha256) select 6, 1, 'after', 2, sha256 from public.photos where id = 2;
select is(tests.outcome('sponsor', format('select (f ->> ''flags'') || coalesce(f #>> ''{reusedFrom,issueId}'', ''?'') from jsonb_array_elements(public.photo_flags(array[%s])::jsonb) f',
  (select max(id) from public.photos)), true), '["reused", "unknown"]?', 'of an issue that one does not see: the fact, not the issue');
select is(tests.outcome('office', 'select public.photo_flags((select array_agg(n) from generate_series(1, 201) n)::bigint[])'), 'refused photo_ids', 'at most 200');

select * from finish();
rollback;
