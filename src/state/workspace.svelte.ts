import type { WhoAmI } from '../domain/members/who-am-i.ts';
import { holdsActivities } from '../domain/activities/activity.ts';
import { ledgerLink } from '../domain/issues/ledger-opening.ts';
import type { Overlay } from '../domain/overlays.ts';
import {
  EMPTY_ADDRESS,
  type Address,
  type Camera,
  type Parameter,
  isWidePlanPage,
  planPageOf,
  type PlanPage,
  type ViewId,
} from './address.ts';
import type { AddressBar } from './address-bar.svelte.ts';
import { Activities } from './activities.svelte.ts';
import { Areas } from './areas.svelte.ts';
import { Catalogue } from './catalogue.ts';
import { City } from './city.svelte.ts';
import type { Connection } from './connection.svelte.ts';
import { Density } from './density.ts';
import { follow } from './follow.svelte.ts';
import { GroundFeatures } from './ground-features.ts';
import { Hotspots } from './hotspots.svelte.ts';
import { Inspections } from './inspections.svelte.ts';
import { Issues } from './issues.ts';
import { filtersOfPlace } from './ledger-place.ts';
import { checkAgainstLists, checkSelection, knownTypes } from './known-filters.ts';
import { openingView } from './opening-view.ts';
import { News } from './news.ts';
import { Roster } from './roster.svelte.ts';
import { Search } from './search.svelte.ts';
import { isSameSelection, type Selection } from './selection.ts';
import { SiteDetail } from './site-detail.svelte.ts';
import { Timeline } from './timeline.svelte.ts';
import { isUsual, USUAL_OVERLAYS } from './usual-overlays.ts';
import { Walk } from './walk.svelte.ts';
import { ZoneEditor } from './zone-editor.svelte.ts';
import { Zones } from './zones.svelte.ts';

/** The figures of a screen that is left open all day are never older than this. */
const REFRESH_MILLISECONDS = 120_000;

export const BUILT_IN_BASEMAP = 'built-in';

/** Everything one signed-in member works with; another member gets another one. */
export class Workspace {
  readonly whoAmI: WhoAmI;
  readonly connection: Connection;
  readonly addressBar: AddressBar;

  readonly city: City;
  readonly timeline: Timeline;
  readonly site: SiteDetail;
  readonly areas: Areas;
  readonly density: Density;
  readonly hotspots: Hotspots;
  readonly zones: Zones;
  readonly zoneEditor: ZoneEditor;
  readonly roster: Roster;
  readonly catalogue: Catalogue;
  readonly search: Search;
  readonly ground: GroundFeatures;
  readonly issues: Issues;
  readonly inspections: Inspections;
  readonly walk: Walk;
  readonly news: News;
  readonly activities: Activities;

  view = $state<ViewId>('overview');
  selection = $state.raw<Selection | null>(null);
  /** Null until the map says where it looks. */
  camera = $state.raw<Camera | null>(null);
  overlays = $state.raw<readonly Overlay[]>(USUAL_OVERLAYS);
  basemapId = $state<string>(BUILT_IN_BASEMAP);
  /** Of the panel on the right; each view names its own. */
  tab = $state<string | null>(null);
  /** Of the patrol plan that is being made; null: the list of zones. */
  planPage = $state<PlanPage | null>(null);
  /** The zone that is to be planned. */
  planZoneId = $state<number | null>(null);
  wall = $state(false);
  /** Whether the map is so far out that areas stand in for the marks; the map's stage says so. */
  areasInsteadOfMarks = $state(false);

  readonly #endings: (() => void)[] = [];
  /** When the database told its time, on this page's clock. */
  readonly #toldAt = performance.now();

  constructor(connection: Connection, whoAmI: WhoAmI, addressBar: AddressBar) {
    this.connection = connection;
    this.whoAmI = whoAmI;
    this.addressBar = addressBar;
    this.city = new City(connection);
    this.timeline = new Timeline(connection, this.city, whoAmI.firstAt, whoAmI.now);
    this.site = new SiteDetail(connection, whoAmI.may.status);
    this.areas = new Areas(connection);
    this.density = new Density(connection);
    this.hotspots = new Hotspots(connection);
    this.zones = new Zones(connection);
    this.zoneEditor = new ZoneEditor(this.zones, () => this.timeline.asOf);
    this.roster = new Roster(connection, this.city);
    this.catalogue = new Catalogue(connection);
    this.search = new Search(connection);
    this.ground = new GroundFeatures(connection);
    this.issues = new Issues(connection, this.city, () => this.afterStep());
    this.inspections = new Inspections(this);
    this.walk = new Walk(this);
    this.news = new News(connection);
    this.activities = new Activities(
      connection,
      () => this.now(),
      (siteId) => {
        // What was undone may have been anywhere.
        if (siteId === null || siteId === this.site.siteId) void this.site.refreshHistory();
      },
    );
    this.#apply(addressBar.read());
  }

