/** Whether everything a case needs to reach an outcome exists: a dead end is told now, not in month three. */
import { type CaseOutline, planStep, tracksOf } from '../procedure/plan';
import { stepsOf } from '../procedure/schema';
import type { World } from '../procedure/world';
import type { Instant } from '../time/instant';
import { seatWithoutPerson } from './eligibility';
import type { Refusal } from './refusals';

type Authors = Parameters<typeof seatWithoutPerson>[1];
type Asking = Readonly<{ world: World; at: Instant /** The side that is told. */; teller: string; pointer: string }>;

/** Walks the whole procedure with today's profiles and directory: the first place where nobody could answer. Pure. */
export function gapFor(outline: CaseOutline, authors: Authors, { world, at, teller, pointer }: Asking): Refusal | null {
  for (const stage of world.procedure.stages) {
    for (const track of tracksOf(stage, outline, world, at)) {
      for (const step of track.steps?.flatMap(stepsOf) ?? []) {
        const { seats, gaps } = planStep(step, track, { world, outline, at });
        const empty = seatWithoutPerson(world.directory, authors, seats, at);
        const gap = gaps[0] ?? (empty && { side: empty.voice.side, role: empty.office });
        if (!gap) continue;
        // Of another side's house only the side is named.
        const place = gap.side === teller ? `${stage.key}/${step.key}/${gap.role}` : stage.key;
        const code = gaps[0] ? 'NoSeatFound' : 'NobodyEligible';
        return { code, pointer, facts: { side: gap.side, place } };
      }
    }
  }
  return null;
}
