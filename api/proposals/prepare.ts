/** GET …/prepared: what an agreed opt-in makes possible, ready for the proposer to complete and submit. */
import type { z } from 'zod';
import { preparedFrom } from '../../domain/proposal/prepared';
import type { CaseParts } from '../deps';
import type { Answer, KnownInput } from '../http/route';
import type { prepared } from './prepared-schemas';
import { readCase } from './representation';
import type { idParams } from './schemas';

type Item = z.infer<typeof prepared>;

/** One proposal for each partner, for the proposing side alone: what it does with them is its own affair. */
export async function listPrepared(
  parts: CaseParts,
  { params, caller }: KnownInput<z.output<typeof idParams>, undefined, undefined>,
): Promise<Answer> {
  const { state, snapshot } = await readCase(parts, params.id, caller.viewer);
  const { procedure } = snapshot.worldFor(state.procedure);
  const made = caller.viewer.side === state.proposing ? preparedFrom(state, procedure) : [];
  const content = made.length > 0 ? await parts.cases.content(state.id, state.revision.hash) : null;
  const items = made.map(
    ({ partner, basedOn, participants, instrument, sides, areas, neededBy }): Item => ({
      partner,
      basedOn: { ...basedOn },
      submission: content && {
        instrument,
        participants: participants.map((organization) => ({ organization })),
        sides: [...sides],
        title: { ...content.title },
        summary: { ...content.summary },
        sections: content.sections.map(({ key, text }) => ({ key, text: { ...text } })),
        data: { ...content.data },
        areas: [...areas],
        neededBy,
      },
    }),
  );
  return { status: 200, body: { items, next: null } };
}
