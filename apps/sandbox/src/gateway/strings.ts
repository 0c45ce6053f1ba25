import type { Language } from '../pay/strings/language.ts';

interface GatewayStrings {
  readonly title: string;
  readonly about: (instance: string) => string;
  readonly pay: string;
  readonly paid: string;
  readonly paidNote: string;
  readonly refused: string;
  readonly refusedNote: string;
  readonly unknown: string;
}

/** The strings of the page where the fee of an instance is paid. */
export const GATEWAY_STRINGS: Readonly<Record<Language, GatewayStrings>> = {
  fr: {
    title: 'Frais d’activation',
    about: (instance) => `Activation du terminal « ${instance} »`,
    pay: 'Payer les frais',
    paid: 'Frais réglés',
    paidNote: 'La demande est transmise à MyTPE. Vous pouvez fermer cette page.',
    refused: 'Demande refusée',
    refusedNote: 'MyTPE a refusé cette demande. Rien n’est à payer ; faites-en une autre.',
    unknown: 'Cette demande d’activation n’existe pas.',
  },
  ar: {
    title: 'رسوم التفعيل',
    about: (instance) => `تفعيل المحطة «${instance}»`,
    pay: 'ادفع الرسوم',
    paid: 'تم دفع الرسوم',
    paidNote: 'أُرسل الطلب إلى MyTPE. يمكنك إغلاق هذه الصفحة.',
    refused: 'رُفض الطلب',
    refusedNote: 'رفضت MyTPE هذا الطلب. لا شيء للدفع؛ قدّم طلبًا آخر.',
    unknown: 'لا وجود لطلب التفعيل هذا.',
  },
  en: {
    title: 'Activation fee',
    about: (instance) => `Activation of the terminal “${instance}”`,
    pay: 'Pay the fee',
    paid: 'Fee paid',
    paidNote: 'The request was handed to MyTPE. You can close this page.',
    refused: 'Request refused',
    refusedNote: 'MyTPE has refused this request. There is nothing to pay; make another one.',
    unknown: 'There is no such request for activation.',
  },
};
