/** What is changed in libraries so that a frame comes sooner: each says why, and none changes what is drawn. */
import type {Replacement} from './replaced.ts';

/** Characters that take no column (string-width 8.3). */
const INVISIBLE = '\\p{Default_Ignorable_Code_Point}\\p{Control}\\p{Format}\\p{Nonspacing_Mark}\\p{Enclosing_Mark}\\p{Surrogate}';

const PLAIN_FIRST = ['new Intl.Segmenter(', 'new PlainFirstSegmenter('] as const;

export const REPLACEMENTS: readonly Replacement[] = [
  ...['ink/build/line-update.js', 'slice-ansi/tokenize-ansi.js', 'wrap-ansi/index.js', 'cli-truncate/index.js', '@alcalzone/ansi-tokenize/build/tokenize.js'].map(
    (file): Replacement => ({file, helpers: ['PlainFirstSegmenter'], changes: [PLAIN_FIRST]}),
  ),
  {
    file: 'string-width/index.js',
    helpers: ['isNarrowText', 'lateRegExp', 'PlainFirstSegmenter'],
    changes: [
      PLAIN_FIRST,
      ['/^[\\u0020-\\u007E]*$/.test(string)', 'ambiguousIsNarrow && isNarrowText(string)'],
      // What is left for them is rare, and V8 takes 20 ms to read them.
      ['/^\\p{RGI_Emoji}$/v', "lateRegExp('^\\\\p{RGI_Emoji}$', 'v')"],
      [`/[^${INVISIBLE}]/v`, `lateRegExp('[^${INVISIBLE.replaceAll('\\', '\\\\')}]', 'v')`],
    ],
  },
  {
    // What has neither escape sequences nor control characters needs no cleaning.
    file: 'ink/build/squash-text-nodes.js',
    helpers: ['isNarrowText'],
    changes: [["    text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));", "    if (isNarrowText(text)) return text;\n    text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));"]],
  },
  {
    // In development only; `await` at the top of a module is not for the scripts that we make (scripts.ts).
    file: 'ink/build/reconciler.js',
    changes: [
      ["if (process.env['DEV'] === 'true') {\n    // Intentionally", 'if (false) {\n    // Intentionally'],
      ["if (process.env['DEV'] === 'true') {\n    try", 'if (false) {\n    try'],
    ],
  },
  {
    // Yoga (Ink's layout) compiles in another thread what takes a millisecond here, and would fetch its own bytes from a data URL,
    // for which Node loads an HTTP client: 25 ms.
    file: 'yoga-layout/dist/src/index.js',
    changes: [['const Yoga = wrapAssembly(await loadYoga());', 'const instance = {};\nloadYoga(instance);\nconst Yoga = wrapAssembly(instance);']],
  },
  {
    file: 'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js',
    changes: [
      ['(function(){return w||"function"!=typeof WebAssembly.instantiateStreaming', 'b({instance:new WebAssembly.Instance(new WebAssembly.Module(wa()),d)});return{};(function(){return w||"function"!=typeof WebAssembly.instantiateStreaming'],
      ['var b=xa(a.slice(37)),c=new Uint8Array(b.length);for(a=0;a<b.length;++a)c[a]=b.charCodeAt(a);var d=c', 'var d=Buffer.from(a.slice(37),"base64")'],
    ],
  },
  {
    // It was measured for the layout, and is kept.
    file: 'ink/build/render-node-to-output.js',
    changes: [
      ["import widestLine from 'widest-line';", "import measureText from './measure-text.js';"],
      ['const currentWidth = widestLine(text);', 'const currentWidth = measureText(text).width;'],
    ],
  },
  {
    // Ink takes each line of a frame apart anew, though hardly one of them is another than in the frame before.
    file: 'ink/build/output.js',
    changes: [
      ['caches = new OutputCaches();', 'caches = OutputCaches.kept();'],
      ['class OutputCaches {', 'class OutputCaches { static last; static kept() { if (!this.last || this.last.styledChars.size > 2000) this.last = new OutputCaches(); return this.last; }'],
      // A line that is one already, or fits where it is clipped, need not be put together again.
      ['let lines = characterLines.map(line => styledCharsToString(line));', 'let lines = characterLines.length === 1 ? [text] : characterLines.map(line => styledCharsToString(line));'],
      ['return this.sliceLineToColumns(line, from, to);', 'return from === 0 && to === width ? line : this.sliceLineToColumns(line, from, to);'],
      // What is in the place of a cell is replaced, and never changed.
      ["row.push({\n                    type: 'char',\n                    value: ' ',\n                    fullWidth: false,\n                    styles: [],\n                });", 'row.push(NO_CELL);'],
      ['export default class Output {', "const NO_CELL = Object.freeze({type: 'char', value: ' ', fullWidth: false, styles: Object.freeze([])});\nexport default class Output {"],
    ],
  },
];
