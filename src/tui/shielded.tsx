import {useApp} from 'ink';
import {Component, type ReactNode, useEffect} from 'react';

type ShieldedProps = {readonly element: ReactNode; readonly onError: (error: unknown) => void};

/** Ends the screen when a view throws. Ink would show the stack, and code around it, on the screen. A class, since React has no other way. */
export class Shielded extends Component<ShieldedProps, {readonly hasFailed: boolean}> {
  override state = {hasFailed: false};

  static getDerivedStateFromError(): {readonly hasFailed: boolean} {
    return {hasFailed: true};
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Leave /> : this.props.element;
  }
}

function Leave() {
  const {exit} = useApp();
  useEffect(() => exit(), [exit]);
  return null;
}
