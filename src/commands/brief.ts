/**
 * Commands that say something and end, by the last word of their names. They have a bundle of their own, which is small, so that
 * a shell, a script or an alias does not wait for the rest of the program.
 */
export const BRIEF: readonly string[] = ['completion', 'doctor', 'env', 'exec', 'help', 'list', 'ports', 'shell-init', 'status'];
