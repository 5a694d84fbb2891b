/** POST /v1/ballots/{id}/papers/{entry}/confirmation: a second registrar lets an answer count, or refuses it. */
import type { z } from 'zod';
import { replyId } from '../../domain/proposal/evolve';
import type { CaseParts } from '../deps';
import type { ActInput, Answer } from '../http/route';
import { actOnCase, recordedAs } from '../proposals/act';
import { onBallot, standingOf } from './on-ballot';
import type { confirmation, paperParams } from './reply-schemas';

type Input = ActInput<z.output<typeof paperParams>, z.output<typeof confirmation>>;

export async function confirmPaper(parts: CaseParts, input: Input): Promise<Answer> {
  const { id: ballot, entry } = input.params;
  const { confirmed } = input.body;
  return actOnCase(parts, onBallot(input), {
    command: ({ at, actor }) => ({ type: 'confirmPaper', at, actor, ballot, entry, confirmed }),
    respond: ({ state, view, events }) => {
      const common = {
        proposal: state.id,
        ballot,
        ...standingOf(state, ballot),
        entry,
        confirmed,
        status: view.status,
      };
      if (!confirmed) {
        const { at, event, data } = recordedAs(events, 'PaperRefused');
        return { status: 201, body: { ...common, seat: data.seat, id: null, at, event } };
      }
      const { at, event, data } = recordedAs(events, 'ReplyGiven');
      return { status: 201, body: { ...common, seat: data.seat, id: replyId(ballot, data.seat, data.n), at, event } };
    },
  });
}
