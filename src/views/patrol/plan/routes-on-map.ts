import { CREW_HUES, patrolRoutes, type LayerSpec, type MapPalette } from '../../../map/index.ts';
import type { PatrolPlanning } from '../../../state/patrol-plan.svelte.ts';
import { groundKey } from '../../../state/plan-search.svelte.ts';

/** The routes of one day as they lie on the map; straight lines until their ways are found. */
export function routesOnMap(planning: PatrolPlanning, day: number) {
  const routes = planning.plannedDays
    .filter((each) => each.day === day && each.visits.length > 0)
    .map((each) => {
      const way = planning.ground.get(groundKey(each));
      const stops = each.visits.map(({ position }) => position);
      return {
        hue: crewOrder(planning, each.crewId) % CREW_HUES,
        isGuessed: way === undefined,
        path: way?.path ?? [
          ...(each.start ? [each.start] : []),
          ...stops,
          ...(each.end ? [each.end] : []),
        ],
        stops: each.visits.map(({ sequence, position, key }) => ({
          number: sequence,
          position,
          key,
        })),
      };
    });
  return {
    draw: (palette: MapPalette, chosenKey: string | null): readonly LayerSpec[] =>
      patrolRoutes(routes, palette, chosenKey),
  };
}

/** Where the team's crews start, numbered and coloured as in its list. */
export function startsOnMap(planning: PatrolPlanning) {
  const starts = (planning.roster.value?.crews ?? []).map(({ id, start }, order) => ({
    hue: order % CREW_HUES,
    isGuessed: false,
    path: [start, start],
    stops: [{ number: order + 1, position: start, key: `crew/${id}` }],
  }));
  return { draw: (palette: MapPalette): readonly LayerSpec[] => patrolRoutes(starts, palette) };
}

/** A crew's place in its team's list, which is its hue wherever it is shown. */
export function crewOrder(planning: PatrolPlanning, crewId: number): number {
  return Math.max(0, planning.roster.value?.crews.findIndex(({ id }) => id === crewId) ?? 0);
}

export function crewName(planning: PatrolPlanning, crewId: number): string {
  return planning.roster.value?.crews.find(({ id }) => id === crewId)?.name ?? `#${crewId}`;
}
