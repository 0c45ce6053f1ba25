export * from './challenge.ts';
export * from './codes.ts';
export * from './fields.ts';
export * from './languages.ts';
export * from './offers/offer-fields.ts';
export * from './offers/offer-rules.ts';
export * from './requests.ts';
export * from './views.ts';
