import type { Stage, StageId } from '../backend/generated';

/** The colours for stages that are still open, in order; `tokens.css` has them as `--stage-…`. */
const OPEN = ['bell', 'sky', 'pine', 'plum', 'amber'] as const;

/** A colour for each stage: what is won is green, what is lost grey, whatever the owner calls them. */
export function stageHues(stages: readonly Stage[]): Map<StageId, string> {
  let open = 0;
  return new Map(
    stages.map(({ id, outcome }) => [
      id,
      outcome === 'won' ? 'good' : outcome === 'lost' ? 'lost' : OPEN[open++ % OPEN.length]!,
    ]),
  );
}
