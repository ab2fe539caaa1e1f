import { ProblemError } from '../domain/problem.ts';
import type { RoadNetwork } from '../domain/roads/road-network.ts';
import { callFunction } from './call.ts';
import type { DatabaseClient } from './client.ts';
import { bytesFromBase64, columnBytes } from './columns.ts';
import { readLines } from './tiny-lines.ts';

/**
 * The message of `road_network`: columns in base64, big-endian, 8 bytes an edge in each. `ends`: from uint32,
 * to uint32. `road`: length uint32 in centimetres, class uint16, oneway uint8 (0 against, 1 both, 2 along),
 * foot uint8. `lines`: tiny well-known binary, one line after another.
 */
export interface RoadNetworkMessage {
  readonly count: number;
  readonly classes: readonly string[];
  readonly ends: string;
  readonly road: string;
  readonly lines: string;
}

/**
 * The road network, with which travel times are computed.
 *
 * @param bounds only the edges that touch this box, degrees, EPSG:4326; the whole network where it is left
 *   out. Ways lead out of a zone and back: give a box with some kilometres to spare, or none.
 * @throws ProblemError `refused` for a box inside out, `fault` when the message does not hold what it says
 */
export async function fetchRoadNetwork(
  client: DatabaseClient,
  bounds?: readonly [west: number, south: number, east: number, north: number],
  signal?: AbortSignal,
): Promise<RoadNetwork> {
  const [west, south, east, north] = bounds ?? [];
  const box = bounds ? { west, south, east, north } : {};
  return decodeRoadNetwork(
    await callFunction<RoadNetworkMessage>(client, 'road_network', box, signal),
  );
}

/** @throws ProblemError `fault` when a column has not as many entries as the message says */
export function decodeRoadNetwork(message: RoadNetworkMessage): RoadNetwork {
  try {
    return decode(message);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ProblemError({ kind: 'fault', message: `road_network: ${cause.message}` }, { cause });
  }
}

function decode(message: RoadNetworkMessage): RoadNetwork {
  const { count, classes } = message;
  const ends = viewOf(columnBytes('ends', message.ends, count, 8));
  const road = viewOf(columnBytes('road', message.road, count, 8));
  const network = {
    edgeCount: count,
    classNames: classes,
    fromNode: new Uint32Array(count),
    toNode: new Uint32Array(count),
    lengthMeters: new Float64Array(count),
    classOf: new Uint8Array(count),
    oneway: new Int8Array(count),
    foot: new Uint8Array(count),
  };
  // A box holds some of the nodes; here they are numbered without gaps.
  let greatest = 0;
  for (let offset = 0; offset < count * 8; offset += 4) {
    greatest = Math.max(greatest, ends.getUint32(offset));
  }
  const numbers = new Int32Array(greatest + 1).fill(-1);
  let nodeCount = 0;
  const nodeAt = (offset: number): number => {
    const node = ends.getUint32(offset);
    if (numbers[node] === -1) numbers[node] = nodeCount++;
    return numbers[node]!;
  };
  for (let edge = 0; edge < count; edge++) {
    network.fromNode[edge] = nodeAt(edge * 8);
    network.toNode[edge] = nodeAt(edge * 8 + 4);
    network.lengthMeters[edge] = road.getUint32(edge * 8) / 100;
    const roadClass = road.getUint16(edge * 8 + 4);
    if (roadClass >= classes.length || roadClass > 0xff) {
      throw new RangeError(`edge ${edge} is of class ${roadClass}, of ${classes.length}`);
    }
    network.classOf[edge] = roadClass;
    network.oneway[edge] = road.getUint8(edge * 8 + 6) - 1;
    network.foot[edge] = road.getUint8(edge * 8 + 7);
  }
  const lines = readLines(bytesFromBase64(message.lines), count);
  return { ...network, nodeCount, ...lines };
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
