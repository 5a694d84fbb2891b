/** A plan of Guangxi with a province and a commune of Viet Nam, each with a house of its own, carried over HTTP alone. */
import { createCatalogue } from '../../../store/catalogue';
import { createRecord, type Record_ } from '../../../store/record';
import { ApiBench, type ApiCaller } from './bench';

export const borderPlan = {
  instrument: 'border-exchange-plan',
  participants: ['cn-guangxi', 'vn-cao-bang', 'vn-binh-lieu'].map((organization) => ({ organization })),
  drafters: ['cn-guangxi-desk'],
  title: { en: 'Exchange plan 2027-31' },
  summary: { en: 'Five years of exchange along the border.' },
  areas: ['border-exchanges'],
  data: { years: 5 },
  sections: [
    { key: 'friendship', text: { en: 'The provinces visit each other every year.' } },
    { key: 'border-management', text: { en: 'Crossings open at seven and close at nineteen.' } },
  ],
};

/** The same with other words in the section on the border. */
export const revised = (hours: string, changes: object = {}) => ({
  base: 1,
  title: borderPlan.title,
  summary: borderPlan.summary,
  data: borderPlan.data,
  sections: [borderPlan.sections[0], { key: 'border-management', text: { en: `Crossings open at ${hours}.` } }],
  ...changes,
});

type Seat = { key: string; office?: string; side: string; reply: null | { id: string | null } };
type Ballot = { id: string; status: string; joint: boolean; seats: Seat[] };

/** Whoever acts in cases of several houses, and the engine's part of them. */
export class ManySides {
  readonly #callers = new Map<string, Promise<ApiCaller>>();

  private constructor(
    readonly bench: ApiBench,
    private readonly record: Record_,
  ) {}

  static async open(): Promise<ManySides> {
    const bench = await ApiBench.open();
    const { pool } = bench;
    return new ManySides(bench, createRecord({ pool, catalogue: createCatalogue(pool), moves: 'commit' }));
  }

  /** Somebody of an organization; without a name, its desk. */
  as(organization: string, person = `${organization}-desk`): Promise<ApiCaller> {
    const known = this.#callers.get(person) ?? this.bench.caller(organization, person);
    this.#callers.set(person, known);
    return known;
  }

  /** Every move that the workflows would make now. */
  async drive(id: string): Promise<void> {
    const { fanOut } = await this.record.advance(id, 'proposal');
    for (const { track } of fanOut) await this.record.advance(id, { track });
    if (fanOut.length > 0) await this.record.advance(id, 'proposal');
  }

  async submit(changes: object = {}, by = 'cn-guangxi'): Promise<string> {
    const submitted = await (await this.as(by)).post('/v1/proposals', { ...borderPlan, ...changes });
    expect([submitted.status, submitted.body.code, submitted.body.pointer]).toEqual([201, undefined, undefined]);
    return submitted.body.id;
  }

  /** A case that all sides have before them. */
  async released(changes: object = {}, by = 'cn-guangxi'): Promise<string> {
    const id = await this.submit(changes, by);
    for (const _ of ['house', 'release']) await this.answer(id, `${by}-fao`);
    await this.drive(id);
    return id;
  }

  /** Answers the open ballots in which an organization is asked, and expects to be heard. */
  async answer(id: string, organization: string, kind = 'agree', person = `${organization}-desk`): Promise<void> {
    const caller = await this.as(organization, person);
    const found = (await caller.get(`/v1/proposals/${id}`)).body;
    const ballots = (await caller.get(`/v1/proposals/${id}/ballots`)).body.items as Ballot[];
    const open = ballots.filter((b) => b.status === 'open');
    const asked = open.flatMap((ballot) =>
      ballot.seats.filter((s) => s.office === `${organization}:desk` && !s.reply).map((seat) => ({ ballot, seat })),
    );
    expect([organization, asked.length > 0]).toEqual([organization, true]);
    for (const { ballot, seat } of asked) {
      const shown = { revision: found.revision.hash, language: 'en', procedure: found.procedure.hash, standing: null };
      const answered = await caller.post(`/v1/ballots/${ballot.id}/replies`, { seat: seat.key, kind, shown });
      expect([organization, answered.status, answered.body.code]).toEqual([organization, 201, undefined]);
    }
    await this.drive(id);
  }

  close(): Promise<void> {
    return this.bench.close();
  }
}
