-- The road network for whoever computes travel times: all of it, or what touches a box, in one message.

create function public.road_network(
  west double precision default null, south double precision default null,
  east double precision default null, north double precision default null)
returns json
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_is_whole boolean := num_nulls(west, south, east, north) = 4;
  v_classes text[] := array(select distinct e.class from public.road_edges e order by e.class);
  v_box extensions.geometry;
  v_result json;
begin
  if not v_is_whole then
    if num_nulls(west, south, east, north) > 0 or not (west between -180 and 180 and east between -180 and 180
        and south between -90 and 90 and north between -90 and 90 and west <= east and south <= north) then
      perform private.refuse('范围无效：应为 西、南、东、北 经纬度', 'the box is not west, south, east, north in degrees',
        '{"field": "west"}');
    end if;
    v_box := extensions.st_makeenvelope(west, south, east, north, 4326);
  end if;
  select json_build_object(
    'count', count(*), 'classes', to_json(v_classes),
    'ends', private.base64(string_agg(int8send((e.from_node::bigint << 32) | e.to_node), '')),
    'road', private.base64(string_agg(int8send(
      (round(e.length_meters::numeric * 100)::bigint << 32) | ((array_position(v_classes, e.class) - 1)::bigint << 16)
        | ((e.oneway + 1)::bigint << 8) | e.foot::integer), '')),
    'lines', private.base64(string_agg(extensions.st_astwkb(e.geom, 7), '')))
  into v_result
  from (select * from public.road_edges r where v_is_whole or r.geom operator(extensions.&&) v_box order by r.id) e;
  return v_result;
end
$$;
comment on function public.road_network(double precision, double precision, double precision, double precision) is
  'The edges of the road network by ascending id, all of them or those whose box touches the one given, as columns of big-endian integers in base64. ends: from uint32, to uint32 (numbers of nodes). road: length uint32 in centimetres, class uint16 (place in classes), oneway uint8 (0 against the line, 1 both ways, 2 along it), foot uint8. lines: the lines in tiny well-known binary one after another, longitude and latitude in 1e-7 degrees, EPSG:4326.';
revoke execute on function public.road_network(double precision, double precision, double precision, double precision) from public;
grant execute on function public.road_network(double precision, double precision, double precision, double precision) to authenticated;
