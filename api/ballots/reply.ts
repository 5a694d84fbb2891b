/** POST /v1/ballots/{id}/replies: one seat answers, and is told where its answer stands in the record. */
import { randomUUID } from 'node:crypto';
import type { Reply as ReplyCommand } from '../../domain/proposal/commands';
import { replyId } from '../../domain/proposal/evolve';
import type { Refusal } from '../../domain/proposal/refusals';
import type { Viewer } from '../../domain/visibility/visible-to';
import type { ProposalParts } from '../deps';
import type { ActInput, Answer } from '../http/route';
import { type Acting, actOnCase, type Done, recordedAs, refTo } from '../proposals/act';
import { onBallot, standingOf } from './on-ballot';
import type { Receipt, Reply } from './reply-schemas';
import { signatoryText, textsOfReply, textsTaken } from './texts-of-reply';

export async function replyToBallot(parts: ProposalParts, input: ActInput<{ id: string }, Reply>): Promise<Answer> {
  const { body, caller, params } = input;
  const scan = await scanRefused(parts, body, caller.viewer);
  const { texts, command } = replyMadeOf(body, { ballot: params.id, side: caller.viewer.side });
  return actOnCase(parts, onBallot(input), {
    texts,
    command: (acting) => (scan ? { refusal: scan } : command(acting)),
    respond: (done) => ({
      status: 201,
      headers: { Location: `/v1/proposals/${done.state.id}/ballots` },
      body: receiptOf(done, params.id, body),
    }),
  });
}

type Place = Readonly<{ ballot: string; side: string }>;

/** The command of a reply and the texts that it refers to, whether a program sends it or the registrar's desk. */
export function replyMadeOf(body: Reply, { ballot, side }: Place) {
  const { seat, kind, shown } = body;
  const of = { side, language: shown.language };
  const texts = textsOfReply({ inside: body.inside ?? null, statement: body.statement ?? null }, of);
  const signatory = body.paper ? signatoryText(body.paper.signatory, of) : null;
  const paper = paperOf(body, refTo(signatory));
  const onPaper = paper ? { paper, entry: randomUUID() } : {};
  return {
    texts: signatory ? [...texts.all, signatory] : texts.all,
    command: ({ at, actor, state }: Pick<Acting, 'at' | 'actor' | 'state'>): ReplyCommand | { refusal: Refusal } => {
      const taken = textsTaken(state, texts, { ballot, side, kind });
      if ('refusal' in taken) return taken;
      return { type: 'reply', at, actor, ballot, seat, kind, shown, ...particularsOf(body), ...taken, ...onPaper };
    },
  };
}

/** What some kinds have beside their texts. */
const particularsOf = ({ sections, except, workingDays, note }: Reply) => ({
  ...(sections === undefined ? {} : { sections }),
  ...(except === undefined ? {} : { except }),
  ...(workingDays === undefined ? {} : { workingDays }),
  ...(note === undefined ? {} : { note }),
});

function paperOf({ paper }: Reply, signatory: ReturnType<typeof refTo>): ReplyCommand['paper'] | null {
  if (!paper || !signatory) return null;
  const { number, dated, received, scan = null } = paper;
  return { number, dated, received, signatory, scan };
}

/** A scan is a file that the registrar's organization has sent; any other is answered like one that does not exist. */
async function scanRefused(
  { attachments }: Pick<ProposalParts, 'attachments'>,
  { paper }: Reply,
  viewer: Viewer,
): Promise<Refusal | null> {
  const scan = paper?.scan ?? null;
  if (scan === null || (await attachments.known(viewer, [scan])).length > 0) return null;
  return { code: 'UnknownAttachment', pointer: '/paper/scan', facts: { given: scan } };
}

function receiptOf({ state, view, events }: Done, ballot: string, { seat, kind }: Reply): Receipt {
  const common = { proposal: state.id, ballot, seat, kind, ...standingOf(state, ballot), status: view.status };
  const nothingYet = { id: null, entry: null, afterDate: false, confirmBy: null };
  if (kind === 'requestExtension') {
    const { at, event } = recordedAs(events, 'ExtensionAsked');
    return { ...common, ...nothingYet, recorded: 'extension', receivedAt: at, event };
  }
  if (events.some((e) => e.type === 'PaperEntered')) {
    const { at, event, data } = recordedAs(events, 'PaperEntered');
    return { ...common, ...nothingYet, recorded: 'paper', entry: data.entry, receivedAt: at, event };
  }
  const { at, event, data } = recordedAs(events, 'ReplyGiven');
  const given = state.ballots[ballot]?.seats.find((s) => s.key === seat)?.reply;
  return {
    ...common,
    recorded: 'reply',
    id: replyId(ballot, seat, data.n),
    entry: null,
    receivedAt: at,
    event,
    afterDate: given?.afterDate ?? false,
    confirmBy: data.confirmBy ?? null,
  };
}
