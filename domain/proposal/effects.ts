/** Effects as data: who is written to, about what. Only the mail worker finds addresses and words. */

/** What a mail tells that asks for no reply to a ballot: one name for each, and one template. */
export const NOTICES = [
  /** The receiving office: a file has come and is to be looked through. `thing`: the track. */
  'file',
  /** The proposer: what lacks in the file of a house. `thing`: the track. */
  'fileLacks',
  /** The proposer: a house, or the joint step, sends the text back. */
  'returned',
  /** A participant: a text is offered, and waits for its word. `thing`: the number of the revision. */
  'acceptance',
  /** The releasing seat: something of its house waits to cross. `thing`: a comment, a revision's number or a ballot. */
  'toRelease',
  /** A question, or the answer to one. `thing`: the comment. */
  'question',
  'answer',
  /** Whoever may grant it: a seat asks for more time. */
  'extension',
  'extensionGranted',
  'extensionDeclined',
  /** A seat that has not answered: its deadline is later. `thing`: the reason. */
  'deadlineMoved',
  /** A seat that has not answered: its clock stands still. */
  'suspended',
  /** The unit: a track that was stopped goes on. `thing`: the track. */
  'stopLifted',
  /** A seat that has not answered: nothing is asked of it any more. */
  'cancelled',
  /** The office in whose name an answer on paper was entered. `thing`: the reply. */
  'paperReceipt',
  /** The unit: an answer on paper waits for a second registrar. The office: it was refused. `thing`: the entry. */
  'paperToConfirm',
  'paperRefused',
  /** The unit and all who were asked: what a deadline brought is undone. */
  'reopened',
  /** All who were asked: the silence is broken. */
  'silenceBroken',
  /** Units and participants of the sides. `thing`: the organization, or the side that left as a whole. */
  'joined',
  'left',
  /** Units and participants: all sides have signed. */
  'tookEffect',
  /** The unit and the participants of one side: an obligation is not met. `thing`: the obligation. */
  'fellDue',
] as const;
export type NoticeName = (typeof NOTICES)[number];

/** One person, the holders of one office, or those of all offices of an organization. */
export type Recipient = Readonly<{ person: string } | { office: string } | { organization: string }>;

export type Notice = Readonly<{
  kind: 'notice';
  about: NoticeName;
  /** The side of the reader: nothing of another one's house may stand in the mail. */
  side: string;
  to: Recipient;
  ballot?: string;
  seat?: string;
  /** What else it is about, by the name under which the state knows it. */
  thing?: string;
}>;

export type Effect =
  /** Asks every present holder of a seat, or the one person named; each gets a link and a code of their own. */
  | Readonly<{
      kind: 'request' | 'reminder';
      ballot: string;
      seat: string;
      office: string;
      side: string;
      /** A delegate, who holds no seat of the office. */
      person?: string;
    }>
  /** Confirms a reply to the person who gave it. */
  | Readonly<{ kind: 'receipt'; ballot: string; seat: string; reply: string; person: string; side: string }>
  /** Tells how the case ended: to a person, or to the holders of an office that was asked. */
  | Readonly<{ kind: 'outcome'; side: string; to: Readonly<{ person: string } | { office: string }> }>
  /** Tells the coordination unit of a side that a case of its house cannot go on. */
  | Readonly<{ kind: 'stopped'; side: string; unit: string }>
  | Notice;
