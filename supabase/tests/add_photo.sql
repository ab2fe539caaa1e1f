-- add_photo: who may bring one, what the bytes must be, the receipt, and bringing it twice.
begin;
\ir city.psql
\ir records.psql
select plan(47);

-- A PNG header of a size, and whatever else; enough for what is read of it.
create function tests.png(p_width integer, p_height integer, p_more text default '') returns bytea language sql as $$
  select '\x89504e470d0a1a0a0000000d49484452'::bytea || int4send(p_width) || int4send(p_height)
    || '\x08060000008c2c86a5' || convert_to(p_more, 'utf8')
$$;
create function tests.base64(p_bytes bytea) returns text language sql as $$ select encode(p_bytes, 'base64') $$;
create function tests.facts(p_bytes bytea) returns text language sql as $$
  select f.mime || ' ' || f.width || '×' || f.height from private.image_facts(p_bytes) f
$$;

-- What bytes are; all but the PNG as Chromium and cwebp wrote a picture of 37 × 23.
select is(tests.facts(tests.png(37, 23)), 'image/png 37×23', 'a PNG');
select is(tests.facts('\xffd8ffe000104a46494600010100000100010000fffe000568690affc00011080017002503012200021101031101ffc40000'),
  'image/jpeg 37×23', 'a JPEG, its frame header after a comment');
select is(tests.facts('\xffd8ffe000104a46494600010100000100010000ffffffc20011080017002503012200021101031101ffc40000'),
  'image/jpeg 37×23', 'a progressive JPEG with fill bytes');
select is(tests.facts('\x524946464800000057454250565038203c0000003003009d012a250017003f4588b6'), 'image/webp 37×23', 'a lossy WebP');
select is(tests.facts('\x524946466e000000574542505650384c610000002f24800500cd1048dae26d7f44ff'), 'image/webp 37×23', 'a lossless WebP');
select is(tests.facts('\x524946463002000057454250565038580a0000002000000024000016000049434350'), 'image/webp 37×23', 'an extended WebP');
select is(tests.facts(tests.png(70000, 10)), null, 'wider than any picture of ours');
select is(tests.facts(tests.png(0, 10)), null, 'without width');
select is(tests.facts('\xffd8ffe0ffff4a46494600010100000100010000ffc40011080017002503012200021101'), null, 'a JPEG cut off');
select is(tests.facts('\xffd8ffda00104a46494600010100000100010000ffc00011080017002503012200021101'), null, 'a JPEG whose scan begins before its frame');
select is(tests.facts(convert_to('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', 'utf8')), null, 'an SVG');
select is(tests.facts('GIF89a' || tests.png(1, 1)), null, 'a GIF');
select is(tests.facts('\x89504e47'), null, 'hardly anything');

