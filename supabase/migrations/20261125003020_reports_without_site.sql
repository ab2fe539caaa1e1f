-- Reporting where no site stands: a photo that is of no site yet, and what is known of a place.

alter table public.photos drop constraint photos_check;
alter table public.photos add constraint photos_of_something
  check (site_id is not null or issue_id is not null or (event_id is null and observation_id is null));
comment on constraint photos_of_something on public.photos is
  'Until it is tied to the report of a place where no site stands, a photo is of nothing but its member''s.';

create or replace function private.check_photo_place(p_stage text, p_site_id integer, p_issue_id bigint) returns void
language plpgsql stable set search_path = ''
as $$
begin
  if p_stage is null or p_stage not in ('before', 'after', 'evidence') then
    perform private.refuse('照片用途只能是整改前、整改后或佐证', 'a photo''s stage is before, after or evidence',
      '{"field": "stage"}');
  elsif p_issue_id is null and p_site_id is null then
    -- For a report where no site stands, by whoever may make one: private.reported_place.
    if coalesce(private.my_role()::text, 'none') in ('none', 'sponsor', 'owner', 'assessor') then
      perform private.refuse('请选择点位：您只能在自己的点位上传照片', 'choose a site: you bring photos of your own sites only',
        '{"field": "site_id"}');
    end if;
  elsif p_issue_id is not null and not exists (
      select 1 from public.issues i where i.id = p_issue_id and private.may_see_issue(i)) then
    perform private.refuse(format('问题 %s 不存在或无权查看，不能为它上传照片', p_issue_id),
      format('issue %s is not there, or you may not see it', p_issue_id), '{"field": "issue_id"}');
  elsif p_issue_id is null and not coalesce(private.sees_site(p_site_id), false) then
    perform private.refuse(format('点位 %s 不存在或无权查看，不能为它上传照片', p_site_id),
      format('site %s is not there, or you may not see it', p_site_id), '{"field": "site_id"}');
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

comment on function public.add_photo(text, text, integer, bigint, timestamptz, double precision, double precision, text, text) is
  'Takes in a photo and answers its receipt: {id, sha256, bytes, flags}. Base64 of at most 2 MiB that are a JPEG, PNG or WebP by themselves; of a site or an issue that one sees, or of neither for a report where no site stands. Bringing the same bytes again for the same, before they are tied to an event, answers the same id. security definer: nobody else writes photos, and who may is checked first.';

create function public.report_place(lon double precision, lat double precision) returns json
language plpgsql stable security definer set search_path = ''
as $$
declare
  me public.members := private.asking_member();
  v_point extensions.geometry := private.reported_place(me, null, report_place.lon, report_place.lat);
begin
  return json_build_object(
    'areas', (select json_agg(json_build_object('id', a.id, 'level', a.level, 'name', a.name) order by extensions.nlevel(a.path))
      from public.areas a
      where a.outline operator(extensions.&&) v_point and extensions.st_covers(a.outline, v_point)),
    'sites', (select coalesce(json_agg(json_build_object('id', n.id, 'name', n.name, 'type', n.type, 'meters', round(n.meters)) order by n.meters, n.id), '[]')
      from (select s.id, s.name, s.type, extensions.st_distance(s.geom::extensions.geography, v_point::extensions.geography) as meters
        from public.sites s
        where s.geom operator(extensions.&&) extensions.st_expand(v_point, 0.002)
          and extensions.st_dwithin(s.geom::extensions.geography, v_point::extensions.geography, 100)
          and s.opened_at <= private.clock() and (s.closed_at is null or s.closed_at > private.clock())
          and private.sees_site(s.id)
        order by meters, s.id limit 3) n));
end
$$;
comment on function public.report_place(double precision, double precision) is
  'What is at a place where a problem is to be reported, EPSG:4326: {areas: [{id, level, name}], the widest first; sites: [{id, name, type, meters}], up to three that one sees within 100 m, at which it may belong}. Refuses what report_issue would. security definer: as all steps; sites by the rule of the policies.';

revoke execute on function public.report_place(double precision, double precision) from public;
grant execute on function public.report_place(double precision, double precision) to authenticated;
