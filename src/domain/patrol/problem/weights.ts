/**
 * What even work among the crews is worth in the plans of this city, see `fairness` in problem.ts. With it the
 * crews of the benchmark's fortnight work within 3 % of one another; with 1 they differ by 30 %.
 */
export const FAIRNESS = 10;
