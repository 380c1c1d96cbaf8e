import {problemText} from '../../text/problems.ts';
import {stepWords} from '../../text/steps.ts';
import type {Problem} from '../../rules/problems.ts';
import type {TextField} from '../../wizard/text-field.ts';
import {Sign} from './row.tsx';
import {TextInput} from './text-input.tsx';

export type JudgedFieldProps = {
  readonly label: string;
  readonly field: TextField;
  readonly problem: Problem | undefined;
  /** Beside the field while nothing is wrong with it. */
  readonly remark: string;
  readonly isFocused?: boolean;
};

/** The text field that a step is about, with the rules' word on it:  ` Profile     rescue▏             new` */
export function JudgedField({label, field, problem, remark, isFocused = true}: JudgedFieldProps) {
  return (
    <>
      <TextInput
        label={label}
        labelWidth={12}
        field={field}
        isFocused={isFocused}
        remark={problem ? stepWords().judged.refused : remark}
        remarkStyle={problem ? 'bad' : 'good'}
      />
      {problem ? <Sign is="failed">{problemText(problem)}</Sign> : null}
    </>
  );
}
