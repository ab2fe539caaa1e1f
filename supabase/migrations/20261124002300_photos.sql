-- Taking in a photo and giving a receipt for it; and what a verifier should know of it: whether it
-- was used before, taken far away, or taken before the problem was there.

alter table public.photos
  add column point extensions.geometry(Point, 4326),
  add column perceptual_hash bit(64);
comment on column public.photos.taken_at is
  'When it was taken, by the camera''s clock; null where the picture does not say, which is nothing against it.';
comment on column public.photos.point is
  'Where the camera says it was, EPSG:4326; null where the picture does not say. Of the picture, never of the person.';
comment on column public.photos.perceptual_hash is
  'Difference hash of 8 × 8 grey values: bit r·8+c (highest first) says whether the picture grows brighter from column c to c+1 of row r. Nearly equal pictures differ in few bits.';

create function private.perceptual_keys(p_hash bit(64)) returns integer[]
language sql immutable parallel safe set search_path = ''
as $$
  select array_agg(band * 65536 + substring(p_hash from band * 16 + 1 for 16)::integer order by band)
  from generate_series(0, 3) band
  where bit_count(p_hash) between 8 and 56
$$;
comment on function private.perceptual_keys(bit) is
  'The four quarters of a hash, each with its place, for the index. A picture of hardly any pattern (night, a wall) has none: it is like too many others.';

create function private.perceptual_neighbours(p_hash bit(64)) returns integer[]
language sql immutable parallel safe set search_path = ''
as $$
  -- Two hashes that differ in at most 6 of 64 bits differ in at most one bit in one of the quarters,
  -- so that 4 × 17 keys find them all (multi-index hashing: Norouzi, Punjani, Fleet 2012).
  select array_agg(key) from (
    select k as key from unnest(private.perceptual_keys(p_hash)) k
    union all
    select k # (1 << b) from unnest(private.perceptual_keys(p_hash)) k cross join generate_series(0, 15) b
  ) keys
$$;
comment on function private.perceptual_neighbours(bit) is
  'The keys of which a hash within 6 bits of this one has at least one.';

-- No list of pending entries: every question would read all of it.
create index photos_perceptual on public.photos using gin (private.perceptual_keys(perceptual_hash))
  with (fastupdate = off) where perceptual_hash is not null;

-- What the bytes are ------------------------------------------------------------------------------

create type private.image_facts as (mime text, width integer, height integer);

create function private.number_at(p_bytes bytea, p_at integer, p_size integer, p_little boolean default false)
returns integer
language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(sum(get_byte(p_bytes, p_at + n) << (8 * case when p_little then n else p_size - 1 - n end)), 0)::integer
  from generate_series(0, p_size - 1) n
$$;
comment on function private.number_at(bytea, integer, integer, boolean) is
  'An unsigned number of up to three bytes, most significant byte first unless told.';

create function private.image_facts(p_bytes bytea) returns private.image_facts
language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  v_size integer := octet_length(p_bytes);
  v_at integer := 2;
  v_marker integer;
  f private.image_facts;
begin
  if v_size < 30 then
    return null;
  end if;
  if substr(p_bytes, 1, 8) = '\x89504e470d0a1a0a' and substr(p_bytes, 13, 4) = '\x49484452' then
    f := ('image/png', (private.number_at(p_bytes, 16, 1) << 24) + private.number_at(p_bytes, 17, 3),
      (private.number_at(p_bytes, 20, 1) << 24) + private.number_at(p_bytes, 21, 3));
  elsif substr(p_bytes, 1, 3) = '\xffd8ff' then
    -- The segments of a JPEG up to the frame header, which holds the size.
    while v_at + 9 < v_size loop
      if get_byte(p_bytes, v_at) <> 255 then
        return null;
      end if;
      v_marker := get_byte(p_bytes, v_at + 1);
      if v_marker = 255 then
        v_at := v_at + 1;
      elsif v_marker between 192 and 207 and v_marker not in (196, 200, 204) then
        f := ('image/jpeg', private.number_at(p_bytes, v_at + 7, 2), private.number_at(p_bytes, v_at + 5, 2));
        exit;
      elsif v_marker in (217, 218) or private.number_at(p_bytes, v_at + 2, 2) < 2 then
        return null;
      else
        v_at := v_at + 2 + private.number_at(p_bytes, v_at + 2, 2);
      end if;
    end loop;
  elsif substr(p_bytes, 1, 4) = '\x52494646' and substr(p_bytes, 9, 4) = '\x57454250' then
    case encode(substr(p_bytes, 13, 4), 'escape')
      when 'VP8 ' then
        if substr(p_bytes, 24, 3) = '\x9d012a' then
          f := ('image/webp', private.number_at(p_bytes, 26, 2, true) & 16383,
            private.number_at(p_bytes, 28, 2, true) & 16383);
        end if;
      when 'VP8L' then
        if get_byte(p_bytes, 20) = 47 then
          f := ('image/webp', 1 + (private.number_at(p_bytes, 21, 2, true) & 16383),
            1 + ((private.number_at(p_bytes, 22, 3, true) >> 6) & 16383));
        end if;
      when 'VP8X' then
        f := ('image/webp', 1 + private.number_at(p_bytes, 24, 3, true), 1 + private.number_at(p_bytes, 27, 3, true));
      else null;
    end case;
  end if;
  if f.width between 1 and 10000 and f.height between 1 and 10000 then
    return f;
  end if;
  return null;
