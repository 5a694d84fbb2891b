/** A comment, a question or an answer: inside the own side, or to the others. */
import { newComment } from '../../proposals/comment-schemas';
import { commentOnProposal } from '../../proposals/comments';
import type { Reading } from '../reading';
import { type BoardAct, choice, isOpenTo, missing, text, through, UNWRITTEN } from './form';

const words = (name: string) => ({ value: name, name: null, words: name });

export const comment: BoardAct = {
  forms: (reading) => {
    const said = { type: 'comment', comment: '', text: UNWRITTEN, section: null } as const;
    if (!isOpenTo(reading, said)) return [];
    const questions = questionsIn(reading);
    return [
      {
        thing: 'comment',
        about: [],
        hidden: {},
        inputs: [
          text('text'),
          ...(reading.view.releasedAt === null ? [] : [choice('audience', ['inside', 'others'].map(words))]),
          choice('asks', ['remark', 'question'].map(words)),
          ...(questions.length > 0 ? [choice('inReplyTo', [words('none'), ...questions].map(none))] : []),
        ],
        buttons: ['send'],
      },
    ];
  },
  faults: (fields) => missing(fields, 'text', 'TextMissing'),
  body: ({ text: said, audience, asks, inReplyTo }, language) => ({
    text: said,
    language,
    ...(audience ? { audience } : {}),
    asks: asks === 'question',
    ...(inReplyTo ? { inReplyTo } : {}),
  }),
  send: through(newComment, commentOnProposal),
};

/** What can be answered, in its own words. */
const questionsIn = ({ comments }: Reading) =>
  comments.flatMap(({ id, asks, text: said }) => (asks && said ? [{ value: id, name: said, words: null }] : []));

const none = <T extends Readonly<{ value: string }>>(option: T): T =>
  option.value === 'none' ? { ...option, value: '' } : option;
