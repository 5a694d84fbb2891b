/** POST …/completeness and …/completeness/supplies: is a file complete, what does it lack, and what was supplied. */
import type { z } from 'zod';
import type { Refusal } from '../../domain/proposal/refusals';
import { type Case, type File, isOpen } from '../../domain/proposal/state';
import type { TextToKeep } from '../../store/commit';
import type { CaseParts } from '../deps';
import type { Answer } from '../http/route';
import { actOnCase, keptText, type OnCase, recordedAs, refTo } from './act';
import type { fileDeclared, fileSupplied } from './act-schemas';

/** The receiving office says that a file is complete, or lists what lacks. */
export async function declareFile(parts: CaseParts, input: OnCase<z.output<typeof fileDeclared>>): Promise<Answer> {
  const { body, caller } = input;
  const { side } = caller.viewer;
  const lacking = textOf(body.lacking, { ownerSide: side, kind: 'lacking' });
  return actOnCase(parts, input, {
    texts: lacking ? [lacking] : [],
    command: ({ at, actor, state }) => {
      const track = body.track ?? theOne(state, waitingFiles(state, 'awaited', side));
      if (typeof track !== 'string') return { refusal: track };
      return { type: 'declareFile', at, actor, track, lacking: refTo(lacking) };
    },
    respond: ({ view, events }) => {
      const { data, ...where } = recordedAs(events, lacking ? 'FileFoundLacking' : 'FileCompleted');
      return { status: 201, body: { proposal: view.id, status: view.status, track: data.track, ...where } };
    },
  });
}

/** The proposer supplies what a file lacked. */
export async function supplyFile(parts: CaseParts, input: OnCase<z.output<typeof fileSupplied>>): Promise<Answer> {
  const { body, caller } = input;
  const text = textOf(body.text, { ownerSide: caller.viewer.side, kind: 'supplied' });
  return actOnCase(parts, input, {
    texts: text ? [text] : [],
    command: ({ at, actor, state }) => {
      const track = body.track ?? theOne(state, waitingFiles(state, 'lacking', null));
      // Whoever is not the proposer is told so by the core, whatever waits.
      const isProposers = actor.organization === state.submitter.organization;
      if (typeof track !== 'string' && isProposers) return { refusal: track };
      return { type: 'supplyFile', at, actor, track: typeof track === 'string' ? track : '', text: refTo(text) };
    },
    respond: ({ view, events }) => {
      const { data, ...where } = recordedAs(events, 'FileSupplied');
      return { status: 201, body: { proposal: view.id, status: view.status, track: data.track, ...where } };
    },
  });
}

type Written = z.output<typeof fileSupplied>['text'];

const textOf = (given: Written, about: Pick<TextToKeep, 'ownerSide' | 'kind'>): TextToKeep | null =>
  given === undefined ? null : keptText(given.text, { ...about, language: given.language ?? null });

/** The tracks whose file waits; of one side's house, or, where what lacks has crossed, of all. */
const waitingFiles = (state: Case, status: File['status'], side: string | null): readonly string[] =>
  Object.values(state.tracks)
    .filter((t) => t.result === null && t.file?.status === status && (side === null || t.side === side))
    .map((t) => t.id);

/** The only track that can be meant, or why it has to be named. */
function theOne(state: Case, tracks: readonly string[]): string | Refusal {
  if (!isOpen(state)) return { code: 'CaseClosed', facts: { status: state.status } };
  const [only] = tracks;
  if (only !== undefined && tracks.length === 1) return only;
  return { code: 'ValidationFailed', pointer: '/track', facts: { given: null, allowed: tracks } };
}
