/** POST …/interventions: a coordinator puts something right in their own house, or answers who asks for more time. */
import type { z } from 'zod';
import type { Intervene } from '../../domain/proposal/commands';
import type { EventType } from '../../domain/proposal/events';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, keptText, type OnCase, recordedAs } from './act';
import type { newIntervention } from './act-schemas';

type What = Intervene['what'];

const LEAVES = {
  extend: 'ExtensionGranted',
  declineExtension: 'ExtensionDeclined',
  suspend: 'ClockSuspended',
  unsuspend: 'ClockResumed',
  resume: 'StopLifted',
} as const satisfies Record<What['kind'], EventType>;

export async function interveneInCase(
  parts: CaseParts,
  input: OnCase<z.output<typeof newIntervention>>,
): Promise<Answer> {
  const { reason, language = null, ...what } = input.body;
  const text = keptText(reason, { ownerSide: input.caller.viewer.side, kind: 'intervention', language });
  return actOnCase(parts, input, {
    texts: [text],
    pointers: pointersOf(what),
    command: ({ at, actor }) => ({ type: 'intervene', at, actor, what, reason: { hash: text.hash } }),
    respond: ({ view, events }) => {
      const { at, event } = recordedAs(events, LEAVES[what.kind]);
      return { status: 201, body: { proposal: view.id, kind: what.kind, status: view.status, at, event } };
    },
  });
}

/** Where the core points to, by where the body has it. */
const pointersOf = (what: What): Readonly<Record<string, string>> => ({
  '/what': 'track' in what ? '/track' : '/ballot',
  '/what/seat': '/seat',
  '/what/workingDays': '/workingDays',
});
