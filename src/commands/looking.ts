/** The part of the program that looks at a host quickly. What only writes or judges is not loaded with it. */
export {env} from './env.ts';
export {exec} from './exec.ts';
export {list} from './list.ts';
export {ports} from './ports.ts';
export {completionOf, printShellInit} from './shell.ts';