end
$$;
comment on function private.image_facts(bytea) is
  'What bytes are, by themselves and not by a name: JPEG (ITU T.81 B.2.2), PNG (ISO 15948 11.2.2) or WebP (RFC 9649), with their size in pixels, each side at most 10,000; null for anything else.';

-- Who may bring a photo, and to what --------------------------------------------------------------

-- A retried upload finds its own row.
create unique index photos_untied on public.photos (member_id, sha256, stage, site_id, issue_id)
  nulls not distinct where event_id is null and observation_id is null and member_id is not null;

create function private.photo_bytes(p_base64 text) returns bytea
language plpgsql immutable set search_path = ''
as $$
declare
  v_bytes bytea;
begin
  -- Four characters are three bytes; line breaks aside, more than this cannot fit.
  if length(p_base64) > 2900000 then
    perform private.refuse('照片超过 2 MB，请压缩后再传', 'the photo is larger than 2 MiB; make it smaller',
      '{"field": "bytes_base64"}');
  end if;
  begin
    v_bytes := decode(coalesce(p_base64, ''), 'base64');
  exception when others then
    perform private.refuse('照片的编码有误，请重新选择照片', 'the photo is not valid base64; choose it again',
      '{"field": "bytes_base64"}');
  end;
  if octet_length(v_bytes) > 2097152 then
    perform private.refuse('照片超过 2 MB，请压缩后再传', 'the photo is larger than 2 MiB; make it smaller',
      '{"field": "bytes_base64"}');
  end if;
  return v_bytes;
end
$$;
comment on function private.photo_bytes(text) is 'The bytes of a photo, at most 2 MiB; refuses what is not base64.';

create function private.check_photo_place(p_stage text, p_site_id integer, p_issue_id bigint) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if p_stage is null or p_stage not in ('before', 'after', 'evidence') then
    perform private.refuse('照片用途只能是整改前、整改后或佐证', 'a photo''s stage is before, after or evidence',
      '{"field": "stage"}');
  elsif p_issue_id is not null and not exists (
      select 1 from public.issues i where i.id = p_issue_id and private.may_see_issue(i)) then
    perform private.refuse(format('问题 %s 不存在或无权查看，不能为它上传照片', p_issue_id),
      format('issue %s is not there, or you may not see it', p_issue_id), '{"field": "issue_id"}');
  elsif p_issue_id is null and not coalesce(private.sees_site(p_site_id), false) then
    perform private.refuse(format('点位 %s 不存在或无权查看，不能为它上传照片', coalesce(p_site_id::text, '（未选）')),
      format('site %s is not there, or you may not see it', coalesce(p_site_id::text, '(none)')), '{"field": "site_id"}');
  elsif p_issue_id is not null and p_site_id is not null and not exists (
      select 1 from public.issues i where i.id = p_issue_id and i.site_id = p_site_id) then
    perform private.refuse(format('问题 %s 不在点位 %s', p_issue_id, p_site_id),
      format('issue %s is not at site %s', p_issue_id, p_site_id), '{"field": "site_id"}');
  elsif private.my_role() = 'assessor' and p_stage <> 'evidence' then
    perform private.refuse('模拟测评的照片只能作为佐证', 'an assessor''s photos are evidence of a mock inspection only',
      '{"field": "stage"}');
  end if;
end
$$;
comment on function private.check_photo_place(text, integer, bigint) is
  'Refuses a photo of what the asker does not see; called by add_photo, as owner.';

create function public.add_photo(
  bytes_base64 text, stage text, site_id integer default null, issue_id bigint default null,
  taken_at timestamptz default null, lon double precision default null, lat double precision default null,
  perceptual_hash text default null, caption text default null)
