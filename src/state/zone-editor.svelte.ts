import { area as squareMeters } from '@turf/area';
import type { MultiPolygon, Polygon } from 'geojson';
import { isSameOutline } from '../domain/zones/same-outline.ts';
import { problemOf, type Problem } from '../domain/problem.ts';
import {
  LEAST_SQUARE_METERS,
  type Zone,
  type ZoneDrawing,
  type ZoneGeometry,
  type ZoneShape,
} from '../domain/zones/zone.ts';
import { askBeforeLeaving } from './ask-before-leaving.ts';
import type { Zones } from './zones.svelte.ts';

/** Long enough that a corner being dragged asks once when it rests. */
const STATISTICS_AFTER_MILLISECONDS = 300;

export const LONGEST_ZONE_NAME = 40;

/** What the map is to draw with; another object begins another session. */
export type ZoneDrawingSession = {
  readonly onchange: (drawing: ZoneDrawing | null) => void;
  readonly onfinish: (drawing: ZoneDrawing) => void;
  readonly oncancel: () => void;
} & (
  | { readonly mode: 'polygon' | 'circle' }
  | { readonly mode: 'edit'; readonly geometry: Polygon | MultiPolygon; readonly shape?: ZoneShape }
);

/** What is being edited, and what it was when that began. */
export interface ZoneStart {
  /** Null: a new zone. */
  readonly zone: Zone | null;
  readonly name: string;
  readonly teamId: number | null;
  readonly geometry: ZoneGeometry | null;
}

/** Somebody else saved meanwhile, or deleted it (`theirs` is null then). */
export interface ZoneConflict {
  readonly theirs: Zone | null;
}

/**
 * One zone being drawn or changed. It outlives the panel that shows it, so that looking at another view
 * loses nothing.
 */
export class ZoneEditor {
  start = $state.raw<ZoneStart | null>(null);
  name = $state('');
  teamId = $state<number | null>(null);
  /** What is drawn now; null while there are fewer than three corners. */
  drawing = $state.raw<ZoneDrawing | null>(null);
  session = $state.raw<ZoneDrawingSession | null>(null);
  /** Whether the outline is still being laid, corner by corner. */
  laying = $state(false);
  saving = $state(false);
  problem = $state.raw<Problem | null>(null);
  conflict = $state.raw<ZoneConflict | null>(null);

  readonly changed: boolean = $derived.by(() => {
    const { start, drawing } = this;
    if (!start) return false;
    return (
      this.name !== start.name ||
      this.teamId !== start.teamId ||
      (drawing === null
        ? start.geometry !== null
        : start.geometry === null || !isSameOutline(drawing.geometry, start.geometry))
    );
  });

  /** The zone on the map that the drawing tool draws instead. */
  readonly zoneId: number | null = $derived(this.start?.zone?.id ?? null);

  readonly #zones: Zones;
  readonly #asOf: () => string | null;
  /** What the next save says it began from. */
  #version: number | undefined;
  #counting: ReturnType<typeof setTimeout> | undefined;

  /** @param asOf the moment whose statistics are shown */
  constructor(zones: Zones, asOf: () => string | null) {
    this.#zones = zones;
    this.#asOf = asOf;
  }

  /** A new zone, drawn from its first corner. */
  draw(mode: 'polygon' | 'circle', teamId: number | null): void {
    this.#begin({ zone: null, name: '', teamId, geometry: null });
    this.#lay(mode);
  }

  edit(zone: Zone): void {
    const { name, team, geometry } = zone;
    this.#begin({ zone, name, teamId: team?.id ?? null, geometry });
    this.drawing = { geometry, shape: zone.shape ?? { kind: 'polygon' }, selfIntersection: null };
    this.#version = zone.version;
    this.resume();
    this.#count();
  }

  /** Another outline instead of this one; name and team stay. */
  redraw(mode: 'polygon' | 'circle'): void {
    this.drawing = null;
    this.#lay(mode);
  }

  /** Another outline instead of this one, given by figures. */
  place(geometry: Polygon, shape: ZoneShape): void {
    if (!this.start) return;
    this.#drawn({ geometry, shape, selfIntersection: null });
    this.resume();
  }

