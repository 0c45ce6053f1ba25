import late from '../press/strings/late-ar.ts';
import type { Strings } from './strings.ts';

const ar: Strings = {
  late,
  pay: 'ادفع',
  payAmount: 'ادفع {}',
  amount: 'المبلغ بالدينار',
  between: 'بين {} و{}',
  from: 'ابتداءً من {}',
  upTo: 'إلى غاية {}',
  step: '، بمضاعفات {}',
  hosted: 'ستحدّد المبلغ في الصفحة التالية.',
  offline: 'خدمة الدفع لا تستجيب. تحقّق من اتصالك بالإنترنت.',
  retry: 'أعد المحاولة',
  test: 'تجريبي',
  cards: 'بطاقة CIB أو الذهبية',
  share: 'مشاركة',
};
export default ar;
