import {useApp} from 'ink';
import {type ReactNode, useEffect} from 'react';

/**
 * Gives the terminal back while the program is stopped from outside (SIGTSTP), and takes it again with the whole screen
 * when it goes on. Who was stopped by SIGSTOP could give nothing back; he too starts anew, for a shell was there since.
 */
export function Suspendable({children}: {readonly children: ReactNode}) {
  const {suspendTerminal} = useApp();
  useEffect(() => {
    let taking = Promise.resolve();
    // One after the other: a signal may come while the one before is at work.
    const queue = (work: () => Promise<void>) => () => {
      taking = taking.then(work).catch(() => undefined);
    };
    const stop = queue(async () => {
      await suspendTerminal(() => {
        process.off('SIGCONT', redraw);
        // Stops here, till SIGCONT. SIGTSTP itself would be ignored where no shell is above us.
        process.kill(process.pid, 'SIGSTOP');
      });
      process.on('SIGCONT', redraw);
    });
    const redraw = queue(() => suspendTerminal(() => undefined));
    process.on('SIGTSTP', stop).on('SIGCONT', redraw);
    return () => void process.off('SIGTSTP', stop).off('SIGCONT', redraw);
  }, [suspendTerminal]);
  return children;
}
