export * from './codes.ts';
export * from './fields.ts';
export * from './languages.ts';
export * from './problem.ts';
export * from './requests.ts';
export * from './views.ts';
