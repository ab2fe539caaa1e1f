import type { AreaOutlines, SiteShapes } from '../../map/index.ts';
import {
  areaRates,
  density,
  highlight,
  hotspots,
  siteMarks,
  siteShapes,
  zones,
  type LayerSpec,
  type MapPalette,
} from '../../map/index.ts';
import type { CitySites, CityStatus } from '../../domain/sites/city.ts';
import type { Workspace } from '../../state/workspace.svelte.ts';

export interface LayerQuestion {
  readonly workspace: Workspace;
  readonly palette: MapPalette;
  /** Below it areas are drawn instead of marks; null keeps the marks. */
  readonly areasBelowZoom: number | null;
  readonly hoveredSiteId: number | null;
  readonly hiddenZoneId: number | null;
  /** Of the open view. */
  readonly ownLayers: readonly LayerSpec[];
}

/** Communities whose outline carries the status of their own site, keyed by that site. */
const communitySites = new WeakMap<AreaOutlines, SiteShapes>();

/**
 * What lies on the map for what the workspace shows. Called in a derived: it follows everything it
 * reads, and hands over the same arrays as long as they are the same.
 */
export function mapLayers(question: LayerQuestion): LayerSpec[] {
  const { workspace } = question;
  const { sites, status, filtered } = workspace.city;
  const specs = [...question.ownLayers, ...zoneLayers(question)];
  // Crews, zones and status are three meanings: a fill of the ground would be the fourth.
  if (question.ownLayers.length === 0) specs.push(...groundLayers(question));
  if (sites && status && filtered && workspace.overlays.includes('sites')) {
    const isLedger = workspace.view === 'ledger';
    const mask = (isLedger ? workspace.issues.onMap.mask : null) ?? filtered.mask;
    specs.push(...siteLayers(question, sites, status, mask));
  }
  return specs;
}

/** Areas, density and hotspots: what fills the ground. */
function groundLayers({ workspace, palette, areasBelowZoom }: LayerQuestion): LayerSpec[] {
  const specs: LayerSpec[] = [];
  const { areas, overlays, selection } = workspace;
  const isChosen = overlays.includes('areas');
  const isInsteadOfMarks = !isChosen && overlays.includes('sites') && areasBelowZoom !== null;
  const outlines = (areas.level === 'street' ? areas.streetOutlines : areas.communityOutlines)
    .value;
  const rows = areas.compliance.value;
  if (outlines && rows && (isChosen || isInsteadOfMarks)) {
    const rates = rows.map(({ areaId, shrunk, n }) => ({
      areaId,
      rate: n === 0 ? null : shrunk,
      n,
    }));
    specs.push(
      areaRates({ outlines, rates }, palette, {
        selectedAreaId: selection?.kind === 'area' ? selection.id : null,
        fadeOutAboveZoom: isInsteadOfMarks ? areasBelowZoom : null,
      }),
    );
  }
  const points = workspace.density.points.value;
  if (points && overlays.includes('density')) specs.push(density(points, palette));
  const answer = workspace.hotspots.answer.value;
  if (answer?.test.kind === 'tested' && overlays.includes('hotspots')) {
    specs.push(
      hotspots({ outlines: answer.outlines, bins: answer.test.bin }, palette, {
        selectedIndex: selection?.kind === 'hotspot' ? selection.id : null,
      }),
    );
  }
  return specs;
}

function zoneLayers({ workspace, palette, hiddenZoneId }: LayerQuestion): LayerSpec[] {
  const list = workspace.zones.list.value;
  if (!list || list.length === 0 || !workspace.overlays.includes('zones')) return [];
  const { selection } = workspace;
  return [
    zones({ zones: list }, palette, {
      selectedZoneId: selection?.kind === 'zone' ? selection.id : null,
      hiddenZoneId,
    }),
  ];
}

function siteLayers(
  { workspace, palette, areasBelowZoom, hoveredSiteId }: LayerQuestion,
  sites: CitySites,
  status: CityStatus,
  shown: Uint8Array,
): LayerSpec[] {
  const specs: LayerSpec[] = [];
  const { areas, overlays, selection, city } = workspace;
  const outlines = areas.communityOutlines.value;
  // The choropleth replaces the outlines: never two reds for one community.
  if (outlines && !overlays.includes('areas') && areasBelowZoom === null) {
    const shapes = shapesOfCommunities(outlines);
    specs.push(siteShapes({ shapes, sites, status, shown }, palette, { id: 'community-outlines' }));
  }
  const courtyards = city.shapes.value?.features;
  if (courtyards) {
    specs.push(
      siteShapes({ shapes: courtyards, sites, status, shown }, palette, { id: 'courtyards' }),
    );
  }
  const sizeScale = workspace.wall ? 1.6 : 1;
  specs.push(
    siteMarks({ sites, status, shown }, palette, { fadeOutBelowZoom: areasBelowZoom, sizeScale }),
  );
  const { view } = workspace;
  const { onMap } = workspace.issues;
  if (view === 'ledger' && onMap.chosen.length > 0) {
    const indexes = onMap.chosen;
    specs.push(highlight({ sites, status, indexes }, palette, { as: 'chosen', sizeScale }));
  }
  const selected =
    selection?.kind === 'site'
      ? city.indexOf(selection.id)
      : selection?.kind === 'issue'
        ? onMap.open
        : null;
  if (selected !== null) {
    specs.push(
      highlight({ sites, status, indexes: [selected] }, palette, { as: 'selection', sizeScale }),
    );
  }
  const hovered = hoveredSiteId === null ? null : city.indexOf(hoveredSiteId);
  if (hovered !== null && hovered !== selected) {
    specs.push(
      highlight({ sites, status, indexes: [hovered] }, palette, { as: 'hover', sizeScale }),
    );
  }
  return specs;
}

/** A community is an area and a site: here it is drawn as the site, by the site's id. */
function shapesOfCommunities(outlines: AreaOutlines): SiteShapes {
  let shapes = communitySites.get(outlines);
  if (!shapes) {
    shapes = {
      type: 'FeatureCollection',
      features: outlines.features.flatMap((feature) => {
        const siteId: unknown = feature.properties?.['siteId'];
        return typeof siteId === 'number' ? [{ ...feature, id: siteId }] : [];
      }),
    };
    communitySites.set(outlines, shapes);
  }
  return shapes;
}
