import type { PlanObjective, PlanProblem } from '../problem/problem.ts';
import { compile } from './compile.ts';
import { Dice } from './dice.ts';
import type { Instance } from './instance.ts';
import { Objective } from './objective.ts';
import { PARAMETERS, type Parameters } from './parameters.ts';
import { Plan } from './plan.ts';
import { Recreate } from './recreate.ts';
import { placeSteps } from './warm-start.ts';
import { removeJobs, removeRoute, removeStrings } from './ruin.ts';

/**
 * The search for a plan: simulated annealing over ruin and recreate (Christiaens & Vanden Berghe 2020).
 * It advances when asked to and may be asked for its best plan at any time.
 */
export class Search {
  readonly instance: Instance;
  iterations = 0;
  best: readonly Int32Array[];
  bestTotal: number;
  /** Visits left out of the best plan, each by 1 + priority. */
  bestLeftOut: number;
  /** Whether it begins with routes that were given. */
  readonly isWarm: boolean;
  private current: number;
  private readonly plan: Plan;
  private readonly objective: Objective;
  private readonly recreate: Recreate;
  private readonly dice: Dice;
  private readonly leg: number;
  private readonly parameters: Parameters;

  constructor(
    readonly problem: PlanProblem,
    { seed = 1, ...changed }: { seed?: number } & Partial<Parameters> = {},
  ) {
    this.parameters = { ...PARAMETERS, ...changed };
    this.instance = compile(problem);
    this.dice = new Dice(seed);
    this.plan = new Plan(this.instance);
    this.objective = this.objectiveFor(this.plan);
    this.recreate = new Recreate(this.plan, this.objective, this.dice);
    this.isWarm = placeSteps(this.plan, problem, (task) => this.recreate.runOne(task));
    this.objective.reset();
    this.recreate.runAll();
    this.plan.commit();
    this.objective.reset();
    this.current = this.objective.total;
    this.bestTotal = this.current;
    this.best = this.plan.contents();
    const { travel, leftOut } = this.objective.terms();
    this.bestLeftOut = leftOut;
    this.leg = travel / Math.max(1, 2 * (this.instance.taskCount - this.plan.absent.length));
  }

  /** Whether there is anything to search for. */
  get canImprove(): boolean {
    return this.instance.taskCount > 0 && this.instance.slots.length > 0;
  }

  /** The terms of the objective of another plan for the same problem. */
  objectiveOf(plan: Plan): PlanObjective {
    return this.objectiveFor(plan).terms();
  }

  private objectiveFor(plan: Plan): Objective {
    const { stagger, fairness = 0, jobs } = this.problem;
    return new Objective(plan, stagger, fairness, jobs);
  }

  /** So many attempts, at the temperature of this part (0…1) of the whole search. */
  advance(attempts: number, part: number): void {
    const { hot, cold } = this.parameters;
    // Given routes are mended at the last temperature: a hot search would rebuild them.
    const temperature = this.leg * hot * (cold / hot) ** (this.isWarm ? 1 : part);
    const { plan, objective, dice } = this;
    for (let left = attempts; left > 0; left--) {
      this.iterations++;
      this.ruin();
      plan.settle();
      for (const slot of plan.touched) objective.routeChanged(slot);
      const threshold = this.current - temperature * Math.log(1 - dice.next());
      if (!this.recreate.run(objective.budgetFor(threshold))) {
        plan.revert();
        continue;
      }
      const total = objective.attempt();
      if (total < threshold) {
        plan.commit();
        objective.commit();
        this.current = total;
        if (total < this.bestTotal - 1e-9) {
          this.bestTotal = total;
          this.best = plan.contents();
          this.bestLeftOut = objective.leftOut();
        }
      } else {
        const touched = [...plan.touched];
        plan.revert();
        objective.revert(touched);
      }
    }
  }

  private ruin(): void {
    const { plan, dice, instance, parameters } = this;
    const { routeRuin, jobRuin } = parameters;
    const seed = dice.below(instance.taskCount);
    const drawn = dice.next();
    if (drawn < routeRuin) {
      const slot = this.smallRoute();
      if (slot >= 0) {
        const near = plan.routes[slot]!.items[1]!;
        removeRoute(plan, slot);
        removeStrings(
          plan,
          dice,
          parameters,
          near < instance.taskCount ? near : seed,
          instance.slots[slot]!.day,
        );
      }
    } else if (instance.isPeriodic && drawn < routeRuin + jobRuin) removeJobs(plan, dice, seed);
    else if (instance.isPeriodic) {
      const slot = plan.slotOf[seed]!;
      removeStrings(
        plan,
        dice,
        parameters,
        seed,
        slot < 0 ? dice.below(instance.dayCount) : instance.slots[slot]!.day,
      );
    } else removeStrings(plan, dice, parameters, seed, -1);
  }

  /** The smaller of two routes drawn. */
  private smallRoute(): number {
    const used = this.plan.routes.filter(({ taskCount }) => taskCount > 0);
    if (used.length === 0) return -1;
    const a = used[this.dice.below(used.length)]!;
    const b = used[this.dice.below(used.length)]!;
    return (a.taskCount <= b.taskCount ? a : b).slot.index;
  }

  terms() {
    return this.objective.terms();
  }
}
