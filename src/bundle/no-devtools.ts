/** Stands in for react-devtools-core, which Ink imports in development only. */
export default undefined;
