import {Box, type DOMElement, useCursor} from 'ink';
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
    const next = placeOf(place.current);
    setOrigin(before => (before?.x === next?.x && before?.y === next?.y ? before : next));
  });
  setCursorPosition(origin && {x: origin.x + column, y: origin.y});
  return <Box ref={place} width={0} flexShrink={0} />;
}

type Place = {readonly x: number; readonly y: number};

/** Where on the screen a box begins, scrolled as it is; undefined when that is out of sight. Ink's own measuring knows no scrolling. */
function placeOf(node: DOMElement): Place | undefined {
  const {parentNode: parent, yogaNode: own} = node;
  if (!parent) return {x: 0, y: 0};
  const around = placeOf(parent);
  if (!around || !own) return around;
  const {contentOffsetX = 0, contentOffsetY = 0, overflow, overflowY = overflow} = parent.style;
  const x = around.x + own.getComputedLeft() - contentOffsetX;
  const y = around.y + own.getComputedTop() - contentOffsetY;
  const isCut = overflowY === 'hidden' && (y < around.y || y >= around.y + (parent.yogaNode?.getComputedHeight() ?? Infinity));
  return isCut ? undefined : {x, y};
}
