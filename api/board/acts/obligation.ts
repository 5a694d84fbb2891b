/** A side has signed, filed, reported or renewed: its unit or a participant records it. */
import { localDateIn } from '../../../domain/time/local-date';
import { recordAct } from '../../agreements/record-act';
import { newAct } from '../../agreements/schemas';
import { type BoardAct, choice, isOpenTo, missing, short, through } from './form';

const MODES = ['inPerson', 'byMail', 'online'] as const;

export const obligation: BoardAct = {
  forms: (reading) => {
    const { details, user } = reading;
    const dated = localDateIn(user.person.zone, user.now);
    return details.obligations
      .filter(({ side, metOn }) => side === user.side && metOn === null)
      .filter(({ kind }) => isOpenTo(reading, { type: 'recordAct', kind, dated, number: null, mode: null }))
      .map(({ kind }) => ({
        thing: kind,
        about: [],
        hidden: { kind },
        inputs: [
          short('date', 'dated'),
          short('line', 'number'),
          ...(kind === 'sign'
            ? [choice('mode', [...MODES.map((mode) => ({ value: mode, name: null, words: `mode.${mode}` }))])]
            : []),
        ],
        buttons: [kind],
      }));
  },
  faults: (fields) =>
    /^\d{4}-\d\d-\d\d$/.test(fields.dated ?? '') ? [] : missing({ ...fields, dated: '' }, 'dated', 'DayMissing'),
  body: ({ kind, dated, number, mode }) => ({
    kind,
    dated,
    ...(number ? { number } : {}),
    ...(kind === 'sign' && mode ? { mode } : {}),
  }),
  send: through(newAct, recordAct),
};
