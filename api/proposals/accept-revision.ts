/** POST …/revisions/{revision}/acceptances: a pen-holder accepts another participant's text. */
import type { z } from 'zod';
import type { Case } from '../../domain/proposal/state';
import type { CaseParts } from '../deps';
import type { ActInput, Answer } from '../http/route';
import { actOnCase, recordedAs } from './act';
import type { noBody, revisionParams } from './revision-schemas';

type Input = ActInput<z.output<typeof revisionParams>, z.output<typeof noBody>>;

export async function acceptRevision(parts: CaseParts, input: Input): Promise<Answer> {
  const { revision: name } = input.params;
  return actOnCase(parts, input, {
    command: ({ at, actor, state }) => {
      const named = textsOfAll(state).find((r) => r.hash === name || String(r.number) === name);
      if (!named) return { refusal: { code: 'NotFound' } };
      return { type: 'acceptRevision', at, actor, revision: named.number };
    },
    respond: ({ state, view, events, viewer }) => {
      const { at, event, data } = recordedAs(events, 'RevisionAccepted');
      const number = data.revision;
      const hash = textsOfAll(state).find((r) => r.number === number)?.hash;
      const current = state.revision.hash === hash;
      const { id: proposal, status } = view;
      const { organization } = viewer;
      return { status: 201, body: { proposal, number, hash, organization, current, status, at, event } };
    },
  });
}

/** The texts that have crossed: whatever another house still keeps is not there for whoever accepts. */
const textsOfAll = ({ revision, offers }: Case) => [
  revision,
  ...offers.filter((offer) => offer.releasedAt !== null).map((offer) => offer.revision),
];
