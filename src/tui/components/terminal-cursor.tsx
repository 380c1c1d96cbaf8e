import {Box, type DOMElement, measureElement, useCursor} from 'ink';
import {createContext, useLayoutEffect, useRef, useState} from 'react';

/** Whether the frame is on a terminal, whose own cursor then stands in the field; a picture of one shows a cell in its place. */
export const HasCursor = createContext(false);

/**
 * The terminal's own cursor, where input methods and screen readers look for it: so many columns behind this place. Only one
 * may be there at a time; without any it is hidden.
 */
export function TerminalCursor({column}: {readonly column: number}) {
  const {setCursorPosition} = useCursor();
  const place = useRef<DOMElement>(null);
  const [origin, setOrigin] = useState<{readonly x: number; readonly y: number}>();
  // Where it is, is known only when the frame is laid out; that rarely changes.
  useLayoutEffect(() => {
    if (!place.current) return;
    const {x, y} = measureElement(place.current);
    setOrigin(before => (before?.x === x && before.y === y ? before : {x, y}));
  });
  setCursorPosition(origin && {x: origin.x + column, y: origin.y});
  return <Box ref={place} width={0} flexShrink={0} />;
}
