import late from '../press/strings/late-fr.ts';
import type { Strings } from './strings.ts';

const fr: Strings = {
  late,
  pay: 'Payer',
  payAmount: 'Payer {}',
  amount: 'Montant en dinars',
  between: 'Entre {} et {}',
  from: 'À partir de {}',
  upTo: 'Jusqu’à {}',
  step: ', par tranches de {}',
  hosted: 'Vous indiquerez le montant sur la page suivante.',
  offline: 'Le service de paiement ne répond pas. Vérifiez votre connexion.',
  retry: 'Réessayer',
  test: 'TEST',
  cards: 'Carte CIB ou EDAHABIA',
  share: 'Partager',
};
export default fr;
