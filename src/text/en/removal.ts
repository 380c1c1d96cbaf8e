/** What `remove` and `gateway uninstall` say. */
export const en = {
  uninstalled: (name: string) => `The service of ${name} is gone; its config, state and workspace stay.`,
  noService: (name: string) => `${name} has no service.`,
  removed: (name: string) => `${name} is removed.`,
  undo: (ours: string) => `${ours} undo brings it back.`,
  nothing: (name: string) => `Of ${name} there is nothing here that we made.`,
  confirm: (name: string) => `Remove this of ${name}?`,
  typeName: (name: string) => `Delete that too, for good? Type ${name} to do it, Enter to keep it`,
  otherName: 'That is another name, so they stay.',
};
