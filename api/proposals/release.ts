/** POST …/releases: the releasing seat lets something cross that its side has made after the case was released. */
import type { z } from 'zod';
import type { Releasable } from '../../domain/proposal/commands';
import type { EventType } from '../../domain/proposal/events';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, type OnCase, recordedAs } from './act';
import type { newRelease } from './act-schemas';

type NewRelease = z.output<typeof newRelease>;

/** Where the core points to, by where the body has it. */
const POINTERS = {
  '/what/number': '/revision',
  '/what/comment': '/comment',
  '/what/sha256': '/attachment',
  '/what/ballot': '/return',
};

const LEAVES = {
  revision: 'RevisionReleased',
  comment: 'CommentReleased',
  attachment: 'AttachmentReleased',
  return: 'Returned',
} as const satisfies Record<Releasable['kind'], EventType>;

export async function releaseFromCase(parts: CaseParts, input: OnCase<NewRelease>): Promise<Answer> {
  const what = releasableIn(input.body);
  return actOnCase(parts, input, {
    pointers: POINTERS,
    command: ({ at, actor }) => ({ type: 'release', at, actor, what }),
    respond: ({ view, events }) => {
      const { at, event, data } = recordedAs(events, LEAVES[what.kind]);
      // A text bears from now on the number under which all sides know it.
      const named = 'acceptedBy' in data ? { revision: data.revision.number } : input.body;
      return { status: 201, body: { proposal: view.id, ...named, status: view.status, at, event } };
    },
  });
}

/** The one thing that the body names. */
function releasableIn({ revision, comment, attachment, return: ballot }: NewRelease): Releasable {
  if (revision !== undefined) return { kind: 'revision', number: revision };
  if (comment !== undefined) return { kind: 'comment', comment };
  if (attachment !== undefined) return { kind: 'attachment', sha256: attachment };
  return { kind: 'return', ballot: ballot ?? '' };
}
