/**
 * The columns of the city's messages: base64 of unsigned big-endian integers, without line breaks.
 * Base64 in JSON, since not every server of ours can answer in binary.
 */

interface NativeBase64 {
  fromBase64?: (text: string) => Uint8Array;
}

/** @throws RangeError when the text is not base64 */
export function bytesFromBase64(text: string): Uint8Array {
  const native = (Uint8Array as unknown as NativeBase64).fromBase64;
  if (native) {
    try {
      return native.call(Uint8Array, text);
    } catch {
      throw new RangeError('the column is not base64');
    }
  }
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new RangeError('the column is not base64');
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** Bytes as base64 by the browser's own encoder, which works on megabytes without a string of every byte. */
export function base64FromBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = reader.result as string;
      resolve(address.slice(address.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('the bytes could not be read'));
    reader.readAsDataURL(new Blob([bytes]));
  });
}

/** @throws RangeError when the column does not hold `count` values of `size` bytes */
export function columnBytes(name: string, text: string, count: number, size: number): Uint8Array {
  const bytes = bytesFromBase64(text);
  if (bytes.length !== count * size) {
    throw new RangeError(
      `column ${name} has ${bytes.length} bytes, expected ${count * size} for ${count} entries`,
    );
  }
  return bytes;
}

/**
 * Two uint24 columns as interleaved degrees: value = origin + n × scale.
 *
 * @returns longitude, latitude, longitude, latitude …, EPSG:4326
 */
export function positionColumns(
  longitudes: string,
  latitudes: string,
  count: number,
  origin: readonly [number, number],
  scale: readonly [number, number],
): Float64Array {
  const lon = columnBytes('lon', longitudes, count, 3);
  const lat = columnBytes('lat', latitudes, count, 3);
  const [lonOrigin, latOrigin] = origin;
  const [lonScale, latScale] = scale;
  const positions = new Float64Array(count * 2);
  for (let at = 0, from = 0; at < count; at++, from += 3) {
    const lonSteps = (lon[from]! << 16) | (lon[from + 1]! << 8) | lon[from + 2]!;
    const latSteps = (lat[from]! << 16) | (lat[from + 1]! << 8) | lat[from + 2]!;
    positions[at * 2] = lonOrigin + lonSteps * lonScale;
    positions[at * 2 + 1] = latOrigin + latSteps * latScale;
  }
  return positions;
}
