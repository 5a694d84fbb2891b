/**
 * POST /v1/proposals: from a body to the command, and from the case to the answer.
 *
 * What the catalogue knows is checked inside the command, on the same snapshot that the domain decides on, and
 * its refusals are kept like the domain's.
 */
import { randomUUID } from 'node:crypto';
import type { Actor, Submit } from '../../domain/proposal/commands';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Case } from '../../domain/proposal/state';
import { caseView } from '../../domain/visibility/case-view';
import { type Viewer, visibleTo } from '../../domain/visibility/visible-to';
import type { PublishedProcedure, Snapshot } from '../../store/catalogue';
import type { ProposalParts } from '../deps';
import { applied, attemptOf, Captured } from '../http/attempt';
import type { ActInput, Answer } from '../http/route';
import { isPossibleParticipant, isUnit } from '../organizations/standing';
import { checkFiles, filesSent } from './files';
import { caseNumber } from './number';
import { overviewOf } from './representation';
import { assertReadable, contentOf, firstRevision } from './revision';
import type { Submission } from './text-schemas';

export async function submitProposal(parts: ProposalParts, input: ActInput<undefined, Submission>): Promise<Answer> {
  const { body, caller } = input;
  assertReadable(body);
  const content = contentOf(body);
  // Not one ordered by time: it would tell another side how long the house took.
  const id = randomUUID();
  const revision = firstRevision(content, body.attachments);
  const sent = await filesSent(parts, caller.viewer, body.attachments);
  const known = new Captured<Snapshot>();
  const { organization, side, person } = caller.viewer;
  return applied(parts, {
    ...attemptOf(parts, input),
    proposal: id,
    content: { hash: revision.hash, ownerSide: side, content },
    command: ({ now, snapshot }) => {
      known.keep(snapshot);
      const procedure = procedureFor(body, snapshot);
      const wrong = checkCatalogue(body, caller.viewer, snapshot) ?? checkFiles(body.attachments, sent);
      if (wrong) return { refusal: wrong };
      if (!procedure) return { refusal: unknownProcedure(body, snapshot) };
      const actor: Actor = { person, organization, side, channel: 'api' };
      return { ...commandOf(body, { actor, procedure, now }), revision } satisfies Submit;
    },
    respond: ({ state }) => submitted(state, caller.viewer, known.value, content.title),
  });
}

type Submitting = Readonly<{ actor: Actor; procedure: PublishedProcedure; now: string }>;

const commandOf = (body: Submission, { actor, procedure, now }: Submitting): Omit<Submit, 'revision'> => ({
  type: 'submit',
  at: now,
  actor,
  number: caseNumber(now),
  procedure: { key: procedure.definition.key, version: procedure.definition.version, hash: procedure.hash },
  instrument: body.instrument,
  participants: body.participants.map((p) => p.organization),
  sides: body.sides ?? null,
  submittedBy: body.submittedBy ?? actor.person,
  drafters: body.drafters,
  areas: body.areas,
  neededBy: body.neededBy ?? null,
});

function submitted(state: Case, viewer: Viewer, snapshot: Snapshot, title: Readonly<Record<string, string>>) {
  const view = caseView(state, snapshot.worldFor(state.procedure).procedure, viewer);
  if (!view) throw new Error(`Case ${state.id} is not visible to whoever submitted it`);
  const headers = { Location: `/v1/proposals/${state.id}` };
  return { status: 201, headers, body: overviewOf(view, title, new Map()) };
}

const procedureFor = ({ procedure, instrument }: Submission, snapshot: Snapshot): PublishedProcedure | null =>
  snapshot.procedureFor(procedure ?? null, instrument);

function unknownProcedure({ procedure, instrument }: Submission, { procedures }: Snapshot): Refusal {
  const allowed = [...new Set(procedures.map((p) => p.definition.key))];
  const facts = { given: procedure ?? instrument, allowed };
  return { code: 'UnknownProcedure', pointer: procedure === undefined ? '/instrument' : '/procedure', facts };
}

function checkCatalogue(body: Submission, viewer: Viewer, snapshot: Snapshot): Refusal | null {
  const instruments = snapshot.instruments.map((i) => i.key);
  if (!instruments.includes(body.instrument)) {
    return {
      code: 'UnknownInstrument',
      pointer: '/instrument',
      facts: { given: body.instrument, allowed: instruments },
    };
  }
  const areas = snapshot.areas.map((a) => a.code);
  const area = body.areas.findIndex((code) => !areas.includes(code));
  if (area >= 0) {
    const facts = { given: body.areas[area] ?? null, allowed: areas };
    return { code: 'UnknownArea', pointer: `/areas/${area}`, facts };
  }
  return checkParticipants(body, viewer, snapshot);
}

/** An office of another country that could be no participant is answered like one that does not exist. */
function checkParticipants({ participants }: Submission, viewer: Viewer, snapshot: Snapshot): Refusal | null {
  const hidden = participants.findIndex(({ organization }) => {
    const known = snapshot.directory.organizations[organization];
    return (
      !known ||
      !visibleTo(viewer, {
        kind: 'organization',
        country: known.country,
        isPossibleParticipant: isPossibleParticipant(known),
        isUnit: isUnit(known, snapshot.countries),
      })
    );
  });
  if (hidden < 0) return null;
  const facts = { given: participants[hidden]?.organization ?? null };
  return { code: 'UnknownOrganization', pointer: `/participants/${hidden}/organization`, facts };
}
