/** Options on the command line of a service. */

/** The value of an option of a command line, in either way to write it. */
export function argumentOf(argv: readonly string[], name: string): string | undefined {
  const joined = argv.find(argument => argument.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const index = argv.indexOf(name);
  return index < 0 ? undefined : argv[index + 1];
}
