import type { Language } from '../pay/language.ts';

interface GatewayWords {
  readonly title: string;
  readonly about: (instance: string) => string;
  readonly pay: string;
  readonly paid: string;
  readonly paidNote: string;
  readonly failed: string;
  readonly unknown: string;
}

/** The words of the page where the fee of an instance is paid. */
export const GATEWAY_WORDS: Readonly<Record<Language, GatewayWords>> = {
  fr: {
    title: 'Frais d’activation',
    about: (instance) => `Activation du terminal « ${instance} »`,
    pay: 'Payer les frais',
    paid: 'Frais réglés',
    paidNote: 'La demande est transmise à MyTPE. Vous pouvez fermer cette page.',
    failed: 'La banque a refusé cette carte. Rien n’a été débité ; essayez une autre carte.',
    unknown: 'Cette demande d’activation n’existe pas.',
  },
  ar: {
    title: 'رسوم التفعيل',
    about: (instance) => `تفعيل المحطة «${instance}»`,
    pay: 'ادفع الرسوم',
    paid: 'تم دفع الرسوم',
    paidNote: 'أُرسل الطلب إلى MyTPE. يمكنك إغلاق هذه الصفحة.',
    failed: 'رفض البنك هذه البطاقة ولم يُخصم شيء؛ جرّب بطاقة أخرى.',
    unknown: 'لا وجود لطلب التفعيل هذا.',
  },
  en: {
    title: 'Activation fee',
    about: (instance) => `Activation of the terminal “${instance}”`,
    pay: 'Pay the fee',
    paid: 'Fee paid',
    paidNote: 'The request was handed to MyTPE. You can close this page.',
    failed: 'The bank refused this card. Nothing was charged; try another card.',
    unknown: 'There is no such request for activation.',
  },
};
