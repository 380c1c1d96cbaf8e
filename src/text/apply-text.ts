/** The steps of an apply in words. */
import type {ApplyEvent, ApplyStep} from '../rules/apply-steps.ts';
import {en} from './en/apply-text.ts';
import {spoken} from './language.ts';

const words = spoken(en, korean => korean.applyText);

/** A step of an apply, in words that fit whether it is to come, under way, done or failed. */
export function applyStepText(step: ApplyStep): string {
  switch (step.kind) {
    case 'change':
      if (step.change.kind === 'tree' && step.change.role === 'engine') return words().deleteEngine;
      return words()[step.change.action === 'delete' ? 'delete' : 'write'][step.change.role];
    case 'command':
      return words().commands[step.command.id];
    default:
      return words()[step.kind];
  }
}

export function eventState(state: ApplyEvent['state']): string {
  return words().states[state];
}

/** Shown at Review, where an apply found another host than the one that its plan was for. */
export function movedText(): string {
  return words().moved;
}
