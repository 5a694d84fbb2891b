/** POST /review/<ref>/comments: a question or comment inside one's own house. It is no reply. */
import { uuidv7 } from '../../store/identifiers';
import { textOf } from '../forms/fields';
import type { PageError } from '../look/frame';
import { keptText } from '../proposals/act';
import { type Act, acting } from './act';
import { textFaults } from './fields';
import type { Reading } from './situation';
import type { Visit } from './visit';

export const comment = acting(({ fields }: Visit, { viewer, language }: Reading): Act => {
  const text = textOf(fields, 'comment');
  const kept = keptText(text, { ownerSide: viewer.side, kind: 'comment', language });
  const id = uuidv7();
  return {
    name: 'comments',
    typed: { comment: text },
    fault: faultOf(text),
    codeField: 'comment-code',
    field: 'comment',
    texts: [kept],
    body: { text },
    command: ({ at, actor }) => ({ type: 'comment', at, actor, comment: id, text: { hash: kept.hash }, section: null }),
    done: 'commented',
    anchor: 'comments',
  };
});

function faultOf(text: string): PageError | null {
  if (text === '') return { code: 'CommentMissing', facts: {}, field: 'comment' };
  return textFaults(text, 'comment')[0] ?? null;
}
