import type { Form } from '../model/records.ts';
import { currentLinks, timeOf, type World } from '../model/world.ts';
import { notFound, wrongState } from './problem.ts';

export function formOf(world: World, id: string): Form {
  const form = world.forms.get(id);
  if (form === undefined) throw notFound('FORM', 'Form');
  return form;
}

export function touchForm(world: World, form: Form): void {
  form.updated_at = timeOf(world);
  world.revision += 1;
}

/** A payer must meet the questions that the merchant saw: a form on a live link does not change under them. */
export function requireFree(world: World, { id, status }: Form, what: string): void {
  if (status !== 'published') return;
  const live = currentLinks(world).find((link) => link.form_id === id && ['active', 'paused'].includes(link.status));
  if (live === undefined) return;
  throw wrongState(`This form is attached to the ${live.status} link “${live.title}” and cannot be ${what}.`);
}