returns json
language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column -- the conflict target below names columns
declare
  me public.members := private.my_member();
  v_site integer := add_photo.site_id;
  v_taken timestamptz := add_photo.taken_at;
  v_point extensions.geometry;
  v_hash bit(64);
  v_bytes bytea;
  v_sha text;
  f private.image_facts;
  v_id bigint;
begin
  perform private.check_photo_place(add_photo.stage, v_site, add_photo.issue_id);
  if add_photo.issue_id is not null then
    select i.site_id into v_site from public.issues i where i.id = add_photo.issue_id;
  end if;
  if char_length(add_photo.caption) > 200 then
    perform private.refuse(format('照片说明 %s 字，最多 200 字', char_length(add_photo.caption)),
      format('the caption has %s characters, at most 200 fit', char_length(add_photo.caption)), '{"field": "caption"}');
  elsif add_photo.perceptual_hash !~ '^[0-9a-f]{16}$' then
    perform private.refuse('照片指纹应为 16 位十六进制数', 'a perceptual hash is 16 hexadecimal digits',
      '{"field": "perceptual_hash"}');
  end if;
  v_bytes := private.photo_bytes(add_photo.bytes_base64);
  f := private.image_facts(v_bytes);
  if f.mime is null then
    perform private.refuse('这不是 JPEG、PNG 或 WebP 图片，请重新选择', 'the bytes are no JPEG, PNG or WebP picture; choose another',
      '{"field": "bytes_base64"}');
  end if;
  v_sha := encode(sha256(v_bytes), 'hex');
  v_hash := ('x' || add_photo.perceptual_hash)::bit(64);
  if lon between -180 and 180 and lat between -90 and 90 and (lon, lat) <> (0, 0) then
    -- 0, 0 is what cameras write that do not know.
    v_point := extensions.st_setsrid(extensions.st_point(lon, lat), 4326);
  end if;
  if v_taken > private.clock() + interval '1 day' or v_taken < '2000-01-01' then
    -- A camera whose clock is that wrong says nothing.
    v_taken := null;
  end if;

  insert into public.photo_files (sha256, mime, width, height, bytes)
  values (v_sha, f.mime, f.width, f.height, v_bytes)
  on conflict do nothing;
  insert into public.photos (site_id, issue_id, stage, taken_at, point, perceptual_hash, recorded_at, member_id, sha256, caption)
  values (v_site, add_photo.issue_id, add_photo.stage, v_taken, v_point, v_hash, private.clock(), me.id, v_sha,
    nullif(btrim(add_photo.caption), ''))
  on conflict (member_id, sha256, stage, site_id, issue_id)
    where event_id is null and observation_id is null and member_id is not null do nothing
  returning id into v_id;
  if v_id is null then
    select p.id into v_id from public.photos p
    where p.member_id = me.id and p.sha256 = v_sha and p.stage = add_photo.stage
      and p.site_id is not distinct from v_site and p.issue_id is not distinct from add_photo.issue_id
      and p.event_id is null and p.observation_id is null;
  end if;
  return json_build_object('id', v_id, 'sha256', v_sha, 'bytes', octet_length(v_bytes),
    'flags', private.photo_flags(v_id));
end
$$;
comment on function public.add_photo(text, text, integer, bigint, timestamptz, double precision, double precision, text, text) is
  'Takes in a photo and answers its receipt: {id, sha256, bytes, flags}. Base64 of at most 2 MiB that are a JPEG, PNG or WebP by themselves; of a site or an issue that one sees. Bringing the same bytes again for the same, before they are tied to an event, answers the same id. security definer: nobody else writes photos, and who may is checked first.';

-- What a verifier should know ---------------------------------------------------------------------

alter table public.photo_files add column drawn boolean not null default false;
comment on column public.photo_files.drawn is 'A drawn picture of the sample city, used many times on purpose.';

create function private.photo_facts(p_photo_id bigint) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  p public.photos;
  i public.issues;
  v_reuse record;
  v_other public.issues;
  v_meters double precision;
  v_flags text[] := '{}';
