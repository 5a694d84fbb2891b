/** The forms that a case page shows, and what became of one that was sent. */
import type { Fields } from '../../forms/fields';
import type { Reading } from '../reading';
import type { ActForm } from '../views';
import type { Form } from './form';
import { ACT_NAMES, ACTS, type ActName } from './index';

/** A form that was sent and is not recorded, with what is wrong with it. */
export type SentForm = Readonly<{
  key: string;
  fields: Fields;
  faults: readonly Readonly<{ input: string | null; code: string; facts: Readonly<Record<string, unknown>> }>[];
}>;

/** All forms that are open to a reader; the one that was sent holds what was typed. */
export const formsOf = (reading: Reading, sent: SentForm | null): readonly ActForm[] =>
  ACT_NAMES.flatMap((act) => ACTS[act].forms(reading).map((form) => shown(reading, act, form, sent)));

function shown({ user }: Reading, act: ActName, form: Form, sent: SentForm | null): ActForm {
  const key = keyOf(act, form.thing);
  const typed = sent?.key === key ? sent.fields : null;
  return {
    key,
    act,
    about: form.about,
    nonce: user.csrf.nonce(),
    hidden: Object.entries(form.hidden).map(([name, value]) => ({ name, value })),
    inputs: typed ? form.inputs.map((input) => ({ ...input, value: typed[input.name] ?? input.value })) : form.inputs,
    buttons: form.buttons,
    isOpen: typed !== null,
  };
}

/** Names a form on its page, in letters that an address may hold. */
const keyOf = (act: ActName, thing: string): string => `${act}-${thing}`.replaceAll(/[^\w-]/g, '-');

/** Inputs that take what a person writes. */
const WRITTEN = ['lacking', 'text', 'reason', 'number'];

/** The texts that somebody typed into a form. Pure. */
export const writtenIn = ({ fields }: SentForm): readonly string[] =>
  WRITTEN.flatMap((name) => (fields[name] ? [fields[name]] : []));