  /** Goes on drawing, as after the map was made anew. */
  resume(): void {
    const { drawing } = this;
    if (!this.start || !drawing) return;
    this.laying = false;
    this.session = {
      mode: 'edit',
      geometry: drawing.geometry,
      shape: drawing.shape,
      ...this.#callbacks(),
    };
  }

  /** Everything as if nothing had been begun. */
  discard(): void {
    clearTimeout(this.#counting);
    this.start = null;
    this.session = null;
    this.laying = false;
    this.drawing = null;
    this.problem = null;
    this.conflict = null;
    this.#zones.statistics.clear();
  }

  /** @returns the saved zone; null when it was refused, `problem` or `conflict` says why */
  async save(): Promise<Zone | null> {
    const { start, drawing } = this;
    if (!start || !drawing || this.saving) return null;
    this.saving = true;
    this.problem = null;
    try {
      const saved = await this.#zones.save({
        ...(start.zone && { id: start.zone.id, version: this.#version ?? start.zone.version }),
        name: this.name.trim(),
        geometry: drawing.geometry,
        shape: drawing.shape,
        teamId: this.teamId,
      });
      this.discard();
      return saved;
    } catch (error) {
      await this.#refused(problemOf(error));
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Gives up what was changed here for what the other saved. */
  takeTheirs(): void {
    const theirs = this.conflict?.theirs;
    if (theirs) this.edit(theirs);
    else this.discard();
  }

  /** Saves over what the other saved, knowing it; a zone that is gone becomes a new one. */
  async keepMine(): Promise<Zone | null> {
    const { conflict, start } = this;
    if (!conflict || !start) return null;
    if (conflict.theirs) this.#version = conflict.theirs.version;
    else this.start = { ...start, zone: null };
    this.conflict = null;
    return this.save();
  }

  /** Has the browser ask before the page goes while something is not saved; ends by what it returns. */
  guard(): (() => void) | undefined {
    return this.changed ? askBeforeLeaving() : undefined;
  }

  dispose(): void {
    clearTimeout(this.#counting);
  }

  #begin(start: ZoneStart): void {
    this.discard();
    this.start = start;
    this.name = start.name;
    this.teamId = start.teamId;
    this.#version = undefined;
  }

  #lay(mode: 'polygon' | 'circle'): void {
    this.laying = true;
    this.#zones.statistics.clear();
    this.session = { mode, ...this.#callbacks() };
  }

  #callbacks() {
    return {
      onchange: (drawing: ZoneDrawing | null) => {
        // Taken back to its first corner, it is laid anew.
        if (drawing === null) this.laying = true;
        this.#drawn(drawing);
      },
      onfinish: (drawing: ZoneDrawing) => {
        this.laying = false;
        this.#drawn(drawing);
      },
      oncancel: () => this.#cancelled(),
    };
  }

  #drawn(drawing: ZoneDrawing | null): void {
    if (!this.start) return;
    this.drawing = drawing;
    this.problem = null;
    this.#count();
  }

  /** The map took its drawing back to where the session began; so does what is kept of it. */
  #cancelled(): void {
    const { session, start } = this;
    if (session?.mode === 'edit') {
      const { geometry, shape = { kind: 'polygon' } } = session;
      this.#drawn({ geometry, shape, selfIntersection: null });
    } else if (!start?.zone && this.name.trim() === '') {
      this.discard();
    }
  }

  #count(): void {
    clearTimeout(this.#counting);
    const { drawing } = this;
    // What crosses itself has no inside, and of what has hardly begun nobody asks what is inside.
    if (!drawing || drawing.selfIntersection) return;
    if (this.laying && squareMeters(drawing.geometry) < LEAST_SQUARE_METERS) return;
    this.#counting = setTimeout(
      () => void this.#zones.loadStatistics(drawing.geometry, this.#asOf()),
      STATISTICS_AFTER_MILLISECONDS,
    );
  }

  async #refused(problem: Problem): Promise<void> {
    const field = problem.kind === 'refused' ? problem.place?.['field'] : undefined;
    const zoneId = this.start?.zone?.id;
    if (zoneId === undefined || (field !== 'version' && field !== 'id')) {
      this.problem = problem;
      return;
    }
    await this.#zones.load();
    if (this.#zones.list.problem) this.problem = problem;
    else this.conflict = { theirs: this.#zones.zone(zoneId) };
  }
}
