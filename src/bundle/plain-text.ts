/**
 * What most texts on a screen are made of, known without Unicode's tables: the first use of `Intl.Segmenter` or of a pattern with
 * `\p{RGI_Emoji}` takes as long as half of the rest of a first frame. It comes into the libraries that draw (replacements.ts), in the
 * place of `Intl.Segmenter` among it. The tables agree: test/supply/plain-text.test.ts asks them about every character here.
 */

/** Letters, punctuation, arrows, mathematical signs, lines and shapes that take one column; none of them joins another one. */
const NARROW = '\\u0020-\\u007e\\u00a1-\\u00a8\\u00aa-\\u00ac\\u00af-\\u02ff\\u2010-\\u2027\\u2030-\\u203b\\u2190-\\u2193\\u2200-\\u22ff\\u2500-\\u25a9\\u25cb-\\u25fa\\u2713\\u2717';
/** Hangul syllables; two columns each. */
const SYLLABLES = '\\uac00-\\ud7a3';

const NARROW_ONLY = new RegExp(`^[${NARROW}]*$`);
/** Escape sequences stand in most texts; a control character joins nothing, but for the two of a line end. */
const CONTROLS = '\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f';

const SINGLE_ONLY = new RegExp(`^[${NARROW}${SYLLABLES}${CONTROLS}]*$`);

/** Whether each UTF-16 unit of a text is one column of the terminal. */
export function isNarrowText(text: string): boolean {
  return NARROW_ONLY.test(text);
}

/** `Intl.Segmenter`, which is made when a text comes that needs it. */
export class PlainFirstSegmenter {
  readonly #given: ConstructorParameters<typeof Intl.Segmenter>;
  #whole: Intl.Segmenter | undefined;

  constructor(...given: ConstructorParameters<typeof Intl.Segmenter>) {
    this.#given = given;
  }

  segment(text: string): Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData> {
    const {granularity = 'grapheme'} = this.#given[1] ?? {};
    if (granularity === 'grapheme' && SINGLE_ONLY.test(text)) return new Singles(text);
    // Not by its name, in whose place this class stands in the bundle.
    return (this.#whole ??= Reflect.construct(Reflect.get(Intl, 'Segmenter') as typeof Intl.Segmenter, this.#given) as Intl.Segmenter).segment(text);
  }
}

/** `Intl.Segments` of a text each of whose UTF-16 units is a segment. */
class Singles implements Iterable<Intl.SegmentData> {
  readonly #input: string;

  constructor(input: string) {
    this.#input = input;
  }

  containing(index = 0): Intl.SegmentData {
    const segment = this.#input[Math.trunc(index)];
    // Its type leaves out that there is none behind the end.
    return (segment === undefined ? undefined : {segment, index: Math.trunc(index), input: this.#input}) as Intl.SegmentData;
  }

  *[Symbol.iterator](): Generator<Intl.SegmentData> {
    for (let index = 0; index < this.#input.length; index++) yield this.containing(index);
  }
}

/** A regular expression that is read when it is used. */
export function lateRegExp(source: string, flags: string): Pick<RegExp, 'test'> & {[Symbol.search](text: string): number} {
  let made: RegExp | undefined;
  const expression = () => (made ??= new RegExp(source, flags));
  return {test: text => expression().test(text), [Symbol.search]: text => expression()[Symbol.search](text)};
}
