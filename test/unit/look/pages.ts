/**
 * One case as the reviewers' pages and mails are given it: Guangzhou and Chiang Mai Province. Used by the
 * tests of the look; every view appears with everything it can show.
 */
import { DONE, type ReviewViews } from '../../../api/review/view';
import { REPLY_KINDS } from '../../../domain/ballot/replies';
import type { Language, Quoted } from '../../../locales/languages';
import type { Mails } from '../../../worker/mail/view';

const HASH = '7f3ac91e52d80b46e1f9a7735c0d1284be66f0a94127d35c8891e0fa3b2c6d17';
const EVENT = 'c04e18b27d91aa35be66f0a94127d35c8891e0fa3b2c6d177f3ac91e52d80b46';
const en = (text: string): Quoted => ({ text, lang: 'en' });
const th = (text: string): Quoted => ({ text, lang: 'th' });
const zh = (text: string): Quoted => ({ text, lang: 'zh' });

const TITLES: Readonly<Record<string, Quoted>> = {
  en: en('Sister-city agreement between Guangzhou and Chiang Mai Province'),
  zh: zh('广州市与清迈府友好城市协议'),
  th: th('ความตกลงเมืองพี่เมืองน้องระหว่างนครกว่างโจวกับจังหวัดเชียงใหม่'),
};
const SEATS: Readonly<Record<string, Quoted>> = {
  en: en('Foreign Affairs Division, Office of the Permanent Secretary, Ministry of Interior'),
  zh: zh('广州市人民政府外事办公室'),
  th: th('กองการต่างประเทศ สำนักงานปลัดกระทรวงมหาดไทย'),
};
const SUMMARIES: Readonly<Record<string, Quoted>> = {
  en: en(
    'Five years of exchange in trade, tourism, health and schools, after the letter of intent of 31 March 2024.\n\nEach participant bears its own costs. No obligation under international law arises.',
  ),
  zh: zh(
    '在2024年3月31日意向书基础上，就经贸、旅游、卫生和教育开展为期五年的交流。\n\n各方自行承担费用，不产生国际法上的义务。',
  ),
  th: th(
    'แลกเปลี่ยนด้านการค้า การท่องเที่ยว สาธารณสุข และการศึกษาเป็นเวลาห้าปี ต่อเนื่องจากหนังสือแสดงเจตจำนงลงวันที่ 31 มีนาคม 2567\n\nแต่ละฝ่ายรับผิดชอบค่าใช้จ่ายของตนเอง ไม่ก่อให้เกิดพันธกรณีตามกฎหมายระหว่างประเทศ',
  ),
};
const TEXTS: Readonly<Record<string, Quoted>> = {
  en: en('The participants exchange delegations once a year and name one office each as the point of contact.'),
  zh: zh('双方每年互派代表团一次，并各指定一个联络机构。'),
  th: th('ทั้งสองฝ่ายแลกเปลี่ยนคณะผู้แทนปีละหนึ่งครั้ง และแต่งตั้งหน่วยงานประสานงานฝ่ายละหนึ่งแห่ง'),
};
const of = (texts: Readonly<Record<string, Quoted>>, language: Language): Quoted =>
  texts[language] ?? en(texts.en?.text ?? '');

export const frameOf = (language: Language) => ({
  language,
  languages: ['en', 'zh', 'th'].includes(language)
    ? (['en', 'zh', 'th'] as const)
    : (['en', 'zh', 'th', language] as const),
  path: '/review/7Hk2mQ9x',
});

const zoneOf = (language: Language): string => (language === 'zh' ? 'Asia/Shanghai' : 'Asia/Bangkok');

const headOf = (language: Language) => ({
  ref: '7Hk2mQ9x',
  zone: zoneOf(language),
  number: 'LMC-2027-K7Q4M',
  title: of(TITLES, language),
  seat: of(SEATS, language),
  inHouse: null,
  ask: 'position' as const,
  instrument: 'sister-city-agreement',
  participants: [
    language === 'zh' ? zh('广州市人民政府') : en('Guangzhou Municipal People’s Government'),
    language === 'th' ? th('จังหวัดเชียงใหม่') : en('Chiang Mai Province'),
  ],
  revision: { number: 1, hash: HASH, at: '2027-04-08T03:12:00Z' },
  procedure: { title: en('Sister-city agreement'), version: 1, hash: HASH },
  shown: { revision: HASH, language: of(TEXTS, language).lang, procedure: HASH, standing: null },
});

