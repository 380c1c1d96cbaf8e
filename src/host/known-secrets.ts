/** What the program has read as a secret, by the name that it had, so that no report about a crash can hold it. */

/** A config, or variables: values by names, however deep. */
type Named = string | number | boolean | null | undefined | readonly Named[] | {readonly [name: string]: Named};

const SECRET_NAME = /token|password|passphrase|passwd|secret|key|credential|authorization|cookie|signature/i;
/** A shorter one would take harmless words out of a report along with it. */
const SHORTEST = 6;

const known = new Set<string>();

/** Takes in the values of secret names, however deep. @param isSecret all below is, as below the key `token` */
export function learnSecrets(value: Named, isSecret = false): void {
  if (typeof value === 'string') {
    const text = value.trim();
    if (isSecret) learn(text);
    learnAddress(text);
  } else if (Array.isArray(value)) for (const item of value) learnSecrets(item, isSecret);
  else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) learnSecrets(item, isSecret || SECRET_NAME.test(name));
}

function learn(text: string): void {
  if (text.length >= SHORTEST) known.add(text);
}

/** An address may hold a login and a key: `https://user:password@host/?token=…`. */
function learnAddress(text: string): void {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return;
  const {username, password, searchParams} = new URL(text);
  for (const part of [username, password]) learn(decodeURIComponent(part));
  for (const [name, item] of searchParams) if (SECRET_NAME.test(name)) learn(item);
}

/** The text with something else in the place of each of them, longest first, also where it is written in another notation. */
export function withoutKnownSecrets(text: string, mask: string): string {
  const forms = [...known].flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('base64url'), Buffer.from(secret).toString('hex')]);
  return forms.toSorted((a, b) => b.length - a.length).reduce((rest, form) => rest.replaceAll(form, mask), text);
}
