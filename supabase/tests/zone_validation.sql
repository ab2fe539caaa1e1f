-- What a zone may be: each refusal says where, in both languages.
begin;
\ir city.psql
select plan(30);

create function tests.try(p_sql text) returns text language plpgsql as $$
declare
  v_result text;
  v_detail text;
  v_hint text;
begin
  perform set_config('request.jwt.claim.sub', '00000000-0000-0000-0000-000000000007', true);
  execute p_sql into v_result;
  return v_result;
exception when raise_exception then
  get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return sqlerrm || ' | ' || v_hint || ' | ' || v_detail;
end
$$;
create function tests.zone(p_geometry text, p_more jsonb default '{}') returns text language sql as $$
  select tests.try(format('select z ->> ''name'' || '' '' || (z ->> ''areaSquareMeters'') from public.save_zone(%L) z',
    jsonb_build_object('name', '试画', 'geometry', p_geometry::jsonb) || p_more))
$$;
create function tests.ring(p_points text) returns text language sql as $$
  select '{"type": "Polygon", "coordinates": [[' || p_points || ']]}'
$$;
create function tests.box(p_west numeric, p_south numeric, p_east numeric, p_north numeric) returns text language sql as $$
  select extensions.st_asgeojson(extensions.st_makeenvelope(p_west, p_south, p_east, p_north, 4326), 15)
$$;

-- Accepted ------------------------------------------------------------------------------------------
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92)), '^试画 10704\d\d\.\d$', 'a square of 0.01°, 1.07 km²');
select matches(tests.zone('{"type": "Polygon", "coordinates": [[[103.01,29.91],[103.03,29.91],[103.03,29.93],[103.01,29.93],[103.01,29.91]],[[103.015,29.915],[103.015,29.925],[103.025,29.925],[103.025,29.915],[103.015,29.915]]]}'),
  '^试画 3211\d\d\d\.\d$', 'one with a hole');
select matches(tests.zone('{"type": "MultiPolygon", "coordinates": [[[[103.01,29.91],[103.02,29.91],[103.02,29.92],[103.01,29.91]]],[[[103.03,29.91],[103.04,29.91],[103.04,29.92],[103.03,29.91]]]]}'),
  '^试画 1070\d\d\d\.\d$', 'one of two parts');
select matches(tests.zone(tests.ring('[103.01,29.91,500],[103.02,29.91,500],[103.02,29.92,500],[103.01,29.91,500]')), '^试画 535\d\d\d\.\d$', 'one with heights');
select is((select shape from public.zones order by id limit 1), '{"kind": "polygon"}', 'a polygon unless it says otherwise');
select is((select concat_ws(' ', member_id, unit_id, version) from public.zones order by id limit 1), '7 5 1', 'owner and team of who draws');

-- Shape -----------------------------------------------------------------------------------------------
-- GEOS versions differ in the fourteenth digit of where.
select is(regexp_replace(tests.zone(tests.ring('[103.01,29.91],[103.03,29.93],[103.03,29.91],[103.01,29.93],[103.01,29.91]')), '0000000\d+', '', 'g'),
  '片区边界自相交，位置 103.020000, 29.920000，请移动该处的顶点 | the outline crosses itself at 103.020000, 29.920000; move a corner there (Self-intersection) | {"field": "geometry", "corner": [103.02, 29.92]}',
  'a bow tie crosses itself in its middle');
select matches(tests.zone(tests.ring('[103.01,29.91],[103.03,29.91],[103.02,29.91],[103.02,29.93],[103.01,29.91]')), '自相交.*"corner": \[103\.0', 'a spike');
select matches(tests.zone(tests.ring('[103.01,29.91],[103.02,29.91],[103.01,29.91]')), '"field": "geometry"', 'two corners');
select is(tests.zone(tests.ring('[103.01,29.91],[103.02,29.91],[103.02,29.92]')),
  '片区边界没有闭合，首尾两点应相同 | the outline is not closed; its first and its last corner are the same | {"field": "geometry"}', 'an open ring');