const DAYS = [
  ...['12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22'].map((day) => {
    const songkran = ['13', '14', '15'].includes(day);
    const weekend = ['17', '18'].includes(day);
    return {
      date: `2027-04-${day}`,
      kind: songkran ? ('holiday' as const) : weekend ? ('weekend' as const) : ('working' as const),
      name: songkran ? th('วันสงกรานต์') : null,
    };
  }),
];

const SECTIONS = (language: Language) => [
  { key: 'participants', title: null, text: of(TEXTS, language), state: null, runs: null },
  { key: 'fields', title: en('Fields of cooperation'), text: of(TEXTS, language), state: null, runs: null },
];

const CHANGED = [
  {
    key: 'budget',
    title: en('Budget and hosting'),
    text: en('Each participant bears half of the programme.'),
    state: 'changed' as const,
    runs: [
      { kind: 'same' as const, text: 'Each participant bears ' },
      { kind: 'del' as const, text: 'its own costs' },
      { kind: 'ins' as const, text: 'half of the programme' },
      { kind: 'same' as const, text: '.' },
    ],
  },
  { key: 'term', title: en('Term'), text: en('Five years from signature.'), state: 'same' as const, runs: null },
];

const standing = {
  rule: 'unanimityOfSides' as const,
  needed: null,
  own: [
    {
      name: th('คณะกรรมการเมืองพี่เมืองน้องจังหวัดเชียงใหม่'),
      you: false,
      kind: 'agree' as const,
      at: '2027-04-12T04:20:00Z',
      carriedFrom: 1,
    },
    {
      name: en('Governor of Chiang Mai'),
      you: false,
      kind: 'agreeWithComments' as const,
      at: '2027-04-12T08:05:00Z',
      carriedFrom: null,
    },
    { name: en('Foreign Affairs Division, Ministry of Interior'), you: true, kind: null, at: null, carriedFrom: null },
  ],
  others: [
    {
      side: 'CN',
      kind: 'agree' as const,
      at: '2027-04-13T02:00:00Z',
      carriedFrom: null,
      statement: zh('赞成，并期待早日签署。'),
      awaitedSince: null,
      awaitedUntil: null,
    },
    {
      side: 'VN',
      kind: null,
      at: null,
      carriedFrom: null,
      statement: null,
      awaitedSince: '2027-04-08T03:12:00Z',
      awaitedUntil: '2027-04-22T10:00:00Z',
    },
  ],
  consents: [{ participant: zh('广州市人民政府'), kind: 'agree' as const, at: '2027-04-13T02:10:00Z', carriedFrom: 1 }],
  wouldChange: { open: 2, forNeeded: 2, againstEnds: true },
};

const GIVEN = { kind: 'agree' as const, at: '2027-04-16T03:24:51Z', carriedFrom: null, confirmBy: null };

export const NOTHING = {
  kind: '' as const,
  inside: '',
  statement: '',
  sections: [],
  except: [],
  days: '',
  noteNumber: '',
  noteDate: '',
};

const form = {
  kinds: REPLY_KINDS,
  withStatement: true,
  sections: ['participants', 'fields'],
  withExcept: true,
  mostDays: 10,
  confirmBy: '2027-05-20T10:00:00Z',
  note: 'sent' as const,
  reason: null,
  answer: NOTHING,
  nonce: 'n0nce-1',
};

