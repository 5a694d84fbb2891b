/** POST /v1/agreements/{id}/acts: a side has signed, filed, reported or renewed. */
import type { z } from 'zod';
import { caseDetails } from '../../domain/visibility/case-details';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, type OnCase, recordedAs } from '../proposals/act';
import type { newAct } from './schemas';

export async function recordAct(parts: CaseParts, input: OnCase<z.output<typeof newAct>>): Promise<Answer> {
  const { kind, dated, number = null, mode = null } = input.body;
  return actOnCase(parts, input, {
    command: ({ at, actor }) => ({ type: 'recordAct', at, actor, kind, dated, number, mode }),
    respond: ({ state, view, events, viewer }) => {
      const { at, event, data } = recordedAs(events, 'ActRecorded');
      const details = caseDetails(state, viewer);
      const obligation = details?.obligations.find((one) => one.id === data.obligation);
      const { id, status } = view;
      const signedOn = details?.signedOn ?? null;
      return {
        status: 201,
        headers: { Location: `/v1/agreements/${id}` },
        body: { agreement: id, status, signedOn, obligation, at, event },
      };
    },
  });
}
