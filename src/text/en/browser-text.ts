/** The words of `browser status`. */
export const en = {
  off: (name: string) => `The browser of ${name} is off (browser.enabled).`,
  control: 'control',
  relay: 'relay',
  range: 'CDP range',
  ports: (count: number) => `${count} ports`,
  profile: (name: string) => `profile ${name}`,
  nobody: 'nobody listens',
  unknown: 'unknown',
  remote: (address: string) => `remote: ${address}`,
  config: 'config',
  later: 'given at its first start',
  relayByRule: 'by rule, the extension relay',
  managedByRule: 'by rule, the managed browser',
};
