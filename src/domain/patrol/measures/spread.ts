/**
 * Spread of visits over time classes, 0…1: the entropy of their distribution divided by the greatest that
 * so many visits can have over so many classes, which is that of the most even distribution.
 *
 * @param classes the time class of each visit; -1 counts as a class of its own
 * @param openClasses in how many classes the site can be visited
 * @returns 1 where there are fewer than two visits or two classes: nothing could be spread
 */
export function spread(classes: ArrayLike<number>, openClasses: number): number {
  const visits = classes.length;
  if (visits < 2 || openClasses < 2) return 1;
  return Math.min(1, entropy(classes) / greatestEntropy(visits, openClasses));
}

/** In natural units: −Σ p ln p. */
function entropy(classes: ArrayLike<number>): number {
  const visits = classes.length;
  let sum = 0;
  for (let at = 0; at < visits; at++) {
    // Each visit adds −ln(share of its class) ÷ visits.
    let count = 0;
    for (let other = 0; other < visits; other++) if (classes[other] === classes[at]) count++;
    sum -= Math.log(count / visits);
  }
  return sum / visits;
}

function greatestEntropy(visits: number, classes: number): number {
  if (visits <= classes) return Math.log(visits);
  const fewer = Math.floor(visits / classes);
  const crowded = visits - fewer * classes;
  const part = (count: number) => (count / visits) * Math.log(visits / count);
  return (classes - crowded) * part(fewer) + crowded * part(fewer + 1);
}
