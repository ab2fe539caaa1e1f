-- What every column holds that the tables' own files leave to its name.


comment on column public.areas.id is 'Number of the area; map messages refer to it.';
comment on column public.areas.parent_id is 'The area it lies in; null for the root.';
comment on column public.areas.level is 'city, district, street (street or town), community.';
comment on column public.areas.name is 'Name in Chinese, as the office writes it.';
comment on column public.areas.name_en is 'Name in English, where there is one.';

comment on column public.base_features.id is 'Number of the feature.';
comment on column public.base_features.kind is 'road, water, green, building, label.';
comment on column public.base_features.name is 'Name in Chinese, as signposted.';
comment on column public.base_features.name_en is 'Name in English, where there is one.';
comment on column public.base_features.ref is 'Road number, e.g. G318.';
comment on column public.base_features.foot is 'Whether one may walk there.';
comment on column public.base_features.bridge is 'Drawn above what it crosses.';
comment on column public.base_features.tunnel is 'Drawn dashed, below all else.';
comment on column public.base_features.layer is 'Order of crossing ways as OpenStreetMap tags it; 0 is ground.';
comment on column public.base_features.geom is 'EPSG:4326; a point for labels, else a line or polygon.';
comment on column public.base_features.external_id is 'The identifier in the file it came from.';
comment on column public.base_features.import_id is 'The import that brought it; undone with it.';

comment on column public.calendar_days.day is 'The day, in Asia/Shanghai.';
comment on column public.calendar_days.kind is 'holiday: no work whatever the weekday; workday: a make-up day (调休).';
comment on column public.calendar_days.name is 'What the day is, e.g. 春节.';

comment on column public.catalogues.id is 'Number of the edition.';
comment on column public.catalogues.edition is 'Its name, e.g. 2024.';
comment on column public.catalogues.in_force_from is 'From this moment statuses are judged by it.';
comment on column public.catalogues.note is 'What the office says of it.';

comment on column public.default_units.id is 'Number of the rule.';
comment on column public.default_units.code is 'Indicator; null for any.';
comment on column public.default_units.site_type is 'Site type; null for any.';
comment on column public.default_units.area_id is 'Area with all below it; null for any.';
comment on column public.default_units.unit_id is 'The unit that is proposed.';

comment on column public.hour_bands.id is 'early, morning, noon, afternoon, evening, night.';
comment on column public.hour_bands.starts is 'Time of day in Asia/Shanghai, included.';
comment on column public.hour_bands.ends is 'Time of day in Asia/Shanghai, excluded.';

comment on column public.imports.id is 'Number by which the import is undone.';
comment on column public.imports.kind is 'sites, features, areas, ledger.';
comment on column public.imports.file_name is 'Name of the file, without its folder.';
comment on column public.imports.row_count is 'Rows taken in.';
comment on column public.imports.member_id is 'Who imported; null from the command line.';
comment on column public.imports.created_at is 'When.';
comment on column public.imports.undone_at is 'When it was undone; null while it stands.';

comment on column public.indicators.catalogue_id is 'The edition.';
comment on column public.indicators.code is 'Number of the check, the same across editions.';
comment on column public.indicators.name_zh is '检查项, in Chinese.';
comment on column public.indicators.name_en is 'The check, in English.';
comment on column public.indicators.weight is 'Its weight in the score.';
comment on column public.indicators.veto is '一票否决: failing it makes a site serious.';
comment on column public.indicators.clock is 'By which clock its default deadline runs.';
comment on column public.indicators.rule is 'How a finding becomes pass or fail.';

comment on column public.inspections.id is 'Number of the visit.';
comment on column public.inspections.site_id is 'The site visited.';
comment on column public.inspections.kind is 'routine 日常, staggered 错时, self 自查, supervision 督查, recheck 回头看, mock 模拟测评.';
comment on column public.inspections.member_id is 'Who inspected.';
comment on column public.inspections.unit_id is 'For which unit.';
comment on column public.inspections.catalogue_id is 'The edition whose checklist was used.';
comment on column public.inspections.started_at is 'Beginning of the visit, by the inspectors clock.';
comment on column public.inspections.finished_at is 'End of the visit.';
comment on column public.inspections.note is 'What the inspector remarked on the whole.';

