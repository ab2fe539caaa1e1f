/** A photo as it is sent: shrunk, upright, and with what the camera said of it. */
export interface PreparedPhoto {
  /** A JPEG without any data of the camera's. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** Lower-case hex; null where the browser has no SubtleCrypto (plain HTTP). */
  readonly sha256: string | null;
  /** 16 hexadecimal digits, see `perceptualHash`. */
  readonly perceptualHash: string;
  /** ISO 8601; null where the picture does not say. */
  readonly takenAt: string | null;
  /** Degrees, EPSG:4326; both null where the picture does not say. */
  readonly longitude: number | null;
  readonly latitude: number | null;
}

export const PHOTO_STAGES = ['before', 'after', 'evidence'] as const;
export type PhotoStage = (typeof PHOTO_STAGES)[number];

/** What a photo is of: a site, an issue, or neither: of a place that is being reported. */
export interface PhotoTarget {
  readonly stage: PhotoStage;
  readonly siteId?: number;
  readonly issueId?: number;
}

/**
 * What a verifier should know; `unknown` is nothing against a photo: WeChat, for one, takes out what the
 * camera wrote.
 */
export const PHOTO_FLAGS = ['reused', 'taken_far', 'taken_before', 'unknown'] as const;
export type PhotoFlag = (typeof PHOTO_FLAGS)[number];

export interface PhotoReceipt {
  readonly id: number;
  /** Of the bytes as the server has them. */
  readonly sha256: string;
  /** How many there are. */
  readonly bytes: number;
  readonly flags: readonly PhotoFlag[];
}

/** The longest side a photo is sent with, in pixels. */
export const LONGEST_SIDE = 1600;

/** As the database takes: 2 MiB. */
export const MOST_BYTES = 2 * 1024 * 1024;
