/**
 * The road network as the database cuts it: edges between the vertices that roads share. A bridge is not
 * joined to what it crosses. Columns of typed arrays, one entry an edge, so that 50,000 edges go to a
 * worker in one copy.
 */
export interface RoadNetwork {
  /** Nodes are numbered from 0, without gaps. */
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly fromNode: Uint32Array;
  readonly toNode: Uint32Array;
  /** On the ellipsoid. */
  readonly lengthMeters: Float64Array;
  /** Place in `classNames`. */
  readonly classOf: Uint8Array;
  /** As OpenStreetMap tags them (`highway=…`). */
  readonly classNames: readonly string[];
  /** 1 along the line, -1 against it, 0 both ways. */
  readonly oneway: Int8Array;
  /** 1 where one may walk. */
  readonly foot: Uint8Array;
  /** Where the line of each edge begins in `points`, counted in points; one entry more than edges. */
  readonly firstPoint: Uint32Array;
  /** Longitude, latitude, longitude, latitude …, EPSG:4326, in the edge's own direction. */
  readonly points: Float64Array;
}