comment on column public.issue_events.id is 'Number of the event; ties in time are in this order.';
comment on column public.issue_events.issue_id is 'The issue.';
comment on column public.issue_events.kind is 'What happened, see domain.md.';
comment on column public.issue_events.occurred_at is 'When it happened.';
comment on column public.issue_events.recorded_at is 'When the database learnt of it, after the locks; the as-of time.';
comment on column public.issue_events.reason is 'Why, where a reason is asked.';
comment on column public.issue_events.note is 'A remark.';
comment on column public.issue_events.check_by_at is 'The verifiers deadline that this event set.';
comment on column public.issue_events.resumes_at is 'The planned date of a deferral.';
comment on column public.issue_events.recheck_due_at is 'When the 回头看 is due that this event scheduled.';
comment on column public.issue_events.merged_into is 'The surviving issue of a merger.';
comment on column public.issue_events.payload is 'What else belongs to the event, by kind.';
comment on column public.issue_events.client_id is 'Made by the client: repeating a request changes nothing.';
comment on column public.issue_events.deadline_after is 'The units deadline after this event.';
comment on column public.issue_events.resumes_after is 'The planned date of a deferral after this event.';
comment on column public.issue_events.recheck_due_after is 'The due 回头看 after this event.';
comment on column public.issue_events.merged_after is 'The surviving issue after this event.';

comment on column public.issues.id is 'Number of the issue; map messages refer to it.';
comment on column public.issues.area_id is 'The community it lies in.';
comment on column public.issues.catalogue_id is 'The edition under which it was found.';
comment on column public.issues.code is 'The indicator.';
comment on column public.issues.point is 'Where, EPSG:4326.';
comment on column public.issues.source is '巡查, 自查, 省/市督查反馈, 12345, 数字城管, 群众.';
comment on column public.issues.description is 'What is wrong, in the reporters words.';
comment on column public.issues.lead_unit_id is '牵头单位, set by the assignment.';
comment on column public.issues.assisting_unit_ids is '配合单位.';
comment on column public.issues.person is '责任人 of the fix.';
comment on column public.issues.measures is '整改措施.';
comment on column public.issues.reported_by is 'Who reported; null for an outside source.';
comment on column public.issues.reported_at is 'When the problem was seen.';
comment on column public.issues.state is 'Projection: where it stands.';
comment on column public.issues.state_since is 'Projection: since when.';
comment on column public.issues.merged_into is 'Projection: the surviving issue.';
comment on column public.issues.closed_at is 'Projection: 销号 at; null while open or reopened.';
comment on column public.issues.recheck_due_at is 'Projection: when the 回头看 is due.';
comment on column public.issues.rework_count is 'Projection: how often verification failed.';
comment on column public.issues.relapse_count is 'Projection: how often it came back (反弹).';
comment on column public.issues.extension_count is 'Projection: extensions granted.';
comment on column public.issues.supervised is 'Projection: 督办.';
comment on column public.issues.event_count is 'Projection: how many events there are.';

comment on column public.members.id is 'Number of the member.';
comment on column public.members.name is 'Name as shown on records.';
comment on column public.members.role is 'What the member may do, see domain.md.';
comment on column public.members.unit_id is 'The unit the member belongs to.';
comment on column public.members.created_at is 'When the member was entered.';

comment on column public.observations.id is 'Number of the observation; ties in time are in this order.';
comment on column public.observations.site_id is 'The site observed.';
comment on column public.observations.catalogue_id is 'The edition under which it was judged.';
comment on column public.observations.code is 'The indicator.';
comment on column public.observations.result is 'pass, fail, not_applicable.';
comment on column public.observations.grade is 'A, B, C of a graded rule.';
comment on column public.observations.samples_good is 'Samples found good, of samples_total.';
comment on column public.observations.samples_total is 'Samples taken.';
comment on column public.observations.note is 'What the inspector remarked.';
comment on column public.observations.observed_at is 'When it was seen.';
comment on column public.observations.recorded_at is 'When the database learnt of it, after the lock; the as-of time.';

