-- The calendar and the four clocks, all in Asia/Shanghai.

create table public.calendar_days (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null check (char_length(name) between 1 and 40)
);
comment on table public.calendar_days is
  'Days that are not as their weekday: holidays, and 调休 make-up workdays on weekends.';
alter table public.calendar_days enable row level security;

create table public.working_hours (
  starts time primary key,
  ends time not null check (ends > starts)
);
comment on table public.working_hours is 'The intervals of a working day, edited by the office; they do not overlap.';
alter table public.working_hours enable row level security;
insert into public.working_hours (starts, ends) values ('08:30', '12:00'), ('14:00', '18:00');

create table public.hour_bands (
  id text primary key check (id ~ '^[a-z]{2,20}$'),
  starts time not null unique,
  ends time not null check (ends > starts)
);
comment on table public.hour_bands is 'The hour bands of staggering and of same-hour verification.';
alter table public.hour_bands enable row level security;
insert into public.hour_bands (id, starts, ends) values
  ('early', '07:00', '09:00'), ('morning', '09:00', '12:00'), ('noon', '12:00', '14:00'),
  ('afternoon', '14:00', '17:00'), ('evening', '17:00', '20:30'), ('night', '20:30', '22:00');

grant select on public.calendar_days, public.working_hours, public.hour_bands to authenticated;
grant select, insert, update, delete on public.calendar_days, public.working_hours, public.hour_bands
  to service_role;
create policy calendar_days_read on public.calendar_days for select to authenticated
  using ((select private.is_member()));
comment on policy calendar_days_read on public.calendar_days is 'Any active member.';
create policy working_hours_read on public.working_hours for select to authenticated
  using ((select private.is_member()));
comment on policy working_hours_read on public.working_hours is 'Any active member.';
create policy hour_bands_read on public.hour_bands for select to authenticated
  using ((select private.is_member()));
comment on policy hour_bands_read on public.hour_bands is 'Any active member.';

-- The State Council's notices on holiday arrangements, 2023–2026.
insert into public.calendar_days (day, kind, name)
select d::date, kind, name
from (values
  ('2022-12-31', '2023-01-02', 'holiday', '元旦'),
  ('2023-01-21', '2023-01-27', 'holiday', '春节'),
  ('2023-01-28', '2023-01-29', 'workday', '春节调休'),
  ('2023-04-05', '2023-04-05', 'holiday', '清明节'),
  ('2023-04-29', '2023-05-03', 'holiday', '劳动节'),
  ('2023-04-23', '2023-04-23', 'workday', '劳动节调休'),
  ('2023-05-06', '2023-05-06', 'workday', '劳动节调休'),
  ('2023-06-22', '2023-06-24', 'holiday', '端午节'),
  ('2023-06-25', '2023-06-25', 'workday', '端午节调休'),
  ('2023-09-29', '2023-10-06', 'holiday', '中秋节、国庆节'),
  ('2023-10-07', '2023-10-08', 'workday', '国庆节调休'),
  ('2023-12-30', '2024-01-01', 'holiday', '元旦'),
  ('2024-02-10', '2024-02-17', 'holiday', '春节'),
  ('2024-02-04', '2024-02-04', 'workday', '春节调休'),
  ('2024-02-18', '2024-02-18', 'workday', '春节调休'),
  ('2024-04-04', '2024-04-06', 'holiday', '清明节'),
  ('2024-04-07', '2024-04-07', 'workday', '清明节调休'),
  ('2024-05-01', '2024-05-05', 'holiday', '劳动节'),
  ('2024-04-28', '2024-04-28', 'workday', '劳动节调休'),
  ('2024-05-11', '2024-05-11', 'workday', '劳动节调休'),
  ('2024-06-08', '2024-06-10', 'holiday', '端午节'),
  ('2024-09-15', '2024-09-17', 'holiday', '中秋节'),
  ('2024-09-14', '2024-09-14', 'workday', '中秋节调休'),
  ('2024-10-01', '2024-10-07', 'holiday', '国庆节'),
  ('2024-09-29', '2024-09-29', 'workday', '国庆节调休'),
  ('2024-10-12', '2024-10-12', 'workday', '国庆节调休'),
  ('2025-01-01', '2025-01-01', 'holiday', '元旦'),
  ('2025-01-28', '2025-02-04', 'holiday', '春节'),
  ('2025-01-26', '2025-01-26', 'workday', '春节调休'),
  ('2025-02-08', '2025-02-08', 'workday', '春节调休'),
  ('2025-04-04', '2025-04-06', 'holiday', '清明节'),
  ('2025-05-01', '2025-05-05', 'holiday', '劳动节'),
  ('2025-04-27', '2025-04-27', 'workday', '劳动节调休'),
  ('2025-05-31', '2025-06-02', 'holiday', '端午节'),
  ('2025-10-01', '2025-10-08', 'holiday', '国庆节、中秋节'),
  ('2025-09-28', '2025-09-28', 'workday', '国庆节调休'),
  ('2025-10-11', '2025-10-11', 'workday', '国庆节调休'),
  ('2026-01-01', '2026-01-03', 'holiday', '元旦'),
  ('2026-01-04', '2026-01-04', 'workday', '元旦调休'),
  ('2026-02-15', '2026-02-23', 'holiday', '春节'),
  ('2026-02-14', '2026-02-14', 'workday', '春节调休'),
  ('2026-02-28', '2026-02-28', 'workday', '春节调休'),
  ('2026-04-04', '2026-04-06', 'holiday', '清明节'),
  ('2026-05-01', '2026-05-05', 'holiday', '劳动节'),
  ('2026-05-09', '2026-05-09', 'workday', '劳动节调休'),
  ('2026-06-19', '2026-06-21', 'holiday', '端午节'),
  ('2026-09-25', '2026-09-27', 'holiday', '中秋节'),
  ('2026-10-01', '2026-10-07', 'holiday', '国庆节'),
  ('2026-09-20', '2026-09-20', 'workday', '国庆节调休'),
  ('2026-10-10', '2026-10-10', 'workday', '国庆节调休')
) as v (first_day, last_day, kind, name)
cross join lateral generate_series(first_day::date, last_day::date, interval '1 day') as d;

