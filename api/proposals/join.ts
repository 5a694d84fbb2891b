/** POST …/joins and …/departures: a participant comes to a case that is running, or leaves it. */
import type { z } from 'zod';
import type { Content } from '../../store/cases';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, type Done, type OnCase } from './act';
import type { departure, newParticipant } from './act-schemas';
import { isCaseId, overviewOf } from './representation';

/** Whoever knows the number of a case may ask to join it; the core says who that is, and to all others that it is not. */
export async function joinCase(parts: CaseParts, input: OnCase<z.output<typeof newParticipant>>): Promise<Answer> {
  const { params, body } = input;
  const titled = await titleOf(parts, params.id);
  return actOnCase(parts, input, {
    evenOutside: true,
    command: ({ at, actor }) => ({ type: 'join', at, actor, ...body }),
    respond: (done) => ({
      status: 201,
      headers: { Location: `/v1/proposals/${params.id}` },
      body: overviewOf(done.view, titleIn(titled, done), new Map()),
    }),
  });
}

/** The answer is made while the record is written: the title is read before, and left out where it changed meanwhile. */
async function titleOf({ cases }: CaseParts, id: string) {
  const found = isCaseId(id) ? await cases.find(id) : null;
  if (!found) return null;
  const { hash } = found.state.revision;
  return { hash, content: await cases.content(id, hash) };
}

const titleIn = (titled: Readonly<{ hash: string; content: Content | null }> | null, { state }: Done) =>
  titled?.hash === state.revision.hash ? (titled.content?.title ?? null) : null;

export async function leaveCase(parts: CaseParts, input: OnCase<z.output<typeof departure>>): Promise<Answer> {
  const { organization } = input.body;
  return actOnCase(parts, input, {
    command: ({ at, actor }) => ({ type: 'leave', at, actor, organization }),
    respond: ({ view }) => ({ status: 201, body: overviewOf(view, null, new Map()) }),
  });
}
