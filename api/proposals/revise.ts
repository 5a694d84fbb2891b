/** POST …/revisions: the proposer's new text, or another participant's offer. */
import type { z } from 'zod';
import type { AttachmentRef, Disposition } from '../../domain/proposal/events';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Case } from '../../domain/proposal/state';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { Snapshot } from '../../store/catalogue';
import type { TextToKeep } from '../../store/commit';
import type { ProposalParts } from '../deps';
import { type Answer, notFound } from '../http/route';
import { actOnCase, type Done, keptText, type OnCase, refTo } from './act';
import { commentsKnown, unknownComment } from './comments';
import { checkFiles, filesSent } from './files';
import { revisionsIn } from './history';
import { findFor } from './representation';
import { assertReadable, contentOf, revisionOf } from './revision';
import type { newRevision } from './revision-schemas';
import { revisionOverviewOf } from './revisions';

type NewRevision = z.output<typeof newRevision>;

export async function reviseProposal(parts: ProposalParts, input: OnCase<NewRevision>): Promise<Answer> {
  const { params, body, caller } = input;
  const { viewer } = caller;
  assertReadable(body);
  const before = await findFor(parts, params.id, viewer);
  if (!before) throw notFound();
  const attachments = body.attachments ?? filesSeen(before, viewer);
  const content = contentOf({ ...body, attachments, areas: before.areas, neededBy: before.neededBy });
  const revision = revisionOf(content, { number: body.base + 1, attachments });
  const [sent, comments] = await Promise.all([
    filesSent(parts, viewer, attachments),
    body.dispositions.length > 0 ? commentsKnown(parts, params.id, viewer) : new Set<string>(),
  ]);
  const { dispositions, texts } = disposed(body, viewer);
  return actOnCase(parts, input, {
    texts,
    content: { hash: revision.hash, ownerSide: viewer.side, content },
    command: ({ at, actor, state, snapshot }) => {
      const { base, drafters } = body;
      const wrong =
        checkDrafters(drafters, viewer, snapshot) ??
        checkDispositions(dispositions, comments) ??
        checkFiles(attachments, mayName(state, viewer, sent));
      if (wrong) return { refusal: wrong };
      return { type: 'revise', at, actor, base, revision, drafters, dispositions };
    },
    respond: revised,
  });
}

/** The files of the current text that a viewer sees. */
const filesSeen = (state: Case, { side }: Viewer): readonly AttachmentRef[] =>
  (state.revision.attachments ?? []).filter((file) => side === state.proposing || file.audience === 'released');

/**
 * Those that stand with the current text, and, where the proposing side writes, those that its organization has sent:
 * another side's files would have to change their owner when its offer becomes the case's text.
 */
const mayName = (state: Case, viewer: Viewer, sent: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...filesSeen(state, viewer).map((f) => f.sha256), ...(viewer.side === state.proposing ? sent : [])]);

function checkDrafters(drafters: readonly string[], { organization }: Viewer, snapshot: Snapshot): Refusal | null {
  const wrong = drafters.findIndex((id) => snapshot.directory.people[id]?.organization !== organization);
  if (wrong < 0) return null;
  const facts = { given: drafters[wrong] ?? null, organization };
  return { code: 'DrafterNotOfOrganization', pointer: `/drafters/${wrong}`, facts };
}

function checkDispositions(dispositions: readonly Disposition[], known: ReadonlySet<string>): Refusal | null {
  const wrong = dispositions.findIndex((d) => !known.has(d.comment));
  return wrong < 0 ? null : unknownComment(dispositions[wrong]?.comment ?? '', `/dispositions/${wrong}/comment`);
}

/** What became of comments, with what was written about it kept beside the record. */
function disposed({ dispositions }: NewRevision, { side }: Viewer) {
  const made = dispositions.map(({ comment, disposition, text: body, language = null }) => {
    const text = body == null ? null : keptText(body, { ownerSide: side, kind: 'disposition', language });
    return { text, said: { comment, disposition, text: refTo(text) } satisfies Disposition };
  });
  return { dispositions: made.map((m) => m.said), texts: made.flatMap((m): TextToKeep[] => (m.text ? [m.text] : [])) };
}

function revised({ state, events }: Done) {
  const told = events.flatMap(({ type, chain, at, payload }) =>
    payload !== null && (type === 'RevisionOffered' || type === 'RoundStarted')
      ? [{ type, chain, at, data: JSON.parse(payload) } as Parameters<typeof revisionsIn>[0][number]]
      : [],
  );
  const [offer] = revisionsIn(told, state.submitter.organization);
  if (!offer) throw new Error(`The text of case ${state.id} left no trace`);
  const body = revisionOverviewOf(offer);
  return { status: 201, headers: { Location: `/v1/proposals/${state.id}/revisions/${body.number}` }, body };
}
