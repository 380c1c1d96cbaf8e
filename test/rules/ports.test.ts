import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {explicitPorts, loopbackPort, portOwnerOf} from '../../src/rules/instance.ts';
import {portStates} from '../../src/rules/port-states.ts';
import {
  CLEAN_DISTANCE,
  clashesOf,
  type ExplicitPorts,
  hashedDefaultPort,
  judgeBase,
  nextCleanBase,
  parsePort,
  type PortOwner,
  portRows,
  type Range,
  sizeOf,
  suggestBase,
} from '../../src/rules/ports.ts';
import {anInstance, settings} from './helpers.ts';

const owner = (label: string, bases: number[], explicit: ExplicitPorts[] = []): PortOwner => ({label, bases, explicit});
const main = owner('main', [18789]);
const base = fc.integer({min: 1024, max: 65425});

describe('the rows of a base port', () => {
  it.each([
    [18789, [[18789], [18789], [18791], [18799], [18800, 18899]]],
    [19789, [[19789], [19789], [19791], [19799], [19800, 19899]]],
    // The highest base whose CDP range still fits.
    [65425, [[65425], [65425], [65427], [65435], [65436, 65535]]],
  ])('%i', (from, expected) => {
    const rows = portRows(from);
    expect(rows.map(row => row.id)).toEqual(['gateway', 'canvas', 'browser-control', 'extension-relay', 'cdp']);
    expect(rows.map(row => (row.from === row.to ? [row.from] : [row.from, row.to]))).toEqual(expected);
  });
});

describe('the distance of two base ports', () => {
  /** Every port of a block, one by one. */
  const portsOf = (from: number) => new Set(Array.from({length: 111}, (_, offset) => from + offset));
  const expected = (a: number, b: number) => {
    if (Math.abs(a - b) < 20) return 'refused';
    const other = portsOf(b);
    return [...portsOf(a)].some(port => other.has(port)) ? 'overlap' : 'clean';
  };

  it('is clean exactly when the two blocks share no port', () => {
    const near = base.chain(a =>
      fc.integer({min: Math.max(1024, a - 130), max: Math.min(65425, a + 130)}).map(b => [a, b] as const),
    );
    fc.assert(
      fc.property(fc.oneof(near, fc.tuple(base, base)), ([a, b]) => {
        expect(judgeBase(String(a), [owner('other', [b])]).kind).toBe(expected(a, b));
      }),
      {numRuns: 2000},
    );
  });

  it('has its borders at 19/20 and 110/111, on both sides', () => {
    for (const other of [1200, 18789, 65000]) {
      for (let distance = -130; distance <= 130; distance++) {
        expect(judgeBase(String(other + distance), [owner('other', [other])]).kind).toBe(expected(other, other + distance));
      }
    }
  });

  it('is told by one number', () => {
    expect(judgeBase(String(18_789 + CLEAN_DISTANCE), [main]).kind).toBe('clean');
    expect(judgeBase(String(18_789 + CLEAN_DISTANCE - 1), [main]).kind).toBe('overlap');
  });

  it('counts every base port of every other instance', () => {
    const owners = fc.array(fc.array(base, {minLength: 1, maxLength: 3}), {maxLength: 4});
    fc.assert(
      fc.property(base, owners, (ours, others) => {
        const verdicts = others.flat().map(other => expected(ours, other));
        const worst = (['refused', 'overlap', 'clean'] as const).find(kind => verdicts.includes(kind)) ?? 'clean';
        expect(judgeBase(String(ours), others.map((bases, index) => owner(`i${index}`, bases))).kind).toBe(worst);
      }),
    );
  });

  it('names the nearest instance', () => {
    const others = [owner('main', [18789]), owner('ops', [19900, 20500])];
    expect(judgeBase('19789', others)).toEqual({kind: 'clean', nearest: {owner: 'ops', base: 19900, distance: 111}});
    expect(judgeBase('18800', others)).toEqual({
      kind: 'refused',
      reason: {id: 'port-too-near', base: 18800, neighbour: {owner: 'main', base: 18789, distance: 11}},
    });
  });
});