-- Who: leader, office, department, community, sponsor, patrol, captain, assessor, owner, deactivated, stranger, anonymous
select is(tests.outcomes(format('select public.add_photo(%L, ''evidence'', site_id => 2)', tests.base64(tests.png(3, 2)))),
  tests.say('1', '1', 'refused site_id', '1', '1', '1', '1', '1', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'),
  'of a courtyard in 甲, by those who see it');
select is(tests.outcomes(format('select public.add_photo(%L, ''before'', site_id => 5)', tests.base64(tests.png(3, 2)))),
  tests.say('1', '1', '1', '1', 'refused site_id', 'refused site_id', '1', 'refused site_id', '1', 'refused site_id', 'refused site_id', 'no grant'),
  'of the hotel in 丙');
select is(tests.outcomes(format('select public.add_photo(%L, ''after'', issue_id => 1)', tests.base64(tests.png(3, 2)))),
  tests.say('1', '1', '1', 'refused issue_id', '1', 'refused issue_id', '1', 'refused issue_id', 'refused issue_id', 'refused issue_id', 'refused issue_id', 'no grant'),
  'of an issue, by those who see it');
select is(tests.outcome('assessor', format('select public.add_photo(%L, ''before'', site_id => 2)', tests.base64(tests.png(3, 2)))),
  'refused stage', 'an assessor’s photo is evidence, not the beginning of an issue');

-- The claims alone: the functions ask who it is, and the test may look at everything.
create function tests.ask(p_persona text) returns void language sql as $$
  select set_config('request.jwt.claim.sub', (select user_id::text from tests.personas where name = p_persona), true)
$$;

-- The receipt.
select tests.ask('patrol');
create temporary table receipt as select public.add_photo(tests.base64(tests.png(37, 23)), 'before', site_id => 2,
  taken_at => '2026-03-02 09:58+08', lon => 103.02, lat => 29.91, perceptual_hash => '00ff00ff00ff00ff', caption => ' 垃圾 ')::jsonb as r;
select is(r - 'id', jsonb_build_object('sha256', encode(sha256(tests.png(37, 23)), 'hex'), 'bytes', 33, 'flags', '[]'::jsonb),
  'tells the SHA-256 of what was taken in, and how many bytes') from receipt;
select is((select concat_ws('|', site_id, issue_id, stage, to_char(taken_at, 'HH24:MI'), extensions.st_astext(point), perceptual_hash::text,
    member_id, caption, to_char(recorded_at, 'HH24:MI')) from public.photos where id = (select (r ->> 'id')::bigint from receipt)),
  '2|before|09:58|POINT(103.02 29.91)|' || repeat('0000000011111111', 4) || '|6|垃圾|10:00', 'and the row holds what was said');
select is((select mime || ' ' || width || '×' || height || ' ' || octet_length(bytes) from public.photo_files
  where sha256 = (select r ->> 'sha256' from receipt)), 'image/png 37×23 33', 'the bytes are kept as they came');
select is((public.photo((select (r ->> 'id')::bigint from receipt)) ->> 'base64'), replace(encode(tests.png(37, 23), 'base64'), e'\n', ''), 'and are given back');

-- Twice.
select is((public.add_photo(tests.base64(tests.png(37, 23)), 'before', site_id => 2) ->> 'id')::bigint, (select (r ->> 'id')::bigint from receipt),
  'the same bytes for the same site once more: the same photo');
select isnt((public.add_photo(tests.base64(tests.png(37, 23)), 'after', site_id => 2) ->> 'id')::bigint, (select (r ->> 'id')::bigint from receipt),
  'as an after-photo: another');
select isnt((public.add_photo(tests.base64(tests.png(37, 23)), 'before', site_id => 3) ->> 'id')::bigint, (select (r ->> 'id')::bigint from receipt),
  'of another site: another');
select tests.ask('community');
select isnt((public.add_photo(tests.base64(tests.png(37, 23)), 'before', site_id => 2) ->> 'id')::bigint, (select (r ->> 'id')::bigint from receipt),
  'by somebody else: another');
select is((select count(*)::integer from public.photo_files where width = 37), 1, 'the bytes are there once');
select is((select count(*)::integer from public.photos p join public.photo_files f using (sha256) where f.width = 37), 4, 'for four photos');
update public.photos set event_id = (select min(id) from public.issue_events) where id = (select (r ->> 'id')::bigint from receipt);
select tests.ask('patrol');
select isnt((public.add_photo(tests.base64(tests.png(37, 23)), 'before', site_id => 2) ->> 'id')::bigint, (select (r ->> 'id')::bigint from receipt),
  'once it proves an event, the same bytes are a new photo');

-- With an issue the site follows.
select tests.ask('office');
select lives_ok($$ select public.add_photo(tests.base64(tests.png(4, 4)), 'after', issue_id => 1) $$, 'of an issue');
select is((select string_agg(p.site_id || '/' || p.issue_id, ',') from public.photos p join public.photo_files f using (sha256) where f.width = 4),
  '6/1', 'a photo of an issue is of its site');
select is(tests.outcome('office', format('select public.add_photo(%L, ''after'', site_id => 5, issue_id => 1)', tests.base64(tests.png(4, 4)))),
  'refused site_id', 'of another site than the issue’s: refused');
select is(tests.outcome('office', format('select public.add_photo(%L, ''after'', issue_id => 7)', tests.base64(tests.png(4, 4)))),
  '1', 'of an issue without a site');

-- Bad input: one line each, what, where, what is allowed.
create function tests.refusal(p_base64 text, p_more text default '') returns text language plpgsql as $$
declare v_hint text; v_detail text;
begin
  perform set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-000000000006', true);
  execute format('select public.add_photo(%L, ''before'', site_id => 2 %s)', p_base64, p_more);
  return 'taken';
exception when raise_exception then
  get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return sqlerrm || ' | ' || v_hint || ' | ' || (v_detail::json ->> 'field');
end
$$;
select is(tests.refusal('%%%'), '照片的编码有误，请重新选择照片 | the photo is not valid base64; choose it again | bytes_base64', 'no base64');
select matches(tests.refusal(''), '这不是 JPEG.* bytes_base64$', 'nothing');
select matches(tests.refusal(null), '这不是 JPEG.* bytes_base64$', 'null');
select is(tests.refusal(tests.base64('%PDF-1.7 and more than thirty bytes of it, to be sure')),
  '这不是 JPEG、PNG 或 WebP 图片，请重新选择 | the bytes are no JPEG, PNG or WebP picture; choose another | bytes_base64', 'a PDF');
select is(tests.refusal(tests.base64(tests.png(5, 5, repeat('x', 2097152 - 33)))), 'taken', 'exactly 2 MiB');
select is(tests.refusal(tests.base64(tests.png(5, 5, repeat('x', 2097152 - 32)))),
  '照片超过 2 MB，请压缩后再传 | the photo is larger than 2 MiB; make it smaller | bytes_base64', 'a byte more');
select matches(tests.refusal(repeat('A', 3000000)), '^照片超过 2 MB', 'much more, refused undecoded');
select is(tests.refusal(tests.base64(tests.png(6, 6)), ', perceptual_hash => ''xyz'''),
  '照片指纹应为 16 位十六进制数 | a perceptual hash is 16 hexadecimal digits | perceptual_hash', 'no hash');
select is(tests.refusal(tests.base64(tests.png(6, 6)), format(', caption => %L', repeat('长', 201))),
  '照片说明 201 字，最多 200 字 | the caption has 201 characters, at most 200 fit | caption', 'a long caption');
select is(tests.outcome('office', format('select public.add_photo(%L, ''front'', site_id => 2)', tests.base64(tests.png(6, 6)))), 'refused stage', 'an unknown stage');
select is(tests.outcome('office', format('select public.add_photo(%L, null, site_id => 2)', tests.base64(tests.png(6, 6)))), 'refused stage', 'no stage');
-- Of no site: for a report where none stands.
select is(tests.outcomes(format('select public.add_photo(%L, ''before'')', tests.base64(tests.png(6, 6)))),
  tests.say('1', '1', '1', '1', 'refused site_id', '1', '1', 'refused site_id', 'refused site_id', 'refused site_id', 'refused site_id', 'no grant'), 'of nothing yet, by who reports outside of sites');

-- What a camera does not know, or knows wrongly, is not known; it refuses nothing.
select tests.ask('patrol');
select lives_ok($$ select public.add_photo(tests.base64(tests.png(7, 7)), 'before', site_id => 2, taken_at => '2036-01-01', lon => 0, lat => 0) $$, 'a clock ten years ahead, a position of 0, 0');
select lives_ok($$ select public.add_photo(tests.base64(tests.png(7, 8)), 'before', site_id => 2, taken_at => '1980-01-01', lon => 'NaN', lat => 91) $$, 'a clock at its beginning, no position at all');
select is((select string_agg(coalesce(p.taken_at::text, '-') || coalesce(extensions.st_astext(p.point), '-'), ',') from public.photos p
  join public.photo_files f using (sha256) where f.width = 7), '--,--', 'neither is kept');

select * from finish();
rollback;