select is(tests.zone('{"type": "Polygon", "coordinates": []}'),
  '片区必须是多边形，请至少画三个点 | a zone is a polygon of at least three corners | {"field": "geometry"}', 'an empty polygon');
select is(tests.zone('{"type": "Point", "coordinates": [103.01, 29.91]}'),
  '片区必须是多边形，请至少画三个点 | a zone is a polygon of at least three corners | {"field": "geometry"}', 'a point');
select is(tests.zone('{"type": "Polygon"}'),
  '几何数据不是有效的 GeoJSON 多边形 | the geometry is not a valid GeoJSON polygon | {"field": "geometry"}', 'no coordinates');
select is(tests.zone('"x"'), '几何数据不是有效的 GeoJSON 多边形 | the geometry is not a valid GeoJSON polygon | {"field": "geometry"}', 'no geometry');
select matches(tests.try($$ select public.save_zone('{"name": "无"}') $$), '"field": "geometry"', 'none at all');
select is(tests.zone(tests.ring('[29.91,103.01],[29.92,103.01],[29.92,103.02],[29.91,103.01]')),
  '坐标超出范围：经度 -180～180，纬度 -90～90，经度在前 | coordinates out of range: longitude -180 to 180 first, then latitude -90 to 90 | {"field": "geometry"}',
  'latitude first');

-- Size and place --------------------------------------------------------------------------------------
select matches(tests.zone(tests.box(103.01, 29.91, 103.0101, 29.9101)), '^试画 107\.\d$', 'of 107 m²');
select is(tests.zone(tests.box(103.01, 29.91, 103.01009, 29.91009)),
  '片区面积不足 100 平方米，请画大一些 | the zone is smaller than 100 m²; draw it larger | {"field": "geometry"}', 'of 87 m²');
select is(tests.zone(tests.box(103.00, 29.90, 103.10, 30.00)),
  '片区面积 107.0 平方公里，超过上限 100 平方公里 | the zone is 107.0 km²; at most 100 km² are allowed | {"field": "geometry"}', 'the whole city, 107 km²');
select matches(tests.zone(tests.box(103.00, 29.90, 103.093, 30.00)), '^试画 995\d\d\d\d\d\.\d$', 'nearly 100 km²');
select matches(tests.zone(tests.box(102.9995, 29.91, 103.0095, 29.92)), '^试画', 'a twentieth over the border');
select is(tests.zone(tests.box(102.995, 29.91, 103.005, 29.92)),
  '片区超出城市范围，请画在城市边界以内（边界外不超过一成） | the zone lies outside the city; at most a tenth of it may reach over the border | {"field": "geometry"}', 'half over the border');
select matches(tests.zone(tests.box(104.01, 29.91, 104.02, 29.92)), '超出城市范围', 'outside');

-- Name, team --------------------------------------------------------------------------------------------
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), jsonb_build_object('name', repeat('区', 40))), '^区{40} ', '40 characters');
select is(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), jsonb_build_object('name', repeat('区', 41))),
  '片区名称应为 1～40 个字 | a zone''s name has 1 to 40 characters | {"field": "name"}', '41');
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), '{"name": "  "}'), '"field": "name"', 'only spaces');
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), '{"name": null}'), '"field": "name"', 'none');
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), jsonb_build_object('name', ' “一区”''; drop 🚧 ')), '^“一区”''; drop 🚧 1', 'quotes and emoji, trimmed');
select matches(tests.zone(tests.box(103.01, 29.91, 103.02, 29.92), '{"teamId": 2}'), '"field": "teamId"', 'a team that is no patrol team');
-- zone_statistics refuses what save_zone refuses.
select matches(tests.try(format('select public.zone_statistics(%L)', tests.ring('[103.01,29.91],[103.03,29.93],[103.03,29.91],[103.01,29.93],[103.01,29.91]'))),
  '"corner": \[103\.02\d*, 29\.92\d*\]', 'zone_statistics() by the same check');

select * from finish();
rollback;
