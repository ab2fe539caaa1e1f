/**
 * 规律度: how well somebody who knows the visits so far guesses the next one. Four simple guessers are asked
 * before each visit; each names one time class (weekday × hour band):
 *
 * - the class of the visit before;
 * - the class most frequent so far (of equals the later);
 * - what followed the last time the class before was visited (a rotation repeats itself);
 * - the weekday of the visit before, in the band most frequent so far.
 *
 * @param classes time classes in order of time, `weekday * bandCount + band`; -1 lies outside all bands,
 *   is never guessed, and hits nothing
 * @param from asks for guesses of the visits from this one on; those before only teach
 * @returns how often each guesser was right
 */
export function countHits(
  classes: ArrayLike<number>,
  from: number,
  bandCount: number,
  hits = new Int32Array(4),
): Int32Array {
  hits.fill(0);
  for (let at = Math.max(1, from); at < classes.length; at++) {
    const seen = classes[at]!;
    if (seen < 0) continue;
    const last = classes[at - 1]!;
    if (last === seen) hits[0]!++;
    if (mostFrequent(classes, at) === seen) hits[1]!++;
    for (let before = at - 2; before >= 0; before--) {
      if (classes[before] !== last) continue;
      if (classes[before + 1] === seen) hits[2]!++;
      break;
    }
    if (
      last >= 0 &&
      Math.floor(last / bandCount) === Math.floor(seen / bandCount) &&
      mostFrequentBand(classes, at, bandCount) === seen % bandCount
    ) {
      hits[3]!++;
    }
  }
  return hits;
}

function mostFrequent(classes: ArrayLike<number>, end: number): number {
  let best = -1;
  let most = 0;
  for (let at = end - 1; at >= 0; at--) {
    const each = classes[at]!;
    if (each < 0) continue;
    let count = 0;
    for (let other = at; other >= 0; other--) if (classes[other] === each) count++;
    if (count > most) {
      most = count;
      best = each;
    }
  }
  return best;
}

function mostFrequentBand(classes: ArrayLike<number>, end: number, bandCount: number): number {
  let best = -1;
  let most = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (classes[at]! < 0) continue;
    const band = classes[at]! % bandCount;
    let count = 0;
    for (let other = at; other >= 0; other--)
      if (classes[other]! >= 0 && classes[other]! % bandCount === band) count++;
    if (count > most) {
      most = count;
      best = band;
    }
  }
  return best;
}
