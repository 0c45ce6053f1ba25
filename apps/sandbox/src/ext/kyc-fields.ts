import { z } from 'zod';

import { IMAGES } from '../files/file-rules.ts';
import { PAYMENT_METHODS } from '../model/kyc-records.ts';
import type { FileRules } from './check-files.ts';
import { must } from './fields.ts';

const MAX_ID = 100;
const id = z.string(must('an id, as text')).min(1, 'is required').max(MAX_ID, `has at most ${MAX_ID} characters`);
const requiredText = (max: number) =>
  z.string(must('text')).trim().min(1, 'is required').max(max, `must not be greater than ${max} characters`);
const optionalId = id.nullish().transform((value) => value ?? null);

export const IdentificationFields = z.object({
  name: requiredText(255),
  establishment_type_id: id,
  authorization_type_id: id,
  activity_id: optionalId,
});
export const IDENTIFICATION_FILES: FileRules = { identification_file: ['pdf'] };

export const BrandFields = z.object({ name: requiredText(255), identification_id: id });
export const BRAND_FILES: FileRules = { logo: ['jpg', 'png'], file: ['jpg', 'png', 'pdf'] };

export const BankAccountFields = z.object({
  account_number: z.string(must('text')).regex(/^\d{20}$/, 'must be a RIB: exactly 20 digits, as text'),
  identification_id: id,
});

export const InstanceFields = z.object({
  title: requiredText(191),
  identification_id: id,
  brand_id: id,
  bank_account_id: id,
});
/** The logo’s limits are not in the reference. */
export const INSTANCE_FILES: FileRules = { logo: IMAGES };

export const ActivationFields = InstanceFields.extend({
  payment_method: z.enum(PAYMENT_METHODS, must(`one of: ${PAYMENT_METHODS.join(', ')}`)),
});
export const ACTIVATION_FILES: FileRules = { payment_proof: ['jpg', 'png', 'pdf'] };