comment on column public.pairings.id is 'Number of the pairing.';
comment on column public.pairings.site_id is 'The courtyard.';
comment on column public.pairings.unit_id is 'The supporting unit.';
comment on column public.pairings.valid_from is 'The first day it holds.';

comment on column public.photo_files.sha256 is 'SHA-256 of the bytes, lower-case hex.';
comment on column public.photo_files.mime is 'What the bytes are.';
comment on column public.photo_files.width is 'In pixels.';
comment on column public.photo_files.height is 'In pixels.';
comment on column public.photo_files.bytes is 'The picture, at most 2 MiB.';

comment on column public.photos.id is 'Number of the photo.';
comment on column public.photos.site_id is 'The site shown.';
comment on column public.photos.issue_id is 'The issue shown.';
comment on column public.photos.event_id is 'The event it proves.';
comment on column public.photos.observation_id is 'The observation it proves.';
comment on column public.photos.stage is 'before, after, evidence.';
comment on column public.photos.taken_at is 'When it was taken, where known.';
comment on column public.photos.recorded_at is 'When the database learnt of it.';
comment on column public.photos.member_id is 'Who brought it.';
comment on column public.photos.sha256 is 'The file.';
comment on column public.photos.caption is 'What one sees.';

comment on column public.road_edges.id is 'Number of the edge.';
comment on column public.road_edges.feature_id is 'The road it is a piece of.';
comment on column public.road_edges.to_node is 'Number of the vertex at the end.';
comment on column public.road_edges.geom is 'The piece, EPSG:4326, in the roads own direction.';
comment on column public.road_edges.length_meters is 'Length on the ellipsoid.';
comment on column public.road_edges.class is 'As of the road.';
comment on column public.road_edges.oneway is '1 along the line, -1 against it, 0 both ways.';
comment on column public.road_edges.foot is 'Whether one may walk there.';
comment on column public.road_edges.layer is 'As of the road.';

comment on column public.site_status_periods.id is 'Number of the period.';
comment on column public.site_status_periods.site_id is 'The site.';
comment on column public.site_status_periods.status is 'compliant 达标, attention 待整改, serious 问题突出, unknown 待检查.';
comment on column public.site_status_periods.reason is 'The first rule that matched.';
comment on column public.site_status_periods.issue_id is 'The issue that decides.';
comment on column public.site_status_periods.deadline_at is 'Its deadline at the unit.';
comment on column public.site_status_periods.from_at is 'The exact moment it begins.';

comment on column public.site_types.id is 'Name in code.';
comment on column public.site_types.name_zh is 'Name in Chinese.';
comment on column public.site_types.name_en is 'Name in English.';

comment on column public.sites.id is 'Number of the site; map messages refer to it.';
comment on column public.sites.type is 'What kind of place.';
comment on column public.sites.name is 'Name as signposted.';
comment on column public.sites.name_initials is 'Pinyin initials in lower case, given by the writer.';
comment on column public.sites.address is 'Street and number.';
comment on column public.sites.geom is 'Point or polygon, EPSG:4326.';
comment on column public.sites.person is '责任人.';
comment on column public.sites.phone is 'Telephone of the 责任人.';
comment on column public.sites.opened_at is 'From this moment the site is inspected and drawn.';
comment on column public.sites.import_id is 'The import that brought it.';

comment on column public.units.id is 'Number of the unit.';
comment on column public.units.name is 'Name as on its door.';
comment on column public.units.kind is 'office, department, street, community, sponsor (联包帮), patrol.';

comment on column public.working_hours.starts is 'Time of day in Asia/Shanghai, included.';
comment on column public.working_hours.ends is 'Time of day in Asia/Shanghai, excluded.';

comment on column public.zones.id is 'Number of the zone.';
comment on column public.zones.name is 'Name, 1 to 40 characters.';
comment on column public.zones.member_id is 'Who drew it.';
comment on column public.zones.created_at is 'When it was drawn.';
comment on column public.zones.updated_at is 'When it was last changed.';
