import {Text as InkText, type TextProps} from 'ink';
import {Children, memo, type ReactNode} from 'react';
import {printable} from '../../rules/printable.ts';
import {signsShown} from '../glyphs.ts';

/**
 * Ink's own, but that whatever is written with it is one line without control characters, in signs that the terminal has. Every
 * view uses this one. One that says the same as in the frame before is left as it is.
 */
export const Text = memo(function Text({children, ...props}: TextProps) {
  return <InkText {...props}>{typeof children === 'string' ? shown(children) : Children.map(children, shown)}</InkText>;
});

function shown(child: ReactNode): ReactNode {
  return typeof child === 'string' ? signsShown(printable(child)) : child;
}

/** A part of a {@link Text} that has been made fit to be shown already. */
export const Span = memo(InkText);
