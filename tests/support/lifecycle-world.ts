/** Who and what a model of the lifecycle needs to know, and who sees what (domain.md, Roles). */
import type { ClockKind } from '../../src/domain/issues/clocks';
import type { IssueState, PhotoStage } from '../../src/domain/issues/vocabulary';
import type { MemberRole } from '../../src/domain/members/who-am-i';
import type { AlertClock } from './alert-model';

export interface Member {
  readonly id: number;
  readonly role: MemberRole;
  readonly unitId: number | null;
  /** The area and all below it; null: everywhere. */
  readonly areaIds: readonly number[] | null;
  readonly siteId: number | null;
  readonly active: boolean;
}

interface ModelSite {
  readonly id: number;
  readonly type: string;
  readonly areaId: number;
  /** The unit that supports it today. */
  readonly sponsorId: number | null;
}

export interface ModelIndicator {
  readonly code: number;
  readonly appliesTo: readonly string[];
  readonly veto: boolean;
  readonly clock: ClockKind;
  readonly amount: number;
  readonly hourSensitive: boolean;
}

export interface World {
  readonly sites: ReadonlyMap<number, ModelSite>;
  readonly indicators: ReadonlyMap<number, ModelIndicator>;
  readonly unitIds: readonly number[];
  /** By department: the types of site it answers for. */
  readonly siteTypesOf: ReadonlyMap<number, readonly string[]>;
  /** Minutes after midnight. */
  readonly hourBands: readonly { readonly starts: number; readonly ends: number }[];
  defaultUnit(issue: ModelIssue): number | null;
}

/** A photo that a step is handed. */
export interface Photo {
  readonly stage: PhotoStage;
  readonly memberId: number;
  /** What it was uploaded for; both null: there is no such photo. */
  readonly issueId: number | null;
  readonly siteId: number | null;
  /** Whether a former step has used it. */
  readonly used: boolean;
}

export interface ModelIssue {
  readonly id: number;
  readonly siteId: number | null;
  readonly areaId: number;
  readonly code: number;
  readonly reportedBy: number;
  /** When it was reported, or reported anew by a re-check. */
  foundAt: number;
  state: IssueState;
  stateSince: number;
  deadlineAt: number | null;
  checkByAt: number | null;
  resumesAt: number | null;
  mergedInto: number | null;
  closedAt: number | null;
  recheckDueAt: number | null;
  leadUnitId: number | null;
  assistingUnitIds: number[];
  reworkCount: number;
  relapseCount: number;
  extensionCount: number;
  supervised: boolean;
  /** Until when is asked for; null: nothing is asked. */
  extensionAsked: number | null;
  deferralAsked: number | null;
  photoWaived: boolean;
  eventCount: number;
  assignedAt: number | null;
  /** When the unit's clock stood still last, and the deadline that held then. */
  stoppedAt: number | null;
  deadlineBeforePause: number | null;
  /** Who said last that it is fixed. */
  fixedBy: Member | null;
  alert: AlertClock | null;
}

/** States in which the unit in charge sees the site, whatever its type or area. */
const WITH_THE_UNIT: readonly IssueState[] = [
  'accepted',
  'assigned',
  'in_progress',
  'returned',
  'deferred',
  'awaiting_check',
];

export function seesSite(
  world: World,
  issues: Iterable<ModelIssue>,
  me: Member,
  site: ModelSite,
): boolean {
  const inArea = me.areaIds === null || me.areaIds.includes(site.areaId);
  switch (me.role) {
    case 'leader':
    case 'office':
      return true;
    case 'community':
    case 'patrol':
      if (inArea) return true;
      break;
    case 'department':
      if (inArea && world.siteTypesOf.get(me.unitId ?? -1)?.includes(site.type)) return true;
      break;
    case 'sponsor':
      if (site.sponsorId === me.unitId) return true;
      break;
    case 'owner':
      if (site.id === me.siteId) return true;
      break;
    case 'assessor':
      return inArea;
  }
  return [...issues].some(
    (issue) =>
      issue.siteId === site.id && isOfUnit(issue, me.unitId) && WITH_THE_UNIT.includes(issue.state),
  );
}

export function sees(
  world: World,
  issues: Iterable<ModelIssue>,
  me: Member,
  issue: ModelIssue,
): boolean {
  if (me.role === 'assessor') return false;
  if (issue.reportedBy === me.id || isOfUnit(issue, me.unitId)) return true;
  if (me.role === 'leader' || me.role === 'office') return true;
  if (issue.siteId !== null) {
    return seesSite(world, issues, me, world.sites.get(issue.siteId)!);
  }
  return (
    (me.role === 'community' || me.role === 'patrol') &&
    (me.areaIds === null || me.areaIds.includes(issue.areaId))
  );
}

function isOfUnit(issue: ModelIssue, unitId: number | null): boolean {
  return (
    unitId !== null && (issue.leadUnitId === unitId || issue.assistingUnitIds.includes(unitId))
  );
}

/** A verifier: patrol, office, department or community — neither the rectifier nor of the same unit. */
export function mayVerify(issue: ModelIssue, me: Member): boolean {
  if (!['patrol', 'office', 'department', 'community'].includes(me.role)) return false;
  if (issue.fixedBy?.id === me.id || isOfUnit(issue, me.unitId)) return false;
  return me.unitId === null || issue.fixedBy?.unitId !== me.unitId;
}

/** One's own, of this issue or its site, used by no step before. */
export function photosAreTheirs(
  photos: readonly Photo[],
  me: Member,
  issue: { readonly id: number | null; readonly siteId: number | null },
  stage: PhotoStage | null,
): boolean {
  return photos.every(
    (photo) =>
      photo.memberId === me.id &&
      !photo.used &&
      (photo.issueId !== null || photo.siteId !== null) &&
      (photo.issueId === null || photo.issueId === issue.id) &&
      (photo.siteId === null || photo.siteId === issue.siteId) &&
      (stage === null || photo.stage === stage),
  );
}
