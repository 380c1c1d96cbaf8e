/** Why the packages are there that are bundled because we chose them; the others come with them. */
export const REASONS: Readonly<Record<string, string>> = {
  '@inquirer/prompts': 'asks line by line, in terminals that no screen can be drawn in',
  acorn: 'reads JSON5, with the place of every value in the text',
  commander: 'reads the command line',
  conf: 'keeps drafts and what was made, and survives a broken file',
  'detect-port': 'tries whether a port is free, under every address that may hold it',
  diff: 'makes the diffs of the Review step',
  'env-paths': 'knows the folder for settings on each system',
  'get-east-asian-width': 'knows how many columns a character takes',
  ink: 'draws the screen and takes its keys',
  'magic-string': 'edits a text in places and leaves every other byte',
  plist: 'reads launchd agents',
  react: 'what Ink is made for: a view is a function of the state',
  semver: 'compares versions and ranges of Node',
  'string-width': 'knows how many columns a text on the screen takes, as Ink does',
};