begin
  select * into p from public.photos where id = p_photo_id;
  select * into i from public.issues where id = p.issue_id;
  select q.id, q.issue_id, q.site_id, q.stage, q.recorded_at, q.distance into v_reuse
  from (
    select o.*, case when o.sha256 = p.sha256 then 0 else bit_count(o.perceptual_hash # p.perceptual_hash) end as distance
    from public.photos o where o.sha256 = p.sha256
    union all
    select o.*, bit_count(o.perceptual_hash # p.perceptual_hash)
    from public.photos o
    where o.perceptual_hash is not null and o.sha256 <> p.sha256
      and private.perceptual_keys(o.perceptual_hash) operator(pg_catalog.&&) private.perceptual_neighbours(p.perceptual_hash)
      and bit_count(o.perceptual_hash # p.perceptual_hash) <= 6
  ) q
  left join public.issues x on x.id = q.issue_id
  where q.id < p.id and not exists (select from public.photo_files f where f.sha256 = p.sha256 and f.drawn) and case
    when p.issue_id is null and q.issue_id is null then q.site_id is distinct from p.site_id
    when q.issue_id is null then q.site_id is distinct from p.site_id
    when p.issue_id is distinct from q.issue_id
      then x.merged_into is distinct from p.issue_id and i.merged_into is distinct from q.issue_id
    -- At the same issue: the picture of the problem shown as that of its end, or one already judged.
    else (q.stage = 'before' and p.stage <> 'before')
      or (q.distance = 0 and q.event_id is distinct from p.event_id and q.event_id is not null)
    end
  order by q.distance, q.id
  limit 1;
  if v_reuse.id is not null then
    v_flags := v_flags || 'reused'::text;
    select * into v_other from public.issues x where x.id = v_reuse.issue_id and private.may_see_issue(x);
  end if;
  if p.point is not null then
    -- A courtyard may be wider than its representative point tells.
    select min(extensions.st_distance(g::extensions.geography, p.point::extensions.geography)) into v_meters
    from (
      select i.point as g where i.id is not null
      union all select s.geom from public.sites s where s.id = p.site_id) places;
    if v_meters > 200 then
      v_flags := v_flags || 'taken_far'::text;
    end if;
  end if;
  if p.stage = 'after' and p.taken_at < i.reported_at then
    v_flags := v_flags || 'taken_before'::text;
  end if;
  if p.taken_at is null and p.point is null then
    v_flags := v_flags || 'unknown'::text;
  end if;
  return jsonb_build_object(
    'photoId', p.id, 'flags', to_jsonb(v_flags), 'takenAt', p.taken_at, 'reportedAt', i.reported_at,
    'lon', extensions.st_x(p.point), 'lat', extensions.st_y(p.point), 'metersAway', round(v_meters::numeric),
    'reusedFrom', case when v_reuse.id is not null then jsonb_build_object(
      'photoId', v_reuse.id, 'stage', v_reuse.stage, 'recordedAt', v_reuse.recorded_at, 'distance', v_reuse.distance,
      'issueId', v_other.id, 'issueNumber', v_other.number) end);
end
$$;
comment on function private.photo_facts(bigint) is
  'What a photo''s own data and the others say of it. security definer: a reused photo is one whose other use the verifier may not see; of that only the fact is told.';

create function private.photo_flags(p_photo_id bigint) returns jsonb
language sql stable set search_path = ''
as $$ select private.photo_facts(p_photo_id) -> 'flags' $$;
comment on function private.photo_flags(bigint) is
  'A photo''s flags: reused, taken_far (over 200 m), taken_before (an after-photo older than the report), unknown (the picture says neither when nor where, as WeChat sends them: never suspicious). For functions that have checked who asks.';

create function public.photo_flags(photo_ids bigint[]) returns json
language plpgsql stable set search_path = ''
as $$
begin
  if cardinality(photo_ids) > 200 then
    perform private.refuse('一次最多查看 200 张照片的提示', 'at most 200 photos at once', '{"field": "photo_ids"}');
  end if;
  return (select coalesce(json_agg(private.photo_facts(p.id) order by p.id), '[]')
    from public.photos p where p.id = any (photo_ids));
end
$$;
comment on function public.photo_flags(bigint[]) is
  'Of those photos that the asker sees: [{photoId, flags, takenAt, reportedAt, lon, lat, metersAway, reusedFrom: {photoId, stage, recordedAt, distance, issueId, issueNumber} or null}].';

revoke execute on function private.perceptual_keys(bit), private.perceptual_neighbours(bit),
  private.number_at(bytea, integer, integer, boolean), private.image_facts(bytea),
  private.photo_bytes(text), private.check_photo_place(text, integer, bigint),
  public.add_photo(text, text, integer, bigint, timestamptz, double precision, double precision, text, text),
  private.photo_facts(bigint), private.photo_flags(bigint), public.photo_flags(bigint[]) from public;
grant execute on function private.photo_facts(bigint),
  public.add_photo(text, text, integer, bigint, timestamptz, double precision, double precision, text, text),
  public.photo_flags(bigint[]) to authenticated;
