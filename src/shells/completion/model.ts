/** What a completion script knows, whatever the shell: how a word leads on, and what may stand where. */

export type CompletionCommand = {
  /** Its words: `gateway install`; empty for what the bare program takes. */
  readonly name: string;
  readonly summary: string;
  /** The fixed choices of its operand. */
  readonly operands?: readonly string[];
  /** In commander's words: `--gateway-port <port>`, `--json`, `-V, --version`. */
  readonly options: readonly {readonly flags: string; readonly description: string; readonly choices?: readonly string[]}[];
};

export type Option = CompletionCommand['options'][number];

/** What a shell offers, and what it says about it. */
export type Offer = {readonly word: string; readonly about: string};

/** What may stand after an option that takes a value. */
export type Value = readonly Offer[] | 'profiles' | 'folders' | 'files' | 'anything';

/**
 * A command line is read word by word. A word is looked up as `<command so far> <word>`, or as `* <word>` where the command
 * does not matter; that either leads to a command, begins a value, ends what is ours, or is passed over. Options are offered
 * once there is a dash, or where nothing else fits.
 */
export type Model = {
  /** Leads to a command: ` gateway`, `gateway install`. */
  readonly enters: readonly string[];
  /** Ends what is ours: the words of another program follow. */
  readonly ends: readonly string[];
  /** Begins a value: `gateway install --runtime`, `* --profile`. */
  readonly values: ReadonlyMap<string, Value>;
  /** What may follow a command, by its name: sub-commands and operands, and its options. */
  readonly places: ReadonlyMap<string, {readonly names: readonly Offer[]; readonly flags: readonly Offer[]}>;
  /** Options that may stand anywhere. */
  readonly globals: readonly Offer[];
};

/** The command whose operands are another program and its words. */
const EXEC = 'exec';

export function modelOf(globalOptions: readonly Option[], commands: readonly CompletionCommand[]): Model {
  // `browser open` makes `browser` a place too, whether or not that is a command.
  const paths = [...new Set(['', ...commands.flatMap(({name}) => [...name.matchAll(/ |$/g)].map(({index}) => name.slice(0, index)))])];
  const commandOf = (path: string) => commands.find(({name}) => name === path);
  const childrenOf = (path: string) => paths.filter(child => child !== '' && parentOf(child) === path);
  const summaryOf = (path: string) => commandOf(path)?.summary ?? childrenOf(path).map(lastWord).join(', ');
  const globals = globalOptions.flatMap(flagOffers);
  const places = paths.filter(path => path !== EXEC).map(path => {
    const {operands = [], options = []} = commandOf(path) ?? {};
    const names = [...childrenOf(path).map(child => offer(lastWord(child), summaryOf(child))), ...operands.map(word => offer(word))];
    return [path, {names, flags: options.flatMap(flagOffers).filter(({word}) => !globals.some(each => each.word === word))}] as const;
  });
  return {
    enters: places.filter(([path]) => path !== '').map(([path]) => `${parentOf(path)} ${lastWord(path)}`),
    ends: ['* --', ...(paths.includes(EXEC) ? [` ${EXEC}`] : [])],
    values: new Map([
      ...commands.filter(({name}) => name !== EXEC).flatMap(({name, options}) => options.flatMap(option => valueEntries(name, option))),
      ...globalOptions.flatMap(option => valueEntries('*', option)),
    ]),
    places: new Map(places),
    globals,
  };
}

const lastWord = (path: string) => path.slice(path.lastIndexOf(' ') + 1);
const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf(' '), 0));

function offer(word: string, about = ''): Offer {
  return {word, about: about.trim().replace(/\s+/g, ' ')};
}

function namesOf({flags}: Option): string[] {
  return [...flags.matchAll(/(?<=^|[ ,|])--?[\w-]+/g)].map(([name]) => name);
}

function flagOffers(option: Option): Offer[] {
  return namesOf(option).map(name => offer(name, option.description));
}

function valueEntries(path: string, option: Option): [string, Value][] {
  const placeholder = /<(.+)>/.exec(option.flags)?.[1];
  if (placeholder === undefined) return [];
  return namesOf(option).map(name => [`${path} ${name}`, valueOf(option, placeholder)]);
}

function valueOf(option: Option, placeholder: string): Value {
  if (option.choices) return option.choices.map(word => offer(word));
  if (namesOf(option).includes('--profile')) return 'profiles';
  return placeholder === 'dir' ? 'folders' : placeholder === 'file' ? 'files' : 'anything';
}

/** Names of profiles that OpenClaw takes, for the regular expressions of every shell. */
export const PROFILE = '[A-Za-z0-9][A-Za-z0-9_-]*';

/** What is done for some words, in every shell a branch of its `case`. */
export type Branch = {readonly keys: readonly string[]; readonly body: string};

/** How a word moves on through the model. */
export function moves({enters, ends, values}: Model, bodies: {readonly enter: string; readonly end: string; readonly value: string}): Branch[] {
  return [
    {keys: enters, body: bodies.enter},
    {keys: ends, body: bodies.end},
    {keys: [...values.keys()], body: bodies.value},
  ].filter(({keys}) => keys.length > 0);
}

type Endings = {
  readonly offers: (names: readonly Offer[], flags: readonly Offer[]) => string;
  readonly profiles: string;
  readonly folders: string;
  readonly files: string;
};

/** What is offered at the end: at `<command> ` what may follow it, at `<command> <option>` a value; for a value that can be anything there is none. */
export function endings({places, values}: Model, {offers, ...kinds}: Endings): Branch[] {
  const keysOf = (kind: Value) => [...values].filter(([, value]) => value === kind).map(([key]) => key);
  return [
    ...[...places].map(([path, {names, flags}]) => ({keys: [`${path} `], body: offers(names, flags)})),
    ...[...values].flatMap(([key, value]) => (typeof value === 'string' ? [] : [{keys: [key], body: offers(value, [])}])),
    ...(['profiles', 'folders', 'files'] as const).map(kind => ({keys: keysOf(kind), body: kinds[kind]})),
  ].filter(({keys, body}) => keys.length > 0 && body !== '');
}

export function indented(text: string, depth: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(depth));
}

/** A variable or function of its own for every program. */
export const identifier = (program: string) => program.replace(/\W/g, '_');
