import type { PolygonCoordinates } from './city-model.ts';
import type { SampleCity } from './generate-city.ts';
import { closedAt, openedAt } from './history/periods.ts';
import {
  arrayLiteral,
  ewktFeature,
  ewktMultiPolygon,
  ewktPoint,
  isoTime,
  polygonText,
  timeOrNull,
  type TableRows,
} from './table-rows.ts';

/** Everything about places and people: tables that grow with the city, not with its history. */
export function placeTables({ geography, organisation, history }: SampleCity): TableRows[] {
  const characterOf = new Map(history.characters.map((entry) => [entry.site.id, entry]));
  return [
    {
      table: 'public.areas',
      columns: [
        'id',
        'parent_id',
        'level',
        'name',
        'name_en',
        'name_initials',
        'path',
        'outline',
        'point',
      ],
      rows: geography.areas.map((area) => [
        area.id,
        area.parentId,
        area.level,
        area.name,
        area.nameEn,
        area.initials,
        area.path,
        ewktMultiPolygon(area.outline),
        ewktPoint(area.point),
      ]),
    },
    {
      table: 'public.units',
      columns: ['id', 'name', 'kind', 'area_id', 'site_types', 'name_initials'],
      rows: organisation.units.map((unit) => [
        unit.id,
        unit.name,
        unit.kind,
        unit.areaId,
        arrayLiteral(unit.siteTypes),
        unit.initials,
      ]),
    },
    {
      table: 'public.sites',
      columns: [
        'id',
        'type',
        'name',
        'name_initials',
        'address',
        'geom',
        'point',
        'area_id',
        'unit_id',
        'person',
        'phone',
        'opened_at',
        'closed_at',
      ],
      rows: geography.sites.map((site) => {
        const character = characterOf.get(site.id);
        return [
          site.id,
          site.type,
          site.name,
          site.initials,
          site.address,
          site.polygons === null
            ? ewktPoint(site.point)
            : site.polygons.length === 1
              ? `SRID=4326;POLYGON${polygonText(site.polygons[0] as PolygonCoordinates)}`
              : ewktMultiPolygon(site.polygons),
          ewktPoint(site.point),
          site.areaId,
          organisation.unitOfSite.get(site.id) ?? null,
          site.person,
          site.phone,
          character ? isoTime(openedAt(character, history.firstDay)) : null,
          character ? timeOrNull(closedAt(character, history.firstDay)) : null,
        ];
      }),
    },
    {
      table: 'public.members',
      columns: ['id', 'name', 'role', 'unit_id', 'area_id', 'site_id', 'is_captain'],
      rows: organisation.members.map((member) => [
        member.id,
        member.name,
        member.role,
        member.unitId,
        member.areaId,
        member.siteId,
        member.isCaptain,
      ]),
    },
    {
      table: 'public.pairings',
      columns: ['id', 'site_id', 'unit_id', 'leader', 'valid_from', 'valid_to'],
      rows: organisation.pairings.map((pairing) => [
        pairing.id,
        pairing.siteId,
        pairing.unitId,
        pairing.leader,
        pairing.from,
        pairing.to,
      ]),
    },
    {
      table: 'public.default_units',
      columns: ['code', 'site_type', 'unit_id'],
      rows: organisation.defaultUnits.map(({ code, siteType, unitId }) => [code, siteType, unitId]),
    },
    {
      table: 'public.base_features',
      columns: [
        'id',
        'kind',
        'class',
        'name',
        'name_en',
        'ref',
        'oneway',
        'foot',
        'bridge',
        'tunnel',
        'layer',
        'geom',
      ],
      rows: geography.baseFeatures.map((feature) => [
        feature.id,
        feature.kind,
        feature.class,
        feature.name,
        feature.nameEn,
        feature.ref,
        feature.oneway,
        feature.foot,
        feature.bridge,
        false,
        feature.layer,
        ewktFeature(feature),
      ]),
    },
  ];
}
