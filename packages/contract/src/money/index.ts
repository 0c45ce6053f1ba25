export * from '../languages.ts';
export * from './amount-bounds.ts';
export * from './centimes.ts';
export * from './display.ts';
export * from './typed-amount.ts';
