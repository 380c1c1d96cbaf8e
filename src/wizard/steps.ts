export type StepId = 'profile' | 'ports' | 'workspace' | 'gateway' | 'service' | 'review' | 'apply' | 'done';
