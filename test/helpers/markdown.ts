/** Markdown imported as text, as the build does it. */
import type {Plugin} from 'vitest/config';

export const markdown: Plugin = {
  name: 'markdown',
  enforce: 'pre',
  transform: (code, id) => (id.endsWith('.md') ? `export default ${JSON.stringify(code)};` : undefined),
};
