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
    if (isSecret && text.length >= SHORTEST) known.add(text);
  } else if (Array.isArray(value)) for (const item of value) learnSecrets(item, isSecret);
  else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) learnSecrets(item, isSecret || SECRET_NAME.test(name));
}

/** The text with something else in the place of each of them, longest first, also where it is written in another notation. */
export function withoutKnownSecrets(text: string, mask: string): string {
  const forms = [...known].flatMap(secret => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('base64url'), Buffer.from(secret).toString('hex')]);
  return forms.toSorted((a, b) => b.length - a.length).reduce((rest, form) => rest.replaceAll(form, mask), text);
}
