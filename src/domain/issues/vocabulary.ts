/** The words of the database's enumerations about issues and inspections, in the database's order. */
export const ISSUE_STATES = [
  'reported',
  'accepted',
  'rejected',
  'merged',
  'assigned',
  'in_progress',
  'returned',
  'deferred',
  'awaiting_check',
  'closed',
] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

export const ISSUE_EVENT_KINDS = [
  'reported',
  'fixed_on_the_spot',
  'accepted',
  'rejected',
  'merged',
  'assigned',
  'started',
  'returned',
  'extension_requested',
  'extension_granted',
  'extension_refused',
  'deferral_requested',
  'deferred',
  'deferral_refused',
  'resumed',
  'submitted',
  'verified',
  'rework',
  'recheck_scheduled',
  'recheck_passed',
  'relapsed',
  'supervised',
  'reminder',
  'warning',
  'yellow_card',
  'red_card',
  'commented',
  'photo_waived',
] as const;
export type IssueEventKind = (typeof ISSUE_EVENT_KINDS)[number];

export const ISSUE_SOURCES = [
  'patrol',
  'self',
  'supervision',
  'hotline',
  'digital',
  'public',
] as const;
export type IssueSource = (typeof ISSUE_SOURCES)[number];

export const INSPECTION_KINDS = [
  'routine',
  'staggered',
  'self',
  'supervision',
  'recheck',
  'mock',
] as const;
export type InspectionKind = (typeof INSPECTION_KINDS)[number];

export const OBSERVATION_RESULTS = ['pass', 'fail', 'not_applicable'] as const;
export type ObservationResult = (typeof OBSERVATION_RESULTS)[number];

export const PHOTO_STAGES = ['before', 'after', 'evidence'] as const;
export type PhotoStage = (typeof PHOTO_STAGES)[number];