/** Every page, with everything that it can show. */
export const pages = (language: Language): ReviewViews => {
  const frame = frameOf(language);
  const head = headOf(language);
  return {
    'case.njk': {
      ...frame,
      ...head,
      askedBy: language === 'zh' ? zh('广州市人民政府外事办公室') : en('Guangzhou Foreign Affairs Office'),
      askedAt: '2027-04-08T03:12:00Z',
      due: {
        at: '2027-04-22T10:00:00Z',
        workingDaysLeft: 5,
        workingDays: 7,
        calendarNotPublished: false,
        today: '2027-04-16',
        dueDay: '2027-04-22',
        days: DAYS,
        otherwise: [
          { kind: 'remind', everyWorkingDays: 5 },
          { kind: 'close', at: '2027-07-01T10:00:00Z' },
          { kind: 'lapse', at: '2027-07-19T10:00:00Z' },
        ],
        silence: false,
        extension: { state: 'asked', workingDays: 5, at: '2027-04-15T03:00:00Z' },
        halted: null,
        moved: { reason: 'calendarChanged', at: '2027-04-14T03:00:00Z' },
      },
      summary: of(SUMMARIES, language),
      particulars: {
        areas: [{ text: 'Tourism', lang: 'en' }],
        neededBy: '2027-11-01',
        data: [{ name: 'termYears', value: '5' }],
      },
      naming: [
        { side: 'CN', instrument: 'sister-city-agreement' },
        { side: 'TH', instrument: 'memorandum-of-understanding' },
      ],
      sections: SECTIONS(language),
      house: { positive: true },
      standing,
      comments: [{ by: en('Governor of Chiang Mai'), at: '2027-04-12T08:00:00Z', text: th('ขอให้ตรวจสอบงบประมาณปีแรก') }],
      commentForm: { text: '', nonce: 'n0nce-2' },
      given: null,
      since: null,
      form,
      noForm: null,
      instead: {
        delegates: [{ person: 'th-moi-fad-deputy', name: 'Deputy, Foreign Affairs Division', end: true }],
        choices: [{ person: 'th-moi-fad-officer', name: 'Officer, Foreign Affairs Division' }],
        mayDeclare: true,
        typed: { to: '', reason: '', sure: false },
        nonce: 'n0nce-4',
        codeNeeded: true,
      },
      errors: [],
      done: null,
    },
    'check.njk': {
      ...frame,
      ...head,
      answer: {
        ...NOTHING,
        kind: 'agreeWithComments',
        inside: 'The yearly plan should reach us by 31 January.',
        statement: 'We look forward to the signing.',
        except: ['fields'],
        noteNumber: '115/2027',
        noteDate: '2027-04-15',
      },
      nonce: 'n0nce-3',
      codeNeeded: true,
      errors: [],
    },
    'receipt.njk': {
      ...frame,
      ...head,
      reply: {
        kind: 'agreeWithComments',
        answer: { ...NOTHING, kind: 'agreeWithComments', except: ['fields'] },
        confirmBy: null,
        inside: en('The yearly plan should reach us by 31 January.'),
        statement: en('We look forward to the signing.'),
        receivedAt: '2027-04-16T03:24:51Z',
      },
      eventHash: EVENT,
      receiptTo: 'd•••••@moi.example',
      next: [
        { kind: 'settled', positive: true },
        { kind: 'opens', seats: [en('Governor of Chiang Mai'), th('กองการต่างประเทศ')] },
        { kind: 'waitsForSides', sides: ['CN', 'VN'] },
      ],
      changeable: true,
      changeUntil: '2027-04-22T10:00:00Z',
    },
    'stale.njk': {
      ...frame,
      ...head,
      why: 'StaleRevision',
      revision: { number: 2, hash: EVENT, at: '2027-04-16T03:20:00Z' },
      before: { number: 1, hash: HASH },
      sections: CHANGED,
      answered: null,
      form: {
        ...form,
        answer: {
          ...NOTHING,
          kind: 'agreeWithComments',
          sections: ['fields'],
          inside: 'The yearly plan should reach us by 31 January.',
          statement: '',
        },
      },
    },
    'link.njk': { ...frame, ref: head.ref, errors: [] },
    'closed.njk': {
      ...frame,
      ref: head.ref,
      why: 'ballotClosed',
      known: {
        zone: head.zone,
        number: head.number,
        title: head.title,
        closedAt: '2027-04-22T10:00:00Z',
        given: GIVEN,
        outcome: 'agreed',
      },
      fresh: false,
    },
    'fresh.njk': { ...frame, ref: head.ref },
    'problem.njk': {
      ...frame,
      status: 429,
      error: { code: 'TooManyRequests', facts: {}, field: null },
      retryAfterSeconds: 60,
      requestId: 'b1f0',
    },
  };
};

