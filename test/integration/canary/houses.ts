/** What houses do in a case of several participants, over the API. Whatever they write holds a word of its own. */
import type { Ballot, Seat } from '../../../domain/proposal/state';
import type { Kind, Side } from './markers';
import { accepted, sendFile } from './people';
import type { Stage } from './stage';

type Asked = Readonly<{ ballot: Ballot; seat: Seat }>;
type Answering = Readonly<{ person?: string; track?: string; more?: object }>;

export class Houses {
  /** Ids of what was made, by what it is. */
  readonly made = new Map<string, string>();

  constructor(
    readonly stage: Stage,
    readonly name: string,
  ) {}

  /** A word that nobody else may read; `of` names what it crosses with, if it ever does. */
  word(side: Side, kind: Kind, of = this.name): string {
    return this.stage.markers.plant(side, kind, of);
  }

  /** A file whose name, bytes and hash are such words. */
  async file(side: Side, organization: string, { kind, of, person }: { kind: Kind; of?: string; person?: string }) {
    const word = this.word(side, kind, of);
    const hash = await sendFile(this.stage, await this.stage.keyOf(organization, person), word);
    this.stage.markers.note({ word: hash, kind, side, of: of ?? this.name });
    const { files, ...played } = this.stage.case(this.name);
    this.stage.cases.set(this.name, { ...played, files: [...files, hash] });
    return hash;
  }

  /** Somebody of an organization acts; without a name, its desk. Throws where the answer is another one. */
  async act(organization: string, address: string, body: object, { person, expected = 201 } = {} as Acting) {
    const key = await this.stage.keyOf(organization, person);
    const done = accepted(await this.stage.ask(key, 'POST', this.at(address), body), expected);
    await this.stage.drive(this.name);
    return done as Done;
  }

  /** An address of the case: what begins with a slash stands by itself. */
  private at(rest: string): string {
    return rest.startsWith('/') ? rest : `/v1/proposals/${this.stage.case(this.name).id}/${rest}`;
  }

  /** An office answers what it is asked, in the house of a participant or wherever it is asked first. */
  async answer(organization: string, kind: string, { person, track, more = {} }: Answering = {}): Promise<void> {
    const { ballot, seat } = await this.asked(organization, track);
    const { revision, procedure } = await this.stage.state(this.name);
    await this.act(
      organization,
      `/v1/ballots/${ballot.id}/replies`,
      {
        seat: seat.key,
        kind,
        inside: this.word(seat.side as Side, 'inside text'),
        shown: { revision: revision.hash, language: 'en', procedure: procedure.hash, standing: seat.reply?.id ?? null },
        ...more,
      },
      person ? { person } : {},
    );
  }

  /** The open question to an office that has not answered. */
  async asked(organization: string, participant?: string): Promise<Asked> {
    const { ballots, tracks } = await this.stage.state(this.name);
    const found = Object.values(ballots)
      .filter((b) => b.status === 'open' && (!participant || tracks[b.track]?.participant === participant))
      .flatMap((ballot) => ballot.seats.map((seat) => ({ ballot, seat })))
      .find(({ seat }) => seat.organization === organization && seat.reply === null);
    if (!found) throw new Error(`Nobody asks ${organization}`);
    return found;
  }

  /** The track in which the house of a participant answers. */
  async trackOf(participant: string): Promise<string> {
    const { tracks } = await this.stage.state(this.name);
    const found = Object.values(tracks).find((t) => t.participant === participant);
    if (!found) throw new Error(`No track of ${participant}`);
    return found.id;
  }

  /** An answer on paper, with a signature and a scan. */
  async paperOf(side: Side, organization: string) {
    const person = `${organization}-registrar`;
    const signatory = { name: this.word(side, 'inside text'), title: this.word(side, 'inside text') };
    const scan = await this.file(side, organization, { kind: 'inside file', person });
    const day = new Date(this.stage.now).toISOString().slice(0, 10);
    const number = this.word(side, 'inside text');
    return { person, more: { paper: { number, dated: day, received: day, signatory, scan } } };
  }
}

/** What acts are answered with, each with some of it. */
type Done = Readonly<{ id: string; number: number; hold: Readonly<{ id: string }> }>;
type Acting = Readonly<{ person?: string; expected?: number }>;
