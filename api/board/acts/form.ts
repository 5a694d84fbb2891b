/**
 * Forms of the case page as data: which are open to a reader, what they ask, and what they say. Each sends the body of
 * the API's own route to the API's own handler, so that there is one way to do one thing.
 */
import type { z } from 'zod';
import type { Actor, Command } from '../../../domain/proposal/commands';
import { decide } from '../../../domain/proposal/decide';
import type { RefusalCode } from '../../../domain/proposal/refusals';
import type { Quoted } from '../../../locales/languages';
import type { ProposalParts } from '../../deps';
import type { Fields } from '../../forms/fields';
import type { Answer } from '../../http/route';
import type { OnCase } from '../../proposals/act';
import type { Reading } from '../reading';
import type { Input } from '../views';

/** One form: `thing` tells it from others of its act. */
export type Form = Readonly<{
  thing: string;
  /** What it is about, by name. */
  about: readonly Quoted[];
  hidden: Fields;
  inputs: readonly Input[];
  /** Names of its buttons; the one pressed is sent as `choice`. */
  buttons: readonly [string, ...string[]];
}>;

/** What is wrong with one input of a form. */
export type InputFault = Readonly<{ input: string; code: string }>;

export type BoardAct = Readonly<{
  /** The forms that are open to the reader now. Pure. */
  forms(reading: Reading): readonly Form[];
  /** What a person has left out, or said twice. Pure. */
  faults(fields: Fields): readonly InputFault[];
  /** The body as the route takes it. Pure. */
  body(fields: Fields, language: string): Readonly<Record<string, unknown>>;
  /** Which input a name of the body comes from, where it bears another one. */
  inputs?: Readonly<Record<string, string>>;
  send(parts: ProposalParts, sent: Sent): Promise<Answer> | z.ZodError;
}>;

export type Sent = Readonly<{ input: OnCase<unknown>; fields: Fields }>;

/** Sends a body to a handler of the API once its schema has let it through. */
export const through =
  <S extends z.ZodType>(schema: S, handle: (parts: ProposalParts, input: OnCase<z.output<S>>) => Promise<Answer>) =>
  (parts: ProposalParts, { input }: Sent): Promise<Answer> | z.ZodError => {
    const parsed = schema.safeParse(input.body);
    return parsed.success ? handle(parts, { ...input, body: parsed.data }) : parsed.error;
  };

export const actorIn = ({ user }: Reading): Actor => ({ ...user.viewer, channel: 'desk' });

/** Stands for a text that nobody has written yet. */
export const UNWRITTEN = { hash: '' };

type Made = Command extends infer C ? (C extends Command ? Omit<C, 'at' | 'actor'> : never) : never;

/**
 * Whether an act is open to the reader now: the core is asked, and nothing is kept of it. `unless` names refusals that
 * are worth reading beside the form. Pure.
 */
export function isOpenTo(reading: Reading, made: Made, unless: readonly RefusalCode[] = []): boolean {
  const { state, snapshot, user } = reading;
  const command = { ...made, at: user.now, actor: actorIn(reading) } as Command;
  const decision = decide(state, command, snapshot.worldFor(state.procedure));
  return decision.accepted || unless.includes(decision.refusal.code);
}

/** An input for a text of several lines. */
export const text = (name: string, rows = 3): Input => ({ kind: 'text', name, rows, value: '', options: [] });
/** An input for one line, a number or a day. */
export const short = (kind: 'line' | 'number' | 'date', name: string, value = ''): Input => ({
  kind,
  name,
  rows: 1,
  value,
  options: [],
});
/** An input of which one is chosen; the first one stands. */
export const choice = (name: string, options: Input['options']): Input => ({
  kind: 'choice',
  name,
  rows: 1,
  value: options[0]?.value ?? '',
  options,
});

/** A day, or a text, is missing. Pure. */
export const missing = (fields: Fields, input: string, code: string): readonly InputFault[] =>
  (fields[input] ?? '') === '' ? [{ input, code }] : [];