/** The pages again, in their other states: errors, no date, no form, closed without a session. */
export const otherStates = (
  language: Language,
): readonly Readonly<{ name: string; view: keyof ReviewViews; data: ReviewViews[keyof ReviewViews] }>[] => {
  const all = pages(language);
  const page = all['case.njk'];
  const error = (code: string, field: string, facts: object = {}) => ({ code, facts: { ...facts }, field });
  const stood = { ...page.due, halted: { why: 'paused' as const, since: '2027-04-15T03:00:00Z' } };
  return [
    {
      name: 'case with errors',
      view: 'case.njk',
      data: {
        ...page,
        form: { ...form, answer: { ...NOTHING, kind: 'object', inside: 'Typed before.' } },
        errors: [error('KindMissing', 'kind'), error('ReasonMissing', 'inside'), error('CommentMissing', 'comment')],
      },
    },
    {
      name: 'case with errors beside every other field',
      view: 'case.njk',
      data: {
        ...page,
        form: {
          ...form,
          reason: 'refuse',
          answer: { ...NOTHING, kind: 'requestExtension', sections: ['fields'], except: ['fields'], days: 'x' },
        },
        errors: [
          error('DaysWrong', 'days', { max: 10 }),
          ...['sections', 'except'].map((field) => error('SectionGone', field)),
          error('NoteNumberMissing', 'noteNumber'),
          error('NoteDateMissing', 'noteDate'),
          error('StatementMissing', 'statement'),
          error('InsideNotTaken', 'inside'),
          error('PersonMissing', 'to'),
          error('SureMissing', 'sure'),
          ...['comment-code', 'delegate-code', 'conflict-code'].map((field) => error('CodeMissing', field)),
        ],
      },
    },
    {
      name: 'a later round, with a carried answer, on hold',
      view: 'case.njk',
      data: {
        ...page,
        since: {
          round: 2,
          before: { number: 1, hash: HASH },
          participants: true,
          frame: true,
          attachments: true,
        },
        sections: [
          ...CHANGED,
          { ...SECTIONS(language)[0], key: 'gone', state: 'removed', runs: CHANGED[0]?.runs ?? [] },
        ],
        given: { ...GIVEN, carriedFrom: 1 },
        due: { ...stood, extension: { state: 'granted', workingDays: 1, at: '2027-04-15T03:00:00Z' } },
        instead: null,
      } as ReviewViews['case.njk'],
    },
    {
      name: 'an answer to be confirmed, the clock stopped, more time declined, silence',
      view: 'case.njk',
      data: {
        ...page,
        given: { ...GIVEN, kind: 'agreeAdReferendum', confirmBy: '2027-05-01T10:00:00Z' },
        form: { ...form, note: 'received', withStatement: false, reason: 'doNotCount', confirmBy: null },
        due: {
          ...page.due,
          silence: true,
          halted: { why: 'suspended', since: '2027-04-15T03:00:00Z' },
          extension: { state: 'declined', workingDays: 2, at: '2027-04-15T03:00:00Z' },
        },
        done: 'delegated',
      },
    },
    ...(['extension', 'lifted', 'resumed', 'calendarChanged'] as const).map((reason) => ({
      name: `moved: ${reason}`,
      view: 'case.njk' as const,
      data: { ...page, due: { ...page.due, moved: { reason, at: '2027-04-14T03:00:00Z' } } },
    })),
    ...DONE.map((done) => ({ name: `done: ${done}`, view: 'case.njk' as const, data: { ...page, done } })),
    {
      name: 'receipt of a request for more time',
      view: 'receipt.njk',
      data: {
        ...all['receipt.njk'],
        reply: {
          ...all['receipt.njk'].reply,
          kind: 'requestExtension',
          answer: { ...NOTHING, kind: 'requestExtension', days: '5' },
        },
        next: [],
      },
    },
    {
      name: 'receipt of an agreement ad referendum',
      view: 'receipt.njk',
      data: {
        ...all['receipt.njk'],
        reply: { ...all['receipt.njk'].reply, kind: 'agreeAdReferendum', confirmBy: '2027-05-01T10:00:00Z' },
        next: [{ kind: 'returned' }],
      },
    },
    {
      name: 'release without a date',
      view: 'case.njk',
      data: {
        ...page,
        ask: 'release',
        particulars: { areas: [], neededBy: null, data: [] },
        naming: [],
        house: { positive: false },
        comments: [],
        done: 'commented',
        given: GIVEN,
        form: { ...form, withStatement: false },
        standing: {
          ...standing,
          rule: 'nOfM',
          needed: 2,
          others: [],
          consents: [],
          wouldChange: { open: 0, forNeeded: 0, againstEnds: false },
        },
        due: {
          ...page.due,
          at: null,
          workingDaysLeft: null,
          workingDays: null,
          dueDay: null,
          days: [],
          otherwise: [{ kind: 'wait' }],
        },
      },
    },
    {
      name: 'consent of a barred person',
      view: 'case.njk',
      data: {
        ...page,
        ask: 'consent',
        house: null,
        form: null,
        noForm: { code: 'Barred', facts: { reason: 'drafter' }, field: null },
        due: {
          ...page.due,
          calendarNotPublished: true,
          otherwise: [{ kind: 'referUp', to: en('Permanent Secretary'), at: '2027-04-22T10:00:00Z' }],
        },
      },
    },
    { name: 'wrong code', view: 'check.njk', data: { ...all['check.njk'], errors: [error('WrongCode', 'code')] } },
    {
      name: 'code proven',
      view: 'check.njk',
      data: { ...all['check.njk'], codeNeeded: false, answer: { ...NOTHING, kind: 'abstain' } },
    },
    {
      name: 'answered meanwhile',
      view: 'stale.njk',
      data: {
        ...all['stale.njk'],
        why: 'SeatAnsweredMeanwhile',
        before: null,
        answered: { kind: 'object', at: '2027-04-16T03:20:00Z' },
      },
    },
    {
      name: 'procedure changed',
      view: 'stale.njk',
      data: { ...all['stale.njk'], why: 'StaleProcedure', before: null },
    },
    {
      name: 'receipt of the last reply',
      view: 'receipt.njk',
      data: {
        ...all['receipt.njk'],
        receiptTo: null,
        changeable: false,
        changeUntil: null,
        next: [{ kind: 'released', sides: ['TH'] }, { kind: 'engine' }, { kind: 'outcome', outcome: 'agreed' }],
      },
    },
    {
      name: 'link with a wrong code',
      view: 'link.njk',
      data: { ...all['link.njk'], errors: [error('CodeMalformed', 'code')] },
    },
    ...(
      [
        'unknown',
        'superseded',
        'holderChanged',
        'caseClosed',
        'textChanged',
        'returned',
        'sessionEnded',
        'locked',
      ] as const
    ).map((why) => ({
      name: `closed: ${why}`,
      view: 'closed.njk' as const,
      data: { ...all['closed.njk'], why, known: null, fresh: true },
    })),
    ...([404, 500, 503, 418] as const).map((status) => ({
      name: `problem ${status}`,
      view: 'problem.njk' as const,
      data: {
        ...all['problem.njk'],
        status,
        error: { code: status === 418 ? 'Unheard' : 'NotFound', facts: {}, field: null },
        retryAfterSeconds: null,
        requestId: null,
      },
    })),
  ];
};