create function private.is_working_day(p_day date) returns boolean
language sql stable security definer set search_path = ''
as $$
  select coalesce(
    (select c.kind = 'workday' from public.calendar_days c where c.day = p_day),
    extract(isodow from p_day) < 6)
$$;
comment on function private.is_working_day(date) is
  'Monday to Friday unless the calendar says otherwise. security definer: clocks do not depend on who reads.';

create function private.add_to_clock(p_starts timestamptz, p_clock public.clock_kind, p_amount numeric)
returns timestamptz
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_day date := private.local_day(p_starts);
  v_left interval;
  v_span record;
  v_from timestamptz;
  v_to timestamptz;
  v_days integer := 0;
begin
  if p_clock = 'urgent_hours' then
    return p_starts + p_amount * interval '1 hour';
  elsif p_clock = 'calendar_days' then
    return (v_day + p_amount::integer + 1)::timestamp at time zone 'Asia/Shanghai';
  elsif p_clock = 'working_days' then
    while v_days < p_amount loop
      v_day := v_day + 1;
      if private.is_working_day(v_day) then
        v_days := v_days + 1;
      end if;
    end loop;
    return (v_day + (select max(w.ends) from public.working_hours w)) at time zone 'Asia/Shanghai';
  end if;
  v_left := p_amount * interval '1 hour';
  loop
    if private.is_working_day(v_day) then
      for v_span in select w.starts, w.ends from public.working_hours w order by w.starts loop
        v_from := greatest((v_day + v_span.starts) at time zone 'Asia/Shanghai', p_starts);
        v_to := (v_day + v_span.ends) at time zone 'Asia/Shanghai';
        if v_to > v_from then
          if v_to - v_from >= v_left then
            return v_from + v_left;
          end if;
          v_left := v_left - (v_to - v_from);
        end if;
      end loop;
    end if;
    v_day := v_day + 1;
  end loop;
end
$$;
comment on function private.add_to_clock(timestamptz, public.clock_kind, numeric) is
  'The deadline of a clock that starts at a moment. working_days: the end of the n-th working day after the local day of the start; calendar_days: the end of the n-th day after it. security definer: clocks do not depend on who reads.';

grant execute on function private.is_working_day(date),
  private.add_to_clock(timestamptz, public.clock_kind, numeric) to authenticated, service_role;