  /** Starts loading and following; @returns a function that ends it all */
  start(): () => void {
    const stopEffects = $effect.root(() => {
      follow(
        () => this.timeline.asOf,
        (asOf) => void this.city.show(asOf),
      );
      follow(
        () => ({
          siteId: this.selection?.kind === 'site' ? this.selection.id : null,
          asOf: this.timeline.asOf,
        }),
        ({ siteId, asOf }) => void this.site.show(siteId, asOf),
      );
      follow(
        () => this.#wantsIssues('density') && ([this.timeline.asOf, this.issueFilters] as const),
        (wanted) => {
          if (wanted) void this.density.load(...wanted);
        },
      );
      follow(
        () => {
          if (!this.overlays.includes('areas') && !this.areasInsteadOfMarks) return null;
          const { level, parentId } = this.areas;
          return { level, parentId, asOf: this.timeline.asOf };
        },
        (wanted) => {
          if (!wanted) return;
          void this.areas.loadOutlines(wanted.level);
          void this.areas.loadCompliance(wanted.asOf);
        },
      );
      follow(
        () => this.view === 'overview' && this.whoAmI.may.status && { asOf: this.timeline.asOf },
        (wanted) => {
          if (wanted) void this.areas.loadStreets(wanted.asOf);
        },
      );
      follow(
        () => {
          const { periodDays, cellMeters, code, vetoOnly } = this.hotspots;
          if (!this.#wantsIssues('hotspots')) return null;
          const { asOf } = this.timeline;
          return { asOf, filters: this.issueFilters, periodDays, cellMeters, code, vetoOnly };
        },
        (wanted) => {
          if (wanted) void this.hotspots.ask(wanted.asOf ?? this.now(), wanted.filters);
        },
      );
      this.issues.follow(
        () => this.view === 'ledger' && this.whoAmI.may.issues,
        () => (this.selection?.kind === 'issue' ? this.selection.id : null),
      );
      follow(
        () => this.view === 'ledger' && this.holdsActivities,
        (isWanted) => {
          if (isWanted) void this.activities.loadOverdue();
        },
      );
      $effect(() => this.zoneEditor.guard());
      $effect(() => checkAgainstLists(this));
      $effect(() => checkSelection(this));
      $effect(() => this.addressBar.write(this.address, false));
    });
    const stopVisits = [this.inspections.start(), this.walk.start()];
    const stopBack = this.addressBar.onBack((address) => this.#apply(address));
    const refreshing = setInterval(() => this.#refresh(), REFRESH_MILLISECONDS);
    void this.city.loadLists();
    void this.ground.load();
    void this.areas.loadOutlines('community');
    if (this.whoAmI.may.issues) void this.timeline.loadDaily();
    if (this.whoAmI.may.issues) void this.news.load();
    if (this.whoAmI.may.issues) void this.issues.words.load();
    if (this.whoAmI.may.zones) void this.zones.load();
    return () => {
      clearInterval(refreshing);
      stopBack();
      for (const stop of stopVisits) stop();
      stopEffects();
      for (const end of this.#endings.splice(0)) end();
      this.addressBar.flush();
      for (const part of [
        this.city,
        this.timeline,
        this.site,
        this.areas,
        this.density,
        this.hotspots,
        this.zones,
        this.zoneEditor,
        this.roster,
        this.catalogue,
        this.search,
        this.ground,
        this.issues,
        this.activities,
      ]) {
        part.dispose();
      }
    };
  }

  /** What began later, in a part that not everybody fetches, ends with the rest. */
  endWith(end: () => void): void {
    this.#endings.push(end);
  }

  /** The database's present moment, ISO 8601: this computer's clock may be wrong. */
  now(): string {
    return new Date(Date.parse(this.whoAmI.now) + performance.now() - this.#toldAt).toISOString();
  }

  /** The office alone edits what a city sets for itself; the database holds it to that. */
  get editsSettings(): boolean {
    return this.whoAmI.member.role === 'office';
  }

  get holdsActivities(): boolean {
    return holdsActivities(this.whoAmI.member.role);
  }

  /** Whether the panel on the right holds a table, which leaves the map a strip. */
  get isWide(): boolean {
    if (this.issues.reporting.onMap) return false;
    return this.view === 'ledger' || (this.selection === null && this.#isWideView(this.view));
  }

  /** What a link to this moment's screen says. */
  get address(): Address {
    return {
      view: this.view,
      camera: this.camera,
      selection: this.selection,
      filters: this.city.filters,
      asOf: this.timeline.asOf,
      overlays: isUsual(this.overlays) ? null : this.overlays,
      basemap: this.basemapId === BUILT_IN_BASEMAP ? null : this.basemapId,
      tab: this.tab,
      ledger: this.view === 'ledger' ? ledgerLink(this.issues.ledger.query) : null,
      wall: this.wall,
    };
  }

  /** The map's filters as they apply to issues; statuses are none of an issue's. */
  get issueFilters() {
    const { types, areaId, unitId } = this.city.filters;
    return {
      ...(types && { siteTypes: [...types] }),
      ...(areaId !== null && { areaId }),
      ...(unitId !== null && { unitId }),
    };
  }

  /** The back button returns to what was selected before. */
  select(selection: Selection | null): void {
    const isPlace = this.view === 'ledger' && selection;
    const filters = isPlace && filtersOfPlace(this.issues.ledger.filters, selection);
    if (filters) {
      this.#step(() => void this.issues.ledger.filterBy(filters));
      return;
    }
    if (isSameSelection(this.selection, selection)) return;
    this.#step(() => {
      this.selection = selection;
      // Back from a site on its route, the plan is where it was.
      this.tab = selection === null ? this.#planTab() : null;
    });
  }

  open(view: ViewId): void {
    if (view === this.view) return;
    this.#step(() => {
      // What was selected belongs to the view that is left.
      const isList = (view !== 'patrol' && this.#isWideView(view)) || view === 'activities';
      if (isList || this.selection?.kind === 'issue') this.selection = null;
      this.view = view;
      this.tab = this.#planTab();
    });
  }

  /** After a step of an issue: all that may show it. */
  async afterStep(): Promise<void> {
    await Promise.all([
      this.issues.refresh(),
      this.walk.load(),
      this.site.refresh(),
      ...(this.timeline.asOf === null ? [this.city.show(null)] : []),
    ]);
  }

  /** Another page of the panel on the right; the back button returns. */
  showTab(tab: string | null): void {
    if (tab === this.tab) return;
    this.#step(() => {
      this.tab = tab;
    });
  }

  /** A page of the patrol plan; null: back to the zones. */
  showPlan(page: PlanPage | null, zoneId = this.planZoneId): void {
    this.#step(() => {
      this.planZoneId = zoneId;
      this.selection = null;
      this.planPage = page;
      this.tab = this.#planTab();
    });
  }

  showWall(wall: boolean): void {
    if (wall === this.wall) return;
    this.#step(() => {
      this.wall = wall;
    });
  }

  /** The address named something that does not exist here: say so, and go on with the rest. */
  refuse(parameter: Parameter, value: string): void {
    this.addressBar.refuse({ parameter, value });
  }

  #step(change: () => void): void {
    this.issues.reporting.setAside();
    this.addressBar.flush();
    change();
    this.addressBar.write(this.address, true);
  }

  #apply(address: Address): void {
    const { view, camera, selection, filters, asOf, overlays, basemap, tab, ledger, wall } = {
      ...EMPTY_ADDRESS,
      ...address,
    };
    this.view = view ?? openingView(this.whoAmI.member.role, selection);
    this.camera = camera;
    this.selection = selection;
    this.city.filters = knownTypes(this, filters);
    this.overlays = overlays ?? USUAL_OVERLAYS;
    this.basemapId = basemap ?? BUILT_IN_BASEMAP;
    this.tab = tab;
    if (this.view === 'patrol' && selection === null) this.planPage = planPageOf(tab);
    this.wall = wall;
    if (this.view === 'ledger') {
      for (const part of this.issues.openLink(ledger)) this.refuse('ledger', part);
    }
    if (asOf !== null && !this.timeline.covers(asOf)) {
      this.refuse('asof', asOf);
      this.timeline.goTo(null);
    } else {
      this.timeline.goTo(asOf);
    }
  }

  #isWideView(view: ViewId): boolean {
    if (view === 'patrol') return isWidePlanPage(this.planPage);
    const isOfficeDesk = view === 'settings' || view === 'import';
    return view === 'ledger' || view === 'report' || (isOfficeDesk && this.editsSettings);
  }

  #planTab(): string | null {
    return this.view === 'patrol' && this.planPage !== null ? `plan-${this.planPage}` : null;
  }

  #wantsIssues(overlay: Overlay): boolean {
    return this.whoAmI.may.issues && this.overlays.includes(overlay);
  }

  #refresh(): void {
    if (document.hidden || this.connection.away) return;
    if (this.whoAmI.may.issues) void this.news.load();
    void this.walk.load();
    if (this.timeline.asOf === null) void this.city.show(null);
  }
}