describe('an overlap in numbers', () => {
  it('20 above main: main’s 10th, 12th and 20th browser profile take our ports, and 80 CDP ports are shared', () => {
    const clashes = Object.fromEntries(portStates(18809, [main], undefined, () => false).map(row => [row.id, row.clashes]));
    expect(clashes['gateway']).toEqual([cdpClash(18809, 18809, 10, 10)]);
    expect(clashes['browser-control']).toEqual([cdpClash(18811, 18811, 12, 12)]);
    expect(clashes['extension-relay']).toEqual([cdpClash(18819, 18819, 20, 20)]);
    expect(clashes['cdp']).toEqual([cdpClash(18820, 18899, 21, 100)]);
    expect(sizeOf(clashes['cdp']![0]!.shared)).toBe(80);
  });

  it('20 below main: our CDP range holds main’s gateway, control and relay', () => {
    const [cdp] = clashesOf({from: 18780, to: 18879}, [main]);
    expect(cdp).toEqual({owner: 'main', shared: {from: 18789, to: 18879}, use: {kind: 'gateway'}});
    expect(clashesOf({from: 18791, to: 18791}, [main])[0]?.use).toEqual({kind: 'browser-control'});
    expect(clashesOf({from: 18799, to: 18799}, [main])[0]?.use).toEqual({kind: 'extension-relay'});
    expect(clashesOf({from: 18790, to: 18790}, [main])[0]?.use).toEqual({kind: 'reserved'});
  });

  function cdpClash(from: number, to: number, first: number, last: number) {
    return {owner: 'main', shared: {from, to}, use: {kind: 'cdp', browserProfile: {from: first, to: last}}};
  }
});