/** Every mail. */
export const mails = (language: Language): Mails => {
  const { zone, number, title, seat, participants } = headOf(language);
  const request = {
    zone,
    number,
    title,
    seat,
    house: null,
    participants,
    ask: 'opinion' as const,
    instrument: 'sister-city-agreement',
    askedBy: language === 'zh' ? zh('广州市人民政府外事办公室') : en('Guangzhou Foreign Affairs Office'),
    askedAt: '2027-04-08T03:12:00Z',
    revision: 1,
    due: '2027-04-22T10:00:00Z',
    workingDays: 7,
    otherwise: [
      { kind: 'remind' as const, everyWorkingDays: 5 },
      { kind: 'lapse' as const, at: '2027-07-19T10:00:00Z' },
    ],
    brief: of(SUMMARIES, language),
    link: 'http://127.0.0.1:3000/review/7Hk2mQ9x#Q3v9xT0bW7mK2nLhYd84sJ6fRc1aZpE5uGiOtVwXyNk',
    code: '12345678',
  };
  return {
    request,
    reminder: { ...request, due: null, workingDays: null, awaitedSince: '2027-04-08T03:12:00Z' },
    receipt: {
      zone,
      number,
      title,
      seat,
      kind: 'agreeWithComments',
      inside: en('The yearly plan should reach us by 31 January.'),
      statement: zh('赞成。'),
      receivedAt: '2027-04-16T03:24:51Z',
      revision: 1,
      shownLanguage: 'th',
      procedureVersion: 1,
      revisionHash: HASH,
      eventHash: EVENT,
      changeable: true,
      changeUntil: '2027-04-22T10:00:00Z',
    },
    outcome: {
      zone,
      number,
      title,
      outcome: 'agreed',
      endedAt: '2027-04-22T10:00:10Z',
      positions: [
        { side: 'CN', kind: 'agree', statement: zh('赞成。') },
        { side: 'TH', kind: null, statement: null },
      ],
      insideOnly: false,
    },
    fresh: { zone, number, seat, due: '2027-04-22T10:00:00Z', link: request.link, code: '87654321' },
    stopped: {
      zone,
      number,
      title,
      reason: 'nobodyEligible',
      place: 'home/city-fao',
      stoppedAt: '2027-04-16T03:24:51Z',
    },
    notice: {
      zone,
      number,
      title,
      about: 'fileLacks',
      office: null,
      side: 'VN',
      until: '2027-04-22T10:00:00Z',
      days: 5,
      revision: 2,
      obligation: 'report',
      quotes: [en('The budget is missing.')],
      board: 'https://accord.example/board/cases/01890000-0000-7000-8000-000000000001',
    },
    signIn: { zone, code: '13572468', until: '2027-04-16T03:34:51Z', site: 'accord.example' },
  };
};
