import {Box} from 'ink';
import {createContext, type ReactNode, useContext} from 'react';

const Columns = createContext(80);

/** A column of the window; what is in it wraps and cuts its lines by its width. */
export function Column({columns, children}: {readonly columns: number; readonly children: ReactNode}) {
  return (
    <Columns value={columns}>
      <Box flexDirection="column" width={columns} flexShrink={0} minHeight={0} overflow="hidden">
        {children}
      </Box>
    </Columns>
  );
}

/** Of the column that a part stands in. */
export function useColumns(): number {
  return useContext(Columns);
}