describe('ports that a config names itself', () => {
  const explicit = (key: string, from: number, to = from): ExplicitPorts => ({key, range: {from, to}});

  it('of another instance, inside our block', () => {
    const other = owner('ops', [30000], [explicit('browser.profiles.work.cdpPort', 19850)]);
    expect(judgeBase('19739', [main, other]).kind).toBe('clean');
    expect(judgeBase('19851', [main, other]).kind).toBe('clean');
    expect(judgeBase('19740', [main, other])).toMatchObject({
      kind: 'overlap',
      clashes: [{owner: 'ops', shared: {from: 19850, to: 19850}, use: {kind: 'explicit', key: 'browser.profiles.work.cdpPort'}}],
    });
  });

  it('of our own, inside the block of another', () => {
    const own = [explicit('browser.profiles.work.cdpPort', 18805)];
    expect(judgeBase('19789', [main], own)).toMatchObject({
      kind: 'overlap',
      clashes: [{owner: 'main', ours: 'browser.profiles.work.cdpPort', use: {kind: 'cdp', browserProfile: {from: 6, to: 6}}}],
    });
    expect(judgeBase('19789', [main], [explicit('browser.cdpUrl', 18788)]).kind).toBe('clean');
  });

  it('of our own, the same as one of another', () => {
    const other = owner('ops', [30000], [explicit('browser.cdpUrl', 9222)]);
    expect(judgeBase('19789', [main, other], [explicit('browser.cdpUrl', 9222)])).toMatchObject({
      kind: 'overlap',
      clashes: [{owner: 'ops', ours: 'browser.cdpUrl', use: {kind: 'explicit', key: 'browser.cdpUrl'}}],
    });
  });

  it.each([
    [{browser: {profiles: {work: {cdpPort: 9333}}}}, [['browser.profiles.work.cdpPort', 9333, 9333]]],
    [{browser: {cdpUrl: 'http://127.0.0.1:9222'}}, [['browser.cdpUrl', 9222, 9222]]],
    [{browser: {cdpUrl: 'http://10.0.0.9:9222'}}, []],
    [{browser: {cdpUrl: 'rubbish'}}, []],
    [{browser: {profiles: {a: {cdpUrl: 'ws://localhost:9444'}}}}, [['browser.profiles.a.cdpUrl', 9444, 9444]]],
    // The port of the URL wins over cdpPort.
    [{browser: {profiles: {a: {cdpUrl: 'http://[::1]:9444', cdpPort: 9555}}}}, [['browser.profiles.a.cdpUrl', 9444, 9444]]],
    [{browser: {profiles: {a: {cdpUrl: 'https://far.example:9444', cdpPort: 9555}}}}, []],
    [{browser: {cdpPortRangeStart: 30000}}, [['browser.cdpPortRangeStart', 30000, 30099]]],
    [{browser: {profiles: {a: {cdpPort: 0}, b: {cdpPort: '9333'}, c: 7}}}, []],
    [{browser: 'no object'}, []],
  ] as const)('%j', (config, expected) => {
    expect(explicitPorts(settings(config)).map(({key, range}) => [key, range.from, range.to])).toEqual(expected);
  });

  it('cdpPort counts beside a loopback cdpUrl without a port', () => {
    const config = {browser: {profiles: {a: {cdpUrl: 'http://127.0.0.1', cdpPort: 9555}}}};
    expect(explicitPorts(settings(config)).map(({range}) => range.from)).toEqual([9555]);
  });

  it.each([
    ['http://127.0.0.1:9222', 9222],
    ['http://127.8.9.1:9222', 9222],
    ['ws://localhost:9222/devtools', 9222],
    ['http://LOCALHOST:9222', 9222],
    ['http://[::1]:9222', 9222],
    ['http://127.0.0.1', 80],
    ['ws://localhost', 80],
    ['https://localhost', 443],
    ['wss://localhost', 443],
    ['http://127.0.0.1.example.com:9222', undefined],
    ['http://192.168.1.4:9222', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('loopbackPort(%j)', (url, port) => {
    expect(loopbackPort(url)).toBe(port);
  });

  it('above 65425 an instance holds the fall-back CDP range too', () => {
    const high = portOwnerOf(anInstance({profile: 'high', port: 65500}));
    expect(judgeBase('18700', [high])).toMatchObject({kind: 'overlap', clashes: [{owner: 'high', shared: {from: 18800, to: 18810}}]});
    expect(judgeBase('18900', [high]).kind).toBe('clean');
  });
});

describe('the suggestion', () => {
  const range = (from: number, to: number): Range => ({from, to});
  const dev = range(19001, 19111);

  /** Base by base, port by port: the first one whose block touches nothing, at `start` or above, else from 1024 on. */
  function search(start: number, taken: readonly Range[]): number | undefined {
    const isTaken = new Uint8Array(65536);
    for (const {from, to} of taken) isTaken.fill(1, Math.max(from, 0), to + 1);
    const isClean = (from: number) => from >= 1024 && !isTaken.subarray(from, from + 111).includes(1);
    for (let from = start; from <= 65425; from++) if (isClean(from)) return from;
    for (let from = 1024; from <= 65425; from++) if (isClean(from)) return from;
    return undefined;
  }

  const owners = fc.array(
    fc.record({
      label: fc.constantFrom('main', 'ops', 'old'),
      bases: fc.array(fc.oneof(base, fc.integer({min: 19000, max: 21000})), {minLength: 1, maxLength: 2}),
      explicit: fc.array(base.map(port => ({key: 'browser.cdpUrl', range: range(port, port)})), {maxLength: 2}),
    }),
    {maxLength: 5},
  );
  const busy = fc.oneof(
    fc.array(fc.oneof(base, fc.integer({min: 19000, max: 21000})), {maxLength: 12}),
    // A host with something every so often leaves few gaps, or none.
    fc.tuple(fc.integer({min: 90, max: 125}), fc.integer({min: 0, max: 60})).map(([step, holes]) =>
      Array.from({length: Math.ceil(64512 / step)}, (_, index) => 1024 + index * step).filter((_, index) => holes === 0 || index % 97 !== holes),
    ),
  );
  const ephemeral = fc.option(
    fc.oneof(
      fc.constant(range(32768, 60999)),
      fc.constant(range(49152, 65535)),
      fc.constant(range(1024, 65535)),
      fc.tuple(base, base).map(([a, b]) => range(Math.min(a, b), Math.max(a, b))),
    ),
    {nil: undefined},
  );

  it('is clean, free, apart from --dev, and the nearest of that kind', () => {
    fc.assert(
      fc.property(fc.oneof(base, fc.constant(18789), fc.integer({min: 17_800, max: 18_200})), owners, busy, ephemeral, (mainBase, others, ports, outgoing) => {
        const suggested = suggestBase({mainBase, others, busy: ports, ephemeral: outgoing});
        const taken = [
          dev,
          ...ports.map(port => range(port, port)),
          ...others.flatMap(({bases, explicit}) => [...bases.map(from => range(from, from + 110)), ...explicit.map(item => item.range)]),
        ];
        const start = mainBase + 1000;
        const outside = outgoing ? search(start, [...taken, outgoing]) : undefined;
        expect(suggested).toBe(outside ?? search(start, taken));
        if (suggested === undefined) return;
        expect(judgeBase(String(suggested), others).kind).toBe('clean');
        expect(ports.some(port => port >= suggested && port <= suggested + 110)).toBe(false);
      }),
      {numRuns: 300},
    );
  });

  it('is 19789 beside a main on 18789', () => {
    expect(suggestBase({mainBase: 18789, others: [main], busy: [18789], ephemeral: range(32768, 60999)})).toBe(19789);
  });

  it('wraps to the low ports above a main near the top', () => {
    expect(suggestBase({mainBase: 65000, others: [owner('main', [65000])], busy: []})).toBe(1024);
  });

  it('goes on to the next clean one', () => {
    const input = {mainBase: 18789, others: [main, owner('ops', [19950])], busy: [], ephemeral: undefined};
    expect(nextCleanBase(19789, input)).toBe(19790);
    expect(nextCleanBase(19839, input)).toBe(20061);
    expect(nextCleanBase(65425, input)).toBe(1024);
    fc.assert(
      fc.property(base, after => {
        expect(nextCleanBase(after, input)).toBe(search(after + 1, [dev, range(18789, 18899), range(19950, 20060)]));
      }),
    );
  });
});

describe('the text of the field', () => {
  it.each([
    ['', 'port-not-a-number'],
    ['abc', 'port-not-a-number'],
    ['1e4', 'port-not-a-number'],
    ['-5', 'port-not-a-number'],
    ['+19789', 'port-not-a-number'],
    ['19789.0', 'port-not-a-number'],
    ['0x4d4d', 'port-not-a-number'],
    ['19 789', 'port-not-a-number'],
    ['١٩٧٨٩', 'port-not-a-number'],
    ['0', 'port-privileged'],
    ['1023', 'port-privileged'],
    ['65426', 'port-too-high'],
    ['65536', 'port-too-high'],
    ['999999', 'port-too-high'],
  ])('%j is refused: %s', (text, id) => {
    expect(judgeBase(text, [])).toMatchObject({kind: 'refused', reason: {id}});
  });

  it.each([
    ['1024', 1024],
    ['65425', 65425],
    [' 19789 ', 19789],
    ['019789', 19789],
  ])('%j is %i', (text, port) => {
    expect(parsePort(text)).toBe(port);
    expect(judgeBase(text, [])).toEqual({kind: 'clean', nearest: undefined});
  });
});

it('a number of seven digits is too high, not no number', () => {
  expect(judgeBase('1000000', [])).toMatchObject({kind: 'refused', reason: {id: 'port-too-high'}});
});

describe('the default port of a named profile', () => {
  it.each([
    ['rescue', 23532],
    ['ops', 55291],
    ['main', 23592],
    ['work', 41984],
    ['dev', 38556],
    ['a', 22220],
    ['Rescue', 57804],
  ])('%s: %i', (profile, port) => {
    expect(hashedDefaultPort(profile)).toBe(port);
  });
});

describe('the table against the host', () => {
  const stateOf = (rows: ReturnType<typeof portStates>, id: string) => rows.find(row => row.id === id)?.state;
  const answer = {base: 19789, busy: [{port: 19789, code: 'EADDRINUSE'}, {port: 19850, code: 'EADDRINUSE'}]};

  it('shows what is in use', () => {
    const rows = portStates(19789, [main], answer, () => false);
    expect(rows.map(row => row.state)).toEqual(['in-use', 'in-use', 'free', 'free', 'in-use']);
    expect(rows.find(row => row.id === 'cdp')?.busy).toEqual([{port: 19850, code: 'EADDRINUSE'}]);
  });

  it('drops an answer for another base', () => {
    expect(portStates(19790, [main], answer, () => false).every(row => row.state === 'unknown')).toBe(true);
    expect(portStates(19790, [main], undefined, () => false).every(row => row.state === 'unknown')).toBe(true);
  });

  it('takes a port in use on our own base for our own', () => {
    expect(stateOf(portStates(19789, [main], answer, ({port}) => port === 19789), 'gateway')).toBe('own');
  });

  it('puts a clash above what the host says', () => {
    expect(stateOf(portStates(18809, [main], {base: 18809, busy: []}, () => false), 'gateway')).toBe('clash');
  });
});
