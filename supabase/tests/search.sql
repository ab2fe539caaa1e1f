-- search_places(): substring of name and address, pinyin initials, and signs that mean nothing.
begin;
\ir city.psql
select plan(20);

insert into public.sites (id, type, name, name_initials, address, geom)
select v.id, 'hotel', v.name, v.initials, v.address, s.geom
from public.sites s cross join (values
  (20, '100%纯棉酒店', 'cmjd', '东街_20号'), (21, 'A_B酒店', 'jd', null), (22, 'AxB酒店', 'jd', null),
  (23, '反斜杠\酒店', 'fxgjd', null), (24, '“引号”''酒店🏨', 'yhjd', null), (25, 'Ya''an Hotel', 'yh', null)
) as v (id, name, initials, address)
where s.id = 4;

create function tests.found(p_query text, p_max integer default 12) returns text language sql as $$
  select tests.outcome('leader', format('select left(w ->> ''kind'', 1) || (w ->> ''id'') from json_array_elements(public.search_places(%L, %s)) w',
    p_query, coalesce(p_max::text, 'null')), true)
$$;

select is(tests.found('甲'), 'a4,s1,s2,s3,s4', 'areas first, then what begins with it, shorter names first, then by id');
select is(tests.found('宾馆'), 's4,s5', 'inside a name');
select is(tests.found('西街'), 'a3,s5,s6,s7', 'inside an address, an area first');
select is(tests.found('东街9号'), 's9', 'a whole address');
select is(tests.found('jsq'), 'a4,s1', 'pinyin initials');
select is(tests.found('JSQ'), 'a4,s1', 'in capitals');
select is(tests.found('sq'), 'a4,a5,a6,s1,s8', 'initials inside');
select is(tests.found('hotel'), 's25', 'Latin letters, case ignored');
select is(tests.found('  宾馆  '), 's4,s5', 'spaces around');
select is(tests.found(''), '-', 'nothing for nothing');
select is(tests.found('   '), '-', 'nor for spaces');
select is(tests.found('查无此处'), '-', 'nothing found');
select is(tests.found('%'), 's20', 'a percent sign is a percent sign');
select is(tests.found('_'), 's21,s20', 'an underscore is an underscore, in a name or an address');
select is(tests.found('A_B'), 's21', 'and not any letter');
select is(tests.found('\'), 's23', 'a backslash is a backslash');
select is(tests.found('”''酒店🏨'), 's24', 'quotes and emoji');
select is(tests.found('甲', 2), 'a4,s1', 'as many as wanted');
select is(tests.found(repeat('长', 41)), 'refused query', 'more than 40 characters are refused');
select is(tests.outcome('leader', $$ select concat_ws(' ', w ->> 'name', w ->> 'type', w ->> 'areaName', w ->> 'lon', w ->> 'lat', w -> 'bbox')
  from json_array_elements(public.search_places('djjd')) w $$, true), '东街街道 street 示例区 103.025 29.95 [103, 29.9, 103.05, 30]', 'where it is and how far it reaches');

select * from finish();
rollback;
